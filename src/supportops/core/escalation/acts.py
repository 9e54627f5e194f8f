"""What follows from a trigger, as events: an escalation, an alert, or an offer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from supportops.core.decision import Decision, told
from supportops.core.escalation.form import Handoff, completed
from supportops.core.escalation.stuck import BY
from supportops.core.escalation.triggers import Trigger
from supportops.core.ticket import Event, Ticket, Verb, decide, evolve


@dataclass(frozen=True, slots=True)
class Place:
    """Where an escalated ticket goes."""

    team: str | None = None
    assignee: int | None = None


def pulled(found: Decision[Trigger], ticket: Ticket, *, at: datetime, form: Handoff, place: Place) -> list[Event]:
    """The events of one trigger on this ticket."""
    trigger, because = found.value, found.because
    data: dict[str, Any] = {"trigger": trigger.name, "tell": list(trigger.tell), "decision": told(found)}
    if trigger.mode == "offer":
        data = {"kind": "escalation", "trigger": trigger.name, "does": trigger.does, "decision": told(found)}
        return decide(ticket, Verb.SUGGEST, by=BY, at=at, because=because, data=data)
    if trigger.does == "alert":
        events = decide(ticket, Verb.ALERT, by=BY, at=at, because=because, data=data)
    else:
        goal, handed = _goal(trigger, ticket, place), completed(form, found.because).as_data()
        data |= {"level": goal["level"], "acknowledge_within": minutes(trigger.within), "handoff": handed}
        events = decide(ticket, Verb.ESCALATE, by=BY, at=at, because=because, data=data, reason=because, **goal)
    return [*events, *_tagged(trigger, evolve(ticket, events[-1]), at, because)]


def _goal(trigger: Trigger, ticket: Ticket, place: Place) -> dict[str, Any]:
    """Whoever works on that level already keeps the ticket, and only has to say that they have it."""
    level = max(ticket.level, trigger.level or ticket.level)
    if level == ticket.level and ticket.assignee is not None and place.assignee is None:
        return {"level": level, "assignee": ticket.assignee}
    return {"level": level, "team": place.team, "assignee": place.assignee}


def _tagged(trigger: Trigger, ticket: Ticket, at: datetime, because: str) -> list[Event]:
    if not set(trigger.tags) - set(ticket.tags):
        return []
    return decide(ticket, Verb.TAG, by=BY, at=at, because=because, tags=(*ticket.tags, *trigger.tags))


def minutes(span: timedelta) -> int:
    return round(span.total_seconds() / 60)


def acknowledge_within(event: Event) -> timedelta | None:
    """The time in which an escalation asks to be taken over, where it has its own."""
    return timedelta(minutes=event.data["acknowledge_within"]) if event.data.get("acknowledge_within") else None
