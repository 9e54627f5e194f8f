"""Who was there to take a ticket, at any hour of the demo's past, and how much they had on their desk."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from supportops.actions.roster import Roster
from supportops.core import ticket as core
from supportops.core.decision import Decision
from supportops.core.policy import Policy
from supportops.core.routing import Candidate, Route
from supportops.planning.demo.cast import Colleague


class PastRoster(Roster):
    """The live roster's rules over shifts and loads that are not in the database yet."""

    def __init__(self, staff: Mapping[int, Colleague], capacity: int) -> None:
        super().__init__()
        self._staff = staff
        self._done: list[tuple[datetime, int]] = []
        self._hour: datetime | None = None
        self.candidates = {pk: _candidate(pk, who, capacity) for pk, who in staff.items()}

    def route(self, ticket: core.Ticket, policy: Policy) -> Decision[Route]:
        if ticket.opened_at:
            self._as_of(ticket.opened_at)
        return super().route(ticket, policy)

    def until(self, person: int, at: datetime) -> None:
        """When a ticket leaves somebody's desk."""
        heapq.heappush(self._done, (at, person))

    def _as_of(self, at: datetime) -> None:
        while self._done and self._done[0][0] <= at:
            _, person = heapq.heappop(self._done)
            before = self.candidates[person]
            self.candidates[person] = replace(before, load=before.load - 1)
        hour = at.replace(minute=0, second=0, microsecond=0)
        if hour != self._hour:
            self._hour = hour
            self.candidates = {pk: replace(c, available=self._staff[pk].on_shift(hour)) for pk, c in self.candidates.items()}


def _candidate(pk: int, who: Colleague, capacity: int) -> Candidate:
    return Candidate(pk, who.name, who.team, who.senior, who.languages, capacity=capacity)
