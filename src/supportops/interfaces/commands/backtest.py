"""`supportops policy backtest`: what a period would have looked like under another handbook."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from supportops.interfaces.commands.desk import open_desk

if TYPE_CHECKING:
    from supportops.core.policy import Policy

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)
DAY = timedelta(days=1)
DAYS = 30 * DAY
MOST = 8  # processes: more would only wait for the disk
FEW = 10  # changed tickets that are shown to a person


@click.command()
@click.option("--from", "start", metavar="DAY", help="First day, for instance 2026-01-01. Default: 30 days before the end.")
@click.option("--to", "end", metavar="DAY", help="The day after the last one, or a moment. Default: now.")
@click.option("--policy", "folder", metavar="DIR", type=FOLDER, help="The handbook to try. Default: the one in force.")
@click.option("--version", "number", type=int, help="Try this version instead, for instance a proposal.")
@click.option("--all", "every", metavar="FILE", type=FILE, help="Write every change there, as JSON lines.")
@click.option("--processes", type=click.IntRange(1), help=f"Default: one for each processor, up to {MOST}.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def backtest(
    start: str | None, end: str | None, folder: Path | None, number: int | None, every: Path | None, processes: int | None, as_json: bool
) -> None:
    """Take the decisions of a period again under another handbook, and say what differs. Nothing is changed."""
    open_desk()
    if folder and number:
        raise click.UsageError("Say either --policy or --version.")
    found = _tried(_policy(folder, number), _period(start, end), every, processes or min(MOST, os.cpu_count() or 1))
    if number:
        _keep(number, found)
    click.echo(json.dumps(found, indent=2, ensure_ascii=False) if as_json else "\n".join(_words(found)))


def _policy(folder: Path | None, number: int | None) -> Policy:
    from supportops.actions import policy
    from supportops.actions.policy.proposals import find

    if number:
        return policy.built(find(number).texts)
    return policy.load(folder) if folder else policy.current()


def _keep(number: int, found: dict[str, Any]) -> None:
    """Whoever looks at the version sees what its last backtest said."""
    from supportops.actions.policy import current
    from supportops.actions.policy.proposals import find, keep_backtest
    from supportops.interfaces import clock

    days = datetime.fromisoformat(found["to"]) - datetime.fromisoformat(found["from"])
    keep_backtest(find(number), found | {"days": round(days / DAY), "at": clock.now().isoformat(), "against": current().version})


def _period(start: str | None, end: str | None) -> tuple[datetime, datetime]:
    from supportops.interfaces import clock

    last = _moment(end) if end else clock.now()
    first = _moment(start) if start else last - DAYS
    if first >= last:
        raise click.UsageError("The first day has to lie before the last one.")
    return first, last


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.UsageError(f"{text!r} is not a day; write it like 2026-01-31.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _tried(policy: Policy, period: tuple[datetime, datetime], every: Path | None, processes: int) -> dict[str, Any]:
    from supportops.actions.policy import known
    from supportops.analytics.backtest import Period, Trial
    from supportops.analytics.backtest import backtest as run
    from supportops.interfaces import clock

    trial = Trial(policy, Period(*period), clock.now(), known, every=every is not None)
    with click.progressbar(length=1, label="Backtest", file=sys.stderr) as bar, every.open("w") if every else nullcontext() as to:
        tally = run(trial, partial(_show, bar), processes, to)
    return {"policy": policy.version, "from": period[0].isoformat(), "to": period[1].isoformat(), **tally.as_data()}


def _show(bar: Any, done: int, of: int) -> None:
    bar.length = of
    bar.make_step(done - bar.pos)
    bar.render_progress()


def _words(found: dict[str, Any]) -> Iterator[str]:
    """The result for a person."""
    yield f"{found['tickets']:,} tickets from {found['from'][:10]} to {found['to'][:10]} under the handbook {found['policy']}"
    yield f"{found['differing']:,} would have been decided differently"
    for name, told in found["fields"].items():
        moves = ", ".join(f"{move['from'] or 'nothing'} → {move['to'] or 'nothing'} {move['tickets']:,}" for move in told["moves"][:4])
        yield f"  {name:<20}{told['tickets']:>9,}   {moves}"
    yield "Promises               kept   missed     open"
    for name, target in found["targets"].items():
        for side in ("before", "after"):
            counts = "".join(f"{target[side][word]:>9,}" for word in ("kept", "missed", "open"))
            yield f"  {name.replace('_', ' '):<12}{side:<7}{counts[3:]}"
    yield from _load(found)
    yield from (f"  #{change['ticket']} {_change(change)}" for change in found["changed"][:FEW])
    yield from ("What this cannot know:", *(f"  {sentence}" for sentence in found["unknown"]))


def _load(found: dict[str, Any]) -> Iterator[str]:
    yield "Requests by team     before    after"
    for team, load in found["load"].items():
        yield f"  {team or 'none':<16}{sum(load['before']):>9,}{sum(load['after']):>9,}"
    for title, counts in (("Escalated at once", found["escalations"]), ("Runs of own rules", found["rules"])):
        if counts:
            yield f"{title:<21}before    after"
            yield from (f"  {name:<16}{times['before']:>9,}{times['after']:>9,}" for name, times in counts.items())


def _change(change: dict[str, Any]) -> str:
    return f"{change['field']}: {_told(change['from'])} → {_told(change['to'])} ({change['because']})"


def _told(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value) if value not in ("", None) else "nothing"
