"""Every figure of the operation, defined once: dashboard, command line, drill-down and docs read these entries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Avg, Q, QuerySet

from supportops.analytics.quantiles import quantile
from supportops.models import Ticket

Unit = Literal["tickets", "duration", "percent", "number"]
State = Literal["met", "warning", "breached", "none"]


@dataclass(frozen=True)
class Period:
    """From a moment up to, and without, another."""

    start: datetime
    end: datetime

    def before(self) -> Period:
        """The period of the same length just before, to compare with."""
        return Period(self.start - (self.end - self.start), self.start)


Tickets = QuerySet[Ticket]


@dataclass(frozen=True)
class Metric:
    """A figure: what it says, how it is computed, and when it is good. Durations are in seconds, shares in percent."""

    key: str
    name: str
    sentence: str
    formula: str
    unit: Unit
    behind: Callable[[Tickets, Period], Tickets]  # the tickets that the figure is about
    compute: Callable[[Tickets], float | None]
    healthy: float | None = None
    critical: float | None = None
    higher_is_better: bool = False

    def value(self, tickets: Tickets, period: Period) -> float | None:
        """The figure; None where there is nothing to measure."""
        return self.compute(self.behind(tickets, period))

    def state(self, value: float | None) -> State:
        """Where a value stands between the bands of the methodology."""
        if value is None or self.healthy is None or self.critical is None:
            return "none"
        sign = -1 if self.higher_is_better else 1
        if sign * value < sign * self.healthy:
            return "met"
        return "breached" if sign * value > sign * self.critical else "warning"


def _opened(tickets: Tickets, period: Period) -> Tickets:
    return tickets.filter(opened_at__gte=period.start, opened_at__lt=period.end)


def _solved(tickets: Tickets, period: Period) -> Tickets:
    return tickets.filter(solved_at__gte=period.start, solved_at__lt=period.end)


def _backlog(tickets: Tickets, period: Period) -> Tickets:
    return tickets.filter(
        Q(solved_at=None) | Q(solved_at__gte=period.end), Q(closed_at=None) | Q(closed_at__gte=period.end), opened_at__lt=period.end
    )


def _answered(tickets: Tickets, period: Period) -> Tickets:
    return _opened(tickets, period).filter(first_reply_seconds__isnull=False)


def _judged(field: str, scope: Callable[[Tickets, Period], Tickets]) -> Callable[[Tickets, Period], Tickets]:
    return lambda tickets, period: scope(tickets, period).filter(**{f"{field}__isnull": False})


def _scored(tickets: Tickets, period: Period) -> Tickets:
    return _solved(tickets, period).filter(score__isnull=False)


def _count(tickets: Tickets) -> float:
    return tickets.count()


def _mean(field: str) -> Callable[[Tickets], float | None]:
    return lambda tickets: tickets.aggregate(mean=Avg(field))["mean"]


def _share(good: Q) -> Callable[[Tickets], float | None]:
    def share(tickets: Tickets) -> float | None:
        whole = tickets.count()
        return 100 * tickets.filter(good).count() / whole if whole else None

    return share


HOUR = 3600
METRICS: dict[str, Metric] = {
    metric.key: metric
    for metric in (
        Metric("new_tickets", "New tickets", "Requests that came in.", "tickets opened in the period", "tickets", _opened, _count),
        Metric(
            "solved_tickets",
            "Solved",
            "Requests that were solved.",
            "tickets whose last solving lies in the period",
            "tickets",
            _solved,
            _count,
        ),
        Metric(
            "backlog",
            "Backlog",
            "Requests still to be solved.",
            "tickets opened before the end of the period and not solved by then",
            "tickets",
            _backlog,
            _count,
        ),
        Metric(
            "first_reply_median",
            "First reply, median",
            "Half of the customers waited less than this for a person's first answer.",
            "median of (first reply - opened) over tickets opened in the period and answered",
            "duration",
            _answered,
            quantile("first_reply_seconds", 0.5),
            healthy=4 * HOUR,
            critical=24 * HOUR,
        ),
        Metric(
            "first_reply_mean",
            "First reply, mean",
            "How long a customer waits for a person's first answer, on average.",
            "mean of (first reply - opened) over tickets opened in the period and answered",
            "duration",
            _answered,
            _mean("first_reply_seconds"),
            healthy=4 * HOUR,
            critical=24 * HOUR,
        ),
        Metric(
            "resolution_median",
            "Resolution, median",
            "Half of the solved requests took less than this.",
            "median of (solved - opened) over tickets solved in the period",
            "duration",
            _solved,
            quantile("resolution_seconds", 0.5),
            healthy=24 * HOUR,
            critical=72 * HOUR,
        ),
        Metric(
            "resolution_mean",
            "Resolution, mean",
            "How long it takes until a request is solved, on average.",
            "mean of (solved - opened) over tickets solved in the period",
            "duration",
            _solved,
            _mean("resolution_seconds"),
            healthy=24 * HOUR,
            critical=72 * HOUR,
        ),
        Metric(
            "resolution_p95",
            "Resolution, 95th percentile",
            "Nineteen of twenty solved requests took less than this.",
            "95th percentile of (solved - opened) over tickets solved in the period",
            "duration",
            _solved,
            quantile("resolution_seconds", 0.95),
        ),
        Metric(
            "first_reply_kept",
            "First reply targets kept",
            "Share of the first replies that came within the promised time.",
            "tickets opened in the period whose first reply target was kept / those whose target was kept or missed",
            "percent",
            _judged("first_reply_kept", _opened),
            _share(Q(first_reply_kept=True)),
            healthy=90,
            critical=75,
            higher_is_better=True,
        ),
        Metric(
            "resolution_kept",
            "Resolution targets kept",
            "Share of the requests that were solved within the promised time.",
            "tickets solved in the period whose resolution target was kept / those whose target was kept or missed",
            "percent",
            _judged("resolution_kept", _solved),
            _share(Q(resolution_kept=True)),
            healthy=90,
            critical=75,
            higher_is_better=True,
        ),
        Metric(
            "csat",
            "CSAT",
            "Share of the customers who answered the survey with 4 or 5 of 5.",
            "tickets solved in the period with a score of 4 or 5 / those with any score",
            "percent",
            _scored,
            _share(Q(score__gte=4)),
            healthy=85,
            critical=70,
            higher_is_better=True,
        ),
        Metric(
            "fcr",
            "First contact resolution",
            "Share of the solved requests that took one answer and did not come back.",
            "tickets solved in the period with at most one reply and never reopened / all solved in the period",
            "percent",
            _solved,
            _share(Q(replies__lte=1, reopenings=0)),
            healthy=70,
            critical=50,
            higher_is_better=True,
        ),
        Metric(
            "escalation_rate",
            "Escalation rate",
            "Share of the requests that were handed up to a specialist.",
            "tickets opened in the period that were escalated / all opened in the period",
            "percent",
            _opened,
            _share(Q(escalated_at__isnull=False)),
            healthy=15,
            critical=30,
        ),
        Metric(
            "reopen_rate",
            "Reopened",
            "Share of the solved requests that had come back at least once.",
            "tickets solved in the period that were reopened before / all solved in the period",
            "percent",
            _solved,
            _share(Q(reopenings__gt=0)),
        ),
        Metric(
            "replies_mean",
            "Answers a request",
            "How many answers a solved request took, on average.",
            "mean of the public replies over tickets solved in the period",
            "number",
            _solved,
            _mean("replies"),
        ),
        Metric(
            "survey_rate",
            "Survey answered",
            "Share of the solved requests whose customers told us how we did.",
            "tickets solved in the period with a score / all solved in the period",
            "percent",
            _solved,
            _share(Q(score__isnull=False)),
        ),
    )
}
