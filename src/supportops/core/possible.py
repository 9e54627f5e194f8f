"""Whether a condition can hold at all: a rule that never can is a mistake in the handbook, and is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain, combinations
from typing import Any as Anything

from supportops.core import conditions
from supportops.core.conditions import FACTS, Condition, Not, Test
from supportops.core.ticket import Priority, Status

Literal = tuple[Test, bool]
"""A test, and whether it has to hold or must not."""

MOST = 2_000  # ways to fulfil a condition that are looked at; beyond that it is taken to be possible
MANY = 6  # values of a list that are combined

DOMAINS: Mapping[str, Sequence[str]] = {
    "status": [status.value for status in Status],
    "priority": [priority.value for priority in Priority],
    "tier": ["free", "pro", "business", "enterprise"],
}
"""Facts that can only be one of these."""


def impossible(condition: Condition) -> str | None:
    """Why a condition can never hold, as a sentence; None where it can."""
    first = ""
    for count, way in enumerate(_ways(condition, True)):
        clash = next(_clashes(way), None)
        if clash is None or count > MOST:
            return None
        first = first or clash
    return first or "There is nothing that it would hold for."


def _ways(condition: Condition, holds: bool) -> Iterator[tuple[Literal, ...]]:
    """The ways to fulfil a condition, each as tests that have to hold, or must not, all together."""
    if isinstance(condition, Test):
        return iter([((condition, holds),)])
    if isinstance(condition, Not):
        return _ways(condition.part, not holds)
    if isinstance(condition, conditions.All) == holds:
        return _together(condition.parts, holds)
    return chain.from_iterable(_ways(part, holds) for part in condition.parts)


def _together(parts: Sequence[Condition], holds: bool) -> Iterator[tuple[Literal, ...]]:
    if not parts:
        yield ()
        return
    for way in _ways(parts[0], holds):
        for rest in _together(parts[1:], holds):
            yield (*way, *rest)


def _clashes(way: Iterable[Literal]) -> Iterator[str]:
    """The facts of which too much is asked at once."""
    by_fact: dict[str, list[Literal]] = {}
    for test, holds in way:
        by_fact.setdefault(test.fact, []).append((test, holds))
    for fact, asked in by_fact.items():
        if not any(all(test.matches({fact: value}) is holds for test, holds in asked) for value in _candidates(fact, asked)):
            yield _sentence(asked)


def _sentence(asked: Sequence[Literal]) -> str:
    said = list(dict.fromkeys((test if holds else Not(test)).words() for test, holds in asked))
    return f"It can never hold: {said[0]}." if len(said) == 1 else f"It can never hold: {' and '.join(said)} exclude each other."


def _candidates(fact: str, asked: Sequence[Literal]) -> Iterable[Anything]:
    """Enough values to find one that fits, if any does."""
    named = [value for test, _ in asked if test.op != "empty" for value in (test.value if test.op == "in" else [test.value])]
    kind = FACTS[fact].kind if fact in FACTS else "word"
    if fact in DOMAINS:
        return DOMAINS[fact]
    if kind in ("text", "words"):
        return _lists(kind, list(dict.fromkeys(named))[:MANY])
    return [*_OTHERS.get(kind, _OTHERS["word"]), *named, *chain.from_iterable(map(_beside, named))]


_OTHERS: Mapping[str, Sequence[Anything]] = {
    "word": [None, "", "\0"],
    "number": [None, 0],
    "moment": [None, datetime.max.replace(tzinfo=UTC)],
    "flag": [False, True],
}


def _beside(value: Anything) -> Sequence[Anything]:
    """The nearest values on both sides; the facts that are numbers are whole."""
    if isinstance(value, datetime):
        return value - timedelta(microseconds=1), value + timedelta(microseconds=1)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return int(value) - 1, int(value), int(value) + 1
    return ()


def _lists(kind: str, named: Sequence[str]) -> Iterator[Anything]:
    """Every selection of the words that are asked for, or a text of them that adds no phrase of its own."""
    for size in range(len(named) + 1):
        for chosen in combinations(named, size):
            yield " zzz ".join(chosen) if kind == "text" else tuple(chosen)
    yield "zzz" if kind == "text" else ("\0",)
