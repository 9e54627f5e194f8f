"""What would have made a decision different: the question asked again, from the facts that were written down, with one thing changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from supportops.core import routing, sla, triage
from supportops.core.explain.reasons import Reason
from supportops.core.policy import Policy
from supportops.core.routing import Candidate, RoutingFacts
from supportops.core.ticket import Event, Priority, Ticket, Verb, evolve_all
from supportops.core.ticket.facts import changed
from supportops.core.triage import Reading, TriageFacts


def otherwise(reason: Reason, ledger: Sequence[Event], policy: Policy) -> tuple[str, ...]:
    """Sentences such as "It would be P0 if the customer were enterprise."; none where nothing is known of that. `policy` is the one that
    decided."""
    ask = _ASK.get(reason.about)
    return ask(reason, ledger, policy) if ask else ()


def _priority(reason: Reason, ledger: Sequence[Event], policy: Policy) -> tuple[str, ...]:
    facts = _facts(reason)
    if reason.event.verb is not Verb.TRIAGE or "reading" not in facts:
        return ()
    given = Priority(facts["given"]) if facts.get("given") else None
    known = TriageFacts("", "", facts.get("tier", "free"), facts.get("channel", "email"), given)
    return triage.otherwise(Reading.of(facts["reading"]), known, policy.triage)


def _place(reason: Reason, ledger: Sequence[Event], policy: Policy) -> tuple[str, ...]:
    facts = _facts(reason)
    if "pool" not in facts:
        return ()
    pool = [Candidate.of(one) for one in facts["pool"]]
    sentences = routing.otherwise(RoutingFacts.of(facts), pool, policy.routing, policy.channels)
    return tuple(words for words in sentences if _concerns(words) == reason.about)


def _concerns(words: str) -> str:
    """Whether a sentence speaks of another person, another level or another queue."""
    if " would have it if " in words:
        return "assignee"
    return "level" if words.startswith("It would be work of level") else "team"


def _facts(reason: Reason) -> Mapping[str, Any]:
    facts: Mapping[str, Any] = reason.event.data.get("facts", {})
    return facts


def _promise(reason: Reason, ledger: Sequence[Event], policy: Policy) -> tuple[str, ...]:
    """What the other priorities would have been promised."""
    event = reason.event
    then = evolve_all(Ticket(), [one for one in ledger if one.number <= event.number])
    others = (changed(then, priority=priority) for priority in Priority if priority != then.priority)
    return tuple(f"As {sla.promise(other, policy, event.occurred_at).because}." for other in others)


_ASK: Mapping[str, Callable[[Reason, Sequence[Event], Policy], tuple[str, ...]]] = {
    "priority": _priority,
    **dict.fromkeys(("team", "assignee", "level"), _place),
    "promise": _promise,
}
