"""What would have made a ticket go elsewhere: the same rules asked again with one thing changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, replace
from typing import Any

from supportops.core.channels import ChannelPolicy
from supportops.core.conditions import Test
from supportops.core.routing.facts import Candidate, RoutingFacts
from supportops.core.routing.policy import RoutingPolicy, asked
from supportops.core.routing.rules import ANY_CHANNEL, route
from supportops.core.routing.tree import walk

USUAL: dict[str, Any] = {each.name: each.default for each in fields(RoutingFacts)}


def otherwise(
    facts: RoutingFacts, pool: Sequence[Candidate], policy: RoutingPolicy, channels: ChannelPolicy = ANY_CHANNEL
) -> tuple[str, ...]:
    """As sentences: another fact that leads elsewhere, and whoever would have got it but for one thing."""
    found: dict[tuple[str, str], list[Any]] = {}
    for fact, value in _alternatives(facts, policy):
        if effect := _effect(facts, _changed(facts, fact, value), policy):
            values = found.setdefault((effect, fact), [])
            values += [value] if value not in values else []
    places = [f"{effect} if {_SPOKEN[fact](values)}." for (effect, fact), values in found.items()]
    return (*places, *_people(facts, pool, policy, channels))


def _alternatives(facts: RoutingFacts, policy: RoutingPolicy) -> Iterator[tuple[str, Any]]:
    """Every fact that tree or table look at, with the values that would be read differently; none where it stays in its queue."""
    if facts.team in policy.teams:
        return
    for _, test in asked(policy):
        if test.fact in _SPOKEN and (test.fact != "bot_confidence" or facts.bot_confidence is not None):
            yield from ((test.fact, value) for value in _values(facts, test) if value != getattr(facts, test.fact))
    yield from (("category", name) for name in policy.categories if name not in (facts.category, facts.group))


def _values(facts: RoutingFacts, test: Test) -> Sequence[Any]:
    """What would turn the answer to a question."""
    if test.matches(vars(facts)):
        return (USUAL[test.fact],)
    return _TURNED[test.op](test.value, getattr(facts, test.fact))


_TURNED: dict[str, Callable[[Any, Any], Sequence[Any]]] = {
    "is": lambda value, now: (value,),
    "in": lambda value, now: value,
    "contains": lambda value, now: ((*now, value),),
    "gt": lambda value, now: (value + 1,),
    "lt": lambda value, now: (value - 1,),
    "empty": lambda value, now: (1,),
}


def _changed(facts: RoutingFacts, fact: str, value: Any) -> RoutingFacts:
    return replace(facts, **{fact: value})


def _effect(facts: RoutingFacts, other: RoutingFacts, policy: RoutingPolicy) -> str:
    """What is different on the other way; nothing where it comes to the same."""
    now, then = walk(facts, policy), walk(other, policy)
    if then.answer != now.answer:
        return "The bot would answer it" if then.answer else "A person would answer it"
    if then.team != now.team:
        return f"It would go to {policy.teams[then.team].name}"
    return f"It would be work of level {then.level}" if then.level is not None and then.level != now.level else ""


def _either(values: Sequence[Any]) -> str:
    *others, last = map(str, values)
    return f"{', '.join(others)} or {last}" if others else last


_SPOKEN: dict[str, Callable[[Sequence[Any]], str]] = {
    "priority": lambda values: f"it were {_either(values)}",
    "category": lambda values: f"it were about {_either([value or 'nothing that is known' for value in values])}",
    "tier": lambda values: f"the customer were {_either(values)}",
    "vip": lambda values: "the customer were a VIP" if values[0] else "the customer were no VIP",
    "channel": lambda values: f"it came by {_either(values)}",
    "language": lambda values: f"it were written in {_either(values)}",
    "tags": lambda values: f"its tags were {_either([', '.join(value) or 'none' for value in values])}",
    "affected": lambda values: f"{_either(values)} people were affected",
    "repeats": lambda values: f"it were this customer's request number {_either(values)} about this",
    "problem": lambda values: "it were a case of a known problem" if values[0] else "it were no case of a known problem",
    "bot_confidence": lambda values: "the bot were sure of its answer" if values[0] else "the bot were not sure of its answer",
}
"""The facts that can be told so; a group follows its categories, and time in the queue is not a thing to change."""


def _people(facts: RoutingFacts, pool: Sequence[Candidate], policy: RoutingPolicy, channels: ChannelPolicy) -> Iterator[str]:
    """Whoever would have got it but for one thing."""
    now = route(facts, pool, policy, channels).value.assignee
    for place, one in enumerate(pool):
        for but_for, other in _without(one, facts):
            if (
                one.person != now
                and route(facts, [*pool[:place], other, *pool[place + 1 :]], policy, channels).value.assignee == one.person
            ):
                yield f"{one.name} would have it if {one.name} {but_for}."
                break


def _without(one: Candidate, facts: RoutingFacts) -> Iterator[tuple[str, Candidate]]:
    """The same person with one obstacle less."""
    if not one.available:
        yield "were not away", one._replace(available=True)
    if not one.on_shift:
        yield "were on shift", one._replace(on_shift=True)
    if facts.language not in one.languages:
        yield f"spoke {facts.language}", one._replace(languages=(*one.languages, facts.language))
    if one.load:
        yield "had nothing else to do", one._replace(load=0)
