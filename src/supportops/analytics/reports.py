"""What a page or a mail shows of the figures: each with its comparison, and the volume day by day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from supportops.analytics.metrics import METRICS, Metric, Period, State, Tickets


@dataclass(frozen=True)
class Figure:
    """A metric's value in a period, beside its value in the period before."""

    metric: Metric
    value: float | None
    before: float | None

    @property
    def state(self) -> State:
        return self.metric.state(self.value)

    @property
    def change(self) -> float | None:
        """Relative change in percent; in points for shares."""
        if self.value is None or self.before is None:
            return None
        if self.metric.unit == "percent":
            return self.value - self.before
        return 100 * (self.value - self.before) / self.before if self.before else None


@dataclass(frozen=True)
class Day:
    """The volume of a day."""

    day: date
    opened: int
    solved: int


def figures(tickets: Tickets, period: Period) -> list[Figure]:
    """Every metric, now and before."""
    before = period.before()
    return [Figure(metric, metric.value(tickets, period), metric.value(tickets, before)) for metric in METRICS.values()]


def volume(tickets: Tickets, period: Period, zone: ZoneInfo) -> list[Day]:
    """Opened and solved by day in the reader's zone, days without any included."""
    opened = _by_day(_instants(tickets, "opened_at", period), zone)
    solved = _by_day(_instants(tickets, "solved_at", period), zone)
    first, last = period.start.astimezone(zone).date(), (period.end - timedelta(microseconds=1)).astimezone(zone).date()
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [Day(day, opened[day], solved[day]) for day in days]


def _instants(tickets: Tickets, field: str, period: Period) -> Iterable[datetime]:
    within = tickets.filter(**{f"{field}__gte": period.start, f"{field}__lt": period.end})
    return within.values_list(field, flat=True).order_by().iterator()


def _by_day(instants: Iterable[datetime], zone: ZoneInfo) -> Counter[date]:
    return Counter(instant.astimezone(zone).date() for instant in instants)
