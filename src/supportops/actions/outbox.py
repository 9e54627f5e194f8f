"""The outbox's first half: what a change sends out is queued in the transaction that saves it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from supportops.actions import alerts, notify, rows
from supportops.actions.house import House
from supportops.actions.references import references
from supportops.core import ticket as core
from supportops.core.notices import tagged
from supportops.core.policy import Policy
from supportops.models import Delivery
from supportops.models.deliveries import CANCELLED, QUEUED

if TYPE_CHECKING:
    from supportops.actions.tickets import Entry


def queue(entries: Sequence[Entry], policy: Policy, house: House) -> None:
    """Replies, acknowledgements, surveys and reminders of these changes, and the alerts to colleagues, each once."""
    loud = [entry for entry in entries if not entry.quiet]
    replies = [mail for entry in loud for mail in _replies(entry, policy.notices.reply_delay)]
    rows.insert(replies + notify.automatic(loud, policy, house) + alerts.mails(loud, policy, house))
    for entry in entries:
        _withdraw(entry)


def _replies(entry: Entry, delay: timedelta) -> Iterable[Delivery]:
    """The public answer itself; until the delay is over it can be cancelled in the outbox."""
    message = entry.message
    if message is None or message.direction != "out" or message.kind != "public" or not message.to:
        return
    yield Delivery(
        ticket_id=entry.row.pk,
        message=message,
        mailbox_id=entry.row.mailbox_id,
        event_number=entry.message_number,
        kind="reply",
        to=message.to,
        cc=message.cc,
        recipient=message.to[0],
        subject=tagged(entry.row.subject, entry.row.pk),
        text=message.text,
        html=message.html,
        mail_id=message.mail_id,
        references=references(entry.row.pk, without=message.mail_id),
        next_try_at=message.occurred_at + delay,
        created_at=message.occurred_at,
    )


def _withdraw(entry: Entry) -> None:
    """A survey not yet sent goes with the solving that was undone."""
    undone = [event.data["undoes"] for event in entry.new if event.verb is core.Verb.UNDO]
    if undone:
        Delivery.objects.filter(ticket=entry.row, event_number__in=undone, state=QUEUED).update(state=CANCELLED)
