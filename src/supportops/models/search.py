"""Full text over messages: SQLite's FTS5 or PostgreSQL's text search, read by one function."""

from __future__ import annotations

import re

from django.db import connection
from django.db.models import QuerySet

from supportops.models.messages import Message
from supportops.models.tickets import Ticket

NEWEST = 500  # enough hits for any page; a longer query narrows better than a longer list
_WORD = re.compile(r"\w+", re.UNICODE)


def search(tickets: QuerySet[Ticket], words: str) -> QuerySet[Ticket]:
    """The tickets of a QuerySet in whose words all of these stand (the last may be unfinished); a number finds its ticket."""
    if number := re.fullmatch(r"#?(\d{1,12})", words.strip()):
        return tickets.filter(pk=int(number[1]))
    terms = _WORD.findall(words)[:12]
    if not terms:
        return tickets
    found = Message.objects.filter(pk__in=_hits(terms)).values("ticket_id")
    return tickets.filter(pk__in=found)


def _hits(terms: list[str]) -> list[int]:
    sql, parameter = _QUERIES[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(sql, [parameter(terms), NEWEST])
        return [row[0] for row in cursor.fetchall()]


def _fts5(terms: list[str]) -> str:
    return " ".join(f'"{term}"' for term in terms) + "*"


def _tsquery(terms: list[str]) -> str:
    return " & ".join(terms) + ":*"


_QUERIES = {
    "sqlite": ("SELECT rowid FROM supportops_words WHERE supportops_words MATCH %s ORDER BY rowid DESC LIMIT %s", _fts5),
    "postgresql": (
        "SELECT message_id FROM supportops_words WHERE words @@ to_tsquery('simple', %s) ORDER BY message_id DESC LIMIT %s",
        _tsquery,
    ),
}

CREATE = {
    "sqlite": ["CREATE VIRTUAL TABLE supportops_words USING fts5(words, content='', tokenize='unicode61 remove_diacritics 2')"],
    "postgresql": [
        "CREATE TABLE supportops_words (message_id bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX supportops_words_gin ON supportops_words USING gin (words)",
    ],
}
INSERT = {
    "sqlite": "INSERT INTO supportops_words(rowid, words) VALUES (%s, %s)",
    "postgresql": "INSERT INTO supportops_words(message_id, words) VALUES (%s, to_tsvector('simple', %s))",
}
