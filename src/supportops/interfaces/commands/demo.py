"""`supportops demo`: an empty desk is given a believable past, and a demo desk's clock can be moved on."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import click

from supportops.interfaces.commands.desk import open_desk
from supportops.planning.demo.cast import CAST, PASSWORD

TICKETS, DAYS, SEED = 3_000, 90, 7
SHOWN = ("Ada Lindqvist", "Lin Zhao", "Ruth Adeyemi")
LOGINS = tuple((who.email, PASSWORD, f"{who.first}, {who.role}") for who in CAST if who.name in SHOWN)


class Span(click.ParamType):
    """A duration as the handbook writes it: 30m, 48h, 2d."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        from supportops.core.schema import Malformed, duration

        try:
            return value if isinstance(value, timedelta) else duration(value, ())
        except Malformed as problem:
            self.fail(problem.sentence, param, ctx)


@click.command()
@click.option("--tickets", default=TICKETS, show_default=True, type=click.IntRange(1), help="How many requests came in.")
@click.option("--days", default=DAYS, show_default=True, type=click.IntRange(1), help="Over how many days, up to now.")
@click.option("--seed", default=SEED, show_default=True, help="Another number, another desk; the same number, the same desk.")
@click.option("--advance", type=Span(), help="Move the clock of a demo desk on instead, by 30m, 48h, 2d ...")
def demo(tickets: int, days: int, seed: int, advance: timedelta | None) -> None:
    """Fill an empty desk with a believable past; or move a demo desk's clock on."""
    open_desk()
    if advance is not None:
        return _advance(advance)
    with click.progressbar(length=tickets, label="Demo tickets", file=sys.stderr) as bar:
        _fill(tickets, days, seed, bar.update)
    click.echo(f"{tickets} tickets of {days} days are there. Log in as")
    for email, password, words in LOGINS:
        click.echo(f"  {email:<24} {password:<16} {words}")
    return None


def make_demo(echo: Callable[[str], None] | None = None) -> None:
    """The desk of a first start, with a word now and then for who waits."""
    say = echo or (lambda words: click.echo(words, err=True))
    done = 0

    def progress(added: int) -> None:
        nonlocal done
        done += added
        if done % 1_000 < added:
            say(f"  demo desk    {done} of {TICKETS} tickets")

    _fill(TICKETS, DAYS, SEED, progress)


def demo_logins() -> list[tuple[str, str, str]]:
    """Who may log in to a demo desk: address, password, and who they are."""
    return list(LOGINS)


def _fill(tickets: int, days: int, seed: int, progress: Callable[[int], None]) -> None:
    from supportops.actions.demo import fill
    from supportops.interfaces import clock
    from supportops.planning.demo.desk import Plan

    gc.disable()  # the rows of a batch hold no circles; looking for them took an eighth of the time
    try:
        fill(Plan(tickets, days, seed, clock.now().replace(microsecond=0)), progress)
    finally:
        gc.enable()


def _advance(span: timedelta) -> None:
    from supportops.actions.desk import advance, the_desk
    from supportops.interfaces import clock

    advance(the_desk(), span)
    click.echo(f"The demo's clock now shows {clock.now():%Y-%m-%d %H:%M} UTC; the worker does what has fallen due.")
