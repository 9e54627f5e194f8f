"""What the escalation matrix asks for after an act, with the handoff form that goes along."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from supportops.actions import audience, forms
from supportops.core import escalation, routing
from supportops.core import ticket as core
from supportops.core.escalation import Place
from supportops.core.policy import Policy

if TYPE_CHECKING:
    from supportops.actions.tickets import Entry

V = core.Verb
ASKING = {V.OPEN, V.TRIAGE, V.HEAR, V.PRIORITISE, V.CATEGORISE, V.TAG, V.REOPEN}
"""After these the matrix is looked at; a breach of an acknowledgement asks on its own."""
LEAVING = {V.ESCALATE, V.CLASSIFY, V.TRIAGE}
"""After these a level may see that it should hand the ticket on."""


def reactions(entry: Entry, policy: Policy, at: datetime) -> list[core.Event]:
    """The escalations, alerts and offers that follow from what happened just now. History is left alone."""
    if entry.quiet:
        return []
    events = _unanswered(entry, policy, at) if any(_was_not_taken_over(event) for event in entry.new) else []
    if any(event.verb in ASKING and event.by != escalation.BY for event in entry.new):
        for found in escalation.triggers(entry.after, escalation.fired(entry.ledger), policy.escalation):
            events += _pulled(found.value.name, core.evolve_all(entry.after, events), entry, policy, at)
    if any(event.verb in LEAVING for event in (*entry.new, *events)):
        events += escalation.left(core.evolve_all(entry.after, events), entry.ledger, policy.escalation, at)
    return events


def complete(entry: Entry) -> None:
    """What a rule of the desk's own escalates carries the form too."""
    bare = [event for event in entry.new if event.verb is V.ESCALATE and event.by.startswith("rule:") and "handoff" not in event.data]
    for event in bare:
        form = escalation.completed(forms.of(entry, entry.after), event.because)
        whole = replace(event, data={**event.data, "handoff": form.as_data()})
        entry.new = [whole if one is event else one for one in entry.new]
        entry.ledger = [whole if one is event else one for one in entry.ledger]


def _was_not_taken_over(event: core.Event) -> bool:
    return event.verb is V.BREACH and event.data.get("target") == "acknowledgement"


def _pulled(name: str, ticket: core.Ticket, entry: Entry, policy: Policy, at: datetime) -> list[core.Event]:
    """One trigger, on the ticket as the one before it left it."""
    found = escalation.again(name, ticket, policy.escalation)
    form, place = forms.of(entry, ticket), place_of(found.value, ticket, policy)
    return escalation.pulled(found, ticket, at=at, form=form, place=place)


def _unanswered(entry: Entry, policy: Policy, at: datetime) -> list[core.Event]:
    ticket = entry.after
    last = next((event.data for event in reversed(entry.ledger) if event.verb is V.ESCALATE), {})
    place = Place(team_of(ticket, ticket.level + 1, policy))
    return escalation.unanswered(ticket, last, policy.escalation, at=at, form=forms.of(entry, ticket), place=place)


def place_of(trigger: escalation.Trigger, ticket: core.Ticket, policy: Policy) -> Place:
    """The team that the row names, else whoever works on that level; and the person, where it is for somebody."""
    assignee = audience.free([trigger.to], ticket, policy) if trigger.to else None
    return Place(trigger.team or team_of(ticket, trigger.level or ticket.level, policy), assignee)


def team_of(ticket: core.Ticket, level: int, policy: Policy) -> str | None:
    return routing.specialists(ticket.team, level, policy.routing) if level > ticket.level else None
