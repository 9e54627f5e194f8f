"""What happens when nobody takes an escalation over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from supportops.core.escalation.acts import Place
from supportops.core.escalation.chapter import EscalationPolicy
from supportops.core.escalation.form import Handoff, completed
from supportops.core.escalation.stuck import BY
from supportops.core.ticket import Event, Status, Ticket, Verb, decide


def unanswered(
    ticket: Ticket, last: Mapping[str, Any], policy: EscalationPolicy, *, at: datetime, form: Handoff, place: Place
) -> list[Event]:
    """Nobody took an escalation over in time: the next level gets it. Where there is none, or where the escalation was to people and not to
    a level, people are told."""
    if ticket.status is not Status.ESCALATED:
        return []
    level = policy.levels[f"L{ticket.level}"]  # type: ignore[index]
    because = f"Nobody of {level.name} took it over in time."
    data: dict[str, Any] = {"tell": list(level.tell), "unanswered": ticket.level}
    rule = policy.triggers.get(last.get("trigger", ""))
    if rule is not None and rule.level is None:
        return decide(ticket, Verb.ALERT, by=BY, at=at, because=because, data=data | {"tell": _higher(rule.tell, policy)})
    if not level.unanswered:
        return decide(ticket, Verb.ALERT, by=BY, at=at, because=because, data=data)
    data |= {"acknowledge_within": last.get("acknowledge_within"), "handoff": completed(form, because).as_data()}
    goal = {"level": int(level.unanswered[1:]), "team": place.team, "assignee": place.assignee}
    return decide(ticket, Verb.ESCALATE, by=BY, at=at, because=because, data=data, reason=because, **goal)


def _higher(tell: Sequence[str], policy: EscalationPolicy) -> list[str]:
    """Those who were told before, the leads, and whoever is told at the top."""
    return list(dict.fromkeys([*tell, "leads", *policy.levels["L3"].tell]))
