"""What `mail read` prints: the reader's result with the verdicts drawn from it, as plain JSON values."""

from datetime import UTC

from supportops.core.email.automatic import verdict
from supportops.core.email.bounce import bounce
from supportops.core.email.fold import fold
from supportops.core.email.message import Address, Attachment, Bounce, InboundEmail

Json = dict[str, object]


def as_json(email: InboundEmail) -> Json:
    """A mail as JSON: message ids without brackets, the date in UTC, attachments without their bytes."""
    found, machine = bounce(email), verdict(email)
    return {
        "message_id": email.message_id,
        "from": _address(email.from_) if email.from_ else None,
        "to": [_address(address) for address in email.to],
        "cc": [_address(address) for address in email.cc],
        "reply_to": [_address(address) for address in email.reply_to],
        "date": email.date.astimezone(UTC).isoformat() if email.date else None,
        "subject": email.subject,
        "text": email.text,
        "html": email.html,
        "new_text": fold(email.text).new,
        "in_reply_to": email.in_reply_to[0] if email.in_reply_to else None,
        "references": list(email.references),
        "automatic": machine.because if machine else None,
        "bounce": _bounce(found) if found else None,
        "attachments": [_attachment(attachment) for attachment in email.attachments],
        "problems": list(email.problems),
    }


def _address(address: Address) -> Json:
    return {"name": address.name, "address": address.address}


def _bounce(bounce: Bounce) -> Json:
    return {
        "action": bounce.action,
        "status": bounce.status,
        "recipient": bounce.recipient,
        "original_message_id": bounce.original_message_id,
        "diagnostic": bounce.diagnostic,
    }


def _attachment(attachment: Attachment) -> Json:
    return {
        "name": attachment.name,
        "type": attachment.type,
        "size": attachment.size,
        "sha256": attachment.sha256,
        "inline": attachment.inline,
    }
