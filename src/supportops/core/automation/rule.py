"""The desk's own rules as the handbook writes them: when, under which condition, and what is done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from functools import cached_property
from typing import Literal

from supportops.core.conditions import ALWAYS, Condition
from supportops.core.sla import in_words
from supportops.core.ticket import Event, Priority, Verb

Since = Literal[
    "opened_at",
    "queued_at",
    "first_replied_at",
    "replied_at",
    "heard_at",
    "waiting_since",
    "pending_since",
    "nudged_at",
    "escalated_at",
    "solved_at",
]
"""The instants that a rule may count from. Those that any event moves are not among them: such a rule would never come to rest."""

BY = "rule:"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,33}")


@dataclass(frozen=True)
class Escalating:
    """To hand a ticket to specialists."""

    reason: str
    team: str | None = None
    within: timedelta | None = None  # for the acknowledgement; otherwise as the lifecycle says
    tell: tuple[str, ...] = ()


@dataclass(frozen=True)
class Solving:
    """To solve a ticket, with what caused it and how it ended."""

    root_cause: str = ""
    resolution_type: str = ""


@dataclass(frozen=True)
class Act:
    """One thing that a rule does: exactly one field is given."""

    prioritise: Priority | None = None
    tag: tuple[str, ...] = ()
    route: str | None = None
    assign: int | None = None
    escalate: Escalating | None = None
    note: str = ""
    snooze: timedelta | None = None
    solve: Solving | None = None
    tell: tuple[str, ...] = ()
    suggest: str = ""

    def __post_init__(self) -> None:
        given = [field.name for field in fields(self) if getattr(self, field.name) not in (None, "", ())]
        if len(given) != 1:
            able = ", ".join(field.name for field in fields(self))
            raise ValueError(f"expected exactly one of {able} with a value, found {', '.join(given) or 'none'}")
        if self.snooze is not None and self.snooze <= timedelta():
            raise ValueError("a ticket sleeps for more than no time: expected a duration such as 4h")

    @cached_property
    def name(self) -> str:
        return next(field.name for field in fields(self) if getattr(self, field.name) not in (None, "", ()))


MOVING = frozenset({"route", "assign", "escalate", "snooze", "solve"})
"""Acts that set a clock or a timer going again."""


@dataclass(frozen=True)
class Rule:
    """When one of these verbs happened, or so long after an instant, and the condition holds: do this."""

    name: str
    then: tuple[Act, ...]
    on: tuple[Verb, ...] = ()
    after: timedelta | None = None
    since: Since | None = None
    when: Condition = ALWAYS
    author: str = ""  # the address of whoever is told when it is paused
    active: bool = True

    def __post_init__(self) -> None:
        for wrong, sentence in self._faults():
            if wrong:
                raise ValueError(sentence)

    def _faults(self) -> Sequence[tuple[bool, str]]:
        return (
            (not _NAME.fullmatch(self.name), f"expected a name of small letters, digits and hyphens, 34 at most, found {self.name!r}"),
            (not self.then, f"rule {self.name} does nothing: give at least one act under then"),
            (bool(self.on) == (self.after is not None), f"rule {self.name} needs either on (verbs) or after and since (a time)"),
            ((self.after is None) != (self.since is None), f"rule {self.name} needs after and since together"),
            (self.after is not None and self.after <= timedelta(), f"rule {self.name} needs a time after its instant, such as 30m"),
        )

    @cached_property
    def by(self) -> str:
        """Who the ledger says it was."""
        return BY + self.name

    @property
    def instant(self) -> str:
        """What it counts from, as a sentence says it after "since"."""
        return (self.since or "").replace("_", " ").removesuffix(" at").removesuffix(" since")

    @cached_property
    def over_time(self) -> str:
        """Why it runs, where it counts the time: how long since what, and what held."""
        return f"Rule {self.name}: {in_words(self.after) if self.after else ''} since {self.instant}, {self.when.words()}."

    @cached_property
    def moves(self) -> bool:
        """Whether what it does sets a clock going again, so that time could call it back."""
        return any(act.name in MOVING for act in self.then)


def ran_by_itself(rule: Rule, ledger: Sequence[Event]) -> bool:
    """Whether it has run since somebody outside the program last did something."""
    for event in reversed(ledger):
        if event.by == rule.by:
            return True
        if not is_automatic(event):
            return False
    return False


def is_automatic(event: Event) -> bool:
    """Done by the desk itself, and by no person."""
    return event.by.startswith(("system:", BY))
