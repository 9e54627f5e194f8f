"""What time asks for: warnings, breaches, reminders, closing, waking. Each is an act like any other."""

from __future__ import annotations

import traceback
from datetime import datetime, timedelta

import structlog

from supportops.actions.policy import current
from supportops.actions.tickets import Stale, act, derived
from supportops.core import sla
from supportops.models import Ticket

log = structlog.get_logger()
AGAIN = timedelta(hours=1)


def run(at: datetime, most: int = 100) -> int:
    """Do what is due, the most overdue ticket first; says how many tickets it touched."""
    tickets = list(Ticket.objects.due(at)[:most])
    for ticket in tickets:
        _guarded(ticket, at)
    return len(tickets)


def _guarded(ticket: Ticket, at: datetime) -> None:
    """One bad row never stops the loop: it is put off, shown, and tried again."""
    try:
        one(ticket, at)
    except Stale:
        log.info("due_ticket_was_changed_meanwhile", ticket=ticket.pk)
    except Exception:
        log.exception("due_ticket_failed", ticket=ticket.pk)
        reason = traceback.format_exc(limit=1)
        Ticket.objects.filter(pk=ticket.pk).update(stuck_until=at + AGAIN, stuck_because=reason)


def one(ticket: Ticket, at: datetime) -> None:
    """The one act that is due on a ticket; the next one follows in the next turn."""
    policy, ledger = current(), ticket.ledger()
    due = sla.deadlines(ticket.snapshot(), ledger, policy).due(at)
    if due is None:
        _rederive(ticket, ledger, policy)
    else:
        act(ticket, due.verb, by=due.by, at=at, because=due.because, data=due.data, **due.detail)


def _rederive(ticket: Ticket, ledger: list, policy) -> None:
    """The row was computed under another policy: nothing is due after all."""
    Ticket.objects.filter(pk=ticket.pk, version=ticket.version).update(**derived(ticket.snapshot(), ledger, policy))
