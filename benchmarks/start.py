"""How long an installation takes to be there, and what it takes while nobody works."""

from __future__ import annotations

import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from benchmarks import stage

TIMES, IDLE = 5, 20.0
SOONEST, LARGEST = 2.0, 400.0  # the goals: seconds to the first answer, MB of the whole tree
PATIENCE = 180.0


def main(arguments: list[str]) -> None:
    with tempfile.TemporaryDirectory(prefix="supportops-bench-") as folder:
        for name in ("first start with its demo", "later start"):
            seconds, spent = _until_healthy("up", folder)
            print(f"start up    {name:<25} {seconds:5.1f} s, CPU {spent:.1f} s in all processes", flush=True)
        web = [_until_healthy("web", folder) for _ in range(TIMES)]
        middle, spent = (statistics.median(figures) for figures in zip(*web, strict=True))
        times = ", ".join(f"{seconds:.2f}" for seconds, _ in web)
        print(
            f"start web   first answer after    {middle:.2f} s{_mark(middle < SOONEST)}, CPU {spent:.2f} s (medians of {times}; goal < 2)",
            flush=True,
        )
        _tell_memory(folder)


def _mark(good: bool) -> str:
    return "" if good else " (MISSED)"


def _until_healthy(command: str, folder: str) -> tuple[float, float]:
    """Seconds on the wall, and of processor time in the whole tree, until the first answer."""
    with _running(command, folder) as (start, process):
        seconds = time.perf_counter() - start
        return seconds, sum(map(stage.ticks, _tree(process.pid))) / stage.CLOCK_TICK


def _tell_memory(folder: str) -> None:
    with _running("up", folder) as (_start, process):
        time.sleep(IDLE)
        tree = list(_tree(process.pid))
        resident, shared_out = (sum(_memory(part, name) for part in tree) / 1024 for name in ("Rss", "Pss"))
    print(
        f"start idle  {len(tree)} processes after {IDLE:.0f} s: RSS {resident:.0f} MB, PSS {shared_out:.0f} MB"
        f" (goal < {LARGEST:.0f}){_mark(resident < LARGEST)}"
    )


@contextmanager
def _running(command: str, folder: str) -> Iterator[tuple[float, subprocess.Popen[bytes]]]:
    """An installation from its first instant, handed over once it answers; ended as Ctrl-C would."""
    port, smtp = _free_port(), _free_port()
    ports = ["--port", str(port), *(["--smtp-port", str(smtp)] if command == "up" else [])]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "supportops", command, "--data", folder, *ports], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        _wait(f"http://127.0.0.1:{port}/healthz", process)
        yield start, process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.perf_counter() + PATIENCE
    while time.perf_counter() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.02)
    sys.exit(f"{address} never answered.")


def _tree(process: int) -> Iterator[int]:
    """A process and all that it started."""
    yield process
    for task in Path(f"/proc/{process}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from _tree(int(child))


def _memory(process: int, name: str) -> int:
    """KB of a process; Rss counts shared pages in each, Pss shares them out."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))
