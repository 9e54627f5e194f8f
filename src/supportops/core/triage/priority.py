"""How urgent a request is: the first rule that holds decides. Source: methodology, auto-priority rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from supportops.core.decision import Decision
from supportops.core.phrases import Found
from supportops.core.ticket import Priority
from supportops.core.triage.policy import PriorityRules

_RAISES = {"outage": Priority.P0, "fault": Priority.P1, "revenue": Priority.P1, "enhancement": Priority.P3}


class Signs(NamedTuple):
    """What the rules look at."""

    outage: tuple[str, ...]
    fault: tuple[str, ...]
    revenue: tuple[str, ...]
    enhancement: tuple[str, ...]
    affected: int
    affected_words: str
    tier: str
    category: str


class Holds(NamedTuple):
    """A rule that holds: why, and the customer's words for it."""

    because: str
    evidence: tuple[str, ...] = ()


def signs(found: Sequence[Found], affected: tuple[int, str], tier: str, category: str) -> Signs:
    """The phrases that count, each once."""
    meant: dict[str, dict[str, None]] = {table: {} for table in _RAISES}
    for hit in found:
        if hit.table in meant and not hit.denied:
            meant[hit.table][hit.written] = None
    outage, fault, revenue, enhancement = map(tuple, meant.values())
    return Signs(outage, fault, revenue, enhancement, *affected, tier, category)


def priority(seen: Signs, rules: PriorityRules, found: Sequence[Found]) -> Decision[Priority]:
    """The priority by rule, with the phrases that the writer took back."""
    taken_back = tuple(
        (_RAISES[hit.table], f"“{hit.written}” does not count beside “{hit.denied}”.")
        for hit in found
        if hit.table in _RAISES and hit.denied
    )
    for name, value, rule in _RULES:
        if held := rule(seen, rules):
            return Decision(value, held.because, f"priority.{name}", held.evidence, taken_back)
    return Decision(Priority.P2, "Nothing speaks for more or less than normal.", "priority.default", (), taken_back)


def _outage_of_a_critical_tier(seen: Signs, rules: PriorityRules) -> Holds | None:
    if seen.outage and seen.tier in rules.critical_tiers:
        return Holds(f"“{seen.outage[0]}” stands in the customer's own words, and the customer is {seen.tier}.", seen.outage)
    return None


def _many_people(seen: Signs, rules: PriorityRules) -> Holds | None:
    wrong = seen.outage or seen.fault
    if wrong and seen.affected > rules.affected_over:
        return Holds(
            f"“{wrong[0]}” affects “{seen.affected_words}”: more than {rules.affected_over} people.", (*wrong, seen.affected_words)
        )
    return None


def _outage(seen: Signs, rules: PriorityRules) -> Holds | None:
    return Holds(f"“{seen.outage[0]}” stands in the customer's own words.", seen.outage) if seen.outage else None


def _fault_of_a_high_tier(seen: Signs, rules: PriorityRules) -> Holds | None:
    if seen.fault and seen.tier in rules.high_tiers:
        return Holds(f"“{seen.fault[0]}” stands in the customer's own words, and the customer is {seen.tier}.", seen.fault)
    return None


def _revenue(seen: Signs, rules: PriorityRules) -> Holds | None:
    return Holds(f"“{seen.revenue[0]}” says that revenue is affected.", seen.revenue) if seen.revenue else None


def _enhancement_words(seen: Signs, rules: PriorityRules) -> Holds | None:
    return Holds(f"“{seen.enhancement[0]}” asks for an enhancement.", seen.enhancement) if seen.enhancement else None


def _enhancement_category(seen: Signs, rules: PriorityRules) -> Holds | None:
    return Holds(f"The category is {seen.category}.") if seen.category in rules.enhancement_categories else None


_RULES: tuple[tuple[str, Priority, Callable[[Signs, PriorityRules], Holds | None]], ...] = (
    ("outage-tier", Priority.P0, _outage_of_a_critical_tier),
    ("many-people", Priority.P0, _many_people),
    ("outage", Priority.P1, _outage),
    ("fault-tier", Priority.P1, _fault_of_a_high_tier),
    ("revenue", Priority.P1, _revenue),
    ("enhancement", Priority.P3, _enhancement_words),
    ("enhancement-category", Priority.P3, _enhancement_category),
)
