"""What the handbook says about routing: the tree, the teams, the skills, and what makes one person fit better than another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from operator import attrgetter
from typing import Any, NamedTuple

from supportops.core import conditions
from supportops.core.conditions import Condition, Fact, Test
from supportops.core.schema import Path

FACTS = conditions.catalogue(
    *(
        conditions.FACTS[name]
        for name in ("priority", "category", "tier", "channel", "language", "vip", "tags", "affected", "repeats", "problem", "level")
    ),
    Fact("group", "word", "the first part of the category, such as account", "triage, or a person"),
    Fact("bot_confidence", "number", "how sure the bot is of its answer, from 0 to 1", "the bot, where there is one"),
    Fact("waited", "number", "whole minutes in the queue", "the ledger"),
)
"""What the tree may ask about."""


class When(NamedTuple):
    """A condition over the facts of routing."""

    condition: Condition


def when(data: object, path: Path) -> When:
    """As the handbook writes it."""
    return When(conditions.parse(data, path, FACTS))


@dataclass(frozen=True)
class TeamRule:
    """A queue: its name, the support level of its work, whether seniors come first in it, and who helps out and when."""

    name: str
    level: int = 1
    seniors_first: bool = False
    overflow: tuple[str, ...] = ()
    overflow_after: timedelta = timedelta(minutes=30)


@dataclass(frozen=True)
class Branch:
    """One branch of the tree. What it leaves open, a later branch that holds may say."""

    when: When
    because: str = ""
    team: str = ""
    level: int | None = None
    seniors_first: bool = False
    skills: Mapping[str, int] = field(default_factory=dict)
    by_skill: bool = False
    answer: bool = False
    article: bool = False
    escalate: bool = False
    answer_within: timedelta | None = None


@dataclass(frozen=True)
class Scores:
    """The points of a candidate. Each is worth more than all below it together."""

    language: int = 320
    skills: int = 160
    senior: int = 80
    level: int = 40
    sticky: int = 20
    free: int = 10


@dataclass(frozen=True)
class RoutingPolicy:
    """The tree, and then the table by category, for where a ticket goes; skills, shifts, room and points for whose it is."""

    teams: Mapping[str, TeamRule]
    default_team: str
    tree: Mapping[str, Branch] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    skills: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    asks_only_known_skills: bool = True
    relax_skills_every: timedelta = timedelta(minutes=15)
    sticky_for: timedelta = timedelta(days=14)
    rests: timedelta = timedelta(minutes=1)
    scores: Scores = Scores()

    @cached_property
    def branches(self) -> tuple[tuple[str, Condition, Branch], ...]:
        """The tree as it is walked."""
        return tuple((name, branch.when.condition, branch) for name, branch in self.tree.items())

    @cached_property
    def looks_at(self) -> Callable[[Any], Any]:
        """All that a way through tree and table depends on, of the facts of a ticket."""
        return attrgetter("category", "group", *sorted({test.fact for _, test in asked(self)} - {"category", "group"}))

    @cached_property
    def ways(self) -> dict[Any, Any]:
        """Ways that were walked already: most tickets ask the tree the same."""
        return {}


def specialists(team: str | None, level: int, policy: RoutingPolicy) -> str | None:
    """The queue that an escalation goes to: the ticket's own where its people work on that level, else the first that does."""
    able = [key for key, rule in policy.teams.items() if rule.level >= min(level, max(rule.level for rule in policy.teams.values()))]
    return team if team in able or not able else able[0]


def teams_named(policy: RoutingPolicy) -> Iterator[tuple[Path, str]]:
    """Every place in the policy that names a team, with the name."""
    yield ("default_team",), policy.default_team
    yield from ((("tree", name, "team"), branch.team) for name, branch in policy.tree.items() if branch.team)
    yield from ((("categories", category), team) for category, team in policy.categories.items())
    for key, rule in policy.teams.items():
        yield from ((("teams", key, "overflow", place), helper) for place, helper in enumerate(rule.overflow))


def asked(policy: RoutingPolicy) -> Iterator[tuple[Path, Test]]:
    """Every question of the tree, with the branch that asks it."""
    for name, branch in policy.tree.items():
        yield from ((("tree", name, "when"), test) for test in conditions.tests(branch.when.condition))
