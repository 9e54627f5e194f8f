"""The tickets before and after one, in the list that was open."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.db import connection

from supportops.actions.columns import instant
from supportops.interfaces.web import keyset, views
from supportops.models import Person, Ticket

SOME_TIME, SOME_NUMBER = datetime(1, 2, 3, tzinfo=UTC), -4_711  # stand for a ticket's own in the statement


def neighbours(person: Person, view: str, row: Ticket) -> dict[str, str]:
    """Their addresses; empty where the list ends."""
    sql, values = _statement(person, person.is_agent, view, connection.vendor)
    own = {instant(SOME_TIME): instant(row.changed_at), SOME_NUMBER: row.pk}
    with connection.cursor() as cursor:
        cursor.execute(sql, [own.get(value, value) for value in values])
        after, before = cursor.fetchone()
    return {"next_ticket": f"/tickets/{after}" if after else "", "prev_ticket": f"/tickets/{before}" if before else ""}


@lru_cache(maxsize=1000)
def _statement(person: Person, _is_agent: bool, view: str, _vendor: str) -> tuple[str, list[Any]]:
    """Both in one statement, composed once a person and view: composing takes longer than finding."""
    tickets = views.named(view).tickets(person).order_by().values("pk")
    after = keyset.older(tickets, SOME_TIME, SOME_NUMBER).order_by("-changed_at", "-id")[:1]
    before = keyset.newer(tickets, SOME_TIME, SOME_NUMBER).order_by("changed_at", "id")[:1]
    parts = [found.query.sql_with_params() for found in (after, before)]
    return f"SELECT ({parts[0][0]}), ({parts[1][0]})", [value for _, values in parts for value in values]
