"""What time asks for: warnings, breaches, reminders, closing, waking. Each is an act like any other."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

import structlog

from supportops.actions.policy import by_version, current
from supportops.actions.rules import Watch
from supportops.actions.tickets import Entry, Stale, act, derived, save
from supportops.core import sla
from supportops.core import ticket as core
from supportops.core.automation import BY
from supportops.core.policy import Policy
from supportops.models import Ticket

log = structlog.get_logger()
AGAIN = timedelta(hours=1)


def run(at: datetime, most: int = 100) -> int:
    """Do what is due, the most overdue ticket first; says how many tickets it touched."""
    return _guarded(Ticket.objects.due(at)[:most], one, at)


def rederive(at: datetime, most: int = 200) -> int:
    """Work out anew what stands under another handbook than the one in force; says how many tickets it touched.

    Only tickets that are not done: the others stay judged by the handbook under which they were done.
    """
    return _guarded(Ticket.objects.under_another(current().version, at)[:most], _again, at)


def _guarded(tickets: Iterable[Ticket], step: Callable[[Ticket, datetime], None], at: datetime) -> int:
    """One bad row never stops the loop: it is put off, shown, and tried again."""
    tickets = list(tickets)
    for ticket in tickets:
        _tried(ticket, step, at)
    return len(tickets)


def _tried(ticket: Ticket, step: Callable[[Ticket, datetime], None], at: datetime) -> None:
    try:
        step(ticket, at)
    except Stale:
        log.info("due_ticket_was_changed_meanwhile", ticket=ticket.pk)
    except Exception:
        log.exception("due_ticket_failed", ticket=ticket.pk)
        reason = traceback.format_exc(limit=1)
        Ticket.objects.filter(pk=ticket.pk).update(stuck_until=at + AGAIN, stuck_because=reason)


def one(ticket: Ticket, at: datetime) -> None:
    """The one act that is due on a ticket; the next one follows in the next turn."""
    policy, ledger = _judge(ticket), ticket.ledger()
    due = sla.deadlines(ticket.snapshot(), ledger, policy).due(at)
    if due is None:
        _rederive(ticket, ledger, policy)
    elif due.by.startswith(BY):
        _by_rule(ticket, ledger, due, policy, at)
    else:
        act(ticket, due.verb, by=due.by, at=at, because=due.because, data=due.data, **due.detail)


def _by_rule(ticket: Ticket, ledger: Sequence[core.Event], due: sla.Due, policy: Policy, at: datetime) -> None:
    """One of the desk's own rules counted the time; it may do several things."""
    before = ticket.snapshot()
    events = Watch(policy).run(due.about, before, at)
    save([Entry(ticket, [*ledger, *events], events, core.evolve_all(before, events))], policy)


def _judge(ticket: Ticket) -> Policy:
    return by_version(ticket.policy_version) if ticket.status in core.DONE else current()


def _again(ticket: Ticket, at: datetime) -> None:
    _rederive(ticket, ticket.ledger(), current())


def _rederive(ticket: Ticket, ledger: Sequence[core.Event], policy: Policy) -> None:
    """The row was computed under another policy: its dates are put right, and no event is needed for that."""
    Ticket.objects.filter(pk=ticket.pk, version=ticket.version).update(**derived(ticket.snapshot(), ledger, policy))
