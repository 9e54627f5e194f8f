"""When a level hands a ticket on, as far as the desk can see it: a way up is offered, management is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from supportops.core.escalation.chapter import EscalationPolicy
from supportops.core.escalation.levels import Exit
from supportops.core.escalation.stuck import BY
from supportops.core.escalation.triggers import fired
from supportops.core.ticket import LIVE, Event, Ticket, Verb, decide, evolve_all


def ways(ticket: Ticket, policy: EscalationPolicy) -> tuple[tuple[Exit, bool], ...]:
    """The ways on from a ticket's level, each with whether the desk sees that it is time."""
    facts = vars(ticket)
    return tuple((way, way.condition.matches(facts)) for way in policy.levels[f"L{ticket.level}"].exits)  # type: ignore[index]


def left(ticket: Ticket, ledger: Iterable[Event], policy: EscalationPolicy, at: datetime) -> list[Event]:
    """The offers and alerts of the level's exits, each once on a ticket."""
    events: list[Event] = []
    if ticket.status in LIVE:
        seen = fired(ledger)
        for name, way in _open(ticket, policy):
            if name not in seen:
                events += _event(name, way, evolve_all(ticket, events), policy, at)
    return events


def _open(ticket: Ticket, policy: EscalationPolicy) -> Iterator[tuple[str, Exit]]:
    for place, (way, is_seen) in enumerate(ways(ticket, policy)):
        if is_seen:
            yield f"L{ticket.level}.{place}", way


def _event(name: str, way: Exit, ticket: Ticket, policy: EscalationPolicy, at: datetime) -> list[Event]:
    level = policy.levels[f"L{ticket.level}"].name  # type: ignore[index]
    because = f"{level} hands this on: {way.when}"
    if way.tell:
        return decide(ticket, Verb.ALERT, by=BY, at=at, because=because, data={"trigger": name, "tell": list(way.tell)})
    return decide(ticket, Verb.SUGGEST, by=BY, at=at, because=because, data={"kind": "escalation", "trigger": name, "to": way.to})
