"""The desk's own rules over a ticket's whole life: how often they ran, and how often those of the proposal would have run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from supportops.core import automation
from supportops.core.automation import BY, AutomationPolicy, Rule
from supportops.core.ticket import Event

Runs = Mapping[str, int]


def ran(everything: Sequence[Event]) -> Runs:
    """The runs that a ledger tells of. What a rule did in one moment was one run."""
    return Counter(name for name, _ in {(event.by.removeprefix(BY), event.occurred_at) for event in everything if event.by.startswith(BY)})


def would_run(everything: Sequence[Event], was: Runs, fresh: Sequence[Rule], rules: AutomationPolicy) -> Runs:
    """A rule that stands as it stood ran as it ran; one that is new or other is tried on the ledger."""
    changed = {rule.name for rule in fresh}
    kept = {name: times for name, times in was.items() if name in rules.named and name not in changed}
    return kept | {rule.name: times for rule in fresh if (times := len(automation.would_have_run(rule, everything)))}


def fresh(then: AutomationPolicy | None, rules: AutomationPolicy) -> tuple[Rule, ...]:
    """The rules that another handbook did not have like this."""
    known = then.named if then else {}
    return tuple(rule for rule in rules.rules if known.get(rule.name) != rule)
