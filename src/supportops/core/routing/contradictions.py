"""What no desk can route by: teams, categories and values that nobody knows, and figures out of reach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from supportops.core.channels import ChannelPolicy
from supportops.core.routing.policy import RoutingPolicy, asked, teams_named
from supportops.core.schema import Path
from supportops.core.ticket import Priority

Complaint = tuple[str, Path, str]
TIERS = ("free", "pro", "business", "enterprise")
LEVELS = (1, 2, 3)


def contradictions(policy: RoutingPolicy, channels: ChannelPolicy, categories: Sequence[str], groups: Sequence[str]) -> Iterator[Complaint]:
    """Chapter, place and what was expected."""
    known = {"priority": tuple(Priority), "tier": TIERS, "channel": tuple(channels.matrix), "category": categories, "group": groups}
    places = chain(_names(policy, (*categories, *groups)), _answers(policy, known), _figures(policy))
    yield from (("routing", path, sentence) for path, sentence in places)
    for name, each in channels.stages.items():
        for place, channel in enumerate(each.channels):
            yield from (("channels", *wrong) for wrong in _unknown(("stages", name, "channels", place), channel, tuple(channels.matrix)))


Wrong = tuple[Path, str]


def _names(policy: RoutingPolicy, categories: Sequence[str]) -> Iterator[Wrong]:
    for path, team in teams_named(policy):
        yield from _unknown(path, team, tuple(policy.teams))
    for key, rule in policy.teams.items():
        if key in rule.overflow:
            yield ("teams", key, "overflow"), f"a team cannot help itself out: name others than {key}"
    for name in policy.categories:
        yield from _unknown(("categories", name), name, categories)
    for name in policy.skills:
        yield from _unknown(("skills", name), name, categories)


def _answers(policy: RoutingPolicy, known: Mapping[str, Sequence[str]]) -> Iterator[Wrong]:
    """A question whose answer nobody can give never holds."""
    for path, test in asked(policy):
        if test.fact in known and test.op in ("is", "in"):
            for value in (test.value,) if test.op == "is" else test.value:
                yield from _unknown(path, value, known[test.fact])


def _figures(policy: RoutingPolicy) -> Iterator[Wrong]:
    for path, level in _levels(policy):
        if level not in LEVELS:
            yield path, f"expected a level from 1 to 3, found {level}"
    if not policy.relax_skills_every:
        yield ("relax_skills_every",), "expected a time of at least 1m, found none"
    for name, points in vars(policy.scores).items():
        if points < 0:
            yield ("scores", name), f"expected 0 or more points, found {points}"


def _levels(policy: RoutingPolicy) -> Iterator[tuple[Path, int]]:
    """Every support level and every level of a skill."""
    yield from ((("teams", key, "level"), rule.level) for key, rule in policy.teams.items())
    for name, branch in policy.tree.items():
        if branch.level is not None:
            yield ("tree", name, "level"), branch.level
        yield from ((("tree", name, "skills", skill), level) for skill, level in branch.skills.items())
    for name, skills in policy.skills.items():
        yield from ((("skills", name, skill), level) for skill, level in skills.items())


def _unknown(path: Path, name: str, known: Sequence[str]) -> Iterator[Wrong]:
    if name not in known:
        yield path, f"expected one of {', '.join(known)}; found {name!r}"
