"""The choice among a team's people: who cannot take it, who fits best, and why each of the others lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from supportops.core.routing.facts import Candidate
from supportops.core.routing.policy import Scores

NEVER = datetime.min.replace(tzinfo=UTC)
Rejected = tuple[tuple[str, str], ...]
Points = tuple[float, ...]


class Wanted(NamedTuple):
    """Whom a ticket looks for. `skills` must be there; `liked` were asked for in the beginning and are welcome still."""

    language: str = "en"
    weight: int = 1
    level: int = 1
    seniors_first: bool = False
    sticky: int | None = None
    skills: Mapping[str, int] = {}
    liked: Mapping[str, int] = {}


class Chosen(NamedTuple):
    """Who takes it, if anybody, in which words, and why not the others."""

    person: int | None
    because: str
    rejected: Rejected


class _Rated(NamedTuple):
    """In the order of choice: the points, then who has waited longest, then the list."""

    less: float
    since: datetime
    person: int
    points: Points
    one: Candidate


def choose(people: Sequence[Candidate], wanted: Wanted, scores: Scores) -> Chosen:
    """The best of them; among equals whoever was given nothing for longest."""
    able, unable = [], []
    for one in people:
        if one.available and one.on_shift and one.load + wanted.weight <= one.capacity and _knows(one, wanted.skills):
            points = _points(one, wanted, scores)
            able.append(_Rated(-sum(points), one.last_assigned_at or NEVER, one.person, points, one))
        else:
            unable.append((one.name, _unable(one, wanted)))
    if not able:
        return Chosen(None, "", tuple(unable))
    first, *others = sorted(able)
    lost = [(each.one.name, f"{_why_not(each, first, wanted)}: {_told(-each.less)} points") for each in others]
    return Chosen(first.person, f"{first.one.name} takes it: {_strength(first, wanted)}", (*lost, *unable))


def _unable(one: Candidate, wanted: Wanted) -> str:
    """Why somebody cannot take it at all."""
    if not one.available:
        return "is away"
    if not one.on_shift:
        return "is off shift"
    if one.load + wanted.weight > one.capacity:
        counts = f", and this counts {wanted.weight}" if wanted.weight > 1 else ""
        return f"has no room ({one.load} of {one.capacity}{counts})"
    return f"lacks {_lacking(one, wanted.skills)}"


def _knows(one: Candidate, skills: Mapping[str, int]) -> bool:
    return not skills or all(one.skills.get(skill, 0) >= level for skill, level in skills.items())


def _lacking(one: Candidate, skills: Mapping[str, int]) -> str:
    return spoken({skill: level for skill, level in skills.items() if one.skills.get(skill, 0) < level})


def spoken(skills: Mapping[str, int]) -> str:
    """Skills with their levels, for people; the first level is the plain word."""
    return " and ".join(f"{skill} {level}" if level > 1 else skill for skill, level in skills.items())


def _points(one: Candidate, wanted: Wanted, scores: Scores) -> Points:
    return (
        scores.language if wanted.language in one.languages else 0,
        scores.skills if _knows(one, wanted.liked) else 0,
        scores.senior if one.senior or not wanted.seniors_first else 0,
        scores.level if one.level >= wanted.level else 0,
        scores.sticky if one.person == wanted.sticky else 0,
        scores.free - scores.free * one.load / one.capacity,
    )


_LOST: tuple[Callable[[Candidate, Wanted], str], ...] = (
    lambda one, wanted: f"does not speak {wanted.language}",
    lambda one, wanted: f"lacks {_lacking(one, wanted.liked)}",
    lambda one, wanted: "is not senior",
    lambda one, wanted: f"works on level {one.level}",
    lambda one, wanted: "did not have this customer last",
    lambda one, wanted: f"has more work ({one.load} of {one.capacity})",
)
"""How each kind of point is missed, in the order of `_points`."""


def _why_not(mine: _Rated, first: _Rated, wanted: Wanted) -> str:
    """Where most was lost; among equals, the turn."""
    if mine.less == first.less:
        return "was given a ticket more recently" if mine.since > first.since else "comes later in the list"
    if mine.points[:-1] == first.points[:-1]:
        return _LOST[-1](mine.one, wanted)
    lost = [best - own for own, best in zip(mine.points, first.points, strict=True)]
    return _LOST[lost.index(max(lost))](mine.one, wanted)


def _strength(first: _Rated, wanted: Wanted) -> str:
    one, words = first.one, []
    words.append(f"speaks {wanted.language}" if wanted.language in one.languages else f"nobody free speaks {wanted.language}")
    if wanted.skills:
        words.append(f"knows {spoken(wanted.skills)}")
    if wanted.seniors_first and one.senior:
        words.append("senior")
    if one.person == wanted.sticky:
        words.append("had this customer last")
    return f"{', '.join(words)}, {one.load} of {one.capacity}: {_told(-first.less)} points"


def _told(points: float) -> str:
    return f"{points:.6g}"
