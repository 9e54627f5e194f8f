"""The growing end of the ledger, read so that no line is ever passed over."""

from __future__ import annotations

import threading
from typing import NamedTuple

from django.db import connection
from django.db.models import Max

from supportops.models import TicketEvent

MOST = 500  # lines in one look
SLACK = 500  # a page drawn amid running transactions starts this much earlier: to hear twice does no harm


class Look(NamedTuple):
    """The last line seen, the transaction that comes next, and the oldest that still runs."""

    last: int
    next: int
    oldest: int

    @property
    def settled(self) -> bool:
        return self.oldest >= self.next


def sequence() -> int:
    """Where a page that is drawn now begins to listen."""
    look = _look()
    return look.last if look.settled else max(0, look.last - SLACK)


def _look() -> Look:
    """SQLite has one writer, so numbers appear in order. PostgreSQL hands them out before the commit: a lower one may come later."""
    if connection.vendor != "postgresql":
        return Look(TicketEvent.objects.aggregate(last=Max("id"))["last"] or 0, 0, 0)
    with connection.cursor() as cursor:
        cursor.execute(_POSTGRES)
        return Look(*cursor.fetchone())


_POSTGRES = """
    SELECT coalesce((SELECT max(id) FROM supportops_ticketevent), 0),
           pg_snapshot_xmax(pg_current_snapshot())::text::bigint, pg_snapshot_xmin(pg_current_snapshot())::text::bigint
"""


class Tail:
    """Remembers where it is; starts at the end."""

    def __init__(self) -> None:
        self.position = -1
        self._unsettled: Look | None = None

    def new(self) -> list[tuple[int, int, str]]:
        """The lines since the last look, as far as no transaction can put another before them."""
        safe = self._safe()
        if self.position < 0:
            self.position = safe
        rows = list(lines(self.position, safe)) if safe > self.position else []
        self.position = rows[-1][0] if len(rows) == MOST else max(self.position, safe)
        return rows

    def _safe(self) -> int:
        """Every transaction that could own a number up to a look's last one was running then; once all have ended it is final."""
        look = _look()
        earlier = self._unsettled or look
        if look.oldest < earlier.next:
            self._unsettled = earlier
            return max(self.position, 0) if self.position >= 0 else max(0, look.last - SLACK)
        self._unsettled = None if look.settled else look
        return earlier.last

    def wait(self, stop: threading.Event, pause: float, backstop: float) -> None:
        """Until there may be something new."""
        if connection.vendor == "postgresql" and self._unsettled is None:
            self._listen(stop, backstop)
        else:
            stop.wait(pause)

    def _listen(self, stop: threading.Event, backstop: float) -> None:
        connection.ensure_connection()
        connection.connection.execute("LISTEN supportops")
        for _ in range(round(backstop)):
            if stop.is_set() or list(connection.connection.notifies(timeout=1, stop_after=1)):
                break


def lines(after: int, until: int) -> list[tuple[int, int, str]]:
    """(id, ticket, verb) of the ledger's lines after one and up to another."""
    return TicketEvent.objects.filter(id__gt=after, id__lte=until).order_by("id").values_list("id", "ticket_id", "verb")[:MOST]
