"""`supportops metrics`: the dashboard's figures, for a terminal or a program."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import click

from supportops.interfaces.commands.desk import open_desk


@click.command()
@click.option("--from", "start", metavar="DAY", help="First day, for instance 2026-01-01. Default: 30 days before the end.")
@click.option("--to", "end", metavar="DAY", help="The day after the last one, or a moment. Default: now.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def metrics(start: str | None, end: str | None, as_json: bool) -> None:
    """The figures of the dashboard, with their definitions."""
    open_desk()
    from supportops.analytics.metrics import METRICS, Period
    from supportops.interfaces import clock
    from supportops.models import Ticket

    last = _moment(end) if end else clock.now()
    period = Period(_moment(start) if start else last - timedelta(days=30), last)
    if period.start >= period.end:
        raise click.UsageError("The first day has to lie before the last one.")
    figures = [_figure(metric, Ticket.objects.all(), period) for metric in METRICS.values()]
    facts = {"from": period.start.isoformat(), "to": period.end.isoformat(), "metrics": figures}
    click.echo(json.dumps(facts, indent=2, ensure_ascii=False) if as_json else _words(facts))


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.UsageError(f"{text!r} is not a day; write it like 2026-01-31.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _figure(metric: Any, tickets: Any, period: Any) -> dict[str, Any]:
    value = metric.value(tickets, period)
    return {
        "key": metric.key,
        "name": metric.name,
        "value": value,
        "unit": "seconds" if metric.unit == "duration" else metric.unit,
        "state": metric.state(value),
        "sentence": metric.sentence,
        "formula": metric.formula,
        "target": metric.healthy,
    }


def _words(facts: dict[str, Any]) -> str:
    lines = [f"{figure['name']:<32}{_shown(figure):>14}   {figure['sentence']}" for figure in facts["metrics"]]
    return "\n".join([f"{facts['from'][:10]} to {facts['to'][:10]}", *lines])


def _shown(figure: dict[str, Any]) -> str:
    if figure["value"] is None:
        return "-"
    if figure["unit"] == "seconds":
        return f"{figure['value'] / 3600:.1f} h"
    if figure["unit"] == "tickets":
        return f"{figure['value']:.0f}"
    return f"{figure['value']:.1f}" + (" %" if figure["unit"] == "percent" else "")
