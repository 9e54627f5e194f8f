"""What the handbook says about escalation: the matrix, the levels and the people behind names. Source: methodology, phase 5."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from operator import itemgetter
from typing import Literal

from supportops.core.conditions import Condition, tests
from supportops.core.escalation.levels import NEVER, Level, Member, Rank
from supportops.core.escalation.stuck import timed
from supportops.core.sla.due import Due
from supportops.core.ticket import Event, Ticket

Mode = Literal["auto", "offer"]
Does = Literal["escalate", "alert"]

MOST_KNOWN = 10_000
ALWAYS_KNOWN = ("assignee", "team", "leads")
"""Audiences that every desk has; the others are the keys of `people`."""


@dataclass(frozen=True)
class TriggerRule:
    """A row of the escalation matrix."""

    says: str
    when: Condition
    within: timedelta
    mode: Mode = "auto"
    does: Does = "escalate"
    level: int | None = None  # None: it stays on its level
    team: str = ""  # empty: it stays with its team
    to: str = ""  # an audience whose first free person gets the ticket
    tell: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    insists: bool = False  # asks for an acknowledgement even where somebody of that level has the ticket
    after: timedelta | None = None  # offered when its agent has worked on it for so long without getting on
    key: Condition = NEVER  # where a person may press it without the desk having seen anything

    def __post_init__(self) -> None:
        if self.level is not None and not 1 <= self.level <= 3:
            raise ValueError(f"expected a level from 1 to 3, found {self.level}")
        if self.within <= timedelta():
            raise ValueError("expected a time limit of at least a minute")


@dataclass(frozen=True)
class EscalationPolicy:
    """The levels, the matrix, and the people."""

    levels: Mapping[Rank, Level]
    triggers: Mapping[str, TriggerRule] = field(default_factory=dict)
    people: Mapping[str, Member] = field(default_factory=dict)
    repeats_within: timedelta = timedelta(days=30)  # what counts as the same customer asking again

    @property
    def audiences(self) -> tuple[str, ...]:
        """Every name that a chapter may tell."""
        return (*ALWAYS_KNOWN, *self.people)

    @cached_property
    def timed_triggers(self) -> tuple[tuple[str, TriggerRule], ...]:
        return tuple((name, rule) for name, rule in self.triggers.items() if rule.after)

    def timed(self, ticket: Ticket, ledger: Sequence[Event]) -> Iterable[Due]:
        """The offers that time makes."""
        return timed(self, ticket, ledger) if self.timed_triggers else ()

    def holding(self, ticket: Ticket) -> tuple[str, ...]:
        """The triggers whose condition holds. Few different answers to their questions exist, so they are remembered: a backtest asks a
        million times."""
        answers = self._asks(vars(ticket))
        if answers not in self._known:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[answers] = tuple(name for name, rule in self.triggers.items() if rule.when.matches(vars(ticket)))
        return self._known[answers]

    @cached_property
    def _asks(self) -> Callable[[Mapping[str, object]], object]:
        facts = sorted({test.fact for rule in self.triggers.values() for test in tests(rule.when)})
        return itemgetter(*facts) if facts else _nothing

    @cached_property
    def _known(self) -> dict[object, tuple[str, ...]]:
        return {}


def _nothing(facts: Mapping[str, object]) -> tuple[()]:
    return ()
