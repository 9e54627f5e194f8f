"""The customer's verdict on a solved ticket."""

from __future__ import annotations

from datetime import datetime

from supportops.actions.tickets import act
from supportops.core.ticket import Verb
from supportops.models import Ticket

LONGEST = 2000


def rate(ticket: Ticket, score: int, *, by: str, at: datetime, comment: str = "") -> None:
    """The last word counts; saying the same again says nothing new."""
    comment = comment.strip()[:LONGEST]
    if ticket.score != score or comment:
        act(ticket, Verb.RATE, by=by, at=at, score=score, data={"comment": comment} if comment else {})
