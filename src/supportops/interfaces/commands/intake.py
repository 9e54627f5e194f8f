"""`supportops intake`: what became of everything that came in, and the quarantine from the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from supportops.interfaces.commands.desk import open_desk

if TYPE_CHECKING:
    from supportops.models import InboundItem


@click.group()
def intake() -> None:
    """What became of everything that came in."""


@intake.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def status(as_json: bool) -> None:
    """Count receptions by outcome. Lost is what was received and has none: it must be 0."""
    open_desk()
    from supportops.actions.intake import counts

    found = counts()
    click.echo(json.dumps(found) if as_json else "\n".join(f"{name:<12} {count:>8}" for name, count in found.items()))


@intake.command("list")
@click.option("--outcome", default="quarantined", show_default=True, help="Which ones.")
@click.option("--most", default=50, show_default=True, help="How many, the newest first.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_(outcome: str, most: int, as_json: bool) -> None:
    """List receptions with one outcome, and why."""
    open_desk()
    from supportops.models import InboundItem

    for item in InboundItem.objects.light().filter(outcome=outcome).order_by("-id")[:most]:
        click.echo(json.dumps(_facts(item)) if as_json else f"{item.pk}  {item.received_at:%Y-%m-%d %H:%M}  {item.sender}  {item.reason}")


@intake.command()
@click.argument("number", type=int)
def show(number: int) -> None:
    """Write a message as it was received, byte for byte."""
    open_desk()
    click.get_binary_stream("stdout").write(bytes(_item(number).raw))


@intake.command()
@click.argument("number", type=int)
def retry(number: int) -> None:
    """Try a message in quarantine again, for instance after an upgrade."""
    open_desk()
    from supportops.actions import intake
    from supportops.interfaces import clock

    intake.retry(_item(number), clock.now())
    click.echo(f"Message {number} will be tried again.")


@intake.command()
@click.argument("number", type=int)
@click.option("--reason", required=True, help="Kept with the message.")
def refuse(number: int, reason: str) -> None:
    """Decide that a message in quarantine becomes nothing."""
    open_desk()
    from supportops.actions import intake
    from supportops.interfaces import clock

    intake.refuse(_item(number), reason, clock.now())
    click.echo(f"Message {number} is refused.")


def _item(number: int) -> InboundItem:
    from supportops.models import InboundItem

    item = InboundItem.objects.filter(pk=number).first()
    if item is None:
        raise click.ClickException(f"There is no reception {number}.")
    return item


def _facts(item: InboundItem) -> dict[str, object]:
    return {
        "number": item.pk,
        "received_at": item.received_at.isoformat(),
        "source": item.source,
        "size": item.size,
        "outcome": item.outcome,
        "reason": item.reason,
        "from": item.sender,
        "subject": item.subject,
        "ticket": item.ticket_id,
    }
