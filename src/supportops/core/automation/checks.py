"""What in the chapter of automation cannot be meant, or speaks of what other chapters do not know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from supportops.core.automation.chapter import AutomationPolicy
from supportops.core.automation.rule import Act, Rule
from supportops.core.schema import Path
from supportops.core.taxonomy import Taxonomy
from supportops.core.ticket import Verb

Complaint = tuple[Path, str]

SWITCHES = ("reply_suggestions",)
"""The automations that are switched on and off in the stack; the others have a switch in their own chapter, or none."""


def mistakes(policy: AutomationPolicy, teams: Sequence[str], audiences: Sequence[str], taxonomy: Taxonomy) -> Iterator[Complaint]:
    """Each with its place in the chapter."""
    yield from _twice("rules", [rule.name for rule in policy.rules])
    yield from _twice("suggestions", [one.name for one in policy.suggestions])
    yield from _stack(policy)
    for place, rule in enumerate(policy.rules):
        yield from _sleeping(place, rule)
        for number, act in enumerate(rule.then):
            for path, sentence in _act(act, teams, audiences, taxonomy):
                yield ("rules", place, "then", number, *path), sentence


def _twice(table: str, names: Sequence[str]) -> Iterator[Complaint]:
    for place, name in enumerate(names):
        if name in names[:place]:
            yield (table, place, "name"), f"there is another {name}: give each a name of its own"


def _stack(policy: AutomationPolicy) -> Iterator[Complaint]:
    for name, row in policy.stack.items():
        if row.on is not None and name not in SWITCHES:
            yield ("stack", name, "on"), f"{name} is not switched here; only {', '.join(SWITCHES)} is"
        if row.built and not row.by:
            yield ("stack", name, "by"), "expected the part of the program that does it, or built: false"


def _sleeping(place: int, rule: Rule) -> Iterator[Complaint]:
    """Whoever puts a ticket back to sleep whenever it wakes never lets anybody see it again."""
    if Verb.WAKE in rule.on and any(act.snooze for act in rule.then):
        yield ("rules", place, "on"), f"rule {rule.name} would put a ticket to sleep again as soon as it wakes: name another verb"


def _act(act: Act, teams: Sequence[str], audiences: Sequence[str], taxonomy: Taxonomy) -> Iterator[Complaint]:
    given = act.escalate
    yield from _unknown(("route",), [act.route], teams)
    yield from _unknown(("tell",), act.tell, audiences)
    if given is not None:
        yield from _unknown(("escalate", "team"), [given.team], teams)
        yield from _unknown(("escalate", "tell"), given.tell, audiences)
        if not given.reason.strip():
            yield ("escalate", "reason"), "an escalation needs its reason: say what is needed"
    if act.solve is not None:
        yield from _unknown(("solve", "root_cause"), [act.solve.root_cause], taxonomy.root_cause)
        yield from _unknown(("solve", "resolution_type"), [act.solve.resolution_type], taxonomy.resolution_type)


def _unknown(path: Path, names: Iterable[str | None], known: Sequence[str]) -> Iterator[Complaint]:
    for name in names:
        if name and name not in known:
            yield path, f"expected one of {', '.join(known)}; found {name!r}"
