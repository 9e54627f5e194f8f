"""Undo: the inverse of the last act, as an event like any other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from supportops.core.ticket.decide import recorded
from supportops.core.ticket.facts import Event, Refused, Ticket, changed
from supportops.core.ticket.lifecycle import Verb

UNDOABLE = frozenset(
    {
        Verb.ASSIGN,
        Verb.ROUTE,
        Verb.PRIORITISE,
        Verb.CATEGORISE,
        Verb.TAG,
        Verb.RENAME,
        Verb.CLASSIFY,
        Verb.DECLARE,
        Verb.WAIT,
        Verb.SNOOZE,
        Verb.WAKE,
        Verb.ESCALATE,
        Verb.ACKNOWLEDGE,
        Verb.DEESCALATE,
        Verb.SOLVE,
        Verb.REOPEN,
    }
)
"""Words that left the house (a reply) or belong to somebody else (the customer's message) cannot be taken back."""

_REPORTS = frozenset({Verb.WARN, Verb.BREACH, Verb.UNDELIVERED, Verb.LINK, Verb.NOTE, Verb.OVERHEAR, Verb.SUGGEST, Verb.ALERT})


def undoable(ledger: Sequence[Event]) -> Event | None:
    """The last act of a person that can still be taken back, or None where something has built on it since."""
    for event in reversed(effective(ledger)):
        if event.by.startswith("agent:") and event.verb in UNDOABLE:
            return event
        if event.verb not in _REPORTS:
            return None
    return None


def effective(ledger: Sequence[Event]) -> list[Event]:
    """The ledger without what was undone and without the undoing."""
    gone = {event.data["undoes"] for event in ledger if event.verb is Verb.UNDO}
    return [event for event in ledger if event.verb is not Verb.UNDO and event.number not in gone]


def undo(ticket: Ticket, ledger: Sequence[Event], *, by: str, at: datetime) -> list[Event]:
    """The event that gives back what the last act changed."""
    last = undoable(ledger)
    if last is None:
        raise Refused("There is nothing to undo: the last act has left the house, or something else has happened since.")
    before: dict[str, Any] = {name: was for name, (was, _) in last.changes.items()}
    because = f"takes back: {last.verb}"
    return [recorded(ticket, changed(ticket, **before), Verb.UNDO, last.was, by=by, at=at, because=because, data={"undoes": last.number})]
