"""Triggers that a time pulls: somebody works on a ticket for long and does not get on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from supportops.core.decision import told
from supportops.core.escalation.triggers import fired, found, is_offered
from supportops.core.sla.due import Due
from supportops.core.ticket import Event, Status, Ticket, Verb

if TYPE_CHECKING:
    from supportops.core.escalation.chapter import EscalationPolicy

BY = "system:escalation"
WORK = frozenset({Verb.NOTE, Verb.ACKNOWLEDGE, Verb.PRIORITISE, Verb.CATEGORISE, Verb.CLASSIFY, Verb.TAG, Verb.RENAME, Verb.LINK})
"""Whoever does this has begun to work on it; taking a ticket alone is no work yet."""


def timed(policy: EscalationPolicy, ticket: Ticket, ledger: Sequence[Event]) -> Iterator[Due]:
    """The offers that time makes on this ticket as it stands."""
    since = working_since(ticket, ledger)
    rules = [(name, rule) for name, rule in policy.timed_triggers if is_offered(rule, vars(ticket))] if since else ()
    if since is None:
        return
    seen = fired(ledger)
    for name, rule in rules:
        if name not in seen and rule.after is not None:
            offer = found(name, rule, ticket)
            because = f"{rule.says}: at it since {since:%H:%M} UTC without an answer."
            data = {"kind": "escalation", "trigger": name, "does": offer.value.does, "decision": told(offer)}
            yield Due(since + rule.after, Verb.SUGGEST, name, because, data, by=BY)


def working_since(ticket: Ticket, ledger: Sequence[Event]) -> datetime | None:
    """When its agent began to work on it, where it has not got on since."""
    if ticket.status is not Status.OPEN or ticket.assignee is None:
        return None
    me, since = f"agent:{ticket.assignee}", None
    for event in reversed(ledger):
        if event.by == me and event.verb in WORK:
            since = event.occurred_at
        elif event.verb in _GOT_ON:
            break
    return since


_GOT_ON = frozenset(
    {Verb.OPEN, Verb.ASSIGN, Verb.ROUTE, Verb.REPLY, Verb.HEAR, Verb.WAIT, Verb.SNOOZE, Verb.ESCALATE, Verb.DEESCALATE, Verb.REOPEN}
)
