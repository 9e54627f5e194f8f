"""Explain a deadline: every span that was counted and every one that was not, with why, from the start of the promise on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from supportops.core.hours import BusinessHours
from supportops.core.sla.clocks import Clock, clock, heard
from supportops.core.sla.promise import STANDARD
from supportops.core.sla.runs import Run, runs
from supportops.core.sla.terms import Promises, terms
from supportops.core.sla.wording import in_words
from supportops.core.ticket import Event, Refused, Status, Ticket, Verb, effective

ZERO = timedelta()


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
            "passed": [_as_data(part) for part in self.passed],
            "ahead": [_as_data(part) for part in self.ahead],
        }


def _as_data(part: Part) -> dict[str, Any]:
    places = {"from": part.start.isoformat(), "to": part.end.isoformat()}
    return places | {"seconds": part.length.total_seconds(), "counted": part.counted, "why": part.why}


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
    ahead = _within(until, due, run) if due and due > until else ()
    passed = _merged(_passed(run, ledger, until))
    policy, season = ("", "") if stands.internal else (holds.policy or STANDARD, holds.season)
    return Explanation(stands, run.target, run.calendar, run.hours, policy, season, passed, _merged(ahead))


def _passed(run: Run, ledger: Sequence[Event], until: datetime) -> Iterator[Part]:
    """What has passed, in spans that are ours and spans in which the clock stood still."""
    reached = run.started_at
    for start, end in run.spans if run.spans is not None else [(run.started_at, None)]:
        yield from _still(reached, min(start, until), ledger)
        reached = until if end is None else min(end, until)
        yield from _within(start, reached, run)
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


def _within(start: datetime, end: datetime, run: Run) -> Iterator[Part]:
    """A span of ours, by the calendar: open, closed for a holiday, or outside the hours."""
    slots = [(span, name) for span, name in run.hours.written(start, end) if span[0] < end and span[1] > start]
    places = sorted({start, end, *(min(max(place, start), end) for span, _ in slots for place in span)})
    for begin, stop in pairwise(places):
        names = [name for span, name in slots if span[0] <= begin < span[1]]
        closed = f"holiday: {names[0]}" if names else f"outside the hours of {run.calendar}"
        counted = "" in names
        yield Part(begin, stop, counted, f"the desk is open ({run.calendar})" if counted else closed)


def _merged(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Neighbours of the same kind as one."""
    merged: list[Part] = []
    for part in parts:
        last = merged[-1] if merged else None
        if last and last.end == part.start and (last.counted, last.why) == (part.counted, part.why):
            merged[-1] = Part(last.start, part.end, part.counted, part.why)
        else:
            merged.append(part)
    return tuple(merged)


def words(explained: Explanation) -> list[str]:
    """An explanation as lines for a person, in the desk's own time; the minutes of its lines add up to the sum below them."""
    promised = explained.clock.because
    by = f", by the policy “{explained.policy}”" if explained.policy else ""
    during = f", in the season “{explained.season}”" if explained.season else ""
    head = f"{promised}{by}{during}; counted in the hours of {explained.calendar} ({explained.hours.zone})"
    counted, rest = in_words(_floor(explained.elapsed)), in_words(_floor(explained.uncounted))
    sums = f"counted so far: {counted} of {in_words(explained.target)}; not counted: {rest}"
    lines = [head, *_lines(explained.passed, explained, ZERO), sums]
    if explained.ahead:
        lines += ["if nothing happens:", *_lines(explained.ahead, explained, explained.elapsed)]
    return [*lines, _end(explained)]


def _floor(span: timedelta) -> timedelta:
    return timedelta(minutes=span // timedelta(minutes=1))


def _lines(parts: Iterable[Part], explained: Explanation, elapsed: timedelta) -> Iterator[str]:
    """Each kind's minutes are the difference of whole minutes before and after, so that seconds never make a sum look wrong."""
    spent = {True: elapsed, False: ZERO}
    for part in parts:
        before = spent[part.counted]
        spent[part.counted] += part.length
        minutes = _floor(spent[part.counted]) - _floor(before)
        mark = "counted" if part.counted else "not counted"
        yield f"  {_at(part.start, explained)} - {_at(part.end, explained)}  {mark} {in_words(minutes)}: {part.why}"


def _at(moment: datetime, explained: Explanation) -> str:
    return f"{moment.astimezone(explained.hours.zone):%a %Y-%m-%d %H:%M %Z}"


def _end(explained: Explanation) -> str:
    stands = explained.clock
    if stands.due_at is None:
        return "it has no date while we wait for the customer"
    return f"due {_at(stands.due_at, explained)} ({stands.due_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC): {stands.state}"
