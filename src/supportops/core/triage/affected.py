"""How many people a fault affects, by the customer's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from supportops.core.phrases import Found
from supportops.core.triage.policy import TriagePolicy

_NUMBER = re.compile(r"(\d[\d.,'\u00a0\u202f ]*)(k?)(?:'\w+)?")
_NO_NUMBER = -1


def affected(meant: Iterable[Found], written: Sequence[str], folded: Sequence[str], policy: TriagePolicy) -> tuple[int, str]:
    """The largest number of people named, and the words that name it; 0 where none is named."""
    named = (_before(hit, written, folded, policy) for hit in meant if hit.table == "people")
    return max(named, default=(0, ""))


def _before(hit: Found, written: Sequence[str], folded: Sequence[str], policy: TriagePolicy) -> tuple[int, str]:
    """The number in the words before "users": the nearest, but the first of "10 of our 300"."""
    place = _NO_NUMBER
    for at in range(hit.start - 1, max(-1, hit.start - 1 - policy.counting.reach), -1):
        if not folded[at][0].isalnum():
            break
        if _count(folded[at], policy) and (place == _NO_NUMBER or policy.of & set(folded[at + 1 : place])):
            place = at
    if place == _NO_NUMBER:
        return 0, ""
    more = policy.more_than & set(folded[max(0, place - 2) : hit.start])
    return _count(folded[place], policy) + bool(more), " ".join(written[place : hit.end])


def _count(word: str, policy: TriagePolicy) -> int:
    if word[0].isdigit() and (number := _NUMBER.fullmatch(word)):
        return int(re.sub(r"\D", "", number[1])[:9]) * (1000 if number[2] else 1)
    return policy.counting.amounts.get(word, 0)
