"""Whether a customer's reply is heard, or is only a thank you that changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from supportops.actions.policy import current
from supportops.core import automation
from supportops.core import ticket as core
from supportops.core.decision import told
from supportops.core.email.thread import plain_subject
from supportops.models import Message, Person, Ticket

WAITS_FOR_NOTHING = (core.Status.PENDING, core.Status.SOLVED, core.Status.CLOSED)


def heard_as(ticket: Ticket, message: Message, attached: Sequence[object], because: str) -> tuple[core.Verb, dict[str, Any]]:
    """The verb for a reply, with its reason. Who thanks for a solution does not ask for another."""
    found = _thanks(ticket, message) if ticket.status in WAITS_FOR_NOTHING and not attached else None
    if found is None:
        return core.Verb.HEAR, {"because": because}
    return core.Verb.OVERHEAR, {"because": found.because, "data": {"decision": told(found)}}


def _thanks(ticket: Ticket, message: Message) -> Any:
    """A reply under another subject is about something else."""
    policy = current().automation.thanks
    if len(message.new_text) > automation.LONGEST_THANKS or _is_renamed(ticket, message.subject):
        return None
    return automation.only_thanks(message.new_text, [message.author_name, *_names(ticket)], policy)


def _is_renamed(ticket: Ticket, subject: str) -> bool:
    return bool(subject) and plain_subject(subject) != plain_subject(ticket.subject)


def _names(ticket: Ticket) -> Iterable[str]:
    """Everybody who has a part in it, and everybody who has written."""
    yield from Message.objects.filter(ticket=ticket).values_list("author_name", flat=True).distinct()
    yield from Person.objects.filter(pk__in=filter(None, (ticket.requester_id, ticket.assignee_id))).values_list("name", flat=True)
