"""The handoff form: what whoever takes over reads first, filled from what the ticket knows. Source: methodology, phase 5."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

from supportops.core.ticket import Event, Ticket, Verb

UNKNOWN = "unknown"
Kind = Literal["customer", "reply", "note"]
LONGEST = 400  # characters of a message that stand in the form
TRIED = 6  # the last of what was tried


@dataclass(frozen=True, slots=True)
class Said:
    """A message: whether it is the customer's, ours or a note, and its own words."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Customer:
    """Who asks."""

    name: str
    tier: str
    arr: int
    sentiment: str
    previous_escalations: int


@dataclass(frozen=True, slots=True)
class Issue:
    """What it is about."""

    summary: str
    category: str
    priority: str
    started: str


@dataclass(frozen=True, slots=True)
class Tried:
    """Something that was done, and what came of it."""

    action: str
    result: str = ""


@dataclass(frozen=True, slots=True)
class Handoff:
    """The whole form."""

    ticket_id: str
    customer: Customer
    issue: Issue
    what_tried: tuple[Tried, ...] = ()
    what_needed: str = ""
    customer_expectation: str = ""
    urgency_reason: str = ""

    def as_data(self) -> dict[str, Any]:
        """As the ledger keeps it."""
        return json.loads(json.dumps(asdict(self)))  # type: ignore[no-any-return]


def handoff(
    ticket: Ticket, ledger: Sequence[Event], *, number: int | None, name: str = "", previous: int = 0, said: Sequence[Said] = ()
) -> Handoff:
    """The form as far as the ticket knows it."""
    return Handoff(
        ticket_id=str(number or ""),
        customer=Customer(name, ticket.tier, ticket.arr, ticket.sentiment, previous),
        issue=Issue(_summary(ticket, said), ticket.category, ticket.priority.value, _minute(ticket.opened_at)),
        what_tried=_tried(said),
        customer_expectation=_expectation(ledger),
        urgency_reason=_urgency(ticket, ledger),
    )


def _minute(at: datetime | None) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M}" if at else ""


def _summary(ticket: Ticket, said: Sequence[Said]) -> str:
    first = next((one.text for one in said if one.kind == "customer"), "")
    return ": ".join(filter(None, (ticket.subject, _short(first))))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"


def _tried(said: Sequence[Said]) -> tuple[Tried, ...]:
    """What we answered or noted, each with what the customer said to it."""
    found: list[Tried] = []
    for one in said:
        if one.kind != "customer":
            found.append(Tried(_short(one.text)))
        elif found and not found[-1].result:
            found[-1] = replace(found[-1], result=f"The customer: {_short(one.text)}")
    return tuple(found[-TRIED:])


def _expectation(ledger: Sequence[Event]) -> str:
    """What the customer was promised: an expectation that we made ourselves."""
    promised = next((event.data for event in reversed(ledger) if event.verb is Verb.PROMISE), {})
    due = promised.get("resolution_due_at")
    return f"Solved by {_minute(datetime.fromisoformat(due))} UTC, as promised." if due else ""


def _urgency(ticket: Ticket, ledger: Sequence[Event]) -> str:
    """Why it has its priority."""
    verbs = (Verb.TRIAGE, Verb.PRIORITISE)
    because = next((event.because for event in reversed(ledger) if event.verb in verbs and event.because), "")
    return f"{ticket.priority.value}: {because}" if because else ""


_NEEDED = {
    "what_tried": "what was tried",
    "what_needed": "what is needed",
    "customer_expectation": "what the customer expects",
    "urgency_reason": "why it is urgent",
}


def missing(form: Handoff) -> tuple[str, ...]:
    """The fields that a person still has to fill in, by their names in the form."""
    return tuple(name for name in _NEEDED if not _is_filled(getattr(form, name)))


def _is_filled(value: object) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    return any(one.action.strip() for one in value) if isinstance(value, tuple) else bool(value)


def lacking(form: Handoff) -> str:
    """The sentence that refuses an incomplete form; empty where nothing is missing."""
    names = [_NEEDED[name] for name in missing(form)]
    if not names:
        return ""
    said = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    return f"A specialist cannot begin with this: write down {said}."


def completed(form: Handoff, what_needed: str) -> Handoff:
    """As the desk itself sends it: what nobody has said is marked as unknown, never invented."""
    return replace(
        form,
        customer=replace(form.customer, name=form.customer.name or UNKNOWN),
        issue=replace(form.issue, category=form.issue.category or UNKNOWN),
        what_tried=form.what_tried or (Tried(UNKNOWN, UNKNOWN),),
        what_needed=what_needed or UNKNOWN,
        customer_expectation=form.customer_expectation or UNKNOWN,
        urgency_reason=form.urgency_reason or UNKNOWN,
    )
