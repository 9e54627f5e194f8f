"""The rules that a time sets off: each once for every run of the instant that it counts from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from supportops.core.automation.acts import would_do
from supportops.core.automation.rule import Rule, ran_by_itself
from supportops.core.sla import Due
from supportops.core.ticket import Event, Ticket, Verb


def timed(rules: Sequence[Rule], ticket: Ticket, ledger: Sequence[Event]) -> Iterable[Due]:
    """When each rule is due on this ticket as it stands. `about` names the rule as the ledger does."""
    for rule in rules:
        due = due_at(rule, ticket)
        if due and rule.when.matches(vars(ticket)) and not _ran(rule, ticket, ledger) and would_do(rule, ticket, due):
            yield Due(due, Verb.ALERT, rule.by, rule.over_time, by=rule.by)


def due_at(rule: Rule, ticket: Ticket) -> datetime | None:
    """A ticket that is done asks for nothing more, but for what counts from its solving."""
    since: datetime | None = getattr(ticket, rule.since or "", None)
    if since is None or rule.after is None or (ticket.is_done and rule.since != "solved_at"):
        return None
    return since + rule.after


def _ran(rule: Rule, ticket: Ticket, ledger: Sequence[Event]) -> bool:
    since = getattr(ticket, rule.since or "")
    return any(event.by == rule.by and event.occurred_at >= since for event in ledger) or (rule.moves and ran_by_itself(rule, ledger))
