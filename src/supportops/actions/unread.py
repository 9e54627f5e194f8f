"""A ticket of a message that cannot be read: a person asked for it, so its bytes come along as a file."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction

from supportops.actions import files, opening
from supportops.actions.policy import current
from supportops.actions.receiving import ANYWAY, write
from supportops.actions.roster import Roster
from supportops.actions.tickets import Entry, save
from supportops.models import InboundItem, Message
from supportops.models.intake import OPENED

WORDS = "This message could not be read. It is attached as it came."


def open_unread(item: InboundItem, at: datetime) -> None:
    """Open the ticket and settle the message in one transaction."""
    policy, roster = current(), Roster()
    with transaction.atomic():
        (entry,) = opening.entries([_request(item, at)], policy, roster)
        save([entry], policy)
        roster.save()
        _settle(item, entry)


def _request(item: InboundItem, at: datetime) -> opening.Request:
    message = Message(kind="public", direction="in", author_email=item.envelope_from[:254], occurred_at=at, text=WORDS, new_text=WORDS)
    return opening.Request(
        subject=item.subject or "Unreadable message",
        words="",
        message=message,
        requester=None,
        at=at,
        mailbox=item.mailbox_id,
        attachments=[_file(bytes(item.raw))],
        because=ANYWAY,
    )


def _file(raw: bytes) -> files.File:
    return files.File("message.eml", "message/rfc822", len(raw), hashlib.sha256(raw).hexdigest(), False, "", raw)


def _settle(item: InboundItem, entry: Entry) -> None:
    item.outcome, item.reason, item.lease_until = OPENED, ANYWAY, None
    item.ticket, item.message = entry.row, entry.message
    write([item])
