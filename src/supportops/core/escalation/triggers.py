"""The escalation matrix at work: which triggers hold on a ticket, and what each asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from supportops.core.decision import Decision
from supportops.core.ticket import LIVE, Event, Status, Ticket, Verb

if TYPE_CHECKING:
    from supportops.core.escalation.chapter import Does, EscalationPolicy, Mode, TriggerRule


@dataclass(frozen=True, slots=True)
class Trigger:
    """What a row of the matrix asks for on this ticket."""

    name: str
    level: int | None
    team: str
    tell: tuple[str, ...]
    within: timedelta
    mode: Mode
    does: Does = "escalate"
    to: str = ""
    tags: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.name


Found = tuple[Decision[Trigger], ...]


def triggers(ticket: Ticket, fired: frozenset[str], policy: EscalationPolicy) -> Found:
    """The triggers that hold now and have not fired on this ticket, in the order of the handbook."""
    if ticket.status not in LIVE:
        return ()
    return tuple(found(name, policy.triggers[name], ticket) for name in policy.holding(ticket) if name not in fired)


def found(name: str, rule: TriggerRule, ticket: Ticket) -> Decision[Trigger]:
    """What a row asks for on a ticket, with its reason."""
    does, why = _does(rule, ticket)
    because = " ".join(filter(None, (f"{rule.says}: {rule.when.words()}.", why)))
    return Decision(_trigger(name, rule, does), because, f"escalation.{name}", (), _not_done(rule, does, why))


def _not_done(rule: TriggerRule, does: Does, why: str) -> tuple[tuple[str, str], ...]:
    return () if does == rule.does else ((rule.does, why),)


def _trigger(name: str, rule: TriggerRule, does: Does) -> Trigger:
    return Trigger(name, rule.level, rule.team, rule.tell, rule.within, rule.mode, does, rule.to, rule.tags)


def _does(rule: TriggerRule, ticket: Ticket) -> tuple[Does, str]:
    """A ticket that is where it should go already is not taken away from whoever works on it: the people named are told."""
    high = ticket.level >= (rule.level or ticket.level)
    if rule.does == "alert" or rule.insists or not high:
        return rule.does, ""
    if ticket.status is Status.ESCALATED:
        return "alert", "It is escalated already, so the people named are told."
    if ticket.assignee is not None and not rule.to:
        return "alert", "Somebody of that level has it already, so the people named are told."
    return rule.does, ""


def again(name: str, ticket: Ticket, policy: EscalationPolicy) -> Decision[Trigger]:
    """A trigger on the ticket as it stands after another one."""
    return found(name, policy.triggers[name], ticket)


def fired(ledger: Iterable[Event]) -> frozenset[str]:
    """The triggers that this ticket has seen: each comes once."""
    return frozenset(event.data["trigger"] for event in ledger if event.data and "trigger" in event.data)


def offers(ticket: Ticket, ledger: Sequence[Event], policy: EscalationPolicy) -> Found:
    """What a person can do by one key: the offers that the desk made or leaves to people's eyes, as long as nobody took them up."""
    if ticket.status not in LIVE:
        return ()
    done = fired(event for event in ledger if event.verb is not Verb.SUGGEST)
    made, facts = fired(ledger), vars(ticket)
    rules = ((name, rule) for name, rule in policy.triggers.items() if rule.mode == "offer" and name not in done)
    return tuple(found(name, rule, ticket) for name, rule in rules if name in made or is_offered(rule, facts))


def is_offered(rule: TriggerRule, facts: Mapping[str, Any]) -> bool:
    """Whether a person may take it up."""
    return rule.when.matches(facts) or rule.key.matches(facts)


def by_hand(name: str, ticket: Ticket, policy: EscalationPolicy) -> Decision[Trigger]:
    """A trigger that a person pulls."""
    return replace(found(name, policy.triggers[name], ticket), because=f"{policy.triggers[name].says}.")
