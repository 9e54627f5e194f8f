"""The database's reader of a condition: the same answer as `matches`, as a filter on the ticket table."""

from __future__ import annotations

from typing import Any

from django.db.models import JSONField, Lookup, Q

from supportops.core import conditions
from supportops.core.conditions import FACTS, Condition, Not, Test
from supportops.core.phrases import fold

NOTHING = Q(pk__in=[])


def as_q(condition: Condition) -> Q:
    """Filters tickets by a condition."""
    match condition:
        case Test(fact, op, value):
            return _OPS[op](fact, value)
        case Not(part):
            return ~as_q(part)
        case conditions.All(parts):
            return Q(*map(as_q, parts)) if parts else ~NOTHING  # Django drops an empty Q, even beside "or"
        case conditions.Any(parts):
            return Q(*map(as_q, parts), _connector=Q.OR) if parts else NOTHING


def _contains(fact: str, value: str) -> Q:
    """Text is compared in the folded column, where the words stand between single spaces."""
    return Q(folded__contains=fold(value)) if FACTS[fact].kind == "text" else Q(**{f"{fact}__holds": value})


def _empty(fact: str, value: bool) -> Q:
    kind = FACTS[fact].kind
    blank = {"text": Q(**{fact: ""}), "words": Q(**{fact: []})}.get(kind, Q(**{f"{fact}__isnull": True}))
    blank = blank | Q(**{fact: ""}) if kind == "word" else blank
    return blank if value else ~blank


def _lookup(name: str) -> Any:
    return lambda fact, value: Q(**{f"{fact}__{name}": value})


_OPS = {"is": _lookup("exact"), "in": _lookup("in"), "contains": _contains, "gt": _lookup("gt"), "lt": _lookup("lt"), "empty": _empty}


@JSONField.register_lookup
class Holds(Lookup):
    """A JSON list has this string among its items."""

    lookup_name = "holds"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: str, connection: Any) -> tuple[str, list[str]]:
        return "%s", [value]

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return self._sql("EXISTS (SELECT 1 FROM json_each({}) WHERE value = {})", compiler, connection)

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return self._sql("jsonb_exists({}, {})", compiler, connection)

    def _sql(self, template: str, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, column_values = self.process_lhs(compiler, connection)
        value, values = self.process_rhs(compiler, connection)
        return template.format(column, value), [*column_values, *values]
