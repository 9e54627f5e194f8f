"""What the demo desk remembers while its past is told: requests and known problems that are not in the database yet."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping
from datetime import datetime

from supportops.actions.past import Past
from supportops.core.decision import Decision
from supportops.core.policy import Policy
from supportops.core.problems import Known, Problem


class ToldPast(Past):
    """Everything of late, in the order in which it came in."""

    def __init__(self, policy: Policy) -> None:
        super().__init__(policy)
        self._late: deque[tuple[datetime, int, str]] = deque()
        self._counts: dict[int, Counter[str]] = {}
        self._had: dict[int, tuple[int, datetime]] = {}
        self._problem: tuple[Known, datetime, datetime] | None = None

    def earlier(self, person: int | None, at: datetime) -> Mapping[str, int]:
        self._forget(at - self.within)
        return dict(self._counts.get(person, {})) if person else {}

    def agent(self, person: int | None, at: datetime) -> int | None:
        agent, last = self._had.get(person or 0, (None, at))
        return agent if at - last < self.policy.routing.sticky_for else None

    def opened(self, person: int | None, category: str, at: datetime, assignee: int | None = None) -> None:
        if person and assignee:
            self._had[person] = assignee, at
        if person:
            self._late.append((at, person, category))
            self._counts.setdefault(person, Counter())[category] += 1

    def declared(self, problem: Problem, since: datetime, until: datetime) -> None:
        """A problem is known from one moment to another."""
        self._problem = Known([problem], self.policy.triage.cues), since, until

    def problem(self, subject: str, words: str, at: datetime) -> Decision[Problem] | None:
        if self._problem is None:
            return None
        known, since, until = self._problem
        return known.match(subject, words) if since <= at < until else None

    def _forget(self, before: datetime) -> None:
        while self._late and self._late[0][0] <= before:
            _, person, category = self._late.popleft()
            counts = self._counts[person]
            counts[category] -= 1
            if not counts[category]:
                del counts[category]
            if not counts:
                del self._counts[person]
