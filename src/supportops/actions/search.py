"""The search index: a message's words, added in the transaction that saves it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import connection

from supportops.actions import rows
from supportops.models.search import INSERT

if TYPE_CHECKING:
    from supportops.actions.tickets import Entry
    from supportops.models import Message

LONGEST = 20_000  # characters of a message that are indexed; PostgreSQL refuses a vector over 1 MB


def index(entries: Sequence[Entry]) -> None:
    """Make the new messages findable."""
    found = [(words.message.pk, _words(entry.row.subject, words.message)) for entry in entries for words in entry.words]
    if found:
        rows.run(INSERT[connection.vendor], found)


def _words(subject: str, message: Message) -> str:
    return f"{subject} {message.author_name} {message.author_email} {message.new_text or message.text}"[:LONGEST]
