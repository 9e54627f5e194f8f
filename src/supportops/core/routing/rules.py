"""Which team's queue, which support level, and whose. Source: methodology, channel routing logic and tier architecture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from supportops.core.channels import ChannelPolicy
from supportops.core.decision import Decision
from supportops.core.routing.choice import Rejected, Wanted, choose, spoken
from supportops.core.routing.facts import Candidate, Route, RoutingFacts
from supportops.core.routing.policy import RoutingPolicy
from supportops.core.routing.tree import Way, walk

ANY_CHANNEL = ChannelPolicy()
MINUTE = timedelta(minutes=1)


def route(facts: RoutingFacts, pool: Sequence[Candidate], policy: RoutingPolicy, channels: ChannelPolicy = ANY_CHANNEL) -> Decision[Route]:
    """The queue by the tree, then the person; where nobody there can take it for too long, somebody of a team that helps out."""
    way = walk(facts, policy)
    if facts.team in policy.teams:
        way = _in_its_queue(way, facts, policy)
    if way.answer:
        place = Route(way.team, None, 0, way.branch, answer=True, article=way.article)
        return _decision(way, place, "The bot answers, and offers a person.", ())
    level = max(facts.level, policy.teams[way.team].level if way.level is None else way.level)
    asked: list[str] = []
    rejected: Rejected = ()
    for team in _teams(facts, way.team, policy, channels):
        wanted, people = _wanted(facts, way, level, team, pool, policy, channels)
        found = choose(people, wanted, policy.scores)
        rejected = (*rejected, *found.rejected)
        asked.append(team)
        if found.person is not None:
            break
    goal = way.team if found.person is None else team
    place = Route(goal, found.person, level, way.branch, tuple(wanted.skills), tuple(asked), False, way.article, way.escalate)
    who = found.because if found.person is not None else _nobody(rejected, wanted.skills)
    helps = "" if goal == way.team else f"Nobody there could take it for {facts.waited} min, so {policy.teams[goal].name} helps out. "
    return _decision(way, place, f"{helps}{who}.", rejected)


def _in_its_queue(way: Way, facts: RoutingFacts, policy: RoutingPolicy) -> Way:
    """Whoever put it there had a reason: the tree still says what the ticket asks for, but no longer where it goes."""
    waits = f"it has waited in this queue for {facts.waited} min" if facts.waited else "it is in this queue"
    told = f"{policy.teams[facts.team].name}: {waits}."
    return replace(way, team=facts.team, branch="queue", told=told, answer=False)


def _teams(facts: RoutingFacts, home: str, policy: RoutingPolicy, channels: ChannelPolicy) -> Iterator[str]:
    """The team itself; after too long a wait those that help it out, and where the channel allows no queue everybody else."""
    yield home
    rule, waited = policy.teams[home], facts.waited * MINUTE
    if _queue_is_over(facts, channels):
        yield from dict.fromkeys(team for team in (*rule.overflow, *policy.teams) if team != home)
    elif waited >= rule.overflow_after:
        yield from (team for team in rule.overflow if team != home)


def _queue_is_over(facts: RoutingFacts, channels: ChannelPolicy) -> bool:
    channel = channels.matrix.get(facts.channel)
    return bool(channel and channel.queue_at_most is not None and facts.waited * MINUTE >= channel.queue_at_most)


def _wanted(
    facts: RoutingFacts,
    way: Way,
    level: int,
    team: str,
    pool: Sequence[Candidate],
    policy: RoutingPolicy,
    channels: ChannelPolicy,
) -> tuple[Wanted, Sequence[Candidate]]:
    """Whom the ticket looks for among a team's people, and these."""
    people = [one for one in pool if one.team == team]
    liked = _known(way.skills, people) if policy.asks_only_known_skills and way.skills else way.skills
    skills = _relaxed(liked, facts, policy, channels) if liked and facts.waited else liked
    seniors = way.seniors_first or policy.teams[way.team].seniors_first
    return Wanted(facts.language, channels.weight(facts.channel), level, seniors, facts.sticky, skills, liked), people


def _known(skills: Mapping[str, int], people: Sequence[Candidate]) -> Mapping[str, int]:
    """Those that somebody of the team has at all: what nobody can learn about is not waited for."""
    return {skill: level for skill, level in skills.items() if any(skill in one.skills for one in people)}


def _relaxed(skills: Mapping[str, int], facts: RoutingFacts, policy: RoutingPolicy, channels: ChannelPolicy) -> Mapping[str, int]:
    """After each while in the queue a level less is asked; where the queue is over, nothing."""
    if _queue_is_over(facts, channels):
        return {}
    steps = facts.waited * MINUTE // policy.relax_skills_every
    return {skill: level - steps for skill, level in skills.items() if level > steps}


def _nobody(rejected: Rejected, skills: Mapping[str, int]) -> str:
    if not rejected:
        return "It waits in the queue: nobody works there"
    lacking = any(reason.startswith("lacks") for _, reason in rejected)
    return f"It waits in the queue: nobody there is free{f' who knows {spoken(skills)}' if lacking else ''}"


def _decision(way: Way, place: Route, who: str, rejected: Rejected) -> Decision[Route]:
    within = f" This channel is answered within {_spoken(way.answer_within)}." if way.answer_within else ""
    return Decision(place, f"{way.told} {who}{within}", f"routing.{way.branch}", (), rejected)


def _spoken(duration: timedelta) -> str:
    minutes = int(duration.total_seconds() // 60)
    return f"{minutes // 60} h" if minutes % 60 == 0 else f"{minutes} min"
