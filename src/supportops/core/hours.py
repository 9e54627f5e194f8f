"""Business hours: when the desk is open, and how open time is added and measured.

A slot belongs to the day on which it starts and is a pair of minutes of that day. A close past 1440 is a close on the next day:
(1320, 1800) runs from 22:00 to 06:00. A holiday closes the slots that start on it; a slot begun the evening before runs to its end.
Where the clock changes, a minute shown twice stands for its first showing, and a minute that is skipped for the moment of the skip.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate, pairwise
from zoneinfo import ZoneInfo

DAY = 1440
NOTHING = timedelta()
TICK = timedelta(microseconds=1)
HORIZON = 20  # years; a promise beyond is a mistake in the policy

Slot = tuple[int, int]
SLOT = re.compile(r"([01]\d|2[0-3]):([0-5]\d)\s*-\s*([01]\d|2[0-4]):([0-5]\d)")
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class BusinessHours:
    """When a desk is open: by weekday (Monday is 0) in the desk's zone, without its holidays."""

    zone: ZoneInfo
    week: Mapping[int, tuple[Slot, ...]] = field(hash=False)
    holidays: frozenset[date] = frozenset()
    names: Mapping[date, str] = field(default_factory=dict, hash=False, compare=False)  # what the holidays are called
    _always: bool = field(init=False, repr=False, compare=False)
    # A function of the fields above, worked out a year at a time when first asked for.
    _years: dict[int, _Year] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for day, slots in self.week.items():
            _check(day, slots)
        if not any(self.week.values()):
            raise ValueError("A desk that never opens can keep no promise: give at least one slot.")
        round_the_clock = all(any(opens == 0 and closes >= DAY for opens, closes in _merged(self.week.get(day, ()))) for day in range(7))
        object.__setattr__(self, "_always", round_the_clock and not self.holidays)

    def due(self, start: datetime, target: timedelta) -> datetime:
        """The moment when `target` of open time has passed since `start`; for no time at all, the first open moment."""
        start = _utc(start)
        if target < NOTHING:
            raise ValueError("A target cannot be negative.")
        if self._always:
            return start + target
        if not target:
            return self._due(start, TICK) - TICK
        return self._due(start, target)

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """The open time between two moments; none when the end is not after the start."""
        start, end = _utc(start), _utc(end)
        if end <= start:
            return NOTHING
        if self._always:
            return end - start
        whole = sum((self._year(number).total for number in range(start.year, end.year)), NOTHING)
        return whole + self._year(end.year).open_before(end) - self._year(start.year).open_before(start)

    def _due(self, start: datetime, target: timedelta) -> datetime:
        left = target + self._year(start.year).open_before(start)
        for number in range(start.year, start.year + HORIZON):
            year = self._year(number)
            if left <= year.total:
                return year.moment(left)
            if not year.total and number > start.year:
                raise ValueError(f"The desk is closed for the whole of {number}: no deadline can be set.")
            left -= year.total
        raise ValueError(f"{target} of open time do not fit into the {HORIZON} years after {start:%Y-%m-%d}.")

    def _year(self, number: int) -> _Year:
        if number not in self._years:
            self._years[number] = _Year.of(number, self._spans(number))
        return self._years[number]

    def _spans(self, year: int) -> Iterator[Span]:
        """What is open in a year (UTC), in order and without overlaps."""
        first, last = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
        reached = first
        day = date(year, 1, 1) - timedelta(days=2)  # a slot of the day before may reach into the year, in a zone a day away
        while day <= date(year + 1, 1, 1):
            for opens, closes in self._slots(day):
                span = max(_instant(day, opens, self.zone), reached), min(_instant(day, closes, self.zone), last)
                if span[0] < span[1]:
                    yield span
                    reached = span[1]
            day += timedelta(days=1)

    def written(self, start: datetime, end: datetime) -> Iterator[tuple[Span, str]]:
        """Every slot of the week that touches a time, holiday or not, with the name of the holiday that closes it."""
        day = start.astimezone(self.zone).date() - timedelta(days=2)
        while day <= end.astimezone(self.zone).date():
            for opens, closes in _merged(self.week.get(day.weekday(), ())):
                name = self.names.get(day, "holiday") if day in self.holidays else ""
                yield (_instant(day, opens, self.zone), _instant(day, closes, self.zone)), name
            day += timedelta(days=1)

    def _slots(self, day: date) -> Iterable[Slot]:
        return () if day in self.holidays else _merged(self.week.get(day.weekday(), ()))


@dataclass(frozen=True)
class _Year:
    """A year's open spans, with the open time before each, so that a question is one search."""

    opens: list[datetime]
    closes: list[datetime]
    before: list[timedelta]
    after: list[timedelta]
    total: timedelta

    @classmethod
    def of(cls, number: int, spans: Iterable[Span]) -> _Year:
        # An empty span at New Year gives every moment of the year a span that opened before it.
        new_year = datetime(number, 1, 1, tzinfo=UTC)
        opens, closes = zip((new_year, new_year), *spans, strict=True)
        after = list(accumulate(end - start for start, end in zip(opens, closes, strict=True)))
        return cls(list(opens), list(closes), [NOTHING, *after[:-1]], after, after[-1])

    def open_before(self, moment: datetime) -> timedelta:
        """Open time of this year before a moment in it."""
        place = bisect_right(self.opens, moment) - 1
        return self.before[place] + min(moment, self.closes[place]) - self.opens[place]

    def moment(self, worked: timedelta) -> datetime:
        """The first moment with so much open time of this year behind it."""
        place = bisect_left(self.after, worked)
        return self.opens[place] + (worked - self.before[place])


def slot(text: str) -> Slot:
    """Hours as people write them. A close that is not after its open is on the next day: 22:00-06:00."""
    found = SLOT.fullmatch(text)
    if not found:
        raise ValueError(f"expected opening hours such as 09:00-17:00, found {text!r}")
    hour, minute, last_hour, last_minute = map(int, found.groups())
    opens, closes = 60 * hour + minute, 60 * last_hour + last_minute
    return opens, closes if closes > opens else closes + DAY


def apart(slots: Sequence[Slot]) -> tuple[Slot, ...]:
    """The slots of a day in their order; where one runs into another, a hand has slipped."""
    for earlier, later in pairwise(sorted(slots)):
        if later[0] < earlier[1]:
            opens = f"{later[0] // 60:02}:{later[0] % 60:02}"
            raise ValueError(f"slots overlap: one opens at {opens}, before another has closed; join them")
    return tuple(sorted(slots))


def _check(day: int, slots: tuple[Slot, ...]) -> None:
    if day not in range(7):
        raise ValueError(f"{day} is no weekday: Monday is 0 and Sunday is 6.")
    for opens, closes in slots:
        if not (0 <= opens < DAY and opens < closes <= opens + DAY):
            raise ValueError(f"The slot {opens}-{closes} must open within its day and close after that, at most a day later.")


def _merged(slots: Iterable[Slot]) -> list[Slot]:
    merged: list[Slot] = []
    for opens, closes in sorted(slots):
        if merged and opens <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(closes, merged[-1][1])
        else:
            merged.append((opens, closes))
    return merged


def _instant(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """The first moment at which the clock on the wall shows this minute of this day, or has jumped over it."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    moment = wall.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == wall:
        return moment
    return _jump(wall.replace(tzinfo=zone, fold=1).astimezone(UTC), moment, zone)


def _jump(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The second at which a zone's clock jumps, somewhere after `before` and not after `after`."""
    offset = before.astimezone(zone).utcoffset()
    seconds = range(int((after - before).total_seconds()) + 1)
    place = bisect_left(seconds, True, key=lambda second: (before + timedelta(seconds=second)).astimezone(zone).utcoffset() != offset)
    return before + timedelta(seconds=place)


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is UTC:
        return moment
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no time zone.")
    return moment.astimezone(UTC)


ALWAYS = BusinessHours(ZoneInfo("UTC"), dict.fromkeys(range(7), ((0, DAY),)))
