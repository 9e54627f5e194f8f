"""How urgent a request is: the first rule that holds decides. Source: methodology, auto-priority rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from supportops.core.decision import Decision
from supportops.core.ticket import Priority
from supportops.core.triage.policy import PriorityRules
from supportops.core.triage.reading import Reading

_RAISES = {"outage": Priority.P0, "fault": Priority.P1, "revenue": Priority.P1, "enhancement": Priority.P3}


class Case(NamedTuple):
    """What the rules look at."""

    reading: Reading
    tier: str
    category: str


class Holds(NamedTuple):
    """A rule that holds: why, and the customer's words for it."""

    because: str
    evidence: tuple[str, ...] = ()


def priority(case: Case, rules: PriorityRules) -> Decision[Priority]:
    """The priority by rule, with the phrases that the writer took back."""
    taken_back = tuple((_RAISES[table], f"“{words}” does not count beside “{by}”.") for table, words, by in case.reading.taken_back)
    for name, value, rule in _RULES:
        if held := rule(case, rules):
            return Decision(value, held.because, name, held.evidence, taken_back)
    return Decision(Priority.P2, "Nothing speaks for more or less than normal.", DEFAULT, (), taken_back)


DEFAULT = "priority.default"


def _outage_of_a_critical_tier(case: Case, rules: PriorityRules) -> Holds | None:
    outage = case.reading.outage
    if outage and case.tier in rules.critical_tiers:
        return Holds(f"“{outage[0]}” stands in the customer's own words, and the customer is {case.tier}.", outage)
    return None


def _many_people(case: Case, rules: PriorityRules) -> Holds | None:
    reading = case.reading
    if reading.affected > rules.affected_over and (wrong := reading.outage or reading.fault):
        because = f"“{wrong[0]}” affects “{reading.affected_words}”: more than {rules.affected_over} people."
        return Holds(because, (*wrong, reading.affected_words))
    return None


def _outage(case: Case, rules: PriorityRules) -> Holds | None:
    outage = case.reading.outage
    return Holds(f"“{outage[0]}” stands in the customer's own words.", outage) if outage else None


def _fault_of_a_high_tier(case: Case, rules: PriorityRules) -> Holds | None:
    fault = case.reading.fault
    if fault and case.tier in rules.high_tiers:
        return Holds(f"“{fault[0]}” stands in the customer's own words, and the customer is {case.tier}.", fault)
    return None


def _revenue(case: Case, rules: PriorityRules) -> Holds | None:
    revenue = case.reading.revenue
    return Holds(f"“{revenue[0]}” says that revenue is affected.", revenue) if revenue else None


def _enhancement_words(case: Case, rules: PriorityRules) -> Holds | None:
    enhancement = case.reading.enhancement
    return Holds(f"“{enhancement[0]}” speaks of something that can wait.", enhancement) if enhancement else None


def _enhancement_category(case: Case, rules: PriorityRules) -> Holds | None:
    return Holds(f"The category is {case.category}.") if case.category in rules.enhancement_categories else None


_RULES: tuple[tuple[str, Priority, Callable[[Case, PriorityRules], Holds | None]], ...] = (
    ("priority.outage-tier", Priority.P0, _outage_of_a_critical_tier),
    ("priority.many-people", Priority.P0, _many_people),
    ("priority.outage", Priority.P1, _outage),
    ("priority.fault-tier", Priority.P1, _fault_of_a_high_tier),
    ("priority.revenue", Priority.P1, _revenue),
    ("priority.enhancement", Priority.P3, _enhancement_words),
    ("priority.enhancement-category", Priority.P3, _enhancement_category),
)


def boosted(by_rule: Decision[Priority], mood: str, tier: str, rules: PriorityRules) -> Decision[Priority]:
    """The same, or more urgent for the customer's mood where the policy says so; the rule's own reason stays beside the boost's."""
    boost = rules.boost
    if mood not in boost.sentiments or (boost.tiers and tier not in boost.tiers):
        return by_rule
    steps = list(Priority)
    place = max(steps.index(by_rule.value) - boost.by, steps.index(boost.at_most))
    if steps[place] >= by_rule.value:
        return by_rule
    because = f"{by_rule.because} It is raised from {by_rule.value}, for the message sounds {mood} and the customer is {tier}."
    before = (by_rule.value, f"By {by_rule.rule}, before the mood was looked at.")
    return Decision(steps[place], because, "priority.boost", by_rule.evidence, (before, *by_rule.rejected))
