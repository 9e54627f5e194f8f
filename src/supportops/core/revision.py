"""Two texts of a chapter beside each other, and three brought together: what changed, and whether two people's changes go together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import NamedTuple

AROUND = 3  # unchanged lines that are shown before and after a change


class Side(NamedTuple):
    """One line of one text: its number, and its words before, within and after what changed."""

    number: int
    before: str
    changed: str = ""
    after: str = ""

    @property
    def text(self) -> str:
        return self.before + self.changed + self.after


class Row(NamedTuple):
    """A line of the old text beside its line of the new one; either may be missing."""

    old: Side | None
    new: Side | None
    same: bool


Passage = tuple[Row, ...]
"""Changed lines that stand close together, with the lines around them."""


def changed(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[str, ...]:
    """The chapters whose texts differ."""
    return tuple(name for name in {**old, **new} if old.get(name) != new.get(name))


def compare(old: str, new: str) -> tuple[Passage, ...]:
    """Where the texts differ."""
    was, now = old.splitlines(), new.splitlines()
    groups = SequenceMatcher(None, was, now, autojunk=False).get_grouped_opcodes(AROUND)
    return tuple(tuple(row for step in group for row in _rows(was, now, *step)) for group in groups)


def _rows(was: Sequence[str], now: Sequence[str], kind: str, first: int, last: int, start: int, end: int) -> Iterator[Row]:
    for place, (old, new) in enumerate(zip_longest(was[first:last], now[start:end])):
        left, right = _sides(old, new, first + place + 1, start + place + 1)
        yield Row(left, right, kind == "equal")


def _sides(old: str | None, new: str | None, left: int, right: int) -> tuple[Side | None, Side | None]:
    if old is None or new is None or old == new:
        return None if old is None else Side(left, old), None if new is None else Side(right, new)
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    return _parted(left, old, head, tail), _parted(right, new, head, tail)


def _alike(one: str, other: str) -> int:
    """How many characters both begin with."""
    return next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _parted(number: int, text: str, head: int, tail: int) -> Side:
    end = len(text) - tail
    return Side(number, text[:head], text[head:end], text[end:])


def unified(name: str, old: str, new: str) -> str:
    """The same as one text, with a minus before what went and a plus before what came."""
    return "\n".join(line for passage in compare(old, new) for line in (_place(name, passage), *_signed(passage)))


def _place(name: str, passage: Passage) -> str:
    return f"@@ {name}.yaml:{next((side.number for row in passage for side in (row.new, row.old) if side), 1)} @@"


def _signed(passage: Passage) -> Iterator[str]:
    """What went stands before what came, for as long as a change lasts."""
    came: list[str] = []
    for row in passage:
        if row.same and row.new:
            yield from came
            came = []
            yield f"  {row.new.text}"
        else:
            yield from [f"- {row.old.text}"] if row.old else []
            came += [f"+ {row.new.text}"] if row.new else []
    yield from came


@dataclass(frozen=True)
class Merge:
    """Three texts as one; `clashes` counts the places where both sides changed the same lines, and there is no text then."""

    text: str
    clashes: int = 0


def merge(base: str, mine: str, theirs: str) -> Merge:
    """Both sides' changes to the same text, line by line."""
    texts = [text.splitlines(keepends=True) for text in (base, mine, theirs)]
    merged: list[str] = []
    clashes, begins = 0, (0, 0, 0)
    for starts, length in _agreements(*texts):
        pieces = [text[begin:start] for text, begin, start in zip(texts, begins, starts, strict=True)]
        chosen = _chosen(*pieces)
        clashes += chosen is None
        merged += [*(chosen or ()), *texts[0][starts[0] : starts[0] + length]]
        begins = (starts[0] + length, starts[1] + length, starts[2] + length)
    return Merge("" if clashes else "".join(merged), clashes)


def _agreements(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[tuple[int, int, int], int]]:
    """Where all three texts have the same lines: their places, and how many; at last the place behind all lines."""
    left, right = (list(SequenceMatcher(None, base, side, autojunk=False).get_matching_blocks()) for side in (mine, theirs))
    one = other = 0
    while one < len(left) and other < len(right):
        a, b = left[one], right[other]
        start, end = max(a.a, b.a), min(a.a + a.size, b.a + b.size)
        if start < end:
            yield (start, a.b + start - a.a, b.b + start - b.a), end - start
        if a.a + a.size < b.a + b.size:
            one += 1
        else:
            other += 1
    yield (len(base), len(mine), len(theirs)), 0


def _chosen(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> Sequence[str] | None:
    """The side that changed; None where both did, and differently."""
    if theirs in (base, mine):
        return mine
    return theirs if mine == base else None
