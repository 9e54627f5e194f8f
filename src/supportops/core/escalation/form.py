"""The handoff form, and what is still missing in it. Source: methodology, phase 5."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import Any

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Customer:
    """Who asks."""

    name: str
    tier: str
    arr: int
    sentiment: str
    previous_escalations: int


@dataclass(frozen=True, slots=True)
class Issue:
    """What it is about."""

    summary: str
    category: str
    priority: str
    started: str


@dataclass(frozen=True, slots=True)
class Tried:
    """Something that was done, and what came of it."""

    action: str
    result: str = ""


@dataclass(frozen=True, slots=True)
class Handoff:
    """The whole form."""

    ticket_id: str
    customer: Customer
    issue: Issue
    what_tried: tuple[Tried, ...] = ()
    what_needed: str = ""
    customer_expectation: str = ""
    urgency_reason: str = ""

    def as_data(self) -> dict[str, Any]:
        """As the ledger keeps it."""
        return json.loads(json.dumps(asdict(self)))  # type: ignore[no-any-return]


_NEEDED = {
    "what_tried": "what was tried",
    "what_needed": "what is needed",
    "customer_expectation": "what the customer expects",
    "urgency_reason": "why it is urgent",
}


def missing(form: Handoff) -> tuple[str, ...]:
    """The fields that a person still has to fill in, by their names in the form."""
    return tuple(name for name in _NEEDED if not _is_filled(getattr(form, name)))


def _is_filled(value: str | tuple[Tried, ...]) -> bool:
    return bool(value.strip()) if isinstance(value, str) else any(one.action.strip() for one in value)


def lacking(form: Handoff) -> str:
    """The sentence that refuses an incomplete form; empty where nothing is missing."""
    names = [_NEEDED[name] for name in missing(form)]
    if not names:
        return ""
    said = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    return f"A specialist cannot begin with this: write down {said}."


def completed(form: Handoff, what_needed: str) -> Handoff:
    """As the desk itself sends it: what nobody has said is marked as unknown, never invented."""
    return replace(
        form,
        customer=replace(form.customer, name=form.customer.name or UNKNOWN),
        issue=replace(form.issue, category=form.issue.category or UNKNOWN),
        what_tried=form.what_tried or (Tried(UNKNOWN, UNKNOWN),),
        what_needed=what_needed or UNKNOWN,
        customer_expectation=form.customer_expectation or UNKNOWN,
        urgency_reason=form.urgency_reason or UNKNOWN,
    )
