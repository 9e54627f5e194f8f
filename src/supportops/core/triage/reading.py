"""What was read in a message: all that triage needs to know of its words, small enough to be kept with the decision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from supportops.core.phrases import PARAGRAPH, Found, tokens
from supportops.core.triage.affected import affected
from supportops.core.triage.language import NO_LANGUAGE, Spoken, spoken
from supportops.core.triage.policy import TriagePolicy

SUBJECT_COUNTS = 2  # times as much as the body
WRONG = ("outage", "fault", "revenue")
URGENCY = (*WRONG, "enhancement")

Words = tuple[str, ...]


class Named(NamedTuple):
    """A category that the text names: how much speaks for it, and in which words."""

    key: str
    weight: int
    words: Words


class TakenBack(NamedTuple):
    """A phrase of urgency that does not count, and the words that take it back."""

    table: str
    words: str
    by: str


class Reading(NamedTuple):
    """The phrases that count, in the customer's own spelling. A decision is taken from this alone, now and in a backtest."""

    outage: Words = ()
    fault: Words = ()
    revenue: Words = ()
    enhancement: Words = ()
    taken_back: tuple[TakenBack, ...] = ()
    affected: int = 0
    affected_words: str = ""
    wrong: str = ""  # the first of the phrases that say that something is wrong
    categories: tuple[Named, ...] = ()
    moods: tuple[tuple[str, Words], ...] = ()
    tags: tuple[tuple[str, str], ...] = ()
    language: Spoken = NO_LANGUAGE

    def urgent(self, table: str) -> Words:
        """The phrases of one of the tables of urgency."""
        said: Words = getattr(self, table)
        return said

    def saying(self, table: str, words: Words) -> Reading:
        """The same with other phrases of urgency."""
        return Reading(**{**self._asdict(), table: words})

    def without(self, words: Words) -> Reading:
        """The same without these words, wherever they count."""
        urgency = {table: tuple(said for said in self.urgent(table) if said not in words) for table in URGENCY}
        categories = tuple(named for named in self.categories if not set(named.words) <= set(words))
        return Reading(**{**self._asdict(), **urgency, "categories": categories})

    def as_data(self) -> dict[str, Any]:
        """As JSON keeps it, without what is empty."""
        return {name: value for name, value, empty in zip(self._fields, self, _NOTHING, strict=True) if value != empty}

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Reading:
        """The reading that was kept."""
        return cls(**{name: _KEPT.get(name, _plain)(value) for name, value in data.items()})


_NOTHING = Reading()


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list | tuple) else value


_KEPT: Mapping[str, Callable[[Any], Any]] = {
    "taken_back": lambda data: tuple(TakenBack(*one) for one in data),
    "categories": lambda data: tuple(Named(key, weight, tuple(words)) for key, weight, words in data),
    "moods": lambda data: tuple((mood, tuple(words)) for mood, words in data),
    "tags": lambda data: tuple((tag, words) for tag, words in data),
    "language": lambda data: Spoken(data[0], data[1], data[2], tuple(data[3]), tuple((code, times) for code, times in data[4])),
}


def read(subject: str, new_text: str, policy: TriagePolicy) -> Reading:
    """One pass over a message; beyond `policy.reads` characters nothing is read."""
    written, folded = tokens(f"{subject}\n\n{new_text}"[: policy.reads])
    found = policy.index.find(written, folded)
    subject_ends = folded.index(PARAGRAPH) if PARAGRAPH in folded else len(folded)
    meant = [hit for hit in found if not hit.denied]
    return Reading(
        *_urgency(meant),
        tuple(TakenBack(hit.table, hit.written, hit.denied) for hit in found if hit.denied and hit.table in URGENCY),
        *affected(meant, written, folded, policy),
        next((hit.written for hit in meant if hit.table in WRONG), ""),
        _categories([hit for hit in found if not hit.denied or hit.key not in policy.deniable], subject_ends),
        _moods(found),
        _tags(meant),
        spoken(folded, policy.languages_of, policy.letters_of),
    )


def _urgency(meant: Iterable[Found]) -> tuple[Words, Words, Words, Words]:
    words: dict[str, dict[str, None]] = {table: {} for table in URGENCY}
    for hit in meant:
        if hit.table in words:
            words[hit.table][hit.written] = None
    outage, fault, revenue, enhancement = map(tuple, words.values())
    return outage, fault, revenue, enhancement


def _categories(found: Sequence[Found], subject_ends: int) -> tuple[Named, ...]:
    """Each category with the number of its words; those of the subject count twice."""
    weights: dict[str, int] = {}
    words: dict[str, dict[str, None]] = {}
    for hit in found:
        if hit.table == "category":
            weight = (hit.end - hit.start) * (SUBJECT_COUNTS if hit.start < subject_ends else 1)
            weights[hit.key] = weights.get(hit.key, 0) + weight
            words.setdefault(hit.key, {})[hit.written] = None
    return tuple(Named(key, weight, tuple(words[key])) for key, weight in weights.items())


def _moods(found: Iterable[Found]) -> tuple[tuple[str, Words], ...]:
    """Praise taken back ("not happy") is a complaint, a complaint taken back is nothing."""
    words: dict[str, list[str]] = {}
    for hit in found:
        if hit.table == "sentiment" and (mood := _mood(hit)):
            words.setdefault(mood, []).append(f"{hit.denied} {hit.written}" if hit.denied else hit.written)
    return tuple((mood, tuple(said)) for mood, said in words.items())


def _mood(hit: Found) -> str:
    if hit.denied:
        return "negative" if hit.key == "positive" else ""
    return hit.key


def _tags(meant: Iterable[Found]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted({hit.key: hit.written for hit in meant if hit.table == "tag"}.items()))
