"""Many rows at once, at nearly the price of the bare driver: numbers are drawn first, then the rows go in by one statement."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Model


class Column(NamedTuple):
    """A column and how its value goes to the driver."""

    name: str
    attribute: str
    prepare: Callable[[Any], Any] | None


def insert(rows: Sequence[Model]) -> None:
    """Insert new rows of one model inside a transaction; afterwards each has its number, in the order given."""
    if not rows:
        return
    add(type(rows[0]), [vars(row) for row in rows])
    for row in rows:
        row._state.adding, row._state.db = False, "default"


def add(model: type[Model], facts: Sequence[dict[str, Any]]) -> list[int]:
    """Insert rows that nobody needs as objects, each given by all its columns but the number; says their numbers."""
    columns, numbers = _columns(model, connection.vendor), list(_numbers(model, len(facts)))
    for row, number in zip(facts, numbers, strict=True):
        row["id"] = number
    _WAYS[connection.vendor](model._meta.db_table, columns, [_values(row, columns) for row in facts])
    return numbers


def change(model: type[Model], names: Sequence[str], rows: Sequence[tuple[Any, ...]], where: str) -> int:
    """Update rows by one statement each; every tuple holds the new values and then those of the condition. Says how many rows changed."""
    fields = {column.attribute: column for column in _columns(model, connection.vendor)}
    places = ", ".join(f'"{fields[name].name}" = %s' for name in names)
    prepare = [fields[name].prepare or _same for name in names]
    prepared = [(*(f(v) for f, v in zip(prepare, row, strict=False)), *row[len(names) :]) for row in rows]
    if not prepared:
        return 0
    with connection.cursor() as cursor:
        cursor.executemany(f'UPDATE "{model._meta.db_table}" SET {places} WHERE {where}', prepared)  # noqa: S608 - our own names only
        return cursor.rowcount


def _same(value: Any) -> Any:
    return value


def _numbers(model: type[Model], count: int) -> Iterable[int]:
    """Fresh primary keys. On SQLite the transaction holds the only write lock; PostgreSQL's sequence is nobody's alone."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count])
            return [number for (number,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
        start = (last[0] if last else 0) + 1
        return range(start, start + count)


@cache
def _columns(model: type[Model], vendor: str) -> tuple[Column, ...]:
    return tuple(Column(str(field.column), field.attname, _preparation(field, vendor)) for field in model._meta.concrete_fields)


def _preparation(field: Any, vendor: str) -> Callable[[Any], Any] | None:
    """How Django would prepare a value; nothing where the driver takes it as it is."""
    kind = field.get_internal_type()
    if kind in _PLAIN or (vendor == "postgresql" and kind == "DateTimeField"):
        return None
    if kind == "JSONField" and vendor == "sqlite":
        return _json(field)
    if kind == "DateTimeField":
        return _instant
    return lambda value: None if value is None else field.get_db_prep_save(value, connection)


def _json(field: Any) -> Callable[[Any], str]:
    encode = (field.encoder or json.JSONEncoder)().encode
    return lambda value: encode(value) if value else "{}" if isinstance(value, dict) else "[]"


def _instant(value: datetime | None) -> str | None:
    """As Django writes an instant to SQLite: UTC, without its offset."""
    return None if value is None else str(value.astimezone(UTC).replace(tzinfo=None))


_PLAIN = {
    *("BigAutoField", "CharField", "TextField", "EmailField", "SlugField", "BooleanField", "ForeignKey"),
    *("PositiveSmallIntegerField", "PositiveIntegerField", "PositiveBigIntegerField", "BigIntegerField"),
}


def _values(facts: dict[str, Any], columns: Sequence[Column]) -> tuple[Any, ...]:
    return tuple(facts[c.attribute] if c.prepare is None else c.prepare(facts[c.attribute]) for c in columns)


def _insert_each(table: str, columns: Sequence[Column], values: Sequence[tuple[Any, ...]]) -> None:
    names, places = ", ".join(f'"{c.name}"' for c in columns), ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places})', values)  # noqa: S608 - our own names only


def _copy(table: str, columns: Sequence[Column], values: Sequence[tuple[Any, ...]]) -> None:
    names = ", ".join(f'"{c.name}"' for c in columns)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as stream:
        for row in values:
            stream.write_row(row)


def _by_size(table: str, columns: Sequence[Column], values: Sequence[tuple[Any, ...]]) -> None:
    (_insert_each if len(values) < FEW else _copy)(table, columns, values)


FEW = 8  # below this a COPY costs more than it saves
_WAYS = {"sqlite": _insert_each, "postgresql": _by_size}
