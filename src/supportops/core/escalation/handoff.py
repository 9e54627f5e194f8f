"""The handoff form filled from what the ticket knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from supportops.core.escalation.form import Customer, Handoff, Issue, Tried
from supportops.core.ticket import Event, Ticket, Verb

Kind = Literal["customer", "reply", "note"]
LONGEST = 400  # characters of a message that stand in the form
TRIED = 6  # the last of what was tried


@dataclass(frozen=True, slots=True)
class Said:
    """A message: whether it is the customer's, ours or a note, and its own words."""

    kind: Kind
    text: str


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
    line = " ".join(text[: 10 * LONGEST].split())
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
