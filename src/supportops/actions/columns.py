"""A model's columns, and what is done to their values on the way to the driver and back, as Django would do it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Model

Change = Callable[[Any], Any]


class Columns(NamedTuple):
    """A model's columns but the number, and what is done to their values on the way to the driver and back, by their places."""

    names: tuple[str, ...]
    attributes: tuple[str, ...]
    prepare: dict[int, Change]
    restore: dict[int, Change]


def of(model: type[Model]) -> Columns:
    """The columns of a model in the database at hand."""
    return _columns(model, connection.vendor)


@cache
def _columns(model: type[Model], vendor: str) -> Columns:
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    prepare = {place: way for place, field in enumerate(fields) if (way := _preparation(field, vendor))}
    restore = {place: way for place, field in enumerate(fields) if (way := _restoration(field, vendor))}
    return Columns(tuple(str(field.column) for field in fields), tuple(field.attname for field in fields), prepare, restore)


def _preparation(field: Any, vendor: str) -> Change | None:
    """How Django would prepare a value; nothing where the driver takes it as it is."""
    kind = field.get_internal_type()
    if kind in _PLAIN or (vendor == "postgresql" and kind == "DateTimeField"):
        return None
    if kind == "JSONField" and vendor == "sqlite":
        return _json(field)
    if kind == "DateTimeField":
        return _instant
    return lambda value: None if value is None else field.get_db_prep_save(value, connection)


def _restoration(field: Any, vendor: str) -> Change | None:
    """How Django would give back what the driver read. SQLite knows neither instants nor truth."""
    kind = field.get_internal_type()
    if kind == "JSONField":
        return json.loads
    if vendor == "sqlite" and kind in _MORE_THAN_SQLITE:
        return _MORE_THAN_SQLITE[kind]
    return None if kind in {*_PLAIN, "DateTimeField", "BinaryField"} else field.to_python


def _json(field: Any) -> Callable[[Any], str]:
    encode = (field.encoder or json.JSONEncoder)().encode
    return lambda value: encode(value) if value else "{}" if isinstance(value, dict) else "[]"


@lru_cache(256)  # a batch writes a few instants many times
def _instant(value: datetime | None) -> str | None:
    """As Django writes an instant to SQLite: UTC, without its offset."""
    return None if value is None else str(value.astimezone(UTC))[:-6]


def instant(at: datetime | None) -> Any:
    """An instant as a statement of our own compares it."""
    return at if connection.vendor == "postgresql" else _instant(at)


def aware(value: datetime | str) -> datetime:
    """An instant as the driver reads it, with its zone."""
    return (datetime.fromisoformat(value) if isinstance(value, str) else value).replace(tzinfo=UTC)


_MORE_THAN_SQLITE: dict[str, Change] = {"DateTimeField": aware, "BooleanField": bool}
_PLAIN = {
    *("BigAutoField", "CharField", "TextField", "EmailField", "SlugField", "BooleanField", "ForeignKey"),
    *("PositiveSmallIntegerField", "PositiveIntegerField", "PositiveBigIntegerField", "BigIntegerField"),
}


def prepared(facts: dict[str, Any], columns: Columns) -> list[Any]:
    """The values of a row as the driver wants them."""
    found = list(itemgetter(*columns.attributes)(facts))
    for place, prepare in columns.prepare.items():
        found[place] = prepare(found[place])
    return found


def restored(values: Sequence[Any], columns: Columns) -> dict[str, Any]:
    """The row of which the driver read these values."""
    found = list(values)
    for place, restore in columns.restore.items():
        if found[place] is not None:
            found[place] = restore(found[place])
    return dict(zip(columns.attributes, found, strict=True))
