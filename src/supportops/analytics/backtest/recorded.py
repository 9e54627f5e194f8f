"""A ticket as its ledger tells it: what was known when it came in, what was decided then, and what happened afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from supportops.core.escalation import BY
from supportops.core.handling import RequestFacts
from supportops.core.routing import Candidate
from supportops.core.ticket import Event, Priority, Ticket, Verb, evolve
from supportops.core.ticket.facts import changed
from supportops.core.triage import Reading

BLANK = Ticket()
PASSING = frozenset({Verb.WARN, Verb.BREACH, Verb.NOTE, Verb.OVERHEAR, Verb.UNDELIVERED})
"""Warnings and breaches are of other targets than the proposal's; notes and machines' mails change nothing."""
DECIDED = frozenset(f"system:{who}" for who in ("triage", "routing", "sla", "problems", "threading"))


@dataclass(frozen=True, slots=True)
class Recorded:
    """One ticket. The first `opening` events say what was decided when it came in; what followed from that stands behind them."""

    number: int
    ledger: Sequence[Event]
    opening: int
    kept: Mapping[str, bool | None]  # the promises as the row knows them ...
    version: str  # ... under this handbook
    everything: Sequence[Event] = ()  # the ledger with its warnings, breaches and notes, where that was asked for

    @property
    def told(self) -> Sequence[Event]:
        """As much of the ledger as was read."""
        return self.everything or self.ledger

    @property
    def later(self) -> Sequence[Event]:
        return self.ledger[self.opening :]

    @property
    def is_history(self) -> bool:
        """Brought in from elsewhere, long after it happened."""
        return bool(self.ledger[0].data.get("history"))

    @property
    def escalated(self) -> tuple[str, ...]:
        """The triggers of the matrix that held at once."""
        at = self.ledger[0].occurred_at
        found = (event.data.get("trigger") for event in self.later if event.occurred_at == at and event.by == BY)
        return tuple(dict.fromkeys(name for name in found if name))

    def said(self, *verbs: Verb) -> Event | None:
        """The first event of the opening with one of these verbs."""
        return next((event for event in self.ledger[: self.opening] if event.verb in verbs), None)

    @property
    def opened(self) -> Ticket:
        """The ticket after its opening, as it was decided then."""
        first, last = self.ledger[0], self.ledger[self.opening - 1]
        became = {name: now for event in self.ledger[: self.opening] for name, (_, now) in event.changes.items()}
        return changed(BLANK, **became, status=last.became, changed_at=first.occurred_at, version=first.number)

    def lived(self, opened: Ticket) -> Ticket:
        """What became of a ticket that was opened like this: whatever was done later stands as it stood."""
        became: dict[str, Any] = {name: now for event in self.later for name, (_, now) in event.changes.items()}
        last = self.ledger[-1]
        status = last.became if self.later else opened.status
        return changed(opened, **became, status=status, changed_at=last.occurred_at, version=last.number)


def recorded(number: int, everything: Sequence[Event], kept: Mapping[str, bool | None], version: str) -> Recorded:
    """A ticket's ledger, divided into its opening and its life."""
    ledger = [event for event in everything if event.verb not in PASSING]
    at, opening = ledger[0].occurred_at, 1
    for event in ledger[1:]:
        if event.occurred_at != at or event.by not in DECIDED:
            break
        opening += 1
    return Recorded(number, ledger, opening, kept, version, everything)


@dataclass(frozen=True, slots=True)
class Known:
    """What the desk knew when the request came in, as far as it was written down."""

    facts: RequestFacts
    reading: Reading | None  # None in ledgers from before readings were kept
    asked: frozenset[str]  # the teams whose people are known


def known(ticket: Recorded) -> Known:
    """The facts of a request, from its opening."""
    triaged, routed = ticket.said(Verb.TRIAGE), ticket.said(Verb.ROUTE, Verb.ASSIGN)
    linked = next((event for event in ticket.ledger[: ticket.opening] if event.verb is Verb.LINK and "problem" in event.changes), None)
    of_triage: Mapping[str, Any] = triaged.data.get("facts", {}) if triaged else {}
    of_routing: Mapping[str, Any] = routed.data.get("facts", {}) if routed else {}
    given = of_triage.get("given")
    facts = RequestFacts(
        ticket=evolve(BLANK, ticket.ledger[0]),
        at=ticket.ledger[0].occurred_at,
        given=Priority(given) if given else None,
        earlier=of_triage.get("earlier", {}),
        problem=linked.changes["problem"][1] if linked else None,
        sticky=of_routing.get("sticky"),
        bot_confidence=of_routing.get("bot_confidence"),
        pool=tuple(map(Candidate.of, of_routing.get("pool", ()))),
    )
    reading = Reading.of(of_triage["reading"]) if "reading" in of_triage else None
    return Known(facts, reading, frozenset(of_routing.get("asked", ())))
