"""The promises and their clocks: derived from the ledger each time, never patched. Source: methodology, phase 3."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, Protocol

from supportops.core.hours import BusinessHours
from supportops.core.ticket import DONE, Event, Priority, Status, Ticket, Verb, effective

State = Literal["running", "paused", "met", "breached"]
ZERO = timedelta()


@dataclass(frozen=True)
class Target:
    """What a priority promises, in open time of its calendar."""

    first_reply: timedelta
    next_reply: timedelta
    resolution: timedelta
    calendar: str = "always"


@dataclass(frozen=True)
class Lifecycle:
    """How long a ticket may stay in a stage before somebody is told or the system acts."""

    pick_up: timedelta = timedelta(minutes=15)
    pick_up_calendar: str = "always"
    pending_warning: timedelta = timedelta(hours=72)
    pending_close: timedelta = timedelta(hours=48)
    escalation_acknowledgement: timedelta = timedelta(hours=4)
    solved_close: timedelta = timedelta(hours=48)
    warn_at: float = 0.75


class Promises(Protocol):
    """The part of the policy that the clocks read."""

    @property
    def lifecycle(self) -> Lifecycle: ...
    @property
    def priorities(self) -> Mapping[Priority, Target]: ...
    @property
    def calendars(self) -> Mapping[str, BusinessHours]: ...


@dataclass(frozen=True)
class Clock:
    """One promise on one ticket: since when it runs, when it is due, and how it stands."""

    name: str
    state: State
    started_at: datetime
    due_at: datetime | None  # None while it is paused and not yet missed
    warn_at: datetime | None
    because: str
    met_at: datetime | None = None


@dataclass(frozen=True)
class Due:
    """An act that time asks for."""

    at: datetime
    verb: Verb
    about: str
    because: str


@dataclass(frozen=True)
class Deadlines:
    """Everything that time will ask of a ticket."""

    clocks: tuple[Clock, ...]
    acts: tuple[Due, ...]  # soonest first

    @property
    def next(self) -> datetime | None:
        return self.acts[0].at if self.acts else None

    @property
    def target(self) -> Clock | None:
        """The promise that falls due first, kept or missed, of those still open."""
        running = [clock for clock in self.clocks if clock.state == "running" or (clock.state == "breached" and clock.met_at is None)]
        return min(running, key=lambda clock: clock.due_at or clock.started_at, default=None)

    def kept(self, name: str) -> bool | None:
        """Whether a promise was kept; None while it is open or where it was never given."""
        ended = [clock for clock in self.clocks if clock.name == name and (clock.met_at or clock.state == "breached")]
        return ended[0].state == "met" if ended else None

    def due(self, at: datetime) -> Due | None:
        """What is to be done now. A missed promise needs no warning any more."""
        ripe = [act for act in self.acts if act.at <= at]
        missed = {act.about for act in ripe if act.verb is Verb.BREACH}
        return next((act for act in ripe if act.verb is not Verb.WARN or act.about not in missed), None)


def deadlines(ticket: Ticket, ledger: Sequence[Event], promises: Promises) -> Deadlines:
    """The clocks of a ticket and the acts that time will ask for."""
    ledger = effective(ledger)
    told = [event for event in ledger if event.verb in (Verb.WARN, Verb.BREACH)]
    clocks = tuple(_as_told(clock, told) for clock in _clocks(ticket, ledger, promises))
    alerts = [] if ticket.is_done else [act for clock in clocks for act in _alerts(clock, told)]
    acts = sorted([*alerts, *_timers(ticket, promises.lifecycle)], key=lambda act: act.at)
    return Deadlines(clocks, tuple(acts))


def _clocks(ticket: Ticket, ledger: Sequence[Event], promises: Promises) -> Iterable[Clock]:
    life, target = promises.lifecycle, promises.priorities[ticket.priority]
    share, hours = life.warn_at, promises.calendars[target.calendar]
    desk = promises.calendars[life.pick_up_calendar]
    if ticket.status is Status.NEW and ticket.queued_at:
        yield _simple("pick_up", ticket.queued_at, life.pick_up, None, share, desk)
    if ticket.opened_at and (ticket.first_replied_at or not ticket.is_done):
        yield _simple("first_reply", ticket.opened_at, target.first_reply, ticket.first_replied_at, share, hours)
    if ticket.first_replied_at and ticket.waiting_since and not ticket.is_done:
        yield _simple("next_reply", ticket.waiting_since, target.next_reply, None, share, hours)
    if ticket.status is Status.ESCALATED and ticket.escalated_at:
        yield _simple("acknowledgement", ticket.escalated_at, life.escalation_acknowledgement, None, share, desk)
    yield _resolution(ticket, ledger, target.resolution, share, hours)


def _simple(name: str, start: datetime, target: timedelta, met: datetime | None, share: float, hours: BusinessHours) -> Clock:
    """A promise that never pauses."""
    due = hours.due(start, target)
    state: State = "running" if met is None else "met" if met <= due else "breached"
    return Clock(name, state, start, due, hours.due(start, target * share), _because(name, target), met)


def _resolution(ticket: Ticket, ledger: Sequence[Event], target: timedelta, share: float, hours: BusinessHours) -> Clock:
    """The promise that pauses while we wait for the customer."""
    spans = _worked(ledger)
    start, (due, warn) = spans[0][0], (_reach(spans, target, hours), _reach(spans, target * share, hours))
    end = spans[-1][1]
    met = ticket.solved_at or ticket.closed_at if ticket.is_done else None
    if due is not None and end is not None and due < end:
        state: State = "breached"
    elif ticket.is_done:
        state = "met"
    else:
        state = "running" if end is None else "paused"
    return Clock("resolution", state, start, due, warn, _because("resolution", target), met)


def _worked(ledger: Sequence[Event]) -> list[tuple[datetime, datetime | None]]:
    """The spans in which the ticket was ours to work on; the last one is open while it still is."""
    spans: list[tuple[datetime, datetime | None]] = []
    since: datetime | None = None
    for event in ledger:
        stopped = event.became is Status.PENDING or event.became in DONE
        if since is None and not stopped:
            since = event.occurred_at
        elif since is not None and stopped:
            spans.append((since, event.occurred_at))
            since = None
    return [*spans, (since, None)] if since is not None else spans


def _reach(spans: Sequence[tuple[datetime, datetime | None]], target: timedelta, hours: BusinessHours) -> datetime | None:
    """The instant at which worked time reaches the target; None where the clock stands before it does."""
    left = target
    for start, end in spans:
        if end is None or (spent := hours.elapsed(start, end)) >= left:
            return hours.due(start, left)
        left -= spent
    return None


def _as_told(clock: Clock, told: Sequence[Event]) -> Clock:
    """A promise whose breach stands in the ledger is missed, whoever looks and whenever."""
    return replace(clock, state="breached") if clock.met_at is None and Verb.BREACH in _heard(clock, told) else clock


def _heard(clock: Clock, told: Sequence[Event]) -> set[Verb]:
    return {event.verb for event in told if event.data.get("target") == clock.name and event.occurred_at >= clock.started_at}


def _alerts(clock: Clock, told: Sequence[Event]) -> Iterable[Due]:
    """The warning and the breach still to be told, each once for each run of a clock."""
    heard = _heard(clock, told)
    if clock.met_at is not None or clock.due_at is None or Verb.BREACH in heard:
        return
    yield Due(clock.due_at, Verb.BREACH, clock.name, clock.because)
    if clock.warn_at is not None and Verb.WARN not in heard:
        yield Due(clock.warn_at, Verb.WARN, clock.name, clock.because)


def _timers(ticket: Ticket, life: Lifecycle) -> Iterable[Due]:
    """The system's own acts: waking, reminding, closing."""
    if ticket.snoozed_until:
        yield Due(ticket.snoozed_until, Verb.WAKE, "snooze", "the time it was put off to has come")
    if ticket.status is Status.PENDING and ticket.pending_since:
        if ticket.nudged_at:
            words = f"no answer for {in_words(life.pending_close)} after the reminder"
            yield Due(ticket.nudged_at + life.pending_close, Verb.CLOSE, "pending", words)
        else:
            words = f"we have waited for the customer for {in_words(life.pending_warning)}"
            yield Due(ticket.pending_since + life.pending_warning, Verb.NUDGE, "pending", words)
    if ticket.status is Status.SOLVED and ticket.solved_at:
        words = f"solved {in_words(life.solved_close)} ago and nothing came back"
        yield Due(ticket.solved_at + life.solved_close, Verb.CLOSE, "solved", words)


_NAMES = {
    "pick_up": "picked up",
    "first_reply": "first reply",
    "next_reply": "next reply",
    "resolution": "solved",
    "acknowledgement": "taken over by a specialist",
}


def _because(name: str, target: timedelta) -> str:
    return f"{_NAMES[name]} within {in_words(target)}"


def in_words(span: timedelta) -> str:
    """A duration as people say it: 15 min, 4 h, 2 d."""
    minutes = round(span.total_seconds() / 60)
    if minutes % 1440 == 0 and minutes > 4320:
        return f"{minutes // 1440} d"
    return f"{minutes // 60} h" if minutes % 60 == 0 else f"{minutes // 60} h {minutes % 60} min" if minutes > 60 else f"{minutes} min"
