"""The tree, walked from the top: every branch that holds has its say, and what one has said no later one changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from supportops.core.routing.facts import RoutingFacts
from supportops.core.routing.policy import Branch, RoutingPolicy

REMEMBERED = 10_000


@dataclass(slots=True)
class Way:
    """What the branches that hold say together."""

    team: str = ""
    branch: str = ""
    reasons: list[str] = field(default_factory=list)
    level: int | None = None
    seniors_first: bool = False
    skills: Mapping[str, int] = field(default_factory=dict)
    by_skill: bool = False
    answer: bool = False
    article: bool = False
    escalate: bool = False
    answer_within: timedelta | None = None
    told: str = ""

    def hear(self, name: str, branch: Branch) -> None:
        """One more branch that holds; it is named among the reasons where it says something new."""
        news = branch.seniors_first or branch.article or branch.escalate
        if branch.team and not self.team:
            self.team, self.branch, news = branch.team, name, True
        if self.level is None and branch.level is not None:
            self.level, news = branch.level, True
        if branch.answer_within and not self.answer_within:
            self.answer_within, news = branch.answer_within, True
        if news and branch.because:
            self.reasons.append(branch.because)
        self._note(branch)

    def _note(self, branch: Branch) -> None:
        """What is true as soon as one says so; the bot's answer only where nobody was named before."""
        self.skills = self.skills or branch.skills
        self.seniors_first |= branch.seniors_first
        self.by_skill |= branch.by_skill
        self.answer |= branch.answer and not self.team
        self.article |= branch.article
        self.escalate |= branch.escalate


def walk(facts: RoutingFacts, policy: RoutingPolicy) -> Way:
    """The way through the tree, which is the same for tickets that it cannot tell apart."""
    known = policy.looks_at(facts)
    way = policy.ways.get(known)
    if way is None:
        if len(policy.ways) >= REMEMBERED:
            policy.ways.clear()
        way = policy.ways[known] = _walked(facts, policy)
    return way


def _walked(facts: RoutingFacts, policy: RoutingPolicy) -> Way:
    """Where the tree leads; the table by category names the team where no branch does, and the default where neither does."""
    way, known = Way(), vars(facts)
    for name, condition, branch in policy.branches:
        if condition.matches(known):
            way.hear(name, branch)
    if not way.team:
        way.team, way.branch, because = _by_table(facts, policy)
        way.reasons.append(because)
    if way.by_skill:
        way.skills = {**_skills(facts, policy), **way.skills}
    way.told = f"{policy.teams[way.team].name}: {'; '.join(way.reasons)}."
    return way


def _by_table(facts: RoutingFacts, policy: RoutingPolicy) -> tuple[str, str, str]:
    for name in (facts.category, facts.group):
        if name in policy.categories:
            return policy.categories[name], "category", f"{name} is theirs"
    return policy.default_team, "default", "no rule names another team"


def _skills(facts: RoutingFacts, policy: RoutingPolicy) -> Mapping[str, int]:
    """What the category asks for, or its group."""
    return policy.skills.get(facts.category) or policy.skills.get(facts.group) or {}
