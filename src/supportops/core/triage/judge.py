"""All decisions of triage on what was read: no text, no clock, a few microseconds."""

from __future__ import annotations

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
    """The category with most words in the text; the handbook's order decides between equals."""
    if reading.categories:
        return _named(reading.categories, policy)
    fault, of_faults = reading.wrong, policy.fault_category
    if fault and of_faults:
        return Decision(of_faults, f"“{fault}” names a fault and nothing names another category.", "category.fault", (fault,))
    return _NO_CATEGORY


def _named(named: tuple[Named, ...], policy: TriagePolicy) -> Decision[str]:
    places = policy.places
    order = sorted(named, key=lambda one: (-one.weight, places.get(one.key, len(places)))) if len(named) > 1 else named
    best = order[0]
    others = tuple((one.key, f"Fewer words: {', '.join(one.words)}") for one in order[1:])
    return Decision(best.key, f"“{best.words[0]}” belongs to {best.key}.", "category.words", best.words, others)


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
