"""The dashboard: how the operation stands, each figure a door to its tickets."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from supportops.analytics.metrics import METRICS, Metric, Period
from supportops.analytics.reports import Day, Figure, figures, volume
from supportops.interfaces import clock
from supportops.interfaces.web import keyset
from supportops.interfaces.web.words import duration
from supportops.models import Ticket
from supportops.models.tickets import TicketQuerySet

DAYS = (7, 30, 90)


def dashboard(request: HttpRequest) -> HttpResponse:
    """The figures of the last days, compared with the days before."""
    days = _days(request)
    end = clock.now()
    period = Period(end - timedelta(days=days), end)
    tickets = Ticket.objects.visible_to(request.reader)
    context = {
        "figures": [_shown(figure, period) for figure in figures(tickets, period)],
        "periods": [{"days": n, "url": f"/dashboard?days={n}", "active": n == days} for n in DAYS],
        "days": days,
        "section": "dashboard",
        "chart": _chart(volume(tickets, period, ZoneInfo(request.reader.zone))),
    }
    return render(request, "dashboard.html", context)


def behind(tickets: TicketQuerySet, request: HttpRequest) -> tuple[TicketQuerySet, Metric | None]:
    """The tickets behind a figure, where the address asks for them: ?metric=csat&from=...&to=..."""
    metric = METRICS.get(request.GET.get("metric", ""))
    start, end = keyset.moment(request.GET.get("from", "")), keyset.moment(request.GET.get("to", ""))
    if metric is None or start is None or end is None:
        return tickets, None
    return metric.behind(tickets, Period(start, end)), metric


def _days(request: HttpRequest) -> int:
    asked = request.GET.get("days", "")
    return int(asked) if asked.isascii() and asked.isdigit() and int(asked) in DAYS else 30


def _shown(figure: Figure, period: Period) -> dict[str, Any]:
    metric = figure.metric
    query = urlencode({"metric": metric.key, "from": period.start.isoformat(), "to": period.end.isoformat()})
    return {
        "key": metric.key,
        "name": metric.name,
        "value": _value(metric, figure.value),
        "sentence": metric.sentence,
        "formula": metric.formula,
        "target": _target(metric),
        "state": figure.state,
        "url": f"/tickets?{query}",
        "change": _change(figure),
    }


def _value(metric: Metric, value: float | None) -> str:
    if value is None:
        return "–"
    if metric.unit == "duration":
        return duration(timedelta(minutes=round(value / 60)))
    if metric.unit == "number":
        return f"{value:.1f}"
    return f"{value:.0f} %" if metric.unit == "percent" else f"{value:,.0f}"


def _target(metric: Metric) -> str:
    if metric.healthy is None:
        return ""
    words = _("over %(value)s") if metric.higher_is_better else _("under %(value)s")
    return words % {"value": _value(metric, metric.healthy)}


def _change(figure: Figure) -> str:
    """The difference to the period before, in words: +12 %, -3 points."""
    if figure.change is None or abs(figure.change) < 0.5:
        return ""
    unit = _("points") if figure.metric.unit == "percent" else "%"
    return f"{figure.change:+.0f} {unit}"


def _chart(days: list[Day]) -> dict[str, Any]:
    """Bars in percent of the highest day, so that the page draws without computing."""
    top = max((max(day.opened, day.solved) for day in days), default=0) or 1
    bars = [
        {
            "day": day.day,
            "opened": day.opened,
            "solved": day.solved,
            "opened_share": 100 * day.opened / top,
            "solved_share": 100 * day.solved / top,
        }
        for day in days
    ]
    return {"bars": bars, "top": top}
