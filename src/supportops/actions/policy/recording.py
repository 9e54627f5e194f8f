"""The version in force is recorded at the start: the shipped handbook first, and after an upgrade what it became."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from supportops import __version__
from supportops.actions import teams
from supportops.actions.policy import texts as handbook
from supportops.actions.policy.inforce import current, refresh
from supportops.core.policy import PolicyError
from supportops.models import Person, PolicyAct, PolicyVersion


def ensure(at: datetime) -> PolicyVersion:
    """The version in force; recorded where there is none, and made anew where an upgrade brought other shipped chapters."""
    active = PolicyVersion.objects.filter(state="active").first()
    version = _upgraded(active, at) if active else _first(at)
    refresh()
    teams.keep(current())
    return version


def _first(at: datetime) -> PolicyVersion:
    """Two processes may start at once: the one that comes second finds the other's."""
    texts, reason = handbook.read(handbook.SHIPPED), f"The handbook as shipped with SupportOps {__version__}."
    try:
        with transaction.atomic():
            return _in_force(texts, None, reason, at)
    except IntegrityError:
        return PolicyVersion.objects.get(state="active")


@transaction.atomic
def _upgraded(active: PolicyVersion, at: datetime) -> PolicyVersion:
    """The shipped chapters of this program with the desk's own in their places, where that differs and stands."""
    texts = upgraded(active)
    if texts == active.texts or faults(texts) or not retire(active):
        return active
    changed = ", ".join(name for name in handbook.ordered({**active.texts, **texts}) if texts.get(name) != active.texts.get(name))
    return _in_force(texts, active, f"SupportOps {__version__} brought other chapters: {changed}.", at)


def upgraded(version: PolicyVersion) -> dict[str, str]:
    """What is shipped today, with the chapters that the desk has changed in that version."""
    shipped = handbook.read(handbook.SHIPPED)
    return shipped | {name: version.texts[name] for name in version.own if name in shipped}


def faults(texts: Mapping[str, str]) -> tuple[PolicyError, ...]:
    """Everything that is wrong with these texts."""
    try:
        handbook.built(texts)
    except PolicyError as error:
        return error.all
    return ()


def retire(version: PolicyVersion) -> bool:
    """Take it out of force; False where somebody else has done so."""
    return bool(PolicyVersion.objects.filter(pk=version.pk, state="active").update(state="retired"))


def _in_force(texts: Mapping[str, str], parent: PolicyVersion | None, reason: str, at: datetime) -> PolicyVersion:
    version = record(texts, parent, None, reason, at, state="active", activated_at=at)
    note(version, "shipped", None, reason, at, instead=parent)
    return version


def record(
    texts: Mapping[str, str], parent: PolicyVersion | None, author: Person | None, reason: str, at: datetime, **facts: object
) -> PolicyVersion:
    """A new row of exactly these texts."""
    return PolicyVersion.objects.create(
        version=handbook.version_of({name: text.encode() for name, text in texts.items()}),
        texts=dict(texts),
        own=own(texts),
        parent=parent,
        author=author,
        reason=reason,
        created_at=at,
        **facts,
    )


def own(texts: Mapping[str, str]) -> list[str]:
    """The chapters in which these texts differ from what is shipped."""
    shipped = handbook.read(handbook.SHIPPED)
    return [name for name in handbook.ordered(texts) if texts[name] != shipped.get(name)]


def note(version: PolicyVersion, act: str, by: Person | None, because: str, at: datetime, instead: PolicyVersion | None = None) -> None:
    """The history's line."""
    PolicyAct.objects.create(version=version, act=act, by=by, because=because, at=at, instead=instead)
