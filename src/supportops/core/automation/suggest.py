"""A reply that fits, offered once when a ticket opens. Nothing is sent."""

from __future__ import annotations

from datetime import datetime

from supportops.core.automation.chapter import AutomationPolicy, Suggestion
from supportops.core.ticket import Event, Ticket, Verb, decide

BY = "system:suggestions"


def suggested(ticket: Ticket, policy: AutomationPolicy, at: datetime) -> list[Event]:
    """The first suggestion whose condition holds."""
    if not policy.suggests():
        return []
    fits = next((one for one in policy.suggestions if one.when.matches(vars(ticket))), None)
    return [] if fits is None else decide(ticket, Verb.SUGGEST, by=BY, at=at, because=fits.because, data=_data(fits, ticket))


def _data(fits: Suggestion, ticket: Ticket) -> dict[str, str]:
    return {"kind": "reply", "name": fits.name, "text": fits.text.get(ticket.language, fits.text["en"])}
