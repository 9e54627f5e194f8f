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
    """PostgreSQL's processes: the one that owns our port, and its children."""
    if not os.environ.get("DATABASE_URL"):
        return []
    names = [int(path.parent.name) for path in Path("/proc").glob("[0-9]*/comm") if _name(path) == "postgres"]
    return names


def _name(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:
        return ""


def ticks(process: int) -> int:
    """Processor time of a process and of its children that have ended."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(map(int, fields[11:15]))
