"""What would have made a priority different: the same judgement with one fact changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from supportops.core.ticket import Priority
from supportops.core.triage.facts import TIERS, TriageFacts
from supportops.core.triage.judge import judge
from supportops.core.triage.policy import TriagePolicy
from supportops.core.triage.reading import URGENCY, Reading


class Variant(NamedTuple):
    """The request with one fact changed; what the sentence says of it, `{}` being the fact's other value."""

    condition: str
    value: str
    reading: Reading
    facts: TriageFacts


def otherwise(reading: Reading, facts: TriageFacts, policy: TriagePolicy) -> tuple[str, ...]:
    """Sentences such as "It would be P0 if the customer were enterprise."; none where nothing makes a difference."""
    now = judge(reading, facts, policy).priority.value
    reached: dict[tuple[Priority, str], list[str]] = {}
    for variant in _variants(reading, facts, policy):
        priority = judge(variant.reading, variant.facts, policy).priority.value
        if priority != now:
            reached.setdefault((priority, variant.condition), []).append(variant.value)
    return tuple(f"It would be {priority} {condition.format(_either(values))}." for (priority, condition), values in reached.items())


def _either(names: list[str]) -> str:
    return " or ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _variants(reading: Reading, facts: TriageFacts, policy: TriagePolicy) -> Iterator[Variant]:
    if facts.given is not None:
        yield Variant("if the rules alone decided", "", reading, replace(facts, given=None))
        return
    yield from _of_the_customer(reading, facts, policy)
    yield _of_the_people(reading, facts, policy)
    yield from _of_the_words(reading, facts, policy)
    yield from _of_the_mood(reading, facts, policy)


def _of_the_customer(reading: Reading, facts: TriageFacts, policy: TriagePolicy) -> Iterator[Variant]:
    rules = policy.priority
    for tier in dict.fromkeys((*TIERS, *rules.high_tiers, *rules.critical_tiers)):
        yield Variant("if the customer were {}", tier, reading, replace(facts, tier=tier))


def _of_the_people(reading: Reading, facts: TriageFacts, policy: TriagePolicy) -> Variant:
    over = policy.priority.affected_over
    if reading.affected > over:
        return Variant(f"if no more than {over} people were affected", "", reading._replace(affected=over), facts)
    return Variant(f"if more than {over} people were affected", "", reading._replace(affected=over + 1), facts)


def _of_the_words(reading: Reading, facts: TriageFacts, policy: TriagePolicy) -> Iterator[Variant]:
    wishes = (named.words for named in reading.categories if named.key in policy.priority.enhancement_categories)
    for said in dict.fromkeys((*filter(None, map(reading.urgent, URGENCY)), *wishes)):
        yield Variant("without {}", " and ".join(f"“{words}”" for words in said), reading.without(said), facts)
    for table, words, by in reading.taken_back:
        more = reading.saying(table, (*reading.urgent(table), words))
        yield Variant("if {} counted", f"“{words}” beside “{by}”", more, facts)


def _of_the_mood(reading: Reading, facts: TriageFacts, policy: TriagePolicy) -> Iterator[Variant]:
    for mood in policy.priority.boost.sentiments:
        yield Variant("if the message sounded {}", mood, reading._replace(moods=((mood, ("",)),)), facts)
    yield Variant("if the message sounded {}", "neutral", reading._replace(moods=()), facts)
