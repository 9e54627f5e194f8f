"""Shifts: whether somebody is at work, by the week that is kept for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from supportops.core.hours import NOTHING, TICK, BusinessHours, Slot, apart, slot

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
AHEAD = timedelta(days=9)  # a week, and what a change of the clock takes away
Shift = Mapping[str, Sequence[str]]


def on_shift(shift: Shift, zone: str, at: datetime) -> bool:
    """At work at that moment; whoever has no shift always is."""
    return not any(shift.values()) or hours(shift, zone).elapsed(at, at + TICK) > NOTHING


class Turn(NamedTuple):
    """Whether somebody is at work, and when that changes; never for whoever has no shift or one round the clock."""

    on: bool
    changes_at: datetime | None = None


def turn(shift: Shift, zone: str, at: datetime) -> Turn:
    """At work or not, and until when."""
    if not any(shift.values()):
        return Turn(on=True)
    reached, on = at, False
    for opens, closes in _spans(shift, zone, at):
        if opens > reached:
            return Turn(on, reached if on else opens)
        reached, on = max(reached, closes), True
    return Turn(on)


def _spans(shift: Shift, zone: str, at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """What is left of the shifts of the next days, in order; a slot that the clock jumps over is none."""
    for (opens, closes), _ in hours(shift, zone).written(at, at + AHEAD):
        if max(opens, at) < closes:
            yield opens, closes


def hours(shift: Shift, zone: str) -> BusinessHours:
    """A shift as hours of work, or ValueError with what is wrong."""
    return _hours(tuple((day, tuple(slots)) for day, slots in shift.items()), zone)


@lru_cache(maxsize=1_000)
def _hours(shift: tuple[tuple[str, tuple[str, ...]], ...], zone: str) -> BusinessHours:
    return BusinessHours(ZoneInfo(zone), dict(_day(day, slots) for day, slots in shift))


def _day(day: str, slots: Sequence[str]) -> tuple[int, tuple[Slot, ...]]:
    if day not in WEEK:
        raise ValueError(f"expected one of {', '.join(WEEK)}, found {day!r}")
    return WEEK.index(day), apart([slot(text) for text in slots])
