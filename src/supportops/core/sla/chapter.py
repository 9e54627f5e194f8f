"""What a desk promises, as its policy says it: chapters priorities, lifecycle and sla. Source: methodology, phase 3."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from supportops.core.conditions import ALWAYS, Condition
from supportops.core.ticket.lifecycle import Priority


@dataclass(frozen=True)
class Target:
    """What a priority promises, in open time of its calendar."""

    first_reply: timedelta
    next_reply: timedelta
    resolution: timedelta
    calendar: str = "always"


@dataclass(frozen=True)
class Lifecycle:
    """How long a ticket may stay in a stage before somebody is told or the system acts."""

    pick_up: timedelta = timedelta(minutes=15)
    pick_up_calendar: str = "always"
    pending_warning: timedelta = timedelta(hours=72)
    pending_close: timedelta = timedelta(hours=48)
    escalation_acknowledgement: timedelta = timedelta(hours=4)
    solved_close: timedelta = timedelta(hours=48)


@dataclass(frozen=True)
class Change:
    """The targets of a priority that differ; the others stay."""

    first_reply: timedelta | None = None
    next_reply: timedelta | None = None
    resolution: timedelta | None = None


@dataclass(frozen=True)
class Agreement:
    """A policy of the desk: for which tickets something else is promised than their priority says."""

    when: Condition = ALWAYS
    calendar: str = ""  # empty: the one of the priority
    targets: Mapping[Priority, Change] = field(default_factory=dict)
    pick_up: timedelta | None = None
    acknowledgement: timedelta | None = None


@dataclass(frozen=True)
class Season:
    """Days in which other targets hold for what comes in: a peak, a migration. Both dates belong to it."""

    starts: date
    ends: date
    when: Condition = ALWAYS
    calendar: str = ""
    factor: float = 1.0  # on the replies and the resolution that would hold otherwise
    targets: Mapping[Priority, Change] = field(default_factory=dict)
    told_to_customers: bool = False
    words: Mapping[str, str] = field(default_factory=dict)  # by language

    def __post_init__(self) -> None:
        if self.ends < self.starts:
            raise ValueError(f"it ends on {self.ends}, before it starts on {self.starts}: swap the dates")
        if not 0 < self.factor <= 100:
            raise ValueError(f"expected a factor above 0 and up to 100, such as 1.5, found {self.factor}")
        if self.told_to_customers and "en" not in self.words:
            raise ValueError("expected words for the customers, in English (en) at least, or told_to_customers: false")

    def words_in(self, language: str) -> str:
        """What customers are told; nothing where it is the desk's own affair."""
        return self.words.get(language, self.words["en"]) if self.told_to_customers else ""


@dataclass(frozen=True)
class Warn:
    """At which share of a target who is told."""

    at: float
    tell: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 < self.at < 1:
            raise ValueError(f"expected a share between 0 and 1, found {self.at}")


@dataclass(frozen=True)
class Missed:
    """Who is told of a promise that was missed."""

    tell: tuple[str, ...] = ()


@dataclass(frozen=True)
class Internal:
    """What a team promises its colleagues, counted since the ticket came to it. Customers never see it."""

    calendar: str = "always"
    targets: Mapping[Priority, Change] = field(default_factory=dict)
    warnings: tuple[Warn, ...] = ()
    breach: Missed = Missed()


@dataclass(frozen=True)
class SlaPolicy:
    """Who is promised what beyond the priorities, who is warned, and when it is different."""

    policies: Mapping[str, Agreement] = field(default_factory=dict)  # the first that matches holds
    internal: Mapping[str, Internal] = field(default_factory=dict)  # by team
    warnings: tuple[Warn, ...] = (Warn(0.75),)
    breach: Missed = Missed()
    seasons: Mapping[str, Season] = field(default_factory=dict)  # the first that matches holds
