"""How each promise stands: derived from the ledger each time, never patched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from supportops.core.sla.runs import Run
from supportops.core.sla.wording import INTERNAL, said
from supportops.core.ticket import Event, Verb

State = Literal["running", "paused", "met", "breached"]


@dataclass(frozen=True, slots=True)
class Clock:
    """One promise on one ticket: since when it runs, when it is due, and how it stands."""

    name: str
    state: State
    started_at: datetime
    due_at: datetime | None  # None while it is paused and not yet missed
    warn_at: datetime | None  # the first warning
    because: str
    met_at: datetime | None = None

    @property
    def internal(self) -> bool:
        """A promise among colleagues, which no customer sees."""
        return self.name.startswith(INTERNAL)

    @property
    def is_open(self) -> bool:
        """Still to be kept, or missed and still owed."""
        return self.state == "running" or (self.state == "breached" and self.met_at is None)


def clock(run: Run, heard: Sequence[Event]) -> Clock:
    """How a promise stands. One whose breach stands in the ledger is missed, whoever looks and whenever."""
    due = run.reaches(run.target)
    warn = run.reaches(run.target * run.warnings[0].at) if run.warnings else None
    missed = run.met_at is None and any(event.verb is Verb.BREACH for event in heard)
    state: State = "breached" if missed else _paused(run, due) if run.spans is not None else _simple(run.met_at, due)
    return Clock(run.name, state, run.started_at, None if state == "paused" else due, warn, said(run.name, run.target), run.met_at)


def heard(run: Run, told: Sequence[Event]) -> list[Event]:
    """The warnings and breaches that were told of this run of this promise."""
    since, begun_by = run.started_at, run.begun_by
    return [event for event in told if event.data.get("target") == run.name and event.occurred_at >= since and event.number > begun_by]


def _simple(met: datetime | None, due: datetime | None) -> State:
    """A promise that never pauses."""
    if met is None:
        return "running"
    return "met" if due is not None and met <= due else "breached"


def _paused(run: Run, due: datetime | None) -> State:
    """A promise that pauses while we wait for the customer."""
    end = run.spans[-1][1] if run.spans else None
    if due is not None and end is not None and due < end:
        return "breached"
    if run.met_at is not None:
        return "met"
    return "running" if end is None else "paused"
