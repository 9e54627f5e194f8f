"""When requests come in: busy Mondays, quiet nights, the wave at the end of the month, and one day on which everything is down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import accumulate
from random import Random

from supportops.planning.demo.dice import dice

HOUR = timedelta(hours=1)
WEEK = (1.45, 1.15, 1.05, 1.0, 0.9, 0.4, 0.32)
DAY = (3, 2, 2, 2, 2, 3, 5, 9, 15, 18, 17, 15, 13, 16, 17, 16, 13, 11, 9, 8, 7, 6, 5, 4)  # UTC; most customers are in Europe
MONTH_END = 1.35
DOWN_SHARE = 0.025  # of all requests are about the outage
FRESH = 8  # come in during the last hour, so that the desk looks alive
DOWN_FROM, DOWN_UNTIL = time(9, 40, tzinfo=UTC), time(12, 50, tzinfo=UTC)


@dataclass(frozen=True)
class Arrival:
    """The n-th request of the desk's life."""

    number: int
    at: datetime
    about_outage: bool


@dataclass(frozen=True)
class Outage:
    """The day on which everything was down."""

    since: datetime
    until: datetime


def outage(end: datetime, days: int) -> Outage:
    """A Wednesday, where there is one, somewhat after the middle of the time."""
    day = (end - timedelta(days=days) * 0.4).date()
    wednesday = day - timedelta(days=(day.weekday() - 2) % 7)
    day = wednesday if wednesday > (end - timedelta(days=days)).date() else day
    return Outage(datetime.combine(day, DOWN_FROM), datetime.combine(day, DOWN_UNTIL))


def arrivals(tickets: int, days: int, end: datetime, seed: int) -> Iterator[Arrival]:
    """All requests in their order, an hour at a time."""
    start, down = end - timedelta(days=days), outage(end, days)
    hours = [start + HOUR * n for n in range(days * 24)]
    alarmed_people, fresh = int(tickets * DOWN_SHARE), min(FRESH, tickets // 50)
    usual = list(_shares(tickets - alarmed_people - fresh, [_busy(hour) * _mood(seed, hour) for hour in hours]))
    usual[-1] += fresh
    extra = _shares(alarmed_people, [_alarm(hour, down) for hour in hours])
    number = 0
    for hour, calm, alarmed in zip(hours, usual, extra, strict=True):
        for at, about_outage in _within(dice(seed, "hour", hour), hour, calm, alarmed, down):
            yield Arrival(number, at, about_outage)
            number += 1


def is_month_end(at: datetime) -> bool:
    """The last two days of a month and the first two of the next: the time of invoices."""
    return at.day <= 2 or (at + timedelta(days=2)).day <= 2


def _busy(at: datetime) -> float:
    return WEEK[at.weekday()] * DAY[at.hour] * (MONTH_END if is_month_end(at) else 1.0)


def _mood(seed: int, hour: datetime) -> float:
    """No two Mondays are alike."""
    return dice(seed, "mood", hour.date()).lognormvariate(0, 0.12) * dice(seed, "mood", hour).lognormvariate(0, 0.2)


def _alarm(hour: datetime, down: Outage) -> float:
    """Most people write in the first hour."""
    if hour + HOUR <= down.since or hour >= down.until:
        return 0.0
    return float(0.5 ** ((hour - down.since) / HOUR + 1))


def _shares(total: int, weights: Sequence[float]) -> Iterator[int]:
    """A whole number for each weight; together they are the total."""
    whole = sum(weights)
    if not whole:
        weights, whole = [1.0] * len(weights), float(len(weights))
    reached = 0
    for weight in accumulate(weights):
        upto = round(total * weight / whole)
        yield upto - reached
        reached = upto


def _within(roll: Random, hour: datetime, calm: int, alarmed: int, down: Outage) -> list[tuple[datetime, bool]]:
    first, last = max(hour, down.since), min(hour + HOUR, down.until)
    usual = [(hour + timedelta(seconds=int(roll.random() * 3600)), False) for _ in range(calm)]
    return sorted(usual + [(first + timedelta(seconds=int(roll.random() * (last - first).total_seconds())), True) for _ in range(alarmed)])
