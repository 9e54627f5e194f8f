"""What the desk remembers when a request comes in: what this customer asked of late, and which problems are known."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from supportops.actions import columns, rows
from supportops.core.decision import Decision
from supportops.core.policy import Policy
from supportops.core.problems import Known, Problem
from supportops.models.tickets import LIVE

MOST = 2_000  # earlier requests that are looked at for one batch: nobody slows the desk down by writing often


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
        found: dict[int, Counter[str]] = {}
        for person, category, opened_at, changed_at, agent in _late(self._people, min(since, had)):
            if columns.aware(opened_at) > since:
                found.setdefault(person, Counter())[category] += 1
            if agent and columns.aware(changed_at) > had:
                self._agents.setdefault(person, agent)
        return found

    @cached_property
    def _known(self) -> Known:
        problems = [Problem(number, tuple(json.loads(phrases)), article) for number, phrases, article in rows.read(_DECLARED)]
        return Known(problems, self.policy.triage.cues, self.policy.triage.reads)


_DECLARED = f"SELECT id, known_by, article FROM supportops_ticket WHERE status IN ({rows.literals(LIVE)}) AND declared"  # noqa: S608


def _late(people: Collection[int], since: datetime) -> list[tuple[Any, ...]]:
    """What these customers' tickets show that something happened on lately, the latest first."""
    sql = f"""
        SELECT requester_id, category, opened_at, changed_at, assignee_id FROM supportops_ticket
        WHERE requester_id IN ({rows.places(people)}) AND changed_at > %s ORDER BY changed_at DESC LIMIT {MOST}
    """  # noqa: S608
    return rows.read(sql, [*people, columns.instant(since)]) if people else []
