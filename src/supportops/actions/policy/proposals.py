"""Proposals: whole handbooks that a lead writes, looks at, puts in force or takes back. Every step is kept with who, when and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path as Folder

from django.db import transaction
from django.db.models import QuerySet

from supportops.actions import rehearsal, teams
from supportops.actions.policy.inforce import refresh
from supportops.actions.policy.recording import ensure, faults, note, own, record, retire
from supportops.actions.policy.texts import Texts, built, ordered
from supportops.core import revision
from supportops.core.automation import AutomationPolicy
from supportops.core.policy import CHAPTERS, PolicyError
from supportops.core.ticket import Refused
from supportops.models import Person, PolicyAct, PolicyVersion

LONGEST = 1_000_000  # characters of a chapter
TO_REASON = "Say why: whoever reads the history will want to know."


class Overtaken(Refused):
    """Another version was put in force since this proposal was begun."""


def in_force(at: datetime) -> PolicyVersion:
    return PolicyVersion.objects.filter(state="active").first() or ensure(at)


def find(number: int) -> PolicyVersion:
    version = PolicyVersion.objects.filter(pk=number).select_related("parent", "author", "activated_by").first()
    if version is None:
        raise Refused(f"There is no policy version {number}.")
    return version


@transaction.atomic
def propose(texts: Mapping[str, str], *, by: Person | None, reason: str, at: datetime, base: int | None = None) -> PolicyVersion:
    """A handbook from these chapters, the others as in the version that the author saw. Refused where it does not stand."""
    may_change(by)
    start = find(base) if base else in_force(at)
    whole = written(texts, start)
    check(whole)
    if whole == start.texts:
        raise Refused(f"Nothing differs from version {start.pk}.")
    return _recorded(whole, start, by, _said(reason), at)


def _recorded(whole: Texts, start: PolicyVersion, by: Person | None, reason: str, at: datetime) -> PolicyVersion:
    """Who goes on with a proposal makes another in its place, from the same version."""
    goes_on = start.state == "proposed" and start.parent is not None
    version = record(whole, start.parent if goes_on else start, by, reason, at)
    note(version, "proposed", by, reason, at)
    if goes_on:
        withdraw(start.pk, by=by, at=at, because=f"Version {version.pk} goes on from it.")
    return version


def written(texts: Mapping[str, str], parent: PolicyVersion) -> dict[str, str]:
    """The whole handbook that these chapters make, with the line ends of this house."""
    clean = {name: "\n".join(text.replace("\r\n", "\n").splitlines()).rstrip() + "\n" for name, text in texts.items()}
    return {name: text for name, text in (parent.texts | clean).items() if name in CHAPTERS or name in clean}


def may_change(by: Person | None) -> None:
    """Nobody by name is whoever has the machine: they could change anything."""
    if by is not None and not by.is_lead:
        raise Refused("Only a lead changes the policy; everybody of the desk may read it.")


def check(texts: Mapping[str, str]) -> None:
    """PolicyError with everything that is wrong with them."""
    for name, text in texts.items():
        if len(text) > LONGEST:
            raise Refused(f"{name}.yaml is longer than {LONGEST:,} characters.")
    if wrong := faults(texts):
        raise wrong[0].of(wrong)


def _said(reason: str) -> str:
    if not reason.strip():
        raise Refused(TO_REASON)
    return reason.strip()[:2000]


def activate(number: int, *, by: Person | None, at: datetime, because: str = "") -> PolicyVersion:
    """Put a proposal in force; Overtaken where another version was put there since it was begun."""
    may_change(by)
    with transaction.atomic():
        version, until_now = find(number), in_force(at)
        if version.state != "proposed":
            raise Refused(f"Version {number} is not a proposal: it is {said(version)}.")
        if version.parent_id != until_now.pk:
            raise Overtaken(overtaken(version, until_now))
        _put_in_force(version, until_now, by, at)
        note(version, "activated", by, because.strip(), at, instead=until_now)
    refresh()
    return find(number)


def said(version: PolicyVersion) -> str:
    """Its state, within a sentence."""
    return str(version.get_state_display()).lower()


def overtaken(version: PolicyVersion, until_now: PolicyVersion) -> str:
    act = until_now.acts.order_by("-pk").select_related("by").first()
    who = (act and act.by) or ("SupportOps" if act and act.act == "shipped" else "Somebody")
    return f"{who} put version {until_now.pk} in force meanwhile; this proposal was made from version {version.parent_id}."


def _put_in_force(version: PolicyVersion, until_now: PolicyVersion, by: Person | None, at: datetime) -> None:
    """What differs from the chapters that are shipped today is the desk's own from now on, whatever was shipped when it was written."""
    check(version.texts)
    taken = PolicyVersion.objects.filter(pk=version.pk, state=version.state)
    if not retire(until_now) or not taken.update(state="active", activated_at=at, activated_by=by, own=own(version.texts)):
        raise Refused("Somebody changed the policy at this very moment: look again.")
    policy = built(version.texts)
    teams.keep(policy)
    rehearsal.adopt(_rules(until_now), policy.automation, at)


def _rules(version: PolicyVersion) -> AutomationPolicy | None:
    """Its rules, where this program can still read them."""
    try:
        return built(version.texts).automation
    except PolicyError:
        return None


@transaction.atomic
def withdraw(number: int, *, by: Person | None, at: datetime, because: str = "") -> PolicyVersion:
    """Take a proposal back. It stays in the history."""
    may_change(by)
    if not PolicyVersion.objects.filter(pk=number, state="proposed").update(state="withdrawn"):
        raise Refused(f"Version {number} is not a proposal: it is {said(find(number))}.")
    version = find(number)
    note(version, "withdrawn", by, because.strip(), at)
    return version


def rollback(number: int | None = None, *, by: Person | None, at: datetime, because: str) -> PolicyVersion:
    """Go back to a version that was in force before; without a number, to the one before this."""
    may_change(by)
    reason = _said(because)
    with transaction.atomic():
        until_now = in_force(at)
        version = find(number) if number else before(until_now)
        if version.state != "retired":
            raise Refused(f"Version {version.pk} is no earlier version to go back to: it is {said(version)}.")
        _put_in_force(version, until_now, by, at)
        note(version, "restored", by, reason, at, instead=until_now)
    refresh()
    return find(version.pk)


def before(version: PolicyVersion) -> PolicyVersion:
    """What was in force until this version was put there."""
    act = version.acts.exclude(instead=None).order_by("-pk").select_related("instead").first()
    if act is None or act.instead is None:
        raise Refused(f"Nothing was in force before version {version.pk}.")
    return act.instead


def keep_backtest(version: PolicyVersion, found: Mapping[str, object]) -> None:
    """What the last backtest of a version said."""
    PolicyVersion.objects.filter(pk=version.pk).update(backtest=dict(found))


def history() -> QuerySet[PolicyAct]:
    """Everything that was ever done with the handbook, the latest first."""
    return PolicyAct.objects.select_related("version", "by", "instead").order_by("-pk")


def diff(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, tuple[revision.Passage, ...]]:
    """Chapter -> where the texts differ."""
    changed = revision.changed(ordered(old), ordered(new))
    return {name: revision.compare(old.get(name, ""), new.get(name, "")) for name in changed}


def export(texts: Mapping[str, str], folder: Folder) -> list[Folder]:
    """The texts as files, such as `policy check` and `policy propose` read them."""
    folder.mkdir(parents=True, exist_ok=True)
    made = [folder / f"{name}.yaml" for name in texts]
    for path in made:
        path.write_text(texts[path.stem])
    return made
