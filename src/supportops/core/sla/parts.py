"""A run of a clock in parts: what was counted, what was not, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from supportops.core.sla.runs import Run
from supportops.core.ticket import Event, Status


@dataclass(frozen=True, slots=True)
class Part:
    """A span of time, and whether it is counted."""

    start: datetime
    end: datetime
    counted: bool
    why: str

    @property
    def length(self) -> timedelta:
        return self.end - self.start

    def as_data(self) -> dict[str, Any]:
        places = {"from": self.start.isoformat(), "to": self.end.isoformat()}
        return places | {"seconds": self.length.total_seconds(), "counted": self.counted, "why": self.why}


def passed(run: Run, ledger: Sequence[Event], until: datetime) -> Iterator[Part]:
    """What has passed, in spans that are ours and spans in which the clock stood still."""
    reached = run.started_at
    for start, end in run.spans if run.spans is not None else [(run.started_at, None)]:
        yield from _still(reached, min(start, until), ledger)
        reached = until if end is None else min(end, until)
        yield from within(start, reached, run)
    yield from _still(reached, until, ledger)


def _still(start: datetime, end: datetime, ledger: Sequence[Event]) -> Iterator[Part]:
    """Why the clock stood: by the status of the ticket."""
    if start >= end:
        return
    changes = [event for event in ledger if event.was is not event.became and event.occurred_at < end]
    places = [start, *(event.occurred_at for event in changes if event.occurred_at > start), end]
    for begin, stop in pairwise(places):
        status = next((event.became for event in reversed(changes) if event.occurred_at <= begin), Status.PENDING)
        yield Part(begin, stop, False, "waiting for the customer" if status is Status.PENDING else f"it was {status}")


def within(start: datetime, end: datetime, run: Run) -> Iterator[Part]:
    """A span of ours, by the calendar: open, closed for a holiday, or outside the hours."""
    slots = [(span, name) for span, name in run.hours.written(start, end) if span[0] < end and span[1] > start]
    places = sorted({start, end, *(min(max(place, start), end) for span, _ in slots for place in span)})
    for begin, stop in pairwise(places):
        names = [name for span, name in slots if span[0] <= begin < span[1]]
        closed = f"holiday: {names[0]}" if names else f"outside the hours of {run.calendar}"
        counted = "" in names
        yield Part(begin, stop, counted, f"the desk is open ({run.calendar})" if counted else closed)


def merged(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Neighbours of the same kind as one."""
    found: list[Part] = []
    for part in parts:
        last = found[-1] if found else None
        if last and last.end == part.start and (last.counted, last.why) == (part.counted, part.why):
            found[-1] = Part(last.start, part.end, part.counted, part.why)
        else:
            found.append(part)
    return tuple(found)
