"""Rules under watch: how often one would have run before, and when it runs so often that it has to be paused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter

from supportops.core.automation.acts import would_do
from supportops.core.automation.reactions import cause
from supportops.core.automation.rule import Rule
from supportops.core.automation.timed import due_at
from supportops.core.ticket import Event, Ticket, Verb, decide, evolve_all

LEAST = 10  # runs a day that nobody minds
TIMES = 5  # as often as expected
BY = "system:rules"


def runs_wild(fired: int, expected_a_day: float | None, day: date) -> str | None:
    """Why a rule has to be paused. One that was never tried is not judged."""
    if expected_a_day is None or fired <= max(LEAST, TIMES * expected_a_day):
        return None
    return f"It ran {fired} times on {day}; what it was tried on made {expected_a_day:.1f} times a day likely."


def paused_alert(rule: Rule, ticket: Ticket, at: datetime, why: str) -> list[Event]:
    """Its author and the leads are told at the ticket at which it was paused."""
    data = {"rule": rule.name, "paused": True, "why": why, "tell": [*filter(None, [rule.author]), "leads"]}
    return decide(ticket, Verb.ALERT, by=BY, at=at, because=f"Rule {rule.name} is paused. {why}", data=data)


def passed_over(rule: Rule, ticket: Ticket, at: datetime) -> list[Event]:
    """A paused rule over time says so where it would have run, once for that instant."""
    data = {"rule": rule.name, "paused": True, "tell": []}
    return decide(ticket, Verb.ALERT, by=rule.by, at=at, because=f"Rule {rule.name} is paused, so it did nothing here.", data=data)


def would_have_run(rule: Rule, ledger: Sequence[Event]) -> list[datetime]:
    """The moments at which a rule would have run on a ledger as it is. Events of the same moment are one act."""
    acts = [list(events) for _, events in groupby(ledger, key=attrgetter("occurred_at"))]
    return list(_by_verb(rule, acts) if rule.on else _by_time(rule, acts))


def _by_verb(rule: Rule, acts: Sequence[Sequence[Event]]) -> Iterator[datetime]:
    past: list[Event] = []
    ticket = Ticket()
    for act in acts:
        past += act
        ticket, at = evolve_all(ticket, act), act[-1].occurred_at
        if cause(rule, past, act) and _does(rule, ticket, at):
            yield at


def _by_time(rule: Rule, acts: Sequence[Sequence[Event]]) -> Iterator[datetime]:
    """Once for each run of the instant, where the ticket stayed as it was for long enough."""
    ticket, counted = Ticket(), None
    for act, following in zip(acts, [*acts[1:], None], strict=True):
        ticket = evolve_all(ticket, act)
        due = due_at(rule, ticket)
        stays = due is not None and (following is None or due < following[0].occurred_at)
        if due and stays and due != counted and _does(rule, ticket, due):
            counted = due
            yield max(due, act[-1].occurred_at)


def _does(rule: Rule, ticket: Ticket, at: datetime) -> bool:
    return rule.when.matches(vars(ticket)) and would_do(rule, ticket, at)
