"""Routing: which team's queue, which support level, and whose. Source: methodology, channel routing logic and tier architecture."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from supportops.core.decision import Decision
from supportops.core.ticket import Priority

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class TeamRule:
    """A queue: its name, the support level of its work, and whether seniors come first in it."""

    name: str
    level: int = 1
    seniors_first: bool = False


@dataclass(frozen=True)
class ChannelRule:
    """What a channel asks for: a team of its own, and how soon somebody answers."""

    team: str = ""
    answer_within: timedelta | None = None


@dataclass(frozen=True)
class RoutingPolicy:
    """The tree: important customers, critical problems, channels with a team of their own, the category, the default."""

    teams: Mapping[str, TeamRule]
    default_team: str
    priority_team: str
    critical_team: str
    priority_tiers: tuple[str, ...] = ("enterprise",)
    critical_priorities: tuple[Priority, ...] = (Priority.P0,)
    critical_level: int = 2
    categories: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, ChannelRule] = field(default_factory=dict)


@dataclass(frozen=True)
class RoutingFacts:
    """What routing looks at."""

    priority: Priority
    category: str = ""
    tier: str = "free"
    channel: str = "email"
    language: str = "en"
    vip: bool = False


@dataclass(frozen=True)
class Candidate:
    """An agent who might take it. `load` is the number of tickets on the desk now, `capacity` the number that fits."""

    person: int
    name: str
    team: str
    senior: bool = False
    languages: tuple[str, ...] = ("en",)
    available: bool = True
    load: int = 0
    capacity: int = 40
    last_assigned_at: datetime | None = None


@dataclass(frozen=True)
class Route:
    """Where a ticket goes; without an assignee it waits in the team's queue."""

    team: str
    assignee: int | None
    level: int


def route(facts: RoutingFacts, agents: Sequence[Candidate], policy: RoutingPolicy) -> Decision[Route]:
    """The queue by the tree, then the person by language, seniority, load and turn."""
    queue, why, rule = _queue(facts, policy)
    team = policy.teams[queue]
    level = max(team.level, policy.critical_level if facts.priority in policy.critical_priorities else 1)
    chosen, because, rejected = _person(facts.language, team, [agent for agent in agents if agent.team == queue])
    soon = policy.channels.get(facts.channel, ChannelRule()).answer_within
    within = f" This channel is answered within {_spoken(soon)}." if soon else ""
    return Decision(Route(queue, chosen, level), f"{team.name}: {why} {because}{within}", rule, (), rejected)


def _queue(facts: RoutingFacts, policy: RoutingPolicy) -> tuple[str, str, str]:
    """The team with its reason and the rule's name."""
    if facts.vip or facts.tier in policy.priority_tiers:
        return policy.priority_team, f"the customer is {'a VIP' if facts.vip else facts.tier}.", "routing.priority"
    if facts.priority in policy.critical_priorities:
        return policy.critical_team, f"{facts.priority} is critical.", "routing.critical"
    if (channel := policy.channels.get(facts.channel)) and channel.team:
        return channel.team, f"{facts.channel} has its own team.", "routing.channel"
    for name in (facts.category, facts.category.partition(".")[0]):
        if name in policy.categories:
            return policy.categories[name], f"{name} is theirs.", "routing.category"
    return policy.default_team, "no rule names another team.", "routing.default"


Rejected = tuple[tuple[str, str], ...]


def _person(language: str, team: TeamRule, agents: Sequence[Candidate]) -> tuple[int | None, str, Rejected]:
    away = tuple((agent.name, reason) for agent in agents if (reason := _unable(agent)))
    able = sorted((agent for agent in agents if not _unable(agent)), key=lambda agent: _rank(agent, language, team))
    if not able:
        return None, f"It waits in the queue: {'nobody there is free' if agents else 'nobody works there'}.", away
    best, *others = able
    lost = tuple((agent.name, _why_not(agent, best, language, team)) for agent in others)
    return best.person, f"{best.name} takes it: {_strength(best, language, team)}.", (*lost, *away)


def _unable(agent: Candidate) -> str:
    if not agent.available:
        return "is away"
    return f"has no room ({agent.load} of {agent.capacity})" if agent.load >= agent.capacity else ""


def _share(agent: Candidate) -> float:
    return agent.load / agent.capacity


_Test = Callable[[Candidate, str, TeamRule], object]
_TURNS: tuple[tuple[_Test, Callable[[Candidate, str], str]], ...] = (
    (lambda agent, language, team: language not in agent.languages, lambda agent, language: f"does not speak {language}"),
    (lambda agent, language, team: team.seniors_first and not agent.senior, lambda agent, language: "is not senior"),
    (lambda agent, language, team: _share(agent), lambda agent, language: f"has more work ({agent.load} of {agent.capacity})"),
    (lambda agent, language, team: agent.last_assigned_at or NEVER, lambda agent, language: "was given a ticket more recently"),
    (lambda agent, language, team: agent.person, lambda agent, language: "comes later in the list"),
)
"""What decides, in this order; smaller is better."""


def _rank(agent: Candidate, language: str, team: TeamRule) -> tuple[object, ...]:
    return tuple(test(agent, language, team) for test, _ in _TURNS)


def _why_not(agent: Candidate, best: Candidate, language: str, team: TeamRule) -> str:
    """The first turn that the agent lost."""
    turns = zip(_rank(agent, language, team), _rank(best, language, team), _TURNS, strict=True)
    return next(reason(agent, language) for mine, theirs, (_, reason) in turns if mine != theirs)


def _strength(best: Candidate, language: str, team: TeamRule) -> str:
    speaks = f"speaks {language}" if language in best.languages else f"nobody free speaks {language}"
    senior = ["senior"] if team.seniors_first and best.senior else []
    return ", ".join([speaks, *senior, f"{best.load} of {best.capacity} tickets"])


def _spoken(duration: timedelta) -> str:
    minutes = int(duration.total_seconds() // 60)
    return f"{minutes // 60} h" if minutes % 60 == 0 else f"{minutes} min"


def specialists(team: str | None, level: int, policy: RoutingPolicy) -> str | None:
    """The queue that an escalation goes to: the ticket's own where its people work on that level, else the first that does."""
    able = [key for key, rule in policy.teams.items() if rule.level >= min(level, max(rule.level for rule in policy.teams.values()))]
    return team if team in able or not able else able[0]


def teams_named(policy: RoutingPolicy) -> Iterable[tuple[tuple[str, ...], str]]:
    """Every place in the policy that names a team, with the name."""
    yield from (
        (("default_team",), policy.default_team),
        (("priority_team",), policy.priority_team),
        (("critical_team",), policy.critical_team),
    )
    yield from ((("categories", category), team) for category, team in policy.categories.items())
    yield from ((("channels", channel, "team"), rule.team) for channel, rule in policy.channels.items() if rule.team)
