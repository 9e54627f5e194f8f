"""What the handbook says about triage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from supportops.core.phrases import Cues, Index, Phrases, words
from supportops.core.ticket import Priority


@dataclass(frozen=True)
class Boost:
    """A mood that raises the priority of some customers: off without moods, for every tier without tiers."""

    sentiments: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    by: int = 1
    at_most: Priority = Priority.P1


@dataclass(frozen=True)
class PriorityRules:
    """Which words and facts make a ticket P0, P1 or P3; anything else is P2."""

    outage: Phrases
    fault: Phrases
    revenue: Phrases
    enhancement: Phrases
    enhancement_categories: tuple[str, ...]
    critical_tiers: tuple[str, ...] = ("enterprise",)
    high_tiers: tuple[str, ...] = ("business", "enterprise")
    affected_over: int = 100
    boost: Boost = Boost()


@dataclass(frozen=True)
class Counting:
    """How the number of affected people is read: "all 250 of our users", "10 of 300 people", "hundreds of customers"."""

    people: Phrases
    of: Phrases
    more_than: Phrases
    amounts: Mapping[str, int]
    reach: int = 6


@dataclass(frozen=True)
class TriagePolicy:
    """The tables of triage, and how the customer's words are read."""

    priority: PriorityRules
    counting: Counting
    cues: Cues
    categories: Mapping[str, Phrases]
    sentiment: Mapping[str, Phrases]
    tags: Mapping[str, Phrases]
    languages: Mapping[str, tuple[str, ...]]
    letters: Mapping[str, str] = field(default_factory=dict)
    fault_category: str = ""
    gives_way: tuple[str, ...] = ()
    deniable: frozenset[str] = frozenset()
    reads: int = 20_000

    @cached_property
    def index(self) -> Index:
        """All tables in one, so that a mail is read once."""
        rules = self.priority
        signs = {"outage": rules.outage, "fault": rules.fault, "revenue": rules.revenue, "enhancement": rules.enhancement}
        tables = {name: {"": phrases} for name, phrases in signs.items()}
        rest = {"people": {"": self.counting.people}, "category": self.categories, "sentiment": self.sentiment, "tag": self.tags}
        return Index({**tables, **rest}, self.cues)

    def reads_as(self, other: TriagePolicy) -> bool:
        """Whether both find the same in any text, so that a reading kept under one can be judged under the other."""
        return _read_by(self) == _read_by(other)

    @cached_property
    def languages_of(self) -> Mapping[str, tuple[str, ...]]:
        """Each common word with the languages that it may belong to."""
        known: dict[str, tuple[str, ...]] = {}
        for language, common in self.languages.items():
            for word in {folded for text in common for folded in words(text)}:
                known[word] = (*known.get(word, ()), language)
        return known

    @cached_property
    def letters_of(self) -> Mapping[str, tuple[str, ...]]:
        """Each rare letter with the languages that have it."""
        rare = dict.fromkeys(letter for letters in self.letters.values() for letter in letters)
        return {letter: tuple(code for code, letters in self.letters.items() if letter in letters) for letter in rare}

    @cached_property
    def places(self) -> Mapping[str, tuple[int, int]]:
        """Where each category stands among those that give way (0 where it does not), and where in the handbook."""
        last = {key: place for place, key in enumerate(self.gives_way, 1)}
        known = dict.fromkeys((*self.categories, self.fault_category))
        return {key: (last.get(key, 0), place) for place, key in enumerate(known)}

    @cached_property
    def of(self) -> frozenset[str]:
        return _single(self.counting.of)

    @cached_property
    def more_than(self) -> frozenset[str]:
        return _single(self.counting.more_than)


def _single(phrases: Phrases) -> frozenset[str]:
    return frozenset(word for texts in phrases.values() for text in texts for word in words(text))


def _read_by(policy: TriagePolicy) -> tuple[object, ...]:
    rules = policy.priority
    urgency = (rules.outage, rules.fault, rules.revenue, rules.enhancement)
    rest = (policy.categories, policy.deniable, policy.sentiment, policy.tags, policy.languages, policy.letters, policy.reads)
    return (*urgency, policy.counting, policy.cues, *rest)
