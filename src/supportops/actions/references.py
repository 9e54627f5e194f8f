"""The thread so far, by which every mail program shows it as one."""

from __future__ import annotations

from supportops.models import Message

KEPT = 20


def references(ticket: int, without: str = "") -> list[str]:
    """The Message-IDs on a ticket, oldest first. No mail answers itself."""
    mails = Message.objects.filter(ticket=ticket).exclude(mail_id__in=["", without])
    ids = mails.order_by("-occurred_at").values_list("mail_id", flat=True)
    return list(ids[:KEPT])[::-1]
