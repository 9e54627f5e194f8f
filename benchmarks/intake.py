"""What a message costs through the whole path, beside what it costs at least: to be parsed, and its rows to be inserted."""

from __future__ import annotations

import email
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import partial

from benchmarks import mails, stage

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
TABLES = ("inbounditem", "person", "ticket", "message", "attachment", "ticketevent", "delivery")
BATCH = 200
Rows = dict[str, list[tuple[object, ...]]]


def main(arguments: list[str]) -> None:
    with stage.databases() as found:
        for name, environment in found.items():
            for way in ("singly", "bulk"):
                folder = {"SUPPORTOPS_DATA": f"{environment['SUPPORTOPS_DATA']}-{way}"}
                url = {"DATABASE_URL": _new_database(environment["DATABASE_URL"], way)}
                stage.in_its_own_process("benchmarks.intake", [name, way], environment | folder | url)


def _new_database(url: str, name: str) -> str:
    if not url:
        return ""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return url.rpartition("/")[0] + f"/{name}"


def measure(name: str, way: str) -> None:
    stage.ready()
    raws = [*mails.plain(2000), *mails.multipart(200)]
    parse, _ = stage.measured(lambda: [email.message_from_bytes(raw) for raw in raws])
    _warm_up()
    cost, wall = stage.measured(lambda: WAYS[way](raws))
    _check(len(raws))
    insert, commits = _raw_insert(way)
    ratio, goal = cost / (parse + insert), {"singly": 5, "bulk": 3}[way]
    per = 1000 / len(raws)
    print(
        f"intake {name:<10} {way:<6} {len(raws) / wall:7.0f} messages/s   CPU {cost * per:.2f} ms a message;"
        f" raw parse {parse * per:.2f}, raw insert {insert * per:.2f}, durable commits {commits:.0f}/s -> ratio {ratio:.2f} (goal {goal})"
    )


def _warm_up() -> None:
    """Imports and the compiled policy are not a message's cost."""
    from supportops.actions import desk
    from supportops.interfaces import worker

    desk.the_desk()
    worker.spare_the_collector()
    _singly(mails.plain(5, seed=99))


def _singly(raws: Sequence[bytes]) -> None:
    """As the listener and the worker do it: kept and committed, then received, one after the other."""
    from supportops.actions import intake
    from supportops.models import Mailbox

    mailbox = Mailbox.objects.get()
    for raw in raws:
        intake.keep(mailbox, raw, source="smtp", at=AT)
        intake.receive(intake.claim(AT, 1), AT)


def _bulk(raws: Sequence[bytes]) -> None:
    from supportops.actions import intake
    from supportops.models import Mailbox

    mailbox = Mailbox.objects.get()
    for start in range(0, len(raws), BATCH):
        intake.keep_many(mailbox, raws[start : start + BATCH], source="import", at=AT, quiet=False)
        intake.receive(intake.claim(AT, BATCH), AT)


WAYS: dict[str, Callable[[Sequence[bytes]], None]] = {"singly": _singly, "bulk": _bulk}


def _check(expected: int) -> None:
    from supportops.actions import intake

    counts = intake.counts()
    if counts["opened"] != expected + 5 or counts["lost"]:
        sys.exit(f"the bench lost its way: {counts}")


def _raw_insert(way: str) -> tuple[float, float]:
    """CPU to insert the very same rows through the bare driver into empty tables of the same form, and durable commits a second."""
    from django.db import connection

    rows = {table: _dump(table) for table in (*TABLES, "words")}
    for table in rows:
        _empty_copy(table)
    groups = _by_message(rows) if way == "singly" else [rows]
    cost, _ = stage.measured(lambda: [_insert(group) for group in groups])
    _, wall = stage.measured(lambda: [_insert({"inbounditem": [_renumbered(rows["inbounditem"][0], n)]}) for n in range(100)])
    connection.close()
    return cost, 100 / wall


def _dump(table: str) -> list[tuple[object, ...]]:
    from django.db import connection

    sql = _WORDS[connection.vendor] if table == "words" else f"SELECT * FROM supportops_{table} ORDER BY 1"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [_plain(row) for row in cursor.fetchall()]


_WORDS = {
    "sqlite": "SELECT id, subject || ' ' || author_name || ' ' || author_email || ' ' || new_text FROM supportops_message",
    "postgresql": "SELECT id, subject || ' ' || author_name || ' ' || author_email || ' ' || new_text FROM supportops_message",
}


def _plain(row: Iterable[object]) -> tuple[object, ...]:
    import json

    return tuple(json.dumps(value) if isinstance(value, (dict, list)) else value for value in row)


def _empty_copy(table: str) -> None:
    """The same columns and the same indexes, empty."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("CREATE SCHEMA IF NOT EXISTS bare")
            cursor.execute(f"CREATE TABLE bare.supportops_{table} (LIKE supportops_{table} INCLUDING INDEXES INCLUDING DEFAULTS)")
        elif table == "words":
            cursor.execute("CREATE VIRTUAL TABLE bare_words USING fts5(words, content='', tokenize='unicode61 remove_diacritics 2')")
        else:
            _sqlite_copy(cursor, table)


def _sqlite_copy(cursor, table: str) -> None:
    cursor.execute(
        "SELECT name, sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL ORDER BY type DESC", [f"supportops_{table}"]
    )
    for name, sql in cursor.fetchall():
        cursor.execute(sql.replace(f"supportops_{table}", f"bare_{table}").replace(f'"{name}"', f'"bare_{name}"', 1).replace("%", "%%"))


def _insert(group: Rows) -> None:
    """One transaction for the rows of a message, or of everything, with the bare driver."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        for table, rows in group.items():
            if rows:
                cursor.executemany(_statement(connection.vendor, table, len(rows[0])), rows)


def _statement(vendor: str, table: str, columns: int) -> str:
    places = ", ".join(["%s"] * columns)
    if vendor == "postgresql":
        values = "%s, to_tsvector('simple', %s)" if table == "words" else places
        return f"INSERT INTO bare.supportops_{table} VALUES ({values})"
    return "INSERT INTO bare_words(rowid, words) VALUES (%s, %s)" if table == "words" else f"INSERT INTO bare_{table} VALUES ({places})"


def _by_message(rows: Rows) -> list[Rows]:
    """The rows that each message brought, as its two transactions: the raw bytes, then the rest."""
    ticket_of = {row[0]: row[_column("message", "ticket_id")] for row in rows["message"]}
    owner = {"ticket": lambda row: row[0], "words": lambda row: ticket_of[row[0]]}
    owner |= {table: partial(_at, place=_column(table, "ticket_id")) for table in ("message", "ticketevent", "delivery")}
    groups: dict[object, Rows] = {row[0]: defaultdict(list) for row in rows["ticket"]}
    for table, owns in owner.items():
        for row in rows[table]:
            groups[owns(row)][table].append(row)
    later = list(groups.values())
    for table in ("person", "attachment"):
        _deal(rows[table], later, table)
    return [part for raw, rest in zip(rows["inbounditem"], later, strict=False) for part in ({"inbounditem": [raw]}, dict(rest))]


def _deal(extra: list[tuple[object, ...]], later: list[Rows], table: str) -> None:
    """Rows that belong to no ticket alone go with one message each."""
    for index, row in enumerate(extra):
        later[index % len(later)][table].append(row)


def _at(row: tuple[object, ...], place: int) -> object:
    return row[place]


def _column(table: str, name: str) -> int:
    """Where a column stands in SELECT *."""
    from django.db import connection

    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, f"supportops_{table}")].index(name)


def _renumbered(row: tuple[object, ...], number: int) -> tuple[object, ...]:
    changed = list(row)
    changed[0] = 10_000_000 + number
    changed[_column("inbounditem", "fingerprint")] = f"{number:064d}"
    return tuple(changed)


if __name__ == "__main__":
    measure(sys.argv[1], sys.argv[2])
