"""A desk of its own for each measurement, and the CPU time of everything that works for it."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

CLOCK_TICK = os.sysconf("SC_CLK_TCK")


@contextmanager
def databases(durable: bool = True) -> Iterator[dict[str, str]]:
    """The environment of each database: SQLite in a new folder, and PostgreSQL where its programs are here."""
    from tests.databases import NoPostgres, postgres

    options = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"} if durable else {}
    with tempfile.TemporaryDirectory(prefix="supportops-bench-") as folder:
        found = {"SQLite": {"SUPPORTOPS_DATA": f"{folder}/sqlite", "DATABASE_URL": ""}}
        try:
            with postgres(**options) as url:
                yield found | {"PostgreSQL": {"SUPPORTOPS_DATA": f"{folder}/postgres", "DATABASE_URL": url}}
        except NoPostgres as missing:
            print(f"PostgreSQL is left out: {missing}", file=sys.stderr)
            yield found


def in_its_own_process(module: str, arguments: list[str], environment: dict[str, str]) -> None:
    """Settings are read once a process, so each database gets a process."""
    for folder in (environment["SUPPORTOPS_DATA"],):
        Path(folder).mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, "-m", module, *arguments], env={**os.environ, **environment}, check=True)


def ready() -> None:
    """Django with a migrated database."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "supportops.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


def cpu() -> float:
    """Seconds of processor time so far: this process and every PostgreSQL server process of the bench's cluster."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    return own.ru_utime + own.ru_stime + sum(map(ticks, _servers())) / CLOCK_TICK


def measured(work: Callable[[], object]) -> tuple[float, float]:
    """CPU seconds and wall seconds of some work."""
    before, start = cpu(), time.perf_counter()
    work()
    return cpu() - before, time.perf_counter() - start


def _servers() -> list[int]:
    """PostgreSQL's processes: the one that was started for our port, and its children."""
    port = urlsplit(os.environ.get("DATABASE_URL", "")).port
    if port is None:
        return []
    processes = [int(path.name) for path in Path("/proc").glob("[0-9]*")]
    heads = [process for process in processes if f"port={port}" in _read(process, "cmdline")]
    return heads + [process for process in processes if _stat(process)[1:2] in [[str(head)] for head in heads]]


def ticks(process: int) -> int:
    """Processor time of a process and of its children that have ended."""
    return sum(map(int, _stat(process)[11:15]))


def _stat(process: int) -> list[str]:
    """What the system tells of a process, behind its name; nothing where it has ended."""
    return _read(process, "stat").rpartition(")")[2].split()


def _read(process: int, name: str) -> str:
    try:
        return Path(f"/proc/{process}/{name}").read_text()
    except OSError:
        return ""
