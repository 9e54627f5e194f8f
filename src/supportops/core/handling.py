"""What becomes of a new request: every decision on it, in one place. Live opening, backtest and `supportops decide` all ask here.

Pure: what is known of the request goes in, decisions with their reasons come out. Whoever asks makes events of them, or compares them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from supportops.core import escalation, routing, sla, triage
from supportops.core.decision import Decision
from supportops.core.policy import Policy
from supportops.core.ticket import Priority, Status, Ticket
from supportops.core.ticket.facts import changed

NO_SUBJECT = "(no subject)"


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """A new request, and what the desk looks like at that moment."""

    ticket: Ticket  # as it was opened: subject, channel, customer
    at: datetime
    words: str = ""  # the customer's own, without quoted history and signature
    given: Priority | None = None  # a person's own choice is never overruled
    earlier: Mapping[str, int] = field(default_factory=dict)  # requests of this customer of late, by category
    problem: int | None = None  # the known problem that the words describe
    sticky: int | None = None  # the agent who last had this customer
    bot_confidence: float | None = None
    pool: Sequence[routing.Candidate] = ()  # who might take it


@dataclass(frozen=True)
class Handling:
    """What the desk does with a request, each with its reason. `ticket` is the request after all of it."""

    triage: triage.Triage
    wanted: routing.RoutingFacts
    route: Decision[routing.Route]
    ticket: Ticket
    at: datetime
    policy: Policy

    @cached_property
    def promise(self) -> Decision[sla.Promise]:
        """The targets; worked out when asked for, because dates cost more than all else together."""
        return sla.promise(self.ticket, self.policy, self.at)

    @cached_property
    def escalations(self) -> tuple[Decision[escalation.Trigger], ...]:
        """The triggers of the matrix that hold at once."""
        return escalation.triggers(self.ticket, frozenset(), self.policy.escalation)


def handle(facts: RequestFacts, policy: Policy) -> Handling:
    """Read the words, then decide."""
    return judge(read(facts.ticket.subject, facts.words, policy), facts, policy)


def read(subject: str, words: str, policy: Policy) -> triage.Reading:
    """What stands in a request; that somebody wrote no subject says nothing."""
    return triage.read("" if subject == NO_SUBJECT else subject, words, policy.triage)


def judge(reading: triage.Reading, facts: RequestFacts, policy: Policy) -> Handling:
    """Decide from what was read: live opening has just read it, a backtest takes what was kept of it."""
    found = triage.judge(reading, _triage_facts(facts), policy.triage)
    ticket = triaged(facts, found)
    wanted = routing.facts_of(ticket, sticky=facts.sticky, bot_confidence=facts.bot_confidence)
    route = routing.route(wanted, facts.pool, policy.routing, policy.channels)
    return Handling(found, wanted, route, placed(ticket, route.value), facts.at, policy)


def _triage_facts(facts: RequestFacts) -> triage.TriageFacts:
    """The words have been read by now."""
    return triage.TriageFacts("", "", facts.ticket.tier, facts.ticket.channel, facts.given)


def triaged(facts: RequestFacts, found: triage.Triage) -> Ticket:
    """The request with what triage found, and the known problem that it is a case of."""
    return changed(
        facts.ticket,
        priority=found.priority.value,
        category=found.category.value,
        language=found.language.value,
        sentiment=found.sentiment.value,
        tags=found.tags.value,
        affected=found.affected.value,
        repeats=facts.earlier.get(found.category.value, 0) + 1,
        priority_given=facts.given is not None,
        problem=facts.problem,
    )


def placed(ticket: Ticket, route: routing.Route) -> Ticket:
    """In a team's queue, or with a person."""
    if route.assignee is None:
        return changed(ticket, team=route.team, level=route.level or ticket.level)
    return changed(ticket, team=route.team, assignee=route.assignee, level=route.level, queued_at=None, status=Status.OPEN)


def reads_alike(one: triage.TriagePolicy, other: triage.TriagePolicy) -> bool:
    """Whether two handbooks find the same in any text, so that what was read under one need not be read again under the other."""
    return one is other or one.reads_as(other)
