"""`supportops policy rules`: the desk's own rules, how they fare, and what one would do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from supportops.interfaces.commands.desk import open_desk

if TYPE_CHECKING:
    from supportops.actions.rehearsal import DryRun
    from supportops.core.automation import Rule

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
as_json = click.option("--json", "as_json", is_flag=True, help="For programs.")


@click.command("rules")
@as_json
def rules(as_json: bool) -> None:
    """List the desk's own rules: how often each ran on its last day, how often that was expected, and which is paused."""
    open_desk()
    from supportops.actions.policy import current
    from supportops.actions.rules import standing

    found = [one.as_data() for one in standing(current())]
    lines = [f"{row['rule']}: {row['sentence']} {row['state']}" for row in found]
    click.echo(json.dumps(found, indent=2, ensure_ascii=False) if as_json else "\n".join(lines) or "The desk has no rules of its own.")


@click.command("resume")
@click.argument("rule")
def resume(rule: str) -> None:
    """Let a paused RULE run again."""
    open_desk()
    from supportops.actions import rules

    if rule not in rules.paused():
        raise click.ClickException(f"No rule {rule!r} is paused.")
    rules.resume(rule)
    click.echo(f"Rule {rule} runs again.")


@click.command("dry-run")
@click.argument("rule")
@click.option("--policy", "folder", type=FOLDER, help="A folder with the handbook that has the rule, if it is not the one in force.")
@click.option("--most", default=50, show_default=True, type=click.IntRange(1, 1000), help="How many tickets.")
@as_json
def dry_run(rule: str, folder: Path | None, most: int, as_json: bool) -> None:
    """Show what RULE would do to the tickets as they are, and how often it would have run of late. Nothing is changed."""
    open_desk()
    from supportops.actions.rehearsal import dry_run as rehearse
    from supportops.interfaces import clock
    from supportops.models import Ticket

    found = rehearse(_named(rule, folder), Ticket.objects.all(), clock.now(), most)
    click.echo(json.dumps(_facts(found), indent=2, ensure_ascii=False) if as_json else _lines(found))


def _named(name: str, folder: Path | None) -> Rule:
    from supportops.actions.policy import current, load

    known = (load(folder) if folder else current()).automation.named
    if name not in known:
        raise click.ClickException(f"There is no rule {name!r}; the rules are {', '.join(known) or 'none'}.")
    return known[name]


def _facts(found: DryRun) -> dict[str, Any]:
    rows = [{"ticket": row.ticket.pk, "acts": row.acts, "at": row.at.isoformat() if row.at else None} for row in found.rows]
    return {"matching": found.matching, "a_day": round(found.a_day, 2), "tickets": rows}


def _lines(found: DryRun) -> str:
    rows = [f"#{row.ticket.pk} {row.ticket.subject}: {', '.join(row.acts) or 'nothing, it is so already'}" for row in found.rows]
    return "\n".join([*rows, f"It matches {found.matching} tickets as they are, and would have run {found.a_day:.1f} times a day of late."])
