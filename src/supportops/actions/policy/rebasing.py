"""A proposal that another version overtook, brought up to date: nobody's change is lost without somebody saying so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from supportops.actions.policy import proposals
from supportops.actions.policy.recording import faults, note, record
from supportops.core.revision import Merge, changed, merge
from supportops.core.ticket import Refused
from supportops.models import Person, PolicyVersion

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Both:
    """A proposal and the version in force, beside the one that both come from."""

    base: Mapping[str, str]
    mine: Mapping[str, str]
    theirs: Mapping[str, str]

    @property
    def merged(self) -> dict[str, Merge]:
        """Each chapter with both sides' changes."""
        return {name: merge(self.base.get(name, ""), text, self.theirs.get(name, "")) for name, text in self.mine.items()}

    @property
    def clashing(self) -> tuple[str, ...]:
        """The chapters in which a person has to choose: both changed the same lines, or the whole would not stand with both changes."""
        found = tuple(name for name, merged in self.merged.items() if merged.clashes)
        return found or (changed(self.base, self.mine) if faults(self.together({})) else ())

    def together(self, choices: Mapping[str, str]) -> dict[str, str]:
        """Each chapter as chosen, or with both sides' changes."""
        chosen = {MINE: self.mine, THEIRS: self.theirs}
        return {name: chosen[choices[name]][name] if name in choices else merged.text for name, merged in self.merged.items()}


def sides(version: PolicyVersion, in_force: PolicyVersion) -> Both:
    base = version.parent.texts if version.parent else {}
    return Both(base, version.texts, in_force.texts)


@transaction.atomic
def rebase(number: int, *, by: Person | None, at: datetime, choices: Mapping[str, str] | None = None) -> PolicyVersion:
    """A new proposal from the version in force, with this one's changes; for a chapter where both changed the same lines, as chosen."""
    proposals.may_change(by)
    version, in_force = proposals.find(number), proposals.in_force(at)
    both = sides(version, in_force)
    chosen = {name: choice for name, choice in (choices or {}).items() if name in both.mine and choice in (MINE, THEIRS)}
    if open_ones := [name for name in both.clashing if name not in chosen]:
        raise Refused(f"Both changes do not go together in {', '.join(open_ones)}: choose whose text to go on from.")
    texts = both.together(chosen)
    proposals.check(texts)
    if texts == in_force.texts:
        raise Refused(f"Version {in_force.pk} says all of it already: withdraw this proposal.")
    proposals.withdraw(number, by=by, at=at, because=f"brought up to date with version {in_force.pk}")
    again = record(texts, in_force, version.author or by, version.reason, at)
    note(again, "proposed", by, f"{version.reason} (version {number}, brought up to date)", at)
    return again
