"""What each verb does to a ticket. Pure: the moment is passed in, the answer is the events that follow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import Any

from supportops.core.ticket.facts import Event, Refused, Ticket, changed
from supportops.core.ticket.lifecycle import BECOMES, Priority, Status, Verb

_DERIVED = {"status", "changed_at", "version"}  # these an event carries itself
_FIELDS = tuple(f.name for f in fields(Ticket) if f.name not in _DERIVED)
_values = attrgetter(*_FIELDS)
BLANK = Ticket()


def opened(first: Ticket, *, by: str, at: datetime, because: str = "", data: Mapping[str, Any] | None = None) -> Event:
    """The event that begins a ledger. `first` holds what is known when the request comes in."""
    first = changed(first, opened_at=at, queued_at=at, heard_at=at, waiting_since=at)
    return recorded(BLANK, first, Verb.OPEN, Status.NEW, by=by, at=at, because=because, data=data)


def decide(
    ticket: Ticket, verb: Verb, *, by: str, at: datetime, because: str = "", data: Mapping[str, Any] | None = None, **detail: Any
) -> list[Event]:
    """The events that a verb causes, or Refused with a sentence."""
    became = BECOMES.get((ticket.status, verb))
    if became is None:
        raise Refused(f"A ticket that is {ticket.status} {_CANNOT.get(verb, f'cannot {verb}')}.")
    after = _DOES.get(verb, _nothing)(ticket, by=by, at=at, **detail)
    return [recorded(ticket, _enter(after, became, at), verb, became, by=by, at=at, because=because, data=data)]


def recorded(
    before: Ticket, after: Ticket, verb: Verb, became: Status, *, by: str, at: datetime, because: str, data: Mapping[str, Any] | None
) -> Event:
    """A change as an event."""
    return Event(before.version + 1, verb, by, at, before.status, became, diff(before, after), because, data or {})


def diff(before: Ticket, after: Ticket) -> dict[str, tuple[Any, Any]]:
    """The fields that moved: name -> (was, became)."""
    pairs = zip(_FIELDS, _values(before), _values(after), strict=True)
    return {name: (was, now) for name, was, now in pairs if was is not now and was != now}


def _enter(ticket: Ticket, status: Status, at: datetime) -> Ticket:
    """Entering or leaving a status sets the instants that the clocks read."""
    if status is ticket.status:
        return ticket
    if ticket.status is Status.PENDING:
        ticket = changed(ticket, pending_since=None, nudged_at=None)
    if status is Status.PENDING and ticket.pending_since is None:
        ticket = changed(ticket, pending_since=at, waiting_since=None)
    if status is Status.ESCALATED:
        ticket = changed(ticket, escalated_at=at)
    return ticket


def _nothing(ticket: Ticket, *, by: str, at: datetime) -> Ticket:
    return ticket


def _triage(
    ticket: Ticket,
    *,
    by: str,
    at: datetime,
    priority: Priority,
    category: str,
    language: str,
    sentiment: str,
    tags: tuple[str, ...] = (),
    affected: int = 0,
    repeats: int = 0,
    given: bool = False,
) -> Ticket:
    return changed(
        ticket,
        priority=priority,
        category=category,
        language=language,
        sentiment=sentiment,
        tags=tags,
        affected=affected,
        repeats=repeats,
        priority_given=given,
    )


def _route(ticket: Ticket, *, by: str, at: datetime, team: str | None, level: int | None = None) -> Ticket:
    return changed(ticket, team=team, assignee=None, level=level or ticket.level, queued_at=at)


def _assign(ticket: Ticket, *, by: str, at: datetime, assignee: int, team: str | None = None, level: int | None = None) -> Ticket:
    return changed(ticket, assignee=assignee, team=team or ticket.team, level=level or ticket.level, queued_at=None)


def _reply(ticket: Ticket, *, by: str, at: datetime, assignee: int | None = None) -> Ticket:
    """Whoever answers a ticket that is nobody's has picked it up."""
    return changed(
        ticket,
        assignee=ticket.assignee if ticket.assignee is not None else assignee,
        queued_at=None,
        first_replied_at=ticket.first_replied_at or at,
        replied_at=at,
        replies=ticket.replies + 1,
        waiting_since=None,
        pending_since=ticket.pending_since and at,
        nudged_at=None,
        snoozed_until=None,
    )


def _hear(ticket: Ticket, *, by: str, at: datetime) -> Ticket:
    again = ticket.status is Status.SOLVED
    return changed(
        ticket,
        heard_at=at,
        waiting_since=ticket.waiting_since or at,
        snoozed_until=None,
        solved_at=None,
        reopenings=ticket.reopenings + again,
    )


def _prioritise(ticket: Ticket, *, by: str, at: datetime, priority: Priority) -> Ticket:
    if priority == ticket.priority and not ticket.proposed_priority:  # to keep it is an answer to a proposal
        raise Refused(f"This ticket is {priority} already.")
    given = ticket.priority_given or by.startswith("agent:")
    return changed(ticket, priority=Priority(priority), priority_given=given, proposed_priority="")


def _propose(ticket: Ticket, *, by: str, at: datetime, priority: Priority) -> Ticket:
    if priority in (ticket.priority, ticket.proposed_priority):
        raise Refused(f"This ticket is {priority} already, or that was proposed before.")
    return changed(ticket, proposed_priority=Priority(priority).value)


def _categorise(ticket: Ticket, *, by: str, at: datetime, category: str) -> Ticket:
    return changed(ticket, category=category)


def _tag(ticket: Ticket, *, by: str, at: datetime, tags: tuple[str, ...]) -> Ticket:
    return changed(ticket, tags=tuple(sorted(set(tags))))


def _rename(ticket: Ticket, *, by: str, at: datetime, subject: str) -> Ticket:
    if not subject.strip():
        raise Refused("A ticket needs a subject: say in a few words what it is about.")
    return changed(ticket, subject=subject.strip())


def _classify(ticket: Ticket, *, by: str, at: datetime, root_cause: str = "", resolution_type: str = "") -> Ticket:
    return changed(ticket, root_cause=root_cause or ticket.root_cause, resolution_type=resolution_type or ticket.resolution_type)


def _declare(ticket: Ticket, *, by: str, at: datetime, known_by: tuple[str, ...], article: str = "") -> Ticket:
    words = tuple(phrase.strip() for phrase in known_by if phrase.strip())
    if not words:
        raise Refused("A known problem needs the words by which others describe it: give at least one.")
    return changed(ticket, known_by=words, article=article.strip(), problem=None)


def _link(ticket: Ticket, *, by: str, at: datetime, problem: int | None = None) -> Ticket:
    return changed(ticket, problem=problem or ticket.problem)


def _wait(ticket: Ticket, *, by: str, at: datetime) -> Ticket:
    return changed(ticket, snoozed_until=None)


def _snooze(ticket: Ticket, *, by: str, at: datetime, until: datetime) -> Ticket:
    if until <= at:
        raise Refused("A ticket can only sleep until a moment that is still to come: choose a later time.")
    return changed(ticket, snoozed_until=until)


def _wake(ticket: Ticket, *, by: str, at: datetime) -> Ticket:
    if ticket.snoozed_until is None:
        raise Refused("This ticket is awake already.")
    return changed(ticket, snoozed_until=None)


HIGHEST_LEVEL = 3


def _escalate(
    ticket: Ticket, *, by: str, at: datetime, reason: str, team: str | None = None, assignee: int | None = None, level: int | None = None
) -> Ticket:
    if not reason.strip():
        raise Refused("An escalation needs its reason: say what was tried and what is needed.")
    level = level or min(ticket.level + 1, HIGHEST_LEVEL)
    return changed(ticket, level=level, team=team or ticket.team, assignee=assignee, escalated_at=at, snoozed_until=None, queued_at=None)


def _acknowledge(ticket: Ticket, *, by: str, at: datetime, assignee: int) -> Ticket:
    return changed(ticket, assignee=assignee)


def _deescalate(
    ticket: Ticket, *, by: str, at: datetime, team: str | None = None, assignee: int | None = None, learned: str = ""
) -> Ticket:
    if ticket.level <= 1:
        raise Refused("This ticket is with the first line already.")
    if by.startswith("agent:") and not learned.strip():
        raise Refused("Whoever meets this next wants to know: write down what was learned before you give it back.")
    return changed(ticket, level=ticket.level - 1, team=team or ticket.team, assignee=assignee or ticket.assignee)


def _solve(
    ticket: Ticket, *, by: str, at: datetime, assignee: int | None = None, root_cause: str = "", resolution_type: str = ""
) -> Ticket:
    return changed(
        _classify(ticket, by=by, at=at, root_cause=root_cause, resolution_type=resolution_type),
        solved_at=at,
        waiting_since=None,
        snoozed_until=None,
        queued_at=None,
        assignee=ticket.assignee if ticket.assignee is not None else assignee,
    )


def _reopen(ticket: Ticket, *, by: str, at: datetime) -> Ticket:
    again = ticket.status is Status.SOLVED
    return changed(ticket, solved_at=None, waiting_since=ticket.waiting_since or at, reopenings=ticket.reopenings + again)


def _close(ticket: Ticket, *, by: str, at: datetime) -> Ticket:
    return changed(ticket, closed_at=at, snoozed_until=None)


def _nudge(ticket: Ticket, *, by: str, at: datetime) -> Ticket:
    if ticket.nudged_at is not None:
        raise Refused("The customer was reminded already.")
    return changed(ticket, nudged_at=at)


def _rate(ticket: Ticket, *, by: str, at: datetime, score: int) -> Ticket:
    if not 1 <= score <= 5:
        raise Refused("A score is a whole number from 1 to 5.")
    return changed(ticket, score=score)


_DOES: dict[Verb, Callable[..., Ticket]] = {
    Verb.TRIAGE: _triage,
    Verb.ROUTE: _route,
    Verb.ASSIGN: _assign,
    Verb.REPLY: _reply,
    Verb.HEAR: _hear,
    Verb.PRIORITISE: _prioritise,
    Verb.PROPOSE: _propose,
    Verb.CATEGORISE: _categorise,
    Verb.CLASSIFY: _classify,
    Verb.DECLARE: _declare,
    Verb.LINK: _link,
    Verb.TAG: _tag,
    Verb.RENAME: _rename,
    Verb.WAIT: _wait,
    Verb.SNOOZE: _snooze,
    Verb.WAKE: _wake,
    Verb.ESCALATE: _escalate,
    Verb.ACKNOWLEDGE: _acknowledge,
    Verb.DEESCALATE: _deescalate,
    Verb.SOLVE: _solve,
    Verb.REOPEN: _reopen,
    Verb.CLOSE: _close,
    Verb.NUDGE: _nudge,
    Verb.RATE: _rate,
}

_CANNOT: dict[Verb, str] = {
    Verb.OPEN: "has begun already",
    Verb.REPLY: "can no longer be answered: open a follow-up instead",
    Verb.HEAR: "takes no more messages: they open a follow-up",
    Verb.ASSIGN: "cannot be assigned",
    Verb.ROUTE: "cannot go back to a queue",
    Verb.PRIORITISE: "keeps its priority",
    Verb.CATEGORISE: "keeps its category",
    Verb.RENAME: "keeps its subject",
    Verb.SOLVE: "cannot be solved again",
    Verb.WAIT: "cannot wait for the customer",
    Verb.SNOOZE: "cannot be put off",
    Verb.WAKE: "is not asleep",
    Verb.ESCALATE: "cannot be escalated",
    Verb.DEESCALATE: "is not with a specialist",
    Verb.NUDGE: "waits for nobody who could be reminded",
    Verb.REOPEN: "cannot be reopened",
    Verb.CLOSE: "cannot be closed before it is solved",
    Verb.ACKNOWLEDGE: "has no escalation to take over",
}
