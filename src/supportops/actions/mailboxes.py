"""Polling, as the mailbox's row keeps it: who polls, how far, and what went wrong. A fence makes a late poller harmless."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from supportops.models import Mailbox

LEASE = timedelta(minutes=1)


class TakenOver(Exception):
    """Another worker polls this mailbox by now."""


def take(mailbox_id: int, at: datetime) -> Mailbox | None:
    """Poll this mailbox from now on, unless another worker does. The first look is remembered."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=at)
    ours = Mailbox.objects.filter(free, pk=mailbox_id, is_active=True)
    if not ours.update(lease_until=at + LEASE, fence=F("fence") + 1):
        return None
    Mailbox.objects.filter(pk=mailbox_id, first_polled_at=None).update(first_polled_at=at)
    return Mailbox.objects.get(pk=mailbox_id)


def renew(mailbox: Mailbox, at: datetime) -> None:
    _held(mailbox, lease_until=at + LEASE)


def begin_epoch(mailbox: Mailbox, uidvalidity: int) -> None:
    """The server numbers its messages anew: all are looked at again, and told by their content."""
    mailbox.uidvalidity, mailbox.uid_cursor, mailbox.polled_at = uidvalidity, 0, None
    _held(mailbox, uidvalidity=uidvalidity, uid_cursor=0, polled_at=None)


def advance(mailbox: Mailbox, uid: int) -> None:
    """Every message up to this one is kept."""
    if uid > mailbox.uid_cursor:
        mailbox.uid_cursor = uid
        _held(mailbox, uid_cursor=uid)


def polled(mailbox: Mailbox, at: datetime) -> None:
    """The folder was looked through to its end."""
    mailbox.polled_at = at
    _held(mailbox, polled_at=at, poll_error="", lease_until=at + LEASE)


def release(mailbox: Mailbox) -> None:
    """Let others poll."""
    _owned(mailbox).update(lease_until=None)


def report(mailbox: Mailbox, error: str) -> None:
    """What keeps the mailbox from being polled stays visible until a look succeeds."""
    _owned(mailbox).update(poll_error=error.replace("\0", "")[:2000])


def _held(mailbox: Mailbox, **changes: object) -> None:
    if not _owned(mailbox).update(**changes):
        raise TakenOver(mailbox.address)


def _owned(mailbox: Mailbox) -> QuerySet[Mailbox]:
    return Mailbox.objects.filter(pk=mailbox.pk, fence=mailbox.fence)
