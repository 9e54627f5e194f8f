"""What no desk can route by: teams, skills and values that nobody knows, and branches that can never hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from supportops.core.channels import ChannelPolicy
from supportops.core.routing.policy import RoutingPolicy, asked, teams_named
from supportops.core.schema import Path
from supportops.core.ticket import Priority

Complaint = tuple[str, Path, str]
TIERS = ("free", "pro", "business", "enterprise")
LEVELS = (1, 2, 3)


def contradictions(policy: RoutingPolicy, channels: ChannelPolicy, categories: Sequence[str], groups: Sequence[str]) -> Iterator[Complaint]:
    """Chapter, place and what was expected."""
    for path, team in teams_named(policy):
        yield from _unknown("routing", path, team, tuple(policy.teams))
    for table, names in (("categories", policy.categories), ("skills", policy.skills)):
        for name in names:
            yield from _unknown("routing", (table,), name, (*categories, *groups))
    yield from _about_values(policy, channels, categories, groups)
    yield from _about_levels(policy)
    for name, each in channels.stages.items():
        for place, channel in enumerate(each.channels):
            yield from _unknown("channels", ("stages", name, "channels", place), channel, tuple(channels.matrix))
    if not policy.relax_skills_every:
        yield "routing", ("relax_skills_every",), "expected a time of at least 1m, found 0m"


def _about_values(
    policy: RoutingPolicy, channels: ChannelPolicy, categories: Sequence[str], groups: Sequence[str]
) -> Iterator[Complaint]:
    known: Mapping[str, Sequence[str]] = {
        "priority": tuple(Priority),
        "tier": TIERS,
        "channel": tuple(channels.matrix),
        "category": categories,
        "group": groups,
    }
    for path, test in asked(policy):
        if test.fact in known and test.op in ("is", "in"):
            for value in (test.value,) if test.op == "is" else test.value:
                yield from _unknown("routing", path, value, known[test.fact])


def _about_levels(policy: RoutingPolicy) -> Iterator[Complaint]:
    levels = [(("teams", key, "level"), rule.level) for key, rule in policy.teams.items()]
    levels += [(("tree", name, "level"), branch.level) for name, branch in policy.tree.items() if branch.level is not None]
    for table, asks in (("skills", policy.skills), ("tree", {name: branch.skills for name, branch in policy.tree.items()})):
        inner = ("skills",) if table == "tree" else ()
        levels += [((table, name, *inner, skill), level) for name, skills in asks.items() for skill, level in skills.items()]
    for path, level in levels:
        if level not in LEVELS:
            yield "routing", path, f"expected a level from 1 to 3, found {level}"


def _unknown(chapter: str, path: Path, name: str, known: Sequence[str]) -> Iterator[Complaint]:
    if name not in known:
        yield chapter, path, f"expected one of {', '.join(known)}; found {name!r}"
