"""Rows at nearly the price of the bare driver: what one mail needs costs more to be built by Django than to be done by the database.

Statements that read stand where they are used, and name tables and columns as the database knows them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Model
from django.db.models.base import ModelState

from supportops.actions import columns


def new(model: type[Model], **facts: Any) -> Any:
    """A row to be inserted, from its columns. The model's own way to make one asks each field anew, which a batch notices."""
    constants, made = _defaults(model)
    return _row(model, {**constants, **{name: make() for name, make in made.items()}, **facts}, adding=True)


def _row(model: type[Model], facts: dict[str, Any], *, adding: bool) -> Any:
    row = model.__new__(model)
    row._state = ModelState()
    row._state.adding, row._state.db = adding, None if adding else "default"
    vars(row).update(facts)
    return row


@cache
def _defaults(model: type[Model]) -> tuple[dict[str, Any], dict[str, Callable[[], Any]]]:
    """What is the same in each new row, and what each has for itself, such as a list."""
    fields = model._meta.concrete_fields
    made = {field.attname: field.default for field in fields if field.has_default() and callable(field.default)}
    return {field.attname: field.get_default() for field in fields if field.attname not in made}, made


def insert(rows: Sequence[Model]) -> None:
    """Insert new rows of one model inside a transaction; afterwards each has its number, in the order given."""
    if rows:
        _number(rows, add(type(rows[0]), [vars(row) for row in rows]))


def insert_unless_known(row: Model) -> bool:
    """Insert a row, by one statement that needs no transaction around it; not where a unique constraint knows it."""
    values = columns.prepared(vars(row), columns.of(type(row)))
    numbers = _insert_at_once(type(row), [values], "ON CONFLICT DO NOTHING")
    _number([row][: len(numbers)], numbers)
    return bool(numbers)


def _number(rows: Sequence[Any], numbers: Sequence[int]) -> None:
    for row, number in zip(rows, numbers, strict=True):
        row.id, row._state.adding, row._state.db = number, False, "default"


def add(model: type[Model], facts: Sequence[dict[str, Any]]) -> Sequence[int]:
    """Insert rows that nobody needs as objects, each given by all its columns but the number; says their numbers."""
    known = columns.of(model)
    values = [columns.prepared(row, known) for row in facts]
    if not values:
        return []
    return _insert_at_once(model, values) if len(values) < FEW else _insert_numbered(model, values)


FEW = 8  # from here on it pays to draw the numbers first


def change(model: type[Model], names: Sequence[str], rows: Sequence[tuple[Any, ...]], where: str) -> int:
    """Update rows by one statement each; every tuple holds the new values and then those of the condition. Says how many rows changed."""
    if not rows:
        return 0
    known = columns.of(model)
    wanted = [known.attributes.index(name) for name in names]
    prepare = [known.prepare.get(place, _same) for place in wanted]
    prepared = [(*(f(v) for f, v in zip(prepare, row, strict=False)), *row[len(names) :]) for row in rows]
    changes = ", ".join(f'"{known.names[place]}" = %s' for place in wanted)
    return run(f'UPDATE "{model._meta.db_table}" SET {changes} WHERE {where}', prepared)  # noqa: S608 - our own names only


def _same(value: Any) -> Any:
    return value


def run(sql: str, rows: Sequence[Sequence[Any]]) -> int:
    """A statement once for each row of values; says how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, rows[0]) if len(rows) == 1 else cursor.executemany(sql, rows)
        return cursor.rowcount


def read(sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """What a statement finds, as the driver gives it."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def objects(model: type[Model], sql: str, values: Sequence[Any] = ()) -> list[Any]:
    """The rows that a statement finds, which asks for `{columns}`."""
    known = columns.of(model)
    found = read(sql.format(columns=_listed(model)), values)
    return [_row(model, {"id": number} | columns.restored(rest, known), adding=False) for number, *rest in found]


@cache
def _listed(model: type[Model]) -> str:
    table = model._meta.db_table
    return ", ".join(f'"{table}"."{name}"' for name in ("id", *columns.of(model).names))


def places(values: Collection[Any]) -> str:
    """As many places for values as a list of them needs."""
    return ", ".join(["%s"] * len(values))


def literals(words: Iterable[str]) -> str:
    """Words of our own inside a statement: for a partial index it must be told them before it runs."""
    return ", ".join(f"'{word}'" for word in words)


def _insert_at_once(model: type[Model], values: Sequence[list[Any]], otherwise: str = "") -> list[int]:
    """A single statement. It may tell the numbers in any order, but they rise with the rows."""
    names = ", ".join(f'"{name}"' for name in columns.of(model).names)
    each = ", ".join(f"({places(row)})" for row in values)
    sql = f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES {each} {otherwise} RETURNING id'  # noqa: S608 - our own names only
    return sorted(number for (number,) in read(sql, [value for row in values for value in row]))


def _insert_numbered(model: type[Model], values: Sequence[list[Any]]) -> Sequence[int]:
    """Numbers first, then all rows: one after the other on SQLite, by COPY on PostgreSQL."""
    numbers = _WAYS[connection.vendor].numbers(model._meta.db_table, len(values))
    names = ", ".join(f'"{name}"' for name in ("id", *columns.of(model).names))
    _WAYS[connection.vendor].write(
        f'"{model._meta.db_table}" ({names})', [(number, *row) for number, row in zip(numbers, values, strict=True)]
    )
    return numbers


def _next_in_sqlite(table: str, count: int) -> Sequence[int]:
    """The transaction holds the only write lock."""
    (last,) = next(iter(read("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])), (0,))
    return range(last + 1, last + 1 + count)


def _next_in_postgresql(table: str, count: int) -> Sequence[int]:
    return [number for (number,) in read("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count])]


def _one_by_one(table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    run(f"INSERT INTO {table} VALUES ({places(rows[0])})", rows)  # noqa: S608 - our own names only


def _copy(table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as stream:
        for row in rows:
            stream.write_row(row)


class _Way(NamedTuple):
    numbers: Callable[[str, int], Sequence[int]]
    write: Callable[[str, Sequence[tuple[Any, ...]]], None]


_WAYS = {"sqlite": _Way(_next_in_sqlite, _one_by_one), "postgresql": _Way(_next_in_postgresql, _copy)}
