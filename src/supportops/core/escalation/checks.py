"""What no desk can escalate by: circles, unknown levels, teams and people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import get_args

from supportops.core.escalation.chapter import EscalationPolicy
from supportops.core.escalation.levels import Level, Rank
from supportops.core.schema import Path

Complaint = tuple[Path, str]
RANKS: tuple[str, ...] = get_args(Rank)


def complaints(policy: EscalationPolicy, teams: Sequence[str]) -> Iterator[Complaint]:
    """Each place that cannot stand, with what was expected."""
    yield from _about_levels(policy)
    yield from _about_triggers(policy, teams)
    for name, member in policy.people.items():
        yield from _unknown(("people", name, "team"), filter(None, [member.team]), teams)


def _about_levels(policy: EscalationPolicy) -> Iterator[Complaint]:
    for rank in RANKS:
        if rank not in policy.levels:
            yield ("levels",), f"{rank} is missing"
    for rank, level in policy.levels.items():
        yield from _unknown(("levels", rank, "unanswered"), filter(None, [level.unanswered]), RANKS)
        yield from _unknown(("levels", rank, "tell"), level.tell, policy.audiences)
        for place, way in enumerate(level.exits):
            yield from _unknown(("levels", rank, "exits", place, "to"), filter(None, [way.to]), RANKS)
            yield from _unknown(("levels", rank, "exits", place, "tell"), way.tell, policy.audiences)
    yield from _circles({str(rank): level for rank, level in policy.levels.items()})


def _circles(levels: Mapping[str, Level]) -> Iterator[Complaint]:
    """A ticket that is handed on by these rules must come to an end."""
    for rank in levels:
        if circle := _way_back(rank, rank, levels, (rank,)):
            yield ("levels", rank), f"expected a way that ends; tickets go round in a circle: {' -> '.join(circle)}"
            return


def _way_back(goal: str, rank: str, levels: Mapping[str, Level], way: tuple[str, ...]) -> tuple[str, ...]:
    for onward in _onward(levels[rank]):
        if onward == goal:
            return (*way, onward)
        if onward in levels and onward not in way and (found := _way_back(goal, onward, levels, (*way, onward))):
            return found
    return ()


def _onward(level: Level) -> Iterator[str]:
    """The levels that a ticket can reach from this one."""
    yield from filter(None, dict.fromkeys([level.unanswered, *(way.to for way in level.exits)]))


def _about_triggers(policy: EscalationPolicy, teams: Sequence[str]) -> Iterator[Complaint]:
    for name, rule in policy.triggers.items():
        path = ("triggers", name)
        yield from _unknown((*path, "team"), filter(None, [rule.team]), teams)
        yield from _unknown((*path, "to"), filter(None, [rule.to]), policy.audiences)
        yield from _unknown((*path, "tell"), rule.tell, policy.audiences)
        if rule.does == "alert" and not rule.tell:
            yield (*path, "tell"), "expected somebody to tell: an alert that nobody gets helps nobody"


def _unknown(path: Path, names: Iterable[str], known: Sequence[str]) -> Iterator[Complaint]:
    for name in names:
        if name not in known:
            yield path, f"expected one of {', '.join(known)}; found {name!r}"
