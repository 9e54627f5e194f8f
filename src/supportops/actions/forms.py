"""The handoff form of a ticket: what the desk knows of its customer and what was said, read only where a form is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from supportops.core import escalation
from supportops.core import ticket as core
from supportops.core.escalation import Handoff, Said
from supportops.models import Message, Person, Ticket

if TYPE_CHECKING:
    from supportops.actions.tickets import Entry


def of(entry: Entry, ticket: core.Ticket) -> Handoff:
    """The form while something happens to a ticket: words that came just now are not saved yet."""
    fresh = [_line(words.message) for words in entry.words if words.message.pk is None]
    return filled(ticket, entry.ledger, entry.row.pk, entry.requester or entry.row.requester, [*said(entry.row), *fresh])


def filled(
    ticket: core.Ticket, ledger: Sequence[core.Event], number: int | None, requester: Person | None, words: Sequence[Said]
) -> Handoff:
    """The handoff form as far as the desk knows it."""
    name = str(requester) if requester else ""
    return escalation.handoff(ticket, ledger, number=number, name=name, previous=_previous(requester, number), said=words)


def _previous(requester: Person | None, but: int | None) -> int:
    """The customer's other tickets that were escalated."""
    if requester is None:
        return 0
    return Ticket.objects.filter(requester=requester, escalated_at__isnull=False).exclude(pk=but).count()


def said(row: Ticket) -> list[Said]:
    """Every word on a ticket, the oldest first."""
    if row.pk is None:
        return []
    return [_line(message) for message in Message.objects.filter(ticket=row).exclude(kind="automatic").order_by("occurred_at", "pk")]


def _line(message: Message) -> Said:
    return Said(_KINDS.get((message.kind, message.direction), "reply"), message.new_text or message.text)


_KINDS: dict[tuple[str, str], escalation.Kind] = {("public", "in"): "customer", ("note", "out"): "note", ("note", "in"): "note"}
