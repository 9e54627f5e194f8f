"""The promises on a ticket as they are counted: since when, how much, in which hours, in which spans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from supportops.core.hours import BusinessHours
from supportops.core.sla.chapter import Change, Missed, Warn
from supportops.core.sla.terms import Promises, Terms, terms
from supportops.core.sla.wording import INTERNAL
from supportops.core.sla.worked import Open, reached, since, worked
from supportops.core.ticket import Event, Status, Ticket, Verb


class Run(NamedTuple):
    """One promise, and everything that its instants follow from."""

    name: str
    started_at: datetime
    target: timedelta
    hours: BusinessHours
    calendar: str
    warnings: tuple[Warn, ...]  # the earliest first
    missed: Missed
    met_at: datetime | None = None
    spans: Sequence[Open] | None = None  # where it pauses: the spans that count
    begun_by: int = 0  # the number of the event that it begins with, where an event of the same instant may belong to the run before

    def reaches(self, amount: timedelta) -> datetime | None:
        """When so much of it is used up; None where it stands still before."""
        return self.hours.due(self.started_at, amount) if self.spans is None else reached(self.spans, amount, self.hours)


def runs(ticket: Ticket, ledger: Sequence[Event], promises: Promises) -> Iterator[Run]:
    """What was promised to the customer, then what the team promised its colleagues. `ledger` is without what was undone."""
    agreed, spans = terms(ticket, promises), worked(ledger)
    yield from _stages(ticket, ledger, promises, agreed)
    yield from _answers(ticket, promises, agreed)
    met = (ticket.solved_at or ticket.closed_at) if ticket.is_done else None
    tell, missed, target = promises.sla.warnings, promises.sla.breach, agreed.target
    yield Run("resolution", spans[0][0], target.resolution, agreed.hours, target.calendar, tell, missed, met, spans)
    if ticket.team in promises.sla.internal:
        yield from _among_ourselves(ticket, ledger, spans, promises)


def _stages(ticket: Ticket, ledger: Sequence[Event], promises: Promises, agreed: Terms) -> Iterator[Run]:
    warnings, missed, calendar = promises.sla.warnings, promises.sla.breach, promises.lifecycle.pick_up_calendar
    if ticket.status is Status.NEW and ticket.queued_at:
        yield Run("pick_up", ticket.queued_at, agreed.pick_up, agreed.desk, calendar, warnings, missed)
    if ticket.status is Status.ESCALATED and ticket.escalated_at:
        last = next((event for event in reversed(ledger) if event.verb is Verb.ESCALATE), None)
        within, number = _asked_within(last) or agreed.acknowledgement, last.number if last else 0
        # What nobody took over goes up at the very instant of the breach, and that breach is not of the new run.
        yield Run("acknowledgement", ticket.escalated_at, within, agreed.desk, calendar, warnings, missed, begun_by=number)


def _asked_within(last: Event | None) -> timedelta | None:
    """What the last escalation itself asks for, in minutes."""
    within = last.data.get("acknowledge_within") if last else None
    return timedelta(minutes=within) if within else None


def _answers(ticket: Ticket, promises: Promises, agreed: Terms) -> Iterator[Run]:
    warnings, missed, target = promises.sla.warnings, promises.sla.breach, agreed.target
    replied = ticket.first_replied_at
    if ticket.opened_at and (replied or not ticket.is_done):
        yield Run("first_reply", ticket.opened_at, target.first_reply, agreed.hours, target.calendar, warnings, missed, replied)
    if replied and ticket.waiting_since and not ticket.is_done:
        yield Run("next_reply", ticket.waiting_since, target.next_reply, agreed.hours, target.calendar, warnings, missed)


def _among_ourselves(ticket: Ticket, ledger: Sequence[Event], spans: Sequence[Open], promises: Promises) -> Iterator[Run]:
    """Counted since the ticket came to the team, so that no team answers for the time of another."""
    internal = promises.sla.internal[ticket.team or ""]
    change = internal.targets.get(ticket.priority)
    if change is None or ticket.is_done:
        return
    came = next((event.occurred_at for event in reversed(ledger) if "team" in event.changes), spans[0][0])
    for name, start, target, own in _internal(ticket, change, spans, came):
        hours = promises.calendars[internal.calendar]
        yield Run(INTERNAL + name, start, target, hours, internal.calendar, internal.warnings, internal.breach, None, own)


_Line = tuple[str, datetime, timedelta, Sequence[Open] | None]


def _internal(ticket: Ticket, change: Change, spans: Sequence[Open], came: datetime) -> Iterator[_Line]:
    if change.first_reply is not None and ticket.first_replied_at is None:
        yield "first_reply", came, change.first_reply, None
    if change.next_reply is not None and ticket.first_replied_at and ticket.waiting_since:
        yield "next_reply", max(came, ticket.waiting_since), change.next_reply, None
    if change.resolution is not None:
        yield "resolution", came, change.resolution, since(spans, came)
