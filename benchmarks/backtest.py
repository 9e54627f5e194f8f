"""How many recorded decisions are taken again in a second: decisions alone, deadlines alone, and the whole path with its memory."""

from __future__ import annotations

import argparse
import gc
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks import desks, stage

SAMPLE = 4_000  # tickets for what is measured alone
DECISIONS, DEADLINES = 20_000, 10_000  # the goals: a second on a core
MINUTES, MEMORY = 3.0, 1_000.0  # ... and for a million tickets of a year, in MB


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="script/bench backtest")
    parser.add_argument("--tickets", type=lambda words: sorted(map(int, words.split(","))), default=[100_000], help="sizes of the desks")
    parser.add_argument("--databases", type=lambda words: words.split(","), default=["sqlite", "postgresql"])
    parser.add_argument("--keep", help="a folder in which the desks are kept, and found again; `pages` uses the same ones")
    parser.add_argument("--generated", type=int, default=desks.GENERATED, help="larger desks repeat one of this size")
    wish = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="supportops-bench-") as passing, _desks(wish, passing) as found:
        for (database, size), environment in found.items():
            for what in ("alone", "whole"):  # so that neither keeps what the other needed
                stage.in_its_own_process("benchmarks.backtest", [what, database, str(size)], environment)


def _desks(wish: argparse.Namespace, passing: str) -> AbstractContextManager[dict[desks.Desk, dict[str, str]]]:
    return desks.desks(Path(wish.keep or passing), wish.tickets, wish.databases, wish.generated)


def measure(what: str, database: str, size: int) -> None:
    stage.ready()
    from supportops.actions.policy import refresh

    refresh()
    gc.disable()
    {"alone": _alone, "whole": _all}[what](f"backtest {database:<10} {size:>9,}", size)


def _alone(name: str, _size: int) -> None:
    from supportops.actions.policy import current
    from supportops.analytics.backtest import rows
    from supportops.analytics.backtest.recorded import known
    from supportops.core import handling, sla

    tickets, policy = list(rows.tickets(1, SAMPLE, rows.ALWAYS)), current()
    asked = [known(ticket) for ticket in tickets]
    lives = [(ticket.lived(ticket.opened), ticket.ledger) for ticket in tickets]
    ways: dict[str, tuple[Callable[[], object], int]] = {
        "triage and routing": (lambda: [handling.judge(one.reading, one.facts, policy) for one in asked if one.reading], DECISIONS),
        "all deadlines": (lambda: [sla.deadlines(ticket, ledger, policy) for ticket, ledger in lives], DEADLINES),
    }
    for what, (work, goal) in ways.items():
        work()
        spent = min(stage.measured(work)[0] for _ in range(3))
        rate = len(tickets) / spent
        print(f"{name} {what:<22} {rate:9.0f} tickets/s a core{_mark(rate >= goal)} (goal {goal:,})", flush=True)


def _all(name: str, size: int) -> None:
    for kind, policy in _proposals().items():
        _whole(f"{name} {kind:<22}", policy, size)


def _proposals() -> dict[str, Any]:
    """What is usually proposed: nothing, another target, other words."""
    from supportops.actions.policy import current
    from supportops.core.ticket import Priority

    policy = current()
    target = replace(policy.priorities[Priority.P2], first_reply=timedelta(hours=2))
    words = replace(policy.triage, reads=policy.triage.reads - 1)
    return {
        "as in force": policy,
        "another target": replace(policy, priorities={**policy.priorities, Priority.P2: target}, version="target"),
        "other words": replace(policy, triage=words, version="words"),
    }


def _whole(name: str, policy: Any, size: int) -> None:
    from supportops.actions.policy import by_version
    from supportops.analytics.backtest import Trial, backtest, rows

    start, cores, before = time.perf_counter(), os.cpu_count() or 1, _spent()
    trial = Trial(policy, rows.ALWAYS, datetime.now(UTC), by_version)
    found = backtest(trial, _show if sys.stderr.isatty() else None, cores)
    wall = time.perf_counter() - start
    rate = found.tickets / wall
    if found.tickets != size:
        sys.exit(f"{found.tickets} tickets instead of {size}")
    minutes, cpu = 1e6 / rate / 60, (_spent() - before) / size * 1e6
    print(
        f"{name} {rate:9.0f} tickets/s on {cores} cores, {wall:6.1f} s, CPU {cpu:.0f} us a ticket, {found.differing:,} differ;"
        f" a million in {minutes:.1f} min{_mark(minutes < MINUTES)} (goal < {MINUTES:.0f});"
        f" {_memory():.0f} MB{_mark(_memory() < MEMORY)} (goal < {MEMORY:,.0f})",
        flush=True,
    )


def _show(done: int, of: int) -> None:
    print(f"\r{done / of:4.0%}", end="" if done < of else "\r    \r", file=sys.stderr, flush=True)


def _spent() -> float:
    """Seconds of processor time: this process and its children that have ended."""
    return sum(who.ru_utime + who.ru_stime for who in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def _memory() -> float:
    """MB of this process and the largest child, each at its peak, counting the other children like that one."""
    own, child = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own + child * (os.cpu_count() or 1)


def _mark(good: bool) -> str:
    return "" if good else " (MISSED)"


if __name__ == "__main__":
    measure(sys.argv[1], sys.argv[2], int(sys.argv[3]))
