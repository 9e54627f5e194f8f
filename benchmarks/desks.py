"""Desks of any size: the demo generator makes one on SQLite, PostgreSQL gets the same rows, and a larger desk repeats them."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import stage

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

GENERATED = 100_000  # a larger desk repeats this one, for its own hour of generating would say nothing more about pages
PERSON, ORGANIZATION, TICKET, MESSAGE = "supportops_person", "supportops_organization", "supportops_ticket", "supportops_message"
EVENT, ATTACHMENT = "supportops_ticketevent", "supportops_attachment"
# What a copy's rows point to: column -> the table whose numbers move on with it. Agents, teams and mailboxes stay the same.
LINKS = {
    ORGANIZATION: {"id": ORGANIZATION},
    PERSON: {"id": PERSON, "organization_id": ORGANIZATION},
    TICKET: {"id": TICKET, "requester_id": PERSON, "organization_id": ORGANIZATION, "problem_id": TICKET},
    MESSAGE: {"id": MESSAGE, "ticket_id": TICKET},
    EVENT: {"id": EVENT, "ticket_id": TICKET, "message_id": MESSAGE},
    ATTACHMENT: {"id": ATTACHMENT, "message_id": MESSAGE},
}
WORDS = "substr(t.subject || ' ' || m.author_name || ' ' || m.author_email || ' ' || m.new_text, 1, 20000)"
SPOKEN = "FROM supportops_message m JOIN supportops_ticket t ON t.id = m.ticket_id"
INDEX = {
    "sqlite": f"INSERT INTO supportops_words(rowid, words) SELECT m.id, {WORDS} {SPOKEN} WHERE m.id > {{0}} ORDER BY m.id",
    "postgresql": f"INSERT INTO supportops_words SELECT m.id, to_tsvector('simple', {WORDS}) {SPOKEN} WHERE m.id > {{0}}",
}
HURRY = {
    "sqlite": ("PRAGMA foreign_keys = OFF", "PRAGMA synchronous = OFF", "PRAGMA cache_size = -1000000"),
    "postgresql": ("SET session_replication_role = replica", "SET synchronous_commit = off"),
}


Desk = tuple[str, int]
ROOM = {"shared_buffers": "1GB", "max_wal_size": "8GB", "maintenance_work_mem": "512MB"}


@contextmanager
def desks(folder: Path, sizes: list[int], wanted: list[str], generated: int) -> Iterator[dict[Desk, dict[str, str]]]:
    """The environment of each desk by database and size; what is in the folder already is used again."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711)  # PostgreSQL may run as a user of its own, who has to pass through
    with _server(folder / "cluster", wanted) as server:
        found: dict[Desk, dict[str, str]] = {}
        for size in sizes:
            base = min(size, generated)
            for desk in (("sqlite", base), *((database, size) for database in wanted)):
                found[desk] = _environment(folder, desk, server)
                _make(found[desk], desk, _environment(folder, ("sqlite", base), ""))
        yield {desk: found[desk] for desk in found if desk[0] in wanted and desk[1] in sizes}


@contextmanager
def _server(folder: Path, wanted: list[str]) -> Iterator[str]:
    from tests.databases import postgres

    if "postgresql" not in wanted:
        yield ""
        return
    with postgres(folder, fsync="on", synchronous_commit="on", full_page_writes="on", **ROOM) as url:
        yield url.rpartition("/")[0]


def _environment(folder: Path, desk: Desk, server: str) -> dict[str, str]:
    database, size = desk
    url = f"{server}/desk_{size}" if database == "postgresql" else ""
    return {"SUPPORTOPS_DATA": str(folder / f"{database}-{size}"), "DATABASE_URL": url}


def _make(environment: dict[str, str], desk: Desk, base: dict[str, str]) -> None:
    data, source = Path(environment["SUPPORTOPS_DATA"]), Path(base["SUPPORTOPS_DATA"])
    if (data / "made").exists():
        return
    print(f"desks {desk[0]} {desk[1]}: being made", file=sys.stderr, flush=True)
    start = time.perf_counter()
    if desk[0] == "sqlite" and data != source:
        shutil.copytree(source, data, dirs_exist_ok=True, ignore=shutil.ignore_patterns("made"))
    stage.in_its_own_process("benchmarks.desks", [str(desk[1]), str(source)], environment)
    (data / "made").write_text(f"{time.perf_counter() - start:.0f} s\n")


def main(size: int, source: Path) -> None:
    url, data = os.environ["DATABASE_URL"], os.environ["SUPPORTOPS_DATA"]
    if url:
        _create_database(url)
    stage.ready()
    if url:
        _hurriedly(lambda cursor: _load(source / "supportops.sqlite3", cursor))
    elif Path(data) == source:
        _generate(size)
    _hurriedly(lambda cursor: _repeat(size, cursor))
    _tidy()


def _create_database(url: str) -> None:
    import psycopg

    server, _, name = url.rpartition("/")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")


def _generate(size: int) -> None:
    from supportops.actions.demo import fill
    from supportops.planning.demo.desk import Plan

    fill(Plan(size, 90, 7, datetime.now(UTC).replace(microsecond=0)), lambda added: None)


def _hurriedly(work: Callable[[CursorWrapper], None]) -> None:
    """Rows that were right before need no checks, and a desk that is not finished is made again."""
    from django.db import connection

    with connection.cursor() as cursor:
        for sql in HURRY[connection.vendor]:
            cursor.execute(sql)
        work(cursor)
    connection.close()


def _tidy() -> None:
    """What PostgreSQL's autovacuum would have done by now; on SQLite nobody does it."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _load(source: Path, cursor: CursorWrapper) -> None:
    """The rows of a SQLite desk, as they are."""
    lite = sqlite3.connect(f"file:{source}?mode=ro", uri=True)
    cursor.execute("TRUNCATE supportops_desk, supportops_team, supportops_mailbox CASCADE")
    for table in ("supportops_desk", "supportops_team", "supportops_mailbox", *LINKS):
        _copy(lite, cursor, table)
    cursor.execute(INDEX["postgresql"].format(0))
    _count_on(cursor)


def _count_on(cursor: CursorWrapper) -> None:
    for table in LINKS:
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")


def _copy(lite: sqlite3.Connection, cursor: CursorWrapper, table: str) -> None:
    columns = _columns(table)
    names = ", ".join(f'"{name}"' for name in columns)
    prepare = [_PREPARE.get(kind) for kind in columns.values()]
    with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as stream:
        for row in lite.execute(f"SELECT {names} FROM {table} ORDER BY 1"):
            stream.write_row([value if f is None or value is None else f(value) for f, value in zip(prepare, row, strict=True)])


_PREPARE: dict[str, Callable[[object], object]] = {
    "BooleanField": bool,
    "DateTimeField": lambda value: f"{value}+00",
    "DurationField": lambda value: f"{value} microseconds",
}


def _columns(table: str) -> dict[str, str]:
    """The columns of a table, each with its kind."""
    from django.apps import apps

    model = next(model for model in apps.get_app_config("supportops").get_models() if model._meta.db_table == table)
    return {field.column: field.get_internal_type() for field in model._meta.concrete_fields}


def _repeat(size: int, cursor: CursorWrapper) -> None:
    """Every customer and every ticket again and again, under their own numbers: the same days, so many times as busy."""
    from django.db import connection

    steps = {table: _highest(cursor, table) for table in LINKS}
    for copy in range(1, size // steps[TICKET]):
        for table in LINKS:
            cursor.execute(_again(table, steps, copy))
    cursor.execute(INDEX[connection.vendor].format(steps[MESSAGE]))
    if connection.vendor == "postgresql":
        _count_on(cursor)


def _highest(cursor: CursorWrapper, table: str) -> int:
    cursor.execute(f"SELECT max(id) FROM {table}")
    return cursor.fetchone()[0]


def _again(table: str, steps: dict[str, int], copy: int) -> str:
    own = {column: f"{column} + {copy * steps[target]}" for column, target in LINKS[table].items()}
    own |= {PERSON: {"email": f"'{copy}.' || email"}, ORGANIZATION: {"domain": f"'{copy}.' || domain"}}.get(table, {})
    columns = list(_columns(table))
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(own.get(name, f'"{name}"') for name in columns)
    who = " AND role = 'customer'" if table == PERSON else ""
    return f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE id <= {steps[table]}{who} ORDER BY id"


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
