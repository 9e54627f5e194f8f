"""What the desk remembers when a request comes in: what this customer asked of late, and which problems are known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cached_property

from supportops.core.decision import Decision
from supportops.core.policy import Policy
from supportops.core.problems import Known, Problem
from supportops.models import Ticket

MOST = 2_000  # earlier requests that are looked at for one batch: nobody slows the desk down by writing often


_LOOKED_AT = ("requester", "category", "opened_at", "changed_at", "assignee")


class Past:
    """Read once for a batch, by one query each, and kept right while the batch goes on."""

    def __init__(self, policy: Policy, people: Iterable[int] = ()) -> None:
        self.policy, self._people = policy, set(people)
        self._asked: dict[int, Counter[str]] | None = None
        self._agents: dict[int, int] = {}

    @property
    def within(self) -> timedelta:
        return self.policy.escalation.repeats_within

    def earlier(self, person: int | None, at: datetime) -> Mapping[str, int]:
        """How many requests of this customer came of late, by category."""
        if person is None:
            return {}
        if self._asked is None:
            self._asked = self._read(at)
        return dict(self._asked.get(person, {}))

    def agent(self, person: int | None, at: datetime) -> int | None:
        """The agent who last had this customer, where that was not long ago."""
        if person and self._asked is None:
            self._asked = self._read(at)
        return self._agents.get(person) if person else None

    def opened(self, person: int | None, category: str, at: datetime, assignee: int | None = None) -> None:
        """The next request of the same batch sees this one."""
        if person and self._asked is not None:
            self._asked.setdefault(person, Counter())[category] += 1
        if person and assignee:
            self._agents[person] = assignee

    def problem(self, subject: str, words: str, at: datetime) -> Decision[Problem] | None:
        """The known problem that the words describe."""
        return self._known.match(subject, words)

    def _read(self, at: datetime) -> dict[int, Counter[str]]:
        since, had = at - self.within, at - self.policy.routing.sticky_for
        late = Ticket.objects.filter(requester__in=self._people, changed_at__gt=min(since, had)).order_by("-changed_at")
        found: dict[int, Counter[str]] = {}
        for person, category, opened_at, changed_at, agent in late.values_list(*_LOOKED_AT)[:MOST]:
            if opened_at > since:
                found.setdefault(person, Counter())[category] += 1
            if agent and changed_at > had:
                self._agents.setdefault(person, agent)
        return found

    @cached_property
    def _known(self) -> Known:
        rows = Ticket.objects.open().filter(declared=True).values_list("pk", "known_by", "article")
        problems = [Problem(number, tuple(phrases), article) for number, phrases, article in rows]
        return Known(problems, self.policy.triage.cues, self.policy.triage.reads)
