"""The desk's own rules on trial: what one would do to the tickets as they are, and how often it would have run of late."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter

from supportops.core import automation
from supportops.core import ticket as core
from supportops.core.automation import AutomationPolicy, Rule
from supportops.core.automation.timed import due_at
from supportops.models import RuleWatch, Ticket, TicketEvent
from supportops.models.tickets import TicketQuerySet

PERIOD = timedelta(days=28)
SAMPLE = 1_000  # tickets whose ledgers are read; the newest stand for all
MOST = 10_000  # matching tickets that are counted


@dataclass(frozen=True)
class Would:
    """What a rule would do to a ticket as it stands, in phrases after "to"; and when, where it counts the time."""

    ticket: Ticket
    acts: tuple[str, ...]
    at: datetime | None


@dataclass(frozen=True)
class DryRun:
    """A rule over the tickets that somebody may see."""

    matching: int  # MOST stands for that many or more
    rows: tuple[Would, ...]
    a_day: float  # how often it would have run, from the last weeks


def dry_run(rule: Rule, tickets: TicketQuerySet, at: datetime, limit: int = 50) -> DryRun:
    """Nothing is changed. The newest tickets stand first."""
    found = _concerned(rule, tickets)
    newest = found.order_by("-changed_at", "-id")[:limit]
    rows = tuple(_would(rule, ticket, at) for ticket in newest)
    return DryRun(found.order_by()[:MOST].count(), rows, how_often([rule], at)[rule.name])


def _concerned(rule: Rule, tickets: TicketQuerySet) -> TicketQuerySet:
    if rule.since is None:
        return tickets.where(rule.when)
    running = tickets if rule.since == "solved_at" else tickets.open()
    return running.filter(**{f"{rule.since}__isnull": False}).where(rule.when)


def _would(rule: Rule, row: Ticket, at: datetime) -> Would:
    ticket = row.snapshot()
    done = automation.carried_out(rule, ticket, at, "")
    return Would(row, tuple(_said(event) for event in done), due_at(rule, ticket))


def _said(event: core.Event) -> str:
    refused = event.data.get("refused")
    return f"{event.data['decision']['value']}, but: {refused}" if refused else event.data["decision"]["value"]


def how_often(rules: Sequence[Rule], at: datetime) -> dict[str, float]:
    """How often a day each rule would have run, over the ledgers of the last weeks as they are."""
    recent = Ticket.objects.filter(changed_at__gt=at - PERIOD, changed_at__lte=at)
    total, ledgers = recent.count(), _ledgers(recent)
    first = min((ledger[0].occurred_at for ledger in ledgers), default=at)
    days = max(1.0, (at - max(first, at - PERIOD)) / timedelta(days=1))
    share = total / len(ledgers) if ledgers else 0.0
    return {rule.name: _runs(rule, ledgers, at) * share / days for rule in rules}


def _runs(rule: Rule, ledgers: Iterable[Sequence[core.Event]], at: datetime) -> int:
    return sum(at - PERIOD < moment <= at for ledger in ledgers for moment in automation.would_have_run(rule, ledger))


def _ledgers(recent: TicketQuerySet) -> list[list[core.Event]]:
    numbers = list(recent.order_by("-changed_at", "-id").values_list("pk", flat=True)[:SAMPLE])
    rows = TicketEvent.objects.filter(ticket__in=numbers).order_by("ticket_id", "number")
    return [[row.event() for row in lines] for _, lines in groupby(rows, key=attrgetter("ticket_id"))]


def adopt(before: AutomationPolicy | None, after: AutomationPolicy, at: datetime) -> None:
    """Rules that are new or changed come into force: what may be expected of them is noted, and none of them is paused."""
    known = before.named if before else {}
    fresh = [rule for rule in after.rules if known.get(rule.name) != rule]
    for name, a_day in how_often(fresh, at).items() if fresh else ():
        facts = {"expected_a_day": a_day, "fired": 0, "paused_at": None, "paused_because": ""}
        RuleWatch.objects.update_or_create(rule=name, defaults=facts)
