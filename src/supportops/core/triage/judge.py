"""All decisions of triage on what was read: no text, no clock, a few microseconds."""

from __future__ import annotations

from collections.abc import Sequence

from supportops.core.decision import Decision
from supportops.core.ticket import Priority
from supportops.core.triage.facts import Triage, TriageFacts
from supportops.core.triage.language import language
from supportops.core.triage.policy import TriagePolicy
from supportops.core.triage.priority import Case, boosted, priority
from supportops.core.triage.reading import Named, Reading, read


def triage(facts: TriageFacts, policy: TriagePolicy) -> Triage:
    """Decide what a request is."""
    return judge(read(facts.subject, facts.new_text, policy), facts, policy)


def judge(reading: Reading, facts: TriageFacts, policy: TriagePolicy) -> Triage:
    """Decide from what was read: the same now and from what was kept of it."""
    kind, mood = category(reading, policy), sentiment(reading)
    by_rule = priority(Case(reading, facts.tier, kind.value), policy.priority)
    urgency = with_choice(boosted(by_rule, mood.value, facts.tier, policy.priority), facts.given)
    return Triage(urgency, kind, language(reading.language), mood, tags(reading), affected(reading))


def with_choice(by_rule: Decision[Priority], given: Priority | None) -> Decision[Priority]:
    """A person's choice stands; what the rules say is kept beside it as a proposal."""
    if given is None:
        return by_rule
    other = ((by_rule.value, f"The rules would say so: {by_rule.because}"),) if by_rule.value != given else ()
    return Decision(given, "Chosen by a person.", "priority.given", by_rule.evidence, (*other, *by_rule.rejected))


_NO_CATEGORY = Decision("", "No word of any category stands in the text.", "category.none")


def category(reading: Reading, policy: TriagePolicy) -> Decision[str]:
    """The category with most words; some give way to any other, and the handbook's order decides between equals."""
    named = _named(reading, policy)
    if not named:
        return _NO_CATEGORY
    best, *others = _in_order(named, policy) if len(named) > 1 else named
    lost = tuple((one.key, f"{_why_not(one, best, policy)}: {', '.join(one.words)}") for one in others)
    if not best.weight:
        because = f"“{best.words[0]}” names a fault, and nothing names a category that counts for more."
        return Decision(best.key, because, "category.fault", best.words, lost)
    return Decision(best.key, f"“{best.words[0]}” belongs to {best.key}.", "category.words", best.words, lost)


def _named(reading: Reading, policy: TriagePolicy) -> Sequence[Named]:
    """What the words name. Beside a fault a wish does not count, and the fault stands for its own category."""
    fault = policy.fault_category
    if not (reading.wrong and fault):
        return reading.categories
    wishes = policy.priority.enhancement_categories
    kept = [one for one in reading.categories if one.key not in wishes]
    return kept if any(one.key == fault for one in kept) else [*kept, Named(fault, 0, (reading.wrong,))]


_NOWHERE = (0, 1_000_000)  # a category that another handbook knew


def _in_order(named: Sequence[Named], policy: TriagePolicy) -> list[Named]:
    placed = [(policy.places.get(one.key, _NOWHERE), one) for one in named]
    return [one for _, one in sorted(placed, key=lambda pair: (pair[0][0], -pair[1].weight, pair[0][1]))]


def _why_not(one: Named, best: Named, policy: TriagePolicy) -> str:
    last, before = (policy.places.get(named.key, _NOWHERE)[0] for named in (one, best))
    return "Gives way" if last > before else "Fewer words"


_NEUTRAL = Decision("neutral", "No word of praise, complaint or urgency stands in the text.", "sentiment.none")


def sentiment(reading: Reading) -> Decision[str]:
    """Urgent words decide; otherwise the larger side, and complaint between equals."""
    if not reading.moods:
        return _NEUTRAL
    mood, words = max(reading.moods, key=lambda side: (side[0] == "urgent", len(side[1]), side[0] == "negative"))
    rejected = tuple((name, f"“{said[0]}” weighs less.") for name, said in reading.moods if name != mood)
    return Decision(mood, f"“{words[0]}” sounds {mood}.", "sentiment.words", tuple(dict.fromkeys(words)), rejected)


_NO_TAGS: Decision[tuple[str, ...]] = Decision((), "No word of any tag stands in the text.", "tags.none")


def tags(reading: Reading) -> Decision[tuple[str, ...]]:
    """The tags that words earn."""
    if not reading.tags:
        return _NO_TAGS
    said = ", ".join(f"{tag} by “{words}”" for tag, words in reading.tags)
    earned, evidence = zip(*reading.tags, strict=True)
    return Decision(earned, f"Tagged {said}.", "tags.words", evidence)


_NOBODY_NAMED = Decision(0, "No number of people stands in the text.", "affected.none")


def affected(reading: Reading) -> Decision[int]:
    """How many people are affected, by the customer's own words."""
    words = reading.affected_words
    return Decision(reading.affected, f"“{words}” says how many.", "affected.words", (words,)) if words else _NOBODY_NAMED
