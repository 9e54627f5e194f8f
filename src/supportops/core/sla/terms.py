"""Which promise holds for a ticket: its policy, its season, its targets and the hours that count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from supportops.core.hours import BusinessHours
from supportops.core.sla.chapter import Agreement, Change, Lifecycle, Season, SlaPolicy, Target
from supportops.core.sla.due import Due
from supportops.core.sla.wording import MINUTE
from supportops.core.ticket import Event, Priority, Ticket


class Timed(Protocol):
    """The desk's own rules that wait for a time."""

    def timed(self, ticket: Ticket, ledger: Sequence[Event]) -> Iterable[Due]: ...


class Promises(Protocol):
    """The part of the policy that the clocks read."""

    @property
    def lifecycle(self) -> Lifecycle: ...
    @property
    def priorities(self) -> Mapping[Priority, Target]: ...
    @property
    def calendars(self) -> Mapping[str, BusinessHours]: ...
    @property
    def sla(self) -> SlaPolicy: ...
    @property
    def automation(self) -> Timed: ...
    @property
    def escalation(self) -> Timed: ...


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for one ticket."""

    policy: str  # empty: the priorities alone
    season: str
    target: Target
    hours: BusinessHours
    pick_up: timedelta
    acknowledgement: timedelta
    desk: BusinessHours  # the hours of picking up and taking over


_USUAL = Agreement()


def terms(ticket: Ticket, promises: Promises) -> Terms:
    """The first policy whose condition holds, then the first season."""
    life, facts = promises.lifecycle, vars(ticket)
    name, agreed = next(((name, one) for name, one in promises.sla.policies.items() if one.when.matches(facts)), ("", _USUAL))
    target = _with(promises.priorities[ticket.priority], agreed.targets.get(ticket.priority), agreed.calendar)
    season = ""
    if promises.sla.seasons and ticket.opened_at:
        season = season_of(ticket, ticket.opened_at, promises.calendars[target.calendar], promises.sla.seasons)
        target = _in_season(target, ticket.priority, promises.sla.seasons[season]) if season else target
    return Terms(
        name,
        season,
        target,
        promises.calendars[target.calendar],
        life.pick_up if agreed.pick_up is None else agreed.pick_up,
        life.escalation_acknowledgement if agreed.acknowledgement is None else agreed.acknowledgement,
        promises.calendars[life.pick_up_calendar],
    )


def season_of(ticket: Ticket, opened_at: datetime, hours: BusinessHours, seasons: Mapping[str, Season]) -> str:
    """The season of the day, on the desk's wall, on which a ticket was opened."""
    day, facts = opened_at.astimezone(hours.zone).date(), vars(ticket)
    found = (name for name, season in seasons.items() if season.starts <= day <= season.ends and season.when.matches(facts))
    return next(found, "")


def _in_season(target: Target, priority: Priority, season: Season) -> Target:
    """The season's own figures as they stand, the others by its factor, to the minute."""
    if season.factor != 1:
        first, after, solved = (_by(span, season.factor) for span in (target.first_reply, target.next_reply, target.resolution))
        target = Target(first, after, solved, target.calendar)
    return _with(target, season.targets.get(priority), season.calendar)


def _by(span: timedelta, factor: float) -> timedelta:
    return max(MINUTE, round(span * factor / MINUTE) * MINUTE)


def _with(target: Target, change: Change | None, calendar: str) -> Target:
    if change is None:
        return Target(target.first_reply, target.next_reply, target.resolution, calendar) if calendar else target
    return Target(
        target.first_reply if change.first_reply is None else change.first_reply,
        target.next_reply if change.next_reply is None else change.next_reply,
        target.resolution if change.resolution is None else change.resolution,
        calendar or target.calendar,
    )
