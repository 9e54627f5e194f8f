"""The decision on a refund, by the figures of the handbook. Source: methodology, phase 11."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from supportops.core.decision import Decision

Reason = Literal["valid", "unclear", "none"]
Way = Literal["refund", "refund_and_investigate", "alternative", "refund_and_retain", "standard"]


@dataclass(frozen=True)
class RefundRules:
    """The figures of the decision on a refund."""

    window: timedelta = timedelta(days=30)
    long_term: timedelta = timedelta(days=180)
    approval_over: float = 500  # in the desk's currency
    approves: str = "leads"
    valid_reasons: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RefundFacts:
    """What the decision on a refund looks at."""

    bought: timedelta  # since the purchase
    amount: float
    reason: Reason = "none"
    customer_for: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Refund:
    """What to do about it, and who approves it; empty where the agent decides within the guidelines."""

    way: Way
    approves: str = ""
    also: tuple[str, ...] = ()

    @property
    def is_paid(self) -> bool:
        return self.way in ("refund", "refund_and_investigate", "refund_and_retain")


def refund(facts: RefundFacts, rules: RefundRules) -> Decision[Refund]:
    """The decision tree from the top. A refund given quickly costs less than a chargeback and a bad review."""
    way, because, passed = _way(facts, rules)
    if way == "refund":
        return Decision(Refund(way), because, "refund.window", (), passed)
    also = rules.alternatives if way == "alternative" else _ALSO.get(way, ())
    over = facts.amount > rules.approval_over
    who = f"{facts.amount:g} is over {rules.approval_over:g}, so it needs approval." if over else "The agent decides within the guidelines."
    return Decision(Refund(way, rules.approves if over else "", also), f"{because} {who}", f"refund.{_RULE[way]}", (), passed)


_ALSO: Mapping[Way, tuple[str, ...]] = {
    "refund_and_investigate": ("find the root cause",),
    "refund_and_retain": ("offer something to stay",),
}
_RULE = {"refund_and_investigate": "reason", "alternative": "reason", "refund_and_retain": "long_term", "standard": "standard"}
Passed = tuple[tuple[str, str], ...]


def _way(facts: RefundFacts, rules: RefundRules) -> tuple[Way, str, Passed]:
    """The first branch that applies, with the branches that were passed on the way."""
    if facts.bought <= rules.window:
        return "refund", f"Bought {_days(facts.bought)} ago, within the window of {_days(rules.window)}: refunded at once.", ()
    late = (("refund", f"bought {_days(facts.bought)} ago, after the window of {_days(rules.window)}"),)
    if facts.reason == "valid":
        return "refund_and_investigate", "The reason is valid: it did not work, or a promise was broken.", late
    if facts.reason == "unclear":
        return "alternative", "The reason may be valid: something else is offered first.", late
    weak = (*late, ("refund_and_investigate", "no valid reason was given"))
    if facts.customer_for > rules.long_term:
        return "refund_and_retain", f"A customer for {_days(facts.customer_for)}, longer than {_days(rules.long_term)}.", weak
    short = ("refund_and_retain", f"a customer for {_days(facts.customer_for)} only")
    return "standard", "Late, without a valid reason, and no customer of long standing: the standard terms hold.", (*weak, short)


def _days(span: timedelta) -> str:
    return f"{span.days} day{'' if span.days == 1 else 's'}"
