"""The spans in which a ticket was ours to work on, and where a target falls in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from supportops.core.hours import BusinessHours
from supportops.core.ticket import DONE, Event, Status

Open = tuple[datetime, datetime | None]
"""A span; without an end while it lasts."""

_STOPS = frozenset({Status.PENDING, *DONE})


def worked(ledger: Sequence[Event]) -> list[Open]:
    """All but the time in which we waited for the customer, or it was done; the last one is open while it is ours."""
    spans: list[Open] = []
    since: datetime | None = None
    for event in ledger:
        stopped = event.became in _STOPS
        if since is None and not stopped:
            since = event.occurred_at
        elif since is not None and stopped:
            if not spans or since < event.occurred_at:  # taken up and put down at the same instant is no work
                spans.append((since, event.occurred_at))
            since = None
    if since is not None:
        spans.append((since, None))
    return spans


def since(spans: Sequence[Open], start: datetime) -> list[Open]:
    """What of these spans lies after a moment; at least an empty one at their end."""
    left = [(max(begin, start), end) for begin, end in spans if end is None or end > start]
    return left or [(start, start)]


def reached(spans: Sequence[Open], target: timedelta, hours: BusinessHours) -> datetime | None:
    """The instant at which worked time reaches the target; None where the clock stands before it does."""
    left = target
    for start, end in spans:
        if end is None or (spent := hours.elapsed(start, end)) >= left:
            return hours.due(start, left)
        left -= spent
    return None
