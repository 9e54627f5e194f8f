"""A backtest from its first ticket to its last: range by range, in as many processes as are wanted."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.db import connection, connections

from supportops.analytics.backtest import own_rules, rows, targets
from supportops.analytics.backtest.again import Court, Unread, Versions, changes
from supportops.analytics.backtest.recorded import Recorded
from supportops.analytics.backtest.rows import Period
from supportops.analytics.backtest.tally import SHOWN, Tally, lines
from supportops.core.policy import Policy

RANGE = 2_000  # numbers at a time

Progress = Callable[[int, int], None]
"""Hears how many numbers have been looked at, and of how many."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried: a handbook, on the tickets of a period, as things stand at a moment."""

    policy: Policy
    period: Period
    at: datetime
    versions: Versions
    every: bool = False  # keep each change, for a file


def backtest(trial: Trial, progress: Progress | None = None, processes: int = 1, to: IO[str] | None = None) -> Tally:
    """Take every decision of the period again. `to` gets each change as a JSON line, also those beyond the first thousand tickets."""
    total, done = Tally(), 0
    spans = list(_ranges(rows.numbers(trial.period)))
    for span, part in zip(spans, _parts(trial, spans, processes), strict=True):
        if to is not None:
            to.writelines(f"{line}\n" for line in lines(part.listed))
        total.join(part)
        done += span[1] - span[0] + 1
        if progress:
            progress(done, spans[-1][1] - spans[0][0] + 1)
    return total


def _ranges(numbers: tuple[int, int] | None) -> Iterator[tuple[int, int]]:
    if numbers is None:
        return
    first, last = numbers
    for start in range(first, last + 1, RANGE):
        yield start, min(start + RANGE - 1, last)


def _parts(trial: Trial, spans: list[tuple[int, int]], processes: int) -> Iterator[Tally]:
    """In this process, or in others that have the handbook from this one and a connection of their own."""
    if processes < 2 or len(spans) < 2:
        yield from (part(trial, *span) for span in spans)
        return
    _let_go()
    with multiprocessing.get_context("fork").Pool(processes, _begin, (trial,)) as pool:
        yield from pool.imap(_work, spans)


def _let_go() -> None:
    """No connection may be shared with a child."""
    connections.close_all()
    if hasattr(connection, "close_pool"):
        connection.close_pool()


_trial: list[Trial] = []


def _begin(trial: Trial) -> None:
    _trial[:] = [trial]
    gc.disable()  # nothing here holds circles; looking for them takes a tenth of the time


def _work(span: tuple[int, int]) -> Tally:
    return part(_trial[0], *span)


def part(trial: Trial, first: int, last: int) -> Tally:
    """The tickets of one range."""
    tally, court = Tally(RANGE if trial.every else SHOWN), Court(trial.policy, trial.versions)
    whole = any(court.fresh(version) for version in rows.versions(first, last))
    tickets = list(rows.tickets(first, last, trial.period, whole=whole))
    anew = {ticket.number for ticket in tickets if court.needs_words(ticket)}
    words = rows.words(first, last) if anew else {}
    for ticket in tickets:
        text = words.get(ticket.number, "") if ticket.number in anew else None
        tally.blank += text == ""
        _one(ticket, text, trial, court, tally)
    return tally


def _one(ticket: Recorded, text: str | None, trial: Trial, court: Court, tally: Tally) -> None:
    try:
        again = court.again(ticket, text)
    except Unread:
        tally.unread += 1
        return
    after = targets.after(again, court, trial.at)
    runs = own_rules.ran(ticket.told)
    tally.count("before", runs)
    tally.count("after", own_rules.would_run(ticket.told, runs, court.fresh(ticket.version), trial.policy.automation))
    tally.add(again, list(changes(again)), targets.before(ticket), after)
