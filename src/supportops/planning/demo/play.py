"""One ticket's ledger, written step by step; what time asks for in between is done first, as the worker would have done it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from supportops.core import ticket as core
from supportops.core.automation import BY
from supportops.core.policy import Policy
from supportops.core.sla import Deadlines, Due, deadlines
from supportops.core.ticket import Event, Status, Ticket, Verb


class Over(Exception):
    """The end of the demo's time is reached, or the clock closed the ticket first; it stays as it stands."""


class Play:
    """A ticket and its ledger between its beginning and the end of the demo's time."""

    def __init__(self, ticket: Ticket, ledger: Sequence[Event], policy: Policy, end: datetime) -> None:
        self.ticket, self.ledger, self.end = ticket, list(ledger), end
        self._policy = policy
        self._deadlines: Deadlines | None = None

    def do(self, verb: Verb, *, by: str, at: datetime, because: str = "", data: Mapping[str, Any] | None = None, **detail: Any) -> Event:
        """A step at its time, or Over."""
        self.until(at)
        if self.ticket.status is Status.CLOSED and (Status.CLOSED, verb) not in core.BECOMES:
            raise Over
        (event,) = core.decide(self.ticket, verb, by=by, at=self.now(at), because=because, data=data, **detail)
        self._write(event)
        return event

    def until(self, at: datetime) -> None:
        """Let time pass."""
        last = min(at, self.end)
        while (due := self._due(last)) is not None:
            for event in self._asked(due):
                self._write(event)
        if at > self.end:
            raise Over

    def now(self, at: datetime) -> datetime:
        """Nothing happens before what has happened."""
        return max(at, self.ticket.changed_at or at)

    def _due(self, at: datetime) -> Due | None:
        if self._deadlines is None:
            self._deadlines = deadlines(self.ticket, self.ledger, self._policy)
        first = self._deadlines.next
        return None if first is None or first > at else self._deadlines.due(first)

    def _asked(self, due: Due) -> list[Event]:
        at = self.now(due.at)
        if due.by.startswith(BY):
            return self._policy.automation.run(due.about, self.ticket, at)
        return core.decide(self.ticket, due.verb, by=due.by, at=at, because=due.because, data=due.data, **due.detail)

    def _write(self, event: Event) -> None:
        self.ticket = core.evolve(self.ticket, event)
        self.ledger.append(event)
        self._deadlines = None
