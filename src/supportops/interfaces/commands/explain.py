"""`supportops explain`: why a ticket is as it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import click

from supportops.interfaces.commands.desk import open_desk


@click.command()
@click.argument("number", type=int)
@click.option("--deadline", metavar="NAME", help="Minute by minute: first_reply, next_reply, resolution, pick_up, acknowledgement.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def explain(number: int, deadline: str | None, as_json: bool) -> None:
    """Say why ticket NUMBER is as it is: each value with its rule, its evidence and what would have made it different."""
    open_desk()
    from supportops.core import sla
    from supportops.interfaces import clock
    from supportops.interfaces.explained import Explained
    from supportops.models import Ticket

    row = Ticket.objects.filter(pk=number).first()
    if row is None:
        raise click.ClickException(f"There is no ticket {number}.")
    found = Explained(row, clock.now())
    if deadline:
        told = found.deadline(deadline)
        click.echo(json.dumps(told.as_data(), indent=2, ensure_ascii=False) if as_json else "\n".join(sla.words(told)))
    else:
        facts = found.as_data()
        click.echo(json.dumps(facts, indent=2, ensure_ascii=False, default=str) if as_json else "\n".join(_words(facts)))


def _words(facts: dict[str, Any]) -> Iterator[str]:
    yield f"#{facts['ticket']} {facts['subject']}"
    for why in facts["why"]:
        yield from _reason(why)
    for told in facts["deadlines"]:
        yield f"\n{told['deadline']}: {told['state']}, due {told['due_at'] or '-'}\n  {told['because']}"
    if facts["deadlines"]:
        yield f"\nMinute by minute: supportops explain {facts['ticket']} --deadline {facts['deadlines'][-1]['deadline']}"


def _reason(why: dict[str, Any]) -> Iterator[str]:
    value = ", ".join(map(str, why["value"])) if isinstance(why["value"], list) else why.get("name", why["value"])
    yield f"\n{why['about'].replace('_', ' ')}: {'nobody' if value is None else value if value != '' else 'none'}"
    yield f"  {why['because'] or '-'}"
    decided = [why["by"], why["at"], *filter(None, [why["rule"]]), f"policy version {why['policy'] or why['policy_version'] or '-'}"]
    yield f"  decided: {', '.join(decided)}"
    if why["evidence"]:
        yield f"  evidence: {', '.join(f'“{words}”' for words in why['evidence'])}"
    yield from (f"  not chosen: {name}: {reason}" for name, reason in why["rejected"])
    yield from (f"  otherwise: {sentence}" for sentence in why["otherwise"])
