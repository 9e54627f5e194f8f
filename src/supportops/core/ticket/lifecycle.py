"""The lifecycle as a table you can print: which verb takes which status where. Source: methodology, phase 3."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Where a ticket stands."""

    NEW = "new"
    OPEN = "open"
    PENDING = "pending"
    ESCALATED = "escalated"
    SOLVED = "solved"
    CLOSED = "closed"


class Priority(StrEnum):
    """How urgent a ticket is, the most urgent first."""

    P0 = "P0"
    P1 = "P1"
    P2 = "P2"
    P3 = "P3"


class Verb(StrEnum):
    """Everything that can happen to a ticket; each verb leaves one event in the ledger."""

    OPEN = "open"  # a request came in
    TRIAGE = "triage"  # the desk decided priority, category, language, sentiment, tags
    ROUTE = "route"  # into a team's queue, nobody's yet
    ASSIGN = "assign"  # to a person
    PROMISE = "promise"  # the service targets that were promised
    REPLY = "reply"  # a public answer went to the customer
    NOTE = "note"  # an internal note
    HEAR = "hear"  # the customer wrote
    OVERHEAR = "overhear"  # a machine or a third person wrote: kept, but it changes nothing
    PRIORITISE = "prioritise"
    PROPOSE = "propose"  # the rules see another priority than the one a person chose
    CATEGORISE = "categorise"
    TAG = "tag"
    RENAME = "rename"
    CLASSIFY = "classify"  # what caused it, and how it ended
    DECLARE = "declare"  # this ticket is a known problem, found again by these words
    SUGGEST = "suggest"  # the desk offers an escalation, an answer or an act
    ALERT = "alert"  # somebody was told
    WAIT = "wait"  # for the customer, without a reply
    SNOOZE = "snooze"
    WAKE = "wake"
    ESCALATE = "escalate"
    ACKNOWLEDGE = "acknowledge"  # a specialist took the escalation over
    DEESCALATE = "deescalate"
    SOLVE = "solve"
    REOPEN = "reopen"
    CLOSE = "close"
    WARN = "warn"  # a target is nearly due
    BREACH = "breach"  # a target was missed
    NUDGE = "nudge"  # the customer was reminded that we wait for them
    RATE = "rate"  # the customer scored us
    UNDELIVERED = "undelivered"  # a mail of ours did not arrive
    LINK = "link"  # another ticket may belong here
    UNDO = "undo"  # the last act was taken back; the status becomes what it was


LIVE = (Status.NEW, Status.OPEN, Status.PENDING, Status.ESCALATED)
DONE = (Status.SOLVED, Status.CLOSED)
_NEW, _OPEN, _PENDING, _ESCALATED, _SOLVED, _CLOSED = Status


def _stays(*statuses: Status) -> dict[Status, Status]:
    return {status: status for status in statuses}


def _to(goal: Status, *sources: Status) -> dict[Status, Status]:
    return {source: goal for source in sources}


_MOVES: dict[Verb, dict[Status, Status]] = {
    Verb.TRIAGE: _stays(*LIVE),
    # Handing a ticket to a team without a person puts it back into that team's queue, and the pick-up clock runs again.
    Verb.ROUTE: _to(_NEW, _NEW, _OPEN) | _stays(_PENDING, _ESCALATED),
    Verb.ASSIGN: _to(_OPEN, _NEW, _OPEN) | _stays(_PENDING, _ESCALATED),
    Verb.PROMISE: _stays(*LIVE),
    # While a specialist still owes the acknowledgement, telling the customer so does not stop that clock.
    Verb.REPLY: _to(_PENDING, _NEW, _OPEN, _PENDING) | _stays(_ESCALATED, _SOLVED),
    Verb.NOTE: _stays(*Status),
    Verb.HEAR: _to(_OPEN, _OPEN, _PENDING, _SOLVED) | _stays(_NEW, _ESCALATED),
    Verb.OVERHEAR: _stays(*Status),
    Verb.PRIORITISE: _stays(*LIVE),
    Verb.PROPOSE: _stays(*LIVE),
    Verb.CATEGORISE: _stays(*LIVE, _SOLVED),
    Verb.TAG: _stays(*Status),
    Verb.RENAME: _stays(*LIVE, _SOLVED),
    Verb.CLASSIFY: _stays(*LIVE, _SOLVED),
    Verb.DECLARE: _stays(*LIVE),
    Verb.SUGGEST: _stays(*LIVE),
    Verb.ALERT: _stays(*Status),
    Verb.WAIT: _to(_PENDING, _NEW, _OPEN, _ESCALATED),
    Verb.SNOOZE: _stays(*LIVE),
    Verb.WAKE: _stays(*LIVE),
    Verb.ESCALATE: _to(_ESCALATED, *LIVE),
    Verb.ACKNOWLEDGE: _to(_OPEN, _ESCALATED),
    Verb.DEESCALATE: _to(_OPEN, _OPEN, _ESCALATED) | _stays(_PENDING),
    Verb.SOLVE: _to(_SOLVED, *LIVE),
    Verb.REOPEN: _to(_OPEN, _PENDING, _SOLVED),
    Verb.CLOSE: _to(_CLOSED, _PENDING, _SOLVED),
    Verb.WARN: _stays(*LIVE),
    Verb.BREACH: _stays(*LIVE),
    Verb.NUDGE: _stays(_PENDING),
    Verb.RATE: _stays(*Status),
    Verb.UNDELIVERED: _stays(*Status),
    Verb.LINK: _stays(*Status),
}

BECOMES: dict[tuple[Status, Verb], Status] = {(status, verb): goal for verb, moves in _MOVES.items() for status, goal in moves.items()}
"""The whole lifecycle. OPEN begins a ticket and UNDO gives a status back, so neither has a row; other absent pairs are refused."""


def allowed(status: Status) -> frozenset[Verb]:
    """The verbs that a ticket in this status answers to."""
    return frozenset(verb for was, verb in BECOMES if was is status)
