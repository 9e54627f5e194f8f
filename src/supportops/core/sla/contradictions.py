"""What a chapter sla says that cannot be meant: unknown calendars and teams, policies that no ticket reaches, facts that pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from supportops.core.conditions import ALWAYS, Condition, tests
from supportops.core.schema import Path
from supportops.core.sla.chapter import SlaPolicy, Warn

PROMISED_BY = frozenset(
    {
        *("subject", "channel", "category", "tags", "language", "sentiment", "tier", "vip", "arr", "affected", "repeats", "priority"),
        *("requester", "organization", "mailbox", "team", "level", "problem", "opened_at"),
    }
)
"""What a promise may depend on: what the request is, not what becomes of it while its clocks run."""

Wrong = tuple[Path, str]


def contradictions(sla: SlaPolicy, calendars: Iterable[str], teams: Iterable[str], audiences: Iterable[str]) -> Iterator[Wrong]:
    """Each place of the chapter that cannot hold, with what was expected."""
    yield from _calendars(sla, tuple(calendars))
    yield from _conditions(sla)
    yield from _told(sla, tuple(audiences))
    known = tuple(teams)
    for team in sla.internal:
        if team not in known:
            yield ("internal", team), f"expected a team: {', '.join(known)}; found {team!r}"
    yield from _warnings(("warnings",), sla.warnings)
    for team, internal in sla.internal.items():
        yield from _warnings(("internal", team, "warnings"), internal.warnings)


def _calendars(sla: SlaPolicy, known: tuple[str, ...]) -> Iterator[Wrong]:
    named = {
        **{("policies", name): one.calendar for name, one in sla.policies.items()},
        **{("seasons", name): one.calendar for name, one in sla.seasons.items()},
        **{("internal", name): one.calendar for name, one in sla.internal.items()},
    }
    for path, calendar in named.items():
        if calendar and calendar not in known:
            yield (*path, "calendar"), f"expected a calendar: {', '.join(known)}; found {calendar!r}"


def _told(sla: SlaPolicy, known: tuple[str, ...]) -> Iterator[Wrong]:
    lists: dict[Path, tuple[str, ...]] = {("warnings", place, "tell"): warning.tell for place, warning in enumerate(sla.warnings)} | {
        ("breach", "tell"): sla.breach.tell
    }
    for team, internal in sla.internal.items():
        lists |= {("internal", team, "warnings", place, "tell"): warning.tell for place, warning in enumerate(internal.warnings)}
        lists[("internal", team, "breach", "tell")] = internal.breach.tell
    for path, names in lists.items():
        for name in names:
            if name not in known:
                yield path, f"expected people: {', '.join(known)}; found {name!r}"


def _conditions(sla: SlaPolicy) -> Iterator[Wrong]:
    whens: Mapping[tuple[str, str], Condition] = {
        **{("policies", name): one.when for name, one in sla.policies.items()},
        **{("seasons", name): one.when for name, one in sla.seasons.items()},
    }
    for path, when in whens.items():
        for fact in sorted({test.fact for test in tests(when)} - PROMISED_BY):
            yield (*path, "when"), f"a promise cannot depend on {fact}, which changes while its clock runs"
    for before, name in pairwise(sla.policies):
        if sla.policies[before].when == ALWAYS:
            yield ("policies", name), f"no ticket comes to this policy: “{before}” before it has no condition"


def _warnings(path: Path, warnings: tuple[Warn, ...]) -> Iterator[Wrong]:
    for place, (before, warning) in enumerate(pairwise(warnings), 1):
        if warning.at == before.at:
            yield (*path, place, "at"), f"{warning.at} stands twice: put everybody to be told into one list"
        if warning.at < before.at:
            yield (*path, place, "at"), f"{warning.at} stands after {before.at}: write the earliest warning first"
