"""A later message of the customer may make a ticket more urgent, never less."""

from __future__ import annotations

from supportops.core.decision import Decision
from supportops.core.ticket import Priority, Ticket
from supportops.core.triage.judge import sentiment
from supportops.core.triage.policy import TriagePolicy
from supportops.core.triage.priority import DEFAULT, Case, boosted, priority
from supportops.core.triage.reading import Reading


def again(ticket: Ticket, reading: Reading, policy: TriagePolicy) -> Decision[Priority] | None:
    """The higher priority that a later message asks for, or None. Where a person chose the priority it is for a proposal."""
    by_rule = priority(Case(reading, ticket.tier, ticket.category), policy.priority)
    if by_rule.rule == DEFAULT or by_rule.value > ticket.priority:
        by_rule = Decision(ticket.priority, f"It was {ticket.priority}.", DEFAULT, (), by_rule.rejected)
    mood = sentiment(reading).value
    known = mood == ticket.sentiment  # a mood that the first message had raises nothing again
    raised = by_rule if known else boosted(by_rule, mood, ticket.tier, policy.priority)
    if raised.value >= (_proposed(ticket) or ticket.priority):
        return None
    because = f"The customer wrote again: {raised.because}"
    return Decision(raised.value, because, raised.rule, raised.evidence, ((ticket.priority, "As it was before."), *raised.rejected))


def _proposed(ticket: Ticket) -> Priority | None:
    """What was proposed already need not be proposed again."""
    if not ticket.proposed_priority:
        return None
    return min(Priority(ticket.proposed_priority), ticket.priority)
