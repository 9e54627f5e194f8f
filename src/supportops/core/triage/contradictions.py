"""What a triage chapter must not say: names that no other chapter knows, and figures by which nothing could be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from supportops.core.triage.facts import TIERS
from supportops.core.triage.policy import TriagePolicy

Path = tuple[str | int, ...]
Mistake = tuple[Path, str]


def mistakes(policy: TriagePolicy, categories: Sequence[str], moods: Sequence[str]) -> Iterator[Mistake]:
    """Each with its place in the chapter."""
    rules = policy.priority
    yield from _keys(("categories",), policy.categories, categories)
    yield from _keys(("sentiment",), policy.sentiment, moods)
    yield from _unknown(("fault_category",), [policy.fault_category], ("", *categories))
    yield from _listed(("gives_way",), policy.gives_way, categories)
    yield from _unknown(("deniable",), sorted(policy.deniable), categories)
    yield from _unknown(("priority", "enhancement_categories"), rules.enhancement_categories, categories)
    yield from _unknown(("priority", "boost", "sentiments"), rules.boost.sentiments, moods)
    for place, tiers in (("critical_tiers", rules.critical_tiers), ("high_tiers", rules.high_tiers)):
        yield from _listed(("priority", place), tiers, TIERS)
    yield from _listed(("priority", "boost", "tiers"), rules.boost.tiers, TIERS)
    yield from _too_small(policy)


def _keys(path: Path, names: Iterable[str], known: Sequence[str]) -> Iterator[Mistake]:
    """Each name is a field of its own."""
    for name in names:
        yield from _unknown((*path, name), [name], known)


def _listed(path: Path, names: Iterable[str], known: Sequence[str]) -> Iterator[Mistake]:
    for place, name in enumerate(names):
        yield from _unknown((*path, place), [name], known)


def _unknown(path: Path, names: Iterable[str], known: Sequence[str]) -> Iterator[Mistake]:
    for name in names:
        if name not in known:
            yield path, f"expected one of {', '.join(filter(None, known))}; found {name!r}"


def _too_small(policy: TriagePolicy) -> Iterator[Mistake]:
    rules, cues = policy.priority, policy.cues
    yield from _below(1, ("priority", "boost", "by"), rules.boost.by)
    yield from _below(0, ("priority", "affected_over"), rules.affected_over)
    yield from _below(1, ("reads",), policy.reads)
    yield from _below(1, ("counting", "reach"), policy.counting.reach)
    for name in ("denial_reach", "supposition_reach", "settled_reach"):
        yield from _below(0, ("cues", name), getattr(cues, name))


def _below(least: int, path: Path, figure: int) -> Iterator[Mistake]:
    if figure < least:
        yield path, f"expected a whole number of at least {least}, found {figure}"
