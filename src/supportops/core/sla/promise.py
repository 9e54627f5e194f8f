"""What a customer is promised for a request, with the reason: which policy, which season, which dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from supportops.core.decision import Decision
from supportops.core.sla.terms import Promises, Terms, terms
from supportops.core.sla.wording import in_words
from supportops.core.ticket import Ticket

STANDARD = "standard"


@dataclass(frozen=True)
class Promise:
    """The targets that hold, and the dates they come to."""

    policy: str
    season: str
    calendar: str
    first_reply: timedelta
    next_reply: timedelta
    resolution: timedelta
    first_reply_due_at: datetime
    resolution_due_at: datetime

    def __str__(self) -> str:
        return f"{self.policy} in {self.season}" if self.season else self.policy

    def as_data(self) -> dict[str, Any]:
        """What the ledger keeps of it beside the decision."""
        return {
            "policy": self.policy,
            "season": self.season,
            "calendar": self.calendar,
            "first_reply_due_at": self.first_reply_due_at.isoformat(),
            "resolution_due_at": self.resolution_due_at.isoformat(),
        }


def promise(ticket: Ticket, policy: Promises, at: datetime) -> Decision[Promise]:
    """What is promised for a ticket that is opened at a moment."""
    holds = terms(ticket if ticket.opened_at else replace(ticket, opened_at=at), policy)
    target, hours = holds.target, holds.hours
    given = Promise(
        holds.policy or STANDARD,
        holds.season,
        target.calendar,
        target.first_reply,
        target.next_reply,
        target.resolution,
        hours.due(at, target.first_reply),
        hours.due(at, target.resolution),
    )
    rule = f"sla.policies.{holds.policy}" if holds.policy else f"priorities.{ticket.priority}"
    return Decision(given, _because(ticket, holds), rule, _evidence(holds, policy), tuple(_passed_over(holds, policy)))


def _because(ticket: Ticket, holds: Terms) -> str:
    target = holds.target
    by = f" by the policy “{holds.policy}”" if holds.policy else ""
    during = f", in the season “{holds.season}”" if holds.season else ""
    soon, solved = in_words(target.first_reply), in_words(target.resolution)
    return f"{ticket.priority}{by}{during}: first reply within {soon}, solved within {solved}"


def _evidence(holds: Terms, policy: Promises) -> tuple[str, ...]:
    return (policy.sla.policies[holds.policy].when.words(),) if holds.policy else ()


def _passed_over(holds: Terms, policy: Promises) -> Iterator[tuple[str, str]]:
    """The policies that came first in the text and did not hold."""
    for name, agreed in policy.sla.policies.items():
        if name == holds.policy:
            return
        yield name, f"only where {agreed.when.words()}"


def season_words(ticket: Ticket, policy: Promises, holds: Terms | None = None) -> str:
    """What the customer is told of the season in which they wrote, in their language; usually nothing."""
    season = (holds or terms(ticket, policy)).season
    return policy.sla.seasons[season].words_in(ticket.language) if season else ""
