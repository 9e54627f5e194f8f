"""Full text over messages: SQLite's FTS5 or PostgreSQL's text search, read by one function."""

from __future__ import annotations

import re

from django.db import connection
from django.db.models import QuerySet

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
    return tickets.filter(pk__in=_found_in(terms))


def _found_in(terms: list[str]) -> set[int]:
    """The tickets of the newest messages with these words; whether the last is unfinished matters only where few hold it whole."""
    whole = _hits(terms, "")
    return set(whole if len(whole) == NEWEST else _hits(terms, _UNFINISHED[connection.vendor]))


def _hits(terms: list[str], ending: str) -> list[int]:
    sql, parameter = _QUERIES[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ticket_id FROM supportops_message WHERE id IN ({sql})", [parameter(terms) + ending, NEWEST])  # noqa: S608 - our own words only
        return [ticket for (ticket,) in cursor.fetchall()]


def _fts5(terms: list[str]) -> str:
    return " ".join(f'"{term}"' for term in terms)


def _tsquery(terms: list[str]) -> str:
    return " & ".join(terms)


_UNFINISHED = {"sqlite": "*", "postgresql": ":*"}
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
