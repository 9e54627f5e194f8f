"""Tickets and their ledgers by the bare driver, a range of numbers at a time: objects of the tables would cost more than the decisions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection

from supportops.analytics.backtest.recorded import PASSING, Recorded, recorded
from supportops.core.ticket import LISTS, Event, Priority, Status, Ticket, Verb

KEPT = ("first_reply", "resolution")
_TICKETS = """
    SELECT id, policy_version, first_reply_kept, resolution_kept FROM supportops_ticket
    WHERE id BETWEEN %s AND %s AND opened_at >= %s AND opened_at < %s ORDER BY id
"""
_EVENTS = """
    SELECT ticket_id, number, verb, "by", {at}, was, became, changes, {data}, policy_version FROM supportops_ticketevent
    WHERE ticket_id BETWEEN %s AND %s {which} ORDER BY ticket_id, number
"""
_AT = {"sqlite": "occurred_at || '+00:00'", "postgresql": "occurred_at"}
# Of what was decided only the facts are needed, and of a ticket's life only what the clocks ask.
_DATA = """
    CASE WHEN verb IN ('triage', 'route', 'assign') THEN {facts}
    WHEN verb IN ('reply', 'hear', 'solve', 'suggest', 'rate') AND "by" <> 'system:escalation' THEN '{{}}' ELSE data END
"""
_FACTS = {
    "sqlite": "'{\"facts\":' || coalesce(json_extract(data, '$.facts'), '{}') || '}'",
    "postgresql": "jsonb_build_object('facts', coalesce(data -> 'facts', '{}'))",
}
_WORDS = """
    SELECT e.ticket_id, CASE WHEN m.new_text = '' THEN m.text ELSE m.new_text END
    FROM supportops_ticketevent e JOIN supportops_message m ON m.id = e.message_id
    WHERE e.ticket_id BETWEEN %s AND %s AND e.number = 1
"""


@dataclass(frozen=True, slots=True)
class Period:
    """Tickets that were opened from one moment up to another."""

    start: datetime
    end: datetime


ALWAYS = Period(datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC))


def numbers(period: Period) -> tuple[int, int] | None:
    """The first and the last ticket of a period."""
    sql = "SELECT min(id), max(id) FROM supportops_ticket WHERE opened_at >= %s AND opened_at < %s"
    ((first, last),) = _fetch(sql, (_plain(period.start), _plain(period.end)))
    return None if first is None else (first, last)


_PASSING = ", ".join(f"'{verb}'" for verb in sorted(PASSING))


def versions(first: int, last: int) -> list[str]:
    """The handbooks under which tickets of a range stand."""
    sql = "SELECT DISTINCT policy_version FROM supportops_ticket WHERE id BETWEEN %s AND %s"
    return [version for (version,) in _fetch(sql, (first, last))]


def tickets(first: int, last: int, period: Period, *, whole: bool = False) -> Iterator[Recorded]:
    """The tickets of a period in a range of numbers, each with its ledger; where it is wanted with all that was ever said of it."""
    found = {row[0]: row for row in _fetch(_TICKETS, (first, last, _plain(period.start), _plain(period.end)))}
    events = _fetch(_sql(whole), (first, last)) if found else ()
    for number, lines in groupby(events, itemgetter(0)):
        if number in found:
            _, version, *kept = found[number]
            yield recorded(number, [_event(line) for line in lines], dict(zip(KEPT, kept, strict=True)), version)


def _sql(whole: bool) -> str:
    data = "data" if whole else _DATA.format(facts=_FACTS[connection.vendor])
    which = "" if whole else f"""AND (verb NOT IN ({_PASSING}) OR substr("by", 1, 5) = 'rule:')"""
    return _EVENTS.format(at=_AT[connection.vendor], data=data, which=which)


def words(first: int, last: int) -> Mapping[int, str]:
    """What the customers wrote first."""
    return dict(_fetch(_WORDS, (first, last)))


def _fetch(sql: str, values: tuple[Any, ...]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _plain(at: datetime) -> Any:
    return at if connection.vendor == "postgresql" else str(at.astimezone(UTC).replace(tzinfo=None))


_VERBS = {verb.value: verb for verb in Verb}
_STATUSES = {status.value: status for status in Status}
_PRIORITIES = {priority.value: priority for priority in Priority}


_read = json.JSONDecoder().raw_decode  # what the database wrote needs no checks for what stands behind it


def _event(row: tuple[Any, ...]) -> Event:
    _, number, verb, by, at, was, became, changes, data, version = row
    at = at if isinstance(at, datetime) else datetime.fromisoformat(at)
    moved = {} if changes == "{}" else _changes(_read(changes)[0])
    return Event(
        number, _VERBS[verb], by, at, _STATUSES[was], _STATUSES[became], moved, "", {} if data == "{}" else _read(data)[0], version
    )


def _changes(changes: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """As `models.events.read` gives them back: moments, priorities and lists are not what JSON makes of them."""
    for name, (was, now) in changes.items():
        read = _READ.get(name)
        changes[name] = (was, now) if read is None else (read(was), read(now))
    return changes


def _moment(value: Any) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _list(value: Any) -> tuple[str, ...] | None:
    return None if value is None else tuple(value)


_MOMENTS = [name for name in Ticket.__dataclass_fields__ if name.endswith(("_at", "_since", "_until"))]
_READ: dict[str, Any] = {
    **dict.fromkeys(_MOMENTS, _moment),
    **dict.fromkeys(LISTS, _list),
    "priority": _PRIORITIES.get,
}
