"""A delivery written as the mail that goes over the wire; the same delivery gives the same mail at every try."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from supportops.actions import files
from supportops.actions.desk import the_desk
from supportops.core.alerts import KIND
from supportops.core.email import token, write
from supportops.core.email.message import Address, Attachment
from supportops.models import Delivery, Mailbox


def mail(delivery: Delivery, at: datetime) -> tuple[str, bytes]:
    """The envelope's sender and the bytes. Automatic mail leaves with an empty sender, so that nothing bounces back and forth."""
    desk, mailbox = the_desk(), delivery.mailbox or the_mailbox()
    signed = reply_address(mailbox, delivery.ticket_id, delivery.recipient)
    outgoing = write.OutgoingEmail(
        message_id=delivery.mail_id,
        date=delivery.created_at,
        from_=Address(_sender_name(delivery, mailbox), mailbox.address),
        to=_addresses(delivery.to),
        cc=_addresses(delivery.cc),
        reply_to=None if delivery.kind == KIND else Address(mailbox.name, signed),  # a colleague's answer is not the customer's
        subject=delivery.subject,
        text=delivery.text,
        html=delivery.html,
        in_reply_to=delivery.references[-1] if delivery.references else "",
        references=tuple(delivery.references),
        attachments=_attachments(delivery),
        automatic=_automatic(delivery),
        install_id=desk.install_id,
    )
    return "" if delivery.automatic else signed, write.compose(outgoing)


def reply_address(mailbox: Mailbox, ticket: int, recipient: str) -> str:
    return token.reply_address(mailbox.address, token.sign(settings.SECRET_KEY.encode(), ticket, recipient))


def the_mailbox() -> Mailbox:
    """Where a ticket came by no mailbox, we write from the default one."""
    return Mailbox.objects.order_by("-is_default", "pk")[0]


def _sender_name(delivery: Delivery, mailbox: Mailbox) -> str:
    author = delivery.message.author_name if delivery.message else ""
    return f"{author} ({mailbox.name})" if author else mailbox.name


def _addresses(listed: list[str]) -> tuple[Address, ...]:
    return tuple(Address("", address) for address in listed)


def _automatic(delivery: Delivery) -> str:
    if not delivery.automatic:
        return ""
    return "auto-replied" if delivery.kind == "acknowledgement" else "auto-generated"


def _attachments(delivery: Delivery) -> tuple[Attachment, ...]:
    if delivery.message is None:
        return ()
    rows = delivery.message.attachments.all()
    return tuple(Attachment(a.name, a.type, a.size, a.sha256, a.inline, a.content_id, files.content(a)) for a in rows)
