"""`supportops ticket` and `supportops replay`: the ledger, read and checked."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import click

from supportops.interfaces.commands.desk import open_desk


@click.group()
def ticket() -> None:
    """Look at a ticket, now or at any time."""


@ticket.command()
@click.argument("number", type=int)
@click.option("--as-of", metavar="MOMENT", help="How it stood then: 2026-03-01T14:00 (UTC where no zone is given).")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def show(number: int, as_of: str | None, as_json: bool) -> None:
    """Show ticket NUMBER with its ledger and clocks."""
    open_desk()
    from supportops.models import Ticket

    row = Ticket.objects.filter(pk=number).first()
    if row is None:
        raise click.ClickException(f"There is no ticket {number}.")
    facts = _facts(row, _moment(as_of) if as_of else None)
    click.echo(json.dumps(facts, indent=2, ensure_ascii=False, default=str) if as_json else _words(facts))


@ticket.command()
@click.argument("number", type=int)
def handoff(number: int) -> None:
    """Print the handoff form of ticket NUMBER as YAML: that of its last escalation, or as far as the desk can fill it in now."""
    open_desk()
    from supportops.actions.handoff import export, form
    from supportops.core.escalation import as_yaml
    from supportops.models import Ticket

    row = Ticket.objects.filter(pk=number).first()
    if row is None:
        raise click.ClickException(f"There is no ticket {number}.")
    click.echo(export(row) or as_yaml(form(row).as_data()), nl=False)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.UsageError(f"{text!r} is not a moment; write it like 2026-03-01T14:00 or 2026-03-01T14:00+01:00.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _facts(row: Any, as_of: datetime | None) -> dict[str, Any]:
    from supportops.actions.policy import current
    from supportops.core import sla
    from supportops.core.ticket import Ticket, evolve_all

    ledger = [event for event in row.ledger() if as_of is None or event.occurred_at <= as_of]
    if not ledger:
        raise click.ClickException(
            f"Ticket {row.pk} did not exist at {as_of:%Y-%m-%d %H:%M} UTC; it was opened at {row.opened_at:%Y-%m-%d %H:%M}."
        )
    then = evolve_all(Ticket(), ledger)
    due = sla.deadlines(then, ledger, current())
    snapshot = {name: _plain(getattr(then, name)) for name in Ticket.__dataclass_fields__}
    clocks = [{name: _plain(getattr(clock, name)) for name in clock.__dataclass_fields__} for clock in due.clocks]
    until = {"occurred_at__lte": as_of} if as_of else {}
    return {
        "number": row.pk,
        "as_of": _plain(as_of),
        **snapshot,
        "next_due_at": _plain(due.next),
        "clocks": clocks,
        "events": [_event(event) for event in ledger],
        "messages": [_message(message) for message in row.messages.filter(**until).order_by("occurred_at", "pk")],
    }


def _event(event: Any) -> dict[str, Any]:
    names = ("number", "verb", "by", "occurred_at", "was", "became", "because", "policy_version")
    changes = {name: [_plain(was), _plain(now)] for name, (was, now) in event.changes.items()}
    return {name: _plain(getattr(event, name)) for name in names} | {"changes": changes, "data": dict(event.data)}


def _message(message: Any) -> dict[str, Any]:
    names = ("kind", "direction", "author_name", "author_email", "verified", "occurred_at", "subject", "new_text", "mail_id")
    return {name: _plain(getattr(message, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _words(facts: dict[str, Any]) -> str:
    place = f"{facts['team'] or 'no team'}, level {facts['level']}"
    head = f"#{facts['number']} {facts['subject']}\n{facts['status']}, {facts['priority']}, {place}"
    clocks = [f"  {c['name']}: {c['state']}, due {c['due_at'] or '-'} ({c['because']})" for c in facts["clocks"]]
    events = [
        f"  {e['number']:>3} {e['occurred_at']} {e['verb']} by {e['by']}{': ' + e['because'] if e['because'] else ''}"
        for e in facts["events"]
    ]
    return "\n".join([head, "Clocks", *clocks, "Ledger", *events])


@click.command()
@click.argument("numbers", type=int, nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every ticket.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def replay(numbers: tuple[int, ...], every: bool, as_json: bool) -> int:
    """Replay the ledgers of tickets NUMBERS and compare with their rows; ends with 1 on any difference."""
    open_desk()
    if not numbers and not every:
        raise click.UsageError("Say which tickets: their numbers, or --all.")
    compared, differing = _compare(None if every else numbers)
    if as_json:
        click.echo(json.dumps({"compared": compared, "differing": differing}, default=str))
    else:
        for number, differences in differing.items():
            click.echo(
                f"#{number}: " + "; ".join(f"{name} is {row!r}, its ledger says {told!r}" for name, (row, told) in differences.items())
            )
        click.echo(f"{compared} tickets replayed, {len(differing)} differ from their ledger.")
    return 1 if differing else 0


def _compare(numbers: tuple[int, ...] | None) -> tuple[int, dict[int, dict[str, Any]]]:
    from supportops.actions.tickets import replayed
    from supportops.models import Ticket

    rows = Ticket.objects.order_by("pk") if numbers is None else Ticket.objects.filter(pk__in=numbers)
    compared, differing = 0, {}
    for row in rows.iterator(chunk_size=500):
        compared += 1
        if differences := replayed(row):
            differing[row.pk] = differences
    return compared, differing
