"""Playbooks: what to do in a difficult situation, step by step. Source: methodology, phase 11."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from supportops.core.conditions import Any, Condition
from supportops.core.refunds import RefundRules
from supportops.core.schema import Path
from supportops.core.ticket import LIVE, Ticket

UNSEEN: Condition = Any()
"""Of what only people notice."""


@dataclass(frozen=True)
class Step:
    """One thing to do, perhaps with words for it, by when, and how often again."""

    do: str
    say: str = ""
    within: timedelta | None = None
    every: timedelta | None = None


@dataclass(frozen=True)
class Signal:
    """A sign that this must go up at once; `condition` is what the desk can see of it."""

    sign: str
    condition: Condition = UNSEEN


@dataclass(frozen=True)
class Playbook:
    """What to do in one kind of situation; `when` it is offered on a ticket."""

    name: str
    when: Condition
    steps: tuple[Step, ...]
    never: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    signals: tuple[Signal, ...] = ()
    tell: tuple[str, ...] = ()  # who is told where a signal holds


@dataclass(frozen=True)
class PlaybookPolicy:
    """The playbooks by key, and the rules of refunds."""

    situations: Mapping[str, Playbook]
    refund: RefundRules = field(default_factory=RefundRules)


def fitting(ticket: Ticket, policy: PlaybookPolicy) -> tuple[str, ...]:
    """The playbooks that fit a live ticket, in the order of the handbook."""
    if ticket.status not in LIVE:
        return ()
    facts = vars(ticket)
    return tuple(key for key, book in policy.situations.items() if book.when.matches(facts))


def signals(ticket: Ticket, book: Playbook) -> tuple[str, ...]:
    """The signs that the desk sees in this ticket by itself."""
    return tuple(one.sign for one in book.signals if one.condition.matches(vars(ticket)))


def complaints(policy: PlaybookPolicy, audiences: Sequence[str]) -> Iterator[tuple[Path, str]]:
    """Names of people that no chapter knows, and playbooks without a step."""
    named: list[tuple[Path, Iterable[str]]] = [(("refund", "approves"), [policy.refund.approves])]
    for key, book in policy.situations.items():
        named.append((("situations", key, "tell"), book.tell))
        if not book.steps:
            yield ("situations", key, "steps"), "expected at least one step"
    for path, names in named:
        for name in names:
            if name not in audiences:
                yield path, f"expected one of {', '.join(audiences)}; found {name!r}"
