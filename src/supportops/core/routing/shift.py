"""Shifts: whether somebody is at work, by the week that is kept for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from supportops.core.hours import NOTHING, TICK, BusinessHours, Slot, slot

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Shift = Mapping[str, Sequence[str]]


def on_shift(shift: Shift, zone: str, at: datetime) -> bool:
    """At work at that moment; whoever has no shift always is."""
    return not any(shift.values()) or hours(shift, zone).elapsed(at, at + TICK) > NOTHING


def hours(shift: Shift, zone: str) -> BusinessHours:
    """A shift as hours of work, or ValueError with what is wrong."""
    return _hours(tuple((day, tuple(slots)) for day, slots in shift.items()), zone)


@lru_cache(maxsize=1_000)
def _hours(shift: tuple[tuple[str, tuple[str, ...]], ...], zone: str) -> BusinessHours:
    return BusinessHours(ZoneInfo(zone), dict(_day(day, slots) for day, slots in shift))


def _day(day: str, slots: Sequence[str]) -> tuple[int, tuple[Slot, ...]]:
    if day not in WEEK:
        raise ValueError(f"expected one of {', '.join(WEEK)}, found {day!r}")
    return WEEK.index(day), _apart(day, sorted(slot(text) for text in slots))


def _apart(day: str, slots: Sequence[Slot]) -> tuple[Slot, ...]:
    if any(later[0] < earlier[1] for earlier, later in pairwise(slots)):
        raise ValueError(f"the shifts of {day} overlap: nobody works twice at once")
    return tuple(slots)
