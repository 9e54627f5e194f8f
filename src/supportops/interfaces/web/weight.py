"""What a fact about a customer changes: the places of the handbook in force that ask for it, as a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from supportops.core.conditions import Condition, tests
from supportops.core.policy import Policy


def weighed(fact: str, policy: Policy) -> str:
    """What follows from it, for whoever is about to change it."""
    reasons = [f"{where}: {'; '.join(said)}." for where, said in _asked(fact, policy) if said]
    if not reasons:
        return _("No rule of the handbook asks for it.")
    return _("Counts for tickets that come from now on. %(reasons)s") % {"reasons": " ".join(reasons)}


def _asked(fact: str, policy: Policy) -> Iterator[tuple[str, list[str]]]:
    rules = policy.triage.priority
    if fact == "tier":
        tiers = {"high": _(" or ").join(rules.high_tiers), "critical": _(" or ").join(rules.critical_tiers)}
        yield _("Urgency"), [_("a fault is P1 for %(high)s, an outage P0 for %(critical)s") % tiers]
    tree = policy.routing.tree.items()
    yield _("Routing"), [branch.because or name for name, branch in tree if _asks(branch.when.condition, fact)]
    yield _("Promises"), [name for name, agreement in policy.sla.policies.items() if _asks(agreement.when, fact)]
    yield _("Escalation"), [rule.says for rule in policy.escalation.triggers.values() if _asks(rule.when, fact)]
    yield _("Own rules"), [rule.name for rule in policy.automation.rules if _asks(rule.when, fact)]


def _asks(condition: Condition, fact: str) -> bool:
    return any(test.fact == fact for test in tests(condition))
