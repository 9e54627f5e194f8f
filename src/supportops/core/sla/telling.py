"""An explanation of a deadline in lines for a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from supportops.core.sla.explain import ZERO, Explanation
from supportops.core.sla.parts import Part
from supportops.core.sla.wording import in_words


def words(explained: Explanation) -> list[str]:
    """An explanation as lines for a person, in the desk's own time; the minutes of its lines add up to the sum below them."""
    promised = explained.clock.because
    by = f", by the policy “{explained.policy}”" if explained.policy else ""
    during = f", in the season “{explained.season}”" if explained.season else ""
    head = f"{promised}{by}{during}; counted in the hours of {explained.calendar} ({explained.hours.zone})"
    counted, rest = in_words(_floor(explained.elapsed)), in_words(_floor(explained.uncounted))
    sums = f"counted so far: {counted} of {in_words(explained.target)}; not counted: {rest}"
    lines = [head, *_lines(explained.passed, explained, ZERO), sums]
    if explained.ahead:
        lines += ["if nothing happens:", *_lines(explained.ahead, explained, explained.elapsed)]
    return [*lines, _end(explained)]


def _floor(span: timedelta) -> timedelta:
    return timedelta(minutes=span // timedelta(minutes=1))


def _lines(parts: Iterable[Part], explained: Explanation, elapsed: timedelta) -> Iterator[str]:
    """Each kind's minutes are the difference of whole minutes before and after, so that seconds never make a sum look wrong."""
    spent = {True: elapsed, False: ZERO}
    for part in parts:
        before = spent[part.counted]
        spent[part.counted] += part.length
        minutes = _floor(spent[part.counted]) - _floor(before)
        mark = "counted" if part.counted else "not counted"
        yield f"  {_at(part.start, explained)} - {_at(part.end, explained)}  {mark} {in_words(minutes)}: {part.why}"


def _at(moment: datetime, explained: Explanation) -> str:
    return f"{moment.astimezone(explained.hours.zone):%a %Y-%m-%d %H:%M %Z}"


def _end(explained: Explanation) -> str:
    stands = explained.clock
    if stands.due_at is None:
        return "it has no date while we wait for the customer"
    return f"due {_at(stands.due_at, explained)} ({stands.due_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC): {stands.state}"
