"""Which handbook is in force: held in this process, and looked after by one small question to the database.

The tables are imported where they are asked, so that a handbook can be checked where there is no desk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from supportops.actions.policy import texts as handbook
from supportops.core.policy import Policy, PolicyError


@dataclass(frozen=True)
class _Held:
    """What this process goes by: the number of the row in force (None is the handbook as shipped), and its policy."""

    number: int | None = None
    policy: Policy | None = None
    faults: tuple[PolicyError, ...] = ()
    unasked: bool = False  # whether the database is still to be asked


_held = _Held()


def current() -> Policy:
    """The policy in force, without a question to the database; as shipped where no version was ever recorded."""
    global _held
    if _held.unasked:
        refresh()
    held = _held
    if held.policy is None:
        _held = held = _Held(held.number, handbook.load(handbook.SHIPPED))
    return held.policy  # type: ignore[return-value]


def expect() -> None:
    """From here on the database can be asked; the first `current()` does."""
    global _held
    _held = _Held(unasked=True)


def forget() -> None:
    """As if this process had only just begun."""
    global _held
    _held = _Held()


def refresh() -> None:
    """See whether another version was activated meanwhile, here or elsewhere: at the start of a request, a turn, a command."""
    from supportops.models import PolicyVersion

    global _held
    number = PolicyVersion.objects.filter(state="active").values_list("pk", flat=True).first()
    if number != _held.number or _held.unasked:
        _held = _taken(number) if number else _Held()


def _taken(number: int) -> _Held:
    """That version, or, where this program cannot read it any more, what comes nearest to it."""
    from supportops.models import PolicyVersion

    version = PolicyVersion.objects.get(pk=number)
    try:
        return _Held(number, handbook.built(version.texts))
    except PolicyError as error:
        return _Held(number, _held.policy or nearest(version.texts, version.own), error.all)


def nearest(texts: Mapping[str, str], own: Sequence[str]) -> Policy:
    """What is shipped with the desk's own chapters in it; or what is shipped, where they do not fit it."""
    shipped = handbook.read(handbook.SHIPPED)
    try:
        return handbook.built(shipped | {name: texts[name] for name in own})
    except PolicyError:
        return handbook.built(shipped)


def trouble() -> tuple[PolicyError, ...]:
    """What keeps this program from reading the version in force."""
    current()
    return _held.faults


def by_version(version: str) -> Policy:
    """The policy that the ledger calls so; the one in force where it is not known here."""
    return current() if version == "" else known(version) or current()


def known(version: str) -> Policy | None:
    """The policy that the ledger calls so, where it is known and can still be read."""
    from supportops.models import PolicyVersion

    policy = current()
    if version == policy.version:
        return policy
    try:
        return _kept(version)
    except (PolicyError, PolicyVersion.DoesNotExist):
        return None


@lru_cache(maxsize=32)
def _kept(version: str) -> Policy:
    """The name says exactly which texts are meant, so that this can be kept as long as there is room."""
    from supportops.models import PolicyVersion

    return handbook.built(PolicyVersion.objects.filter(version=version).order_by("pk")[:1].get().texts)
