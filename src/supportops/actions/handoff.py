"""What people do with escalations: hand a ticket up with a complete form, take up an offer, give it back, export the form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from supportops.actions import forms
from supportops.actions.policy import current
from supportops.actions.tickets import act
from supportops.core import escalation, routing
from supportops.core import ticket as core
from supportops.core.decision import told
from supportops.core.escalation import Handoff, Tried
from supportops.models import Person, Ticket

V = core.Verb


@dataclass(frozen=True, slots=True)
class Written:
    """What a person wrote into the form; what is empty stays as the ticket knows it."""

    what_needed: str = ""
    what_tried: Sequence[Tried] = ()
    customer_expectation: str = ""
    urgency_reason: str = ""


def form(ticket: Ticket) -> Handoff:
    """The handoff form as far as the ticket knows it, for a person to complete."""
    return forms.filled(ticket.snapshot(), ticket.ledger(), ticket.pk, ticket.requester, forms.said(ticket))


def escalate(ticket: Ticket, written: Written, *, by: Person, at: datetime, level: int, tell: Iterable[str] = ()) -> list[core.Event]:
    """Hand a ticket up with a complete form, or Refused with what is missing."""
    complete = _with(form(ticket), written)
    if refusal := escalation.lacking(complete):
        raise core.Refused(refusal)
    team = routing.specialists(ticket.team_id, level, current().routing)
    data = {"handoff": complete.as_data(), "tell": list(dict.fromkeys(["team", *tell]))}
    detail = {"reason": complete.what_needed, "level": level, "team": team}
    return act(ticket, V.ESCALATE, by=by.actor, at=at, because=complete.what_needed, data=data, **detail)


def _with(known: Handoff, written: Written) -> Handoff:
    tried = tuple(one for one in written.what_tried if one.action.strip())
    texts = ((name, getattr(written, name).strip()) for name in ("what_needed", "customer_expectation", "urgency_reason"))
    return replace(known, what_tried=tried or known.what_tried, **{name: text for name, text in texts if text})


def take(ticket: Ticket, name: str, *, by: Person, at: datetime) -> list[core.Event]:
    """Take up what the matrix offers on this ticket, by its name: the people named are told. Handing over takes the form."""
    policy, snapshot = current(), ticket.snapshot()
    offered = {found.value.name: found for found in escalation.offers(snapshot, ticket.ledger(), policy.escalation)}
    if name not in offered:
        raise core.Refused("This is not offered on the ticket any more: look at what is new.")
    found = escalation.by_hand(name, snapshot, policy.escalation)
    if found.value.does == "escalate":
        raise core.Refused("This hands the ticket over: fill in the form, so that whoever takes it can begin.")
    data = {"trigger": name, "tell": list(found.value.tell), "decision": told(found)}
    return act(ticket, V.ALERT, by=by.actor, at=at, because=found.because, data=data)


def give_back(ticket: Ticket, learned: str, *, by: Person, at: datetime) -> list[core.Event]:
    """Down a level, to whoever had it before where they are there, with what was learned for those who will meet it next."""
    learned = learned.strip()
    detail = {"learned": learned, **_before(ticket)}
    data = {"learned": learned, "tell": ["assignee"]}
    return act(ticket, V.DEESCALATE, by=by.actor, at=at, because=learned, data=data, **detail)


def _before(ticket: Ticket) -> dict[str, Any]:
    """Team and agent from before it went up."""
    ledger = reversed(core.effective(ticket.ledger()))
    changes = next((event.changes for event in ledger if event.verb is V.ESCALATE and "level" in event.changes), {})
    team, _ = changes.get("team", (ticket.team_id, None))
    agent, _ = changes.get("assignee", (None, None))
    is_there = agent is not None and Person.objects.staff().filter(pk=agent, available=True).exists()
    return {"team": team, "assignee": agent if is_there else None}


def export(ticket: Ticket) -> str:
    """The form of the last escalation as YAML; empty where there was none."""
    forms = [event.data["handoff"] for event in ticket.ledger() if event.verb is V.ESCALATE and "handoff" in event.data]
    return escalation.as_yaml(forms[-1] | {"ticket_id": str(ticket.pk)}) if forms else ""
