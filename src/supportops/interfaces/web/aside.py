"""What a ticket's page offers beside the conversation, all of it from the row and the ledger that were read anyway."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from supportops.core import escalation, explain, playbooks, taxonomy
from supportops.core.policy import Policy
from supportops.core.ticket import LIVE, Event, Ticket, Verb

MOST_CASES = 1000


@dataclass(frozen=True)
class Offered:
    """Words that fit: a reply by rule, or what helps with a known problem."""

    number: int
    kind: str
    name: str
    text: str
    because: str


@dataclass(frozen=True)
class Play:
    """A playbook that fits, with the signs in it that the desk sees in this ticket."""

    key: str
    book: playbooks.Playbook
    seen: tuple[str, ...]


def beside(ticket: Ticket, ledger: Sequence[Event], policy: Policy) -> dict[str, Any]:
    """What there is to explain, to answer and to take up on a ticket as it stands."""
    known = explain.standing(ledger)
    return {
        "whys": {about for about, reason in known.items() if not reason.by_person},
        "proposal": known.get("proposed_priority") if ticket.status in LIVE else None,
        "problem_by": known.get("problem"),
        "suggestions": list(suggested(ticket, ledger)),
        "offers": _offers(ticket, ledger, policy),
        "handoff": next((event for event in reversed(ledger) if event.verb is Verb.ESCALATE and "handoff" in event.data), None),
        "plays": [_play(key, ticket, policy) for key in playbooks.fitting(ticket, policy.playbooks)],
        "lacking": () if ticket.is_done else taxonomy.lacking(ticket, policy.taxonomy),
        "taxonomy": policy.taxonomy,
    }


@dataclass(frozen=True)
class Offer:
    """A row of the matrix that a person may pull; `is_made` where the desk saw a reason to offer it."""

    trigger: escalation.Trigger
    says: str
    is_made: bool


def _offers(ticket: Ticket, ledger: Sequence[Event], policy: Policy) -> list[Offer]:
    """Those that the desk offers stand in sight, the others wait under one key."""
    made, rules = escalation.fired(ledger), policy.escalation.triggers
    found = (one.value for one in escalation.offers(ticket, ledger, policy.escalation))
    return sorted((Offer(one, rules[one.name].says, one.name in made) for one in found), key=lambda offer: not offer.is_made)


def _play(key: str, ticket: Ticket, policy: Policy) -> Play:
    book = policy.playbooks.situations[key]
    return Play(key, book, playbooks.signals(ticket, book))


def suggested(ticket: Ticket, ledger: Sequence[Event]) -> Iterator[Offered]:
    """What was suggested since the last answer; the latest of each kind."""
    latest: dict[str, Offered] = {}
    for event in ledger:
        if event.verb is Verb.SUGGEST and event.data.get("kind") in ("reply", "article") and _is_open(event, ticket):
            latest[event.data["kind"]] = _offered(event)
    yield from latest.values()


def _is_open(event: Event, ticket: Ticket) -> bool:
    return ticket.replied_at is None or event.occurred_at > ticket.replied_at


def _offered(event: Event) -> Offered:
    data = event.data
    if data["kind"] == "reply":
        return Offered(event.number, "reply", data.get("name", "").replace("-", " "), data.get("text", ""), event.because)
    return Offered(event.number, "article", f"#{data.get('problem')}", data.get("article", ""), event.because)
