"""What a customer's later message changes by itself: it may make the ticket more urgent, never less, and it may earn further tags."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from supportops.core import triage
from supportops.core.decision import Decision, told
from supportops.core.ticket import Event, Priority, Ticket, Verb, decide, evolve_all
from supportops.core.triage.judge import tags

BY = "system:triage"


def heard(ticket: Ticket, words: str, policy: triage.TriagePolicy, at: datetime) -> list[Event]:
    """Triage again over a new message. Where a person chose the priority, a higher one is only proposed."""
    reading = triage.read("", words, policy)
    found, earned = triage.again(ticket, reading, policy), tags(reading)
    facts = {"reading": reading.as_data(), "tier": ticket.tier, "channel": ticket.channel}
    events = [] if found is None else _raised(ticket, found, facts, at)
    return [*events, *_tagged(evolve_all(ticket, events), earned, at)]


def _raised(ticket: Ticket, found: Decision[Priority], facts: Mapping[str, object], at: datetime) -> list[Event]:
    verb = Verb.PROPOSE if ticket.priority_given else Verb.PRIORITISE
    data = {"decision": told(found), "facts": facts}
    return decide(ticket, verb, by=BY, at=at, because=found.because, data=data, priority=found.value)


def _tagged(ticket: Ticket, earned: Decision[tuple[str, ...]], at: datetime) -> list[Event]:
    if not set(earned.value) - set(ticket.tags):
        return []
    because, data = f"The customer wrote again: {earned.because}", {"decision": told(earned)}
    return decide(ticket, Verb.TAG, by=BY, at=at, because=because, data=data, tags=(*ticket.tags, *earned.value))
