"""Who was there to take a ticket, at any hour of the demo's past, and how much they had on their desk."""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from datetime import datetime

from supportops.actions.roster import Roster
from supportops.core.routing import Candidate
from supportops.planning.demo.cast import Colleague


class PastRoster(Roster):
    """The live roster's rules over shifts and loads that are not in the database yet."""

    def __init__(self, staff: Mapping[int, Colleague], capacity: int) -> None:
        super().__init__()
        self._staff = staff
        self._done: list[tuple[datetime, int, int]] = []
        self._hour: datetime | None = None
        self.candidates = {pk: _candidate(pk, who, capacity) for pk, who in staff.items()}

    def pool(self, at: datetime) -> list[Candidate]:
        self._as_of(at)
        return super().pool(at)

    def until(self, person: int, at: datetime, weight: int) -> None:
        """When a ticket leaves somebody's desk."""
        heapq.heappush(self._done, (at, person, weight))

    def _as_of(self, at: datetime) -> None:
        while self._done and self._done[0][0] <= at:
            _, person, weight = heapq.heappop(self._done)
            before = self.candidates[person]
            self.candidates[person] = before._replace(load=before.load - weight)
        hour = at.replace(minute=0, second=0, microsecond=0)
        if hour != self._hour:
            self._hour = hour
            self.candidates = {pk: c._replace(on_shift=self._staff[pk].on_shift(hour)) for pk, c in self.candidates.items()}


def _candidate(pk: int, who: Colleague, capacity: int) -> Candidate:
    return Candidate(pk, who.name, who.team, who.senior, who.level, who.languages, who.skills, capacity=capacity)
