"""The promises to customers, kept or missed: as they stood, and as they would stand under the proposal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from supportops.analytics.backtest.again import Again, Court
from supportops.analytics.backtest.recorded import Recorded
from supportops.core import sla
from supportops.core.policy import Policy
from supportops.core.ticket import Event, Ticket

CLOCKS = ("first_reply", "resolution")
Kept = dict[str, bool | None]
"""Each promise to the customer: kept, missed, or still open."""


def before(ticket: Recorded) -> Kept:
    """As the row knows it."""
    return {name: ticket.kept[name] for name in CLOCKS}


def after(again: Again, court: Court, at: datetime) -> Kept:
    """As the proposal has it. Where it promises the same for the same ticket, what was told stands."""
    ticket, then = again.recorded, court.then(again.recorded.version)
    if vars(again.before) == vars(again.after) and court.promises_alike(ticket.version):
        return before(ticket)
    lived = ticket.lived(again.after)
    if then is not None and sla.terms(ticket.lived(again.before), then) == sla.terms(lived, court.policy):
        return before(ticket)
    return stands(lived, ticket.ledger, court.policy, at)


def stands(ticket: Ticket, ledger: Sequence[Event], policy: Policy, at: datetime) -> Kept:
    """Counted afresh. The ledger comes without the warnings and breaches that were told: they are of other targets."""
    due = sla.deadlines(ticket, ledger, policy)
    found: Kept = dict.fromkeys(CLOCKS)
    for clock in due.clocks:
        if clock.name in found:
            found[clock.name] = _kept(clock, at)
    return found


def _kept(clock: sla.Clock, at: datetime) -> bool | None:
    if clock.state == "met":
        return True
    late = clock.state == "breached" or (clock.state == "running" and clock.due_at is not None and clock.due_at <= at)
    return False if late else None
