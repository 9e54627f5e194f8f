"""Explain a deadline: every span that was counted and every one that was not, with why, from the start of the promise on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from supportops.core.hours import BusinessHours
from supportops.core.sla.clocks import Clock, clock, heard
from supportops.core.sla.parts import Part, merged, passed, within
from supportops.core.sla.promise import STANDARD
from supportops.core.sla.runs import runs
from supportops.core.sla.terms import Promises, terms
from supportops.core.ticket import Event, Refused, Ticket, Verb, effective

ZERO = timedelta()


@dataclass(frozen=True)
class Explanation:
    """How a deadline comes to its instant: what has passed, and what is still ahead. The parts follow each other without a gap."""

    clock: Clock
    target: timedelta
    calendar: str
    hours: BusinessHours
    policy: str
    season: str
    passed: tuple[Part, ...]  # until it was kept, or until now
    ahead: tuple[Part, ...]  # from now until it is due, if nothing happens

    @property
    def elapsed(self) -> timedelta:
        """What was counted so far."""
        return sum((part.length for part in self.passed if part.counted), ZERO)

    @property
    def uncounted(self) -> timedelta:
        return sum((part.length for part in self.passed if not part.counted), ZERO)

    def as_data(self) -> dict[str, Any]:
        """All of it as plain data; durations in seconds."""
        return {
            "deadline": self.clock.name,
            "state": self.clock.state,
            "because": self.clock.because,
            "policy": self.policy,
            "season": self.season,
            "calendar": self.calendar,
            "zone": str(self.hours.zone),
            "started_at": self.clock.started_at.isoformat(),
            "due_at": self.clock.due_at.isoformat() if self.clock.due_at else None,
            "target": self.target.total_seconds(),
            "elapsed": self.elapsed.total_seconds(),
            "passed": [part.as_data() for part in self.passed],
            "ahead": [part.as_data() for part in self.ahead],
        }


def explain(ticket: Ticket, ledger: Sequence[Event], promises: Promises, name: str, now: datetime) -> Explanation:
    """The reckoning behind one clock of a ticket as it stands now, or Refused where it has no such clock."""
    ledger = effective(ledger)
    known = {run.name: run for run in runs(ticket, ledger, promises)}
    if name not in known:
        raise Refused(f"This ticket has no deadline {name!r} now; it has {', '.join(known)}.")
    run, holds = known[name], terms(ticket, promises)
    told = [event for event in ledger if event.verb in (Verb.WARN, Verb.BREACH)]
    stands, until = clock(run, heard(run, told)), max(run.started_at, run.met_at or now)
    due = stands.due_at if stands.is_open else None
    ahead = within(until, due, run) if due and due > until else ()
    spent = merged(passed(run, ledger, until))
    policy, season = ("", "") if stands.internal else (holds.policy or STANDARD, holds.season)
    return Explanation(stands, run.target, run.calendar, run.hours, policy, season, spent, merged(ahead))
