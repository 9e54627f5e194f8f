"""A constant that stands in the SQL itself: SQLite uses a partial index only for a query that says the index's condition word for word."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import CharField, Value

_HARMLESS = re.compile(r"[a-z_]*")


class Literal(Value):
    """One of our own words, never somebody else's."""

    def __init__(self, word: str) -> None:
        if not _HARMLESS.fullmatch(word):
            raise ValueError(f"{word!r} is no word of ours")
        super().__init__(word, output_field=CharField())

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return f"'{self.value}'", []
