"""Write a mail of ours: the same values give the same bytes, ready for the wire."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from typing import Literal

from supportops.core.email.automatic import OUR_ID
from supportops.core.email.message import Address, Attachment

_MESSAGE_IDS = ("message-id", "in-reply-to", "references")
_KEPT_REFERENCES = 20


@dataclass(frozen=True, slots=True)
class OutgoingEmail:
    """Everything that one mail of ours says. Message ids stand without their angle brackets; `automatic` is empty for a person's words."""

    message_id: str
    date: datetime
    from_: Address
    to: tuple[Address, ...]
    subject: str
    text: str
    html: str = ""
    cc: tuple[Address, ...] = ()
    reply_to: Address | None = None
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    automatic: Literal["", "auto-replied", "auto-generated"] = ""
    install_id: str = ""


def message_id(domain: str, unique: str) -> str:
    """A Message-ID of ours, without brackets; `unique` was drawn when the mail was first written, and stays through every try."""
    return f"{OUR_ID}{unique}@{domain}"


def compose(outgoing: OutgoingEmail) -> bytes:
    """The mail as RFC 5322 bytes. ValueError, with a sentence, where a header would break out of its line."""
    message = EmailMessage(policy=_WIRE)
    for name, value in _headers(outgoing):
        message[name] = value
    message.set_content(_unix(outgoing.text), cte=_encoding(outgoing.text))
    if outgoing.html:
        message.add_alternative(_unix(outgoing.html), subtype="html", cte=_encoding(outgoing.html))
    _attach(message, outgoing.attachments)
    _fix_boundaries(message, outgoing.message_id)
    return message.as_bytes(policy=_WIRE.clone(utf8=_needs_utf8(outgoing)))


def _headers(outgoing: OutgoingEmail) -> Iterable[tuple[str, object]]:
    """Each header that the mail needs, in the order that people expect to see."""
    yield "From", _address(outgoing.from_)
    yield "To", tuple(map(_address, outgoing.to))
    if outgoing.cc:
        yield "Cc", tuple(map(_address, outgoing.cc))
    if outgoing.reply_to:
        yield "Reply-To", _address(outgoing.reply_to)
    yield "Subject", _one_line("subject", outgoing.subject)
    yield "Date", format_datetime(outgoing.date)
    yield "Message-ID", _bracketed(outgoing.message_id)
    if outgoing.in_reply_to:
        yield "In-Reply-To", _bracketed(outgoing.in_reply_to)
    if outgoing.references:
        yield "References", " ".join(map(_bracketed, _bounded(outgoing.references)))
    if outgoing.automatic:
        yield "Auto-Submitted", outgoing.automatic
        yield "X-Auto-Response-Suppress", "All"
        yield "X-SupportOps-Loop", _one_line("installation id", outgoing.install_id)


def _bounded(references: tuple[str, ...]) -> tuple[str, ...]:
    """The first reference, which holds the thread together, and the latest ones: an old ticket must not outgrow a header."""
    return references if len(references) <= _KEPT_REFERENCES + 1 else (references[0], *references[-_KEPT_REFERENCES:])


def _address(address: Address) -> HeaderAddress:
    """A name and an address as the header writes them; a domain outside ASCII in its wire form."""
    name, spec = _one_line("name", address.name), _one_line("address", address.address)
    local, at, domain = spec.rpartition("@")
    if not (at and local and domain):
        raise ValueError(f'"{spec}" is not an address that mail can be sent to.')
    return HeaderAddress(display_name=name, username=local, domain=domain if domain.isascii() else domain.encode("idna").decode())


def _bracketed(identifier: str) -> str:
    identifier = _one_line("message id", identifier)
    if not identifier.isascii() or any(character in identifier for character in "<> \t"):
        raise ValueError(f'"{identifier}" is not a message id.')
    return f"<{identifier}>"


def _one_line(what: str, value: str) -> str:
    """A header value that stays in its line: a line break in it would let whoever wrote it add headers of their own."""
    if not value.isprintable() and any(ord(character) < 32 or character in "\x7f\x85\u2028\u2029" for character in value):
        raise ValueError(f"The {what} holds a line break or control character, so the mail was not written.")
    return _encodable(value)


def _unix(text: str) -> str:
    return _encodable(text).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _encodable(text: str) -> str:
    """Text that can go out as UTF-8: half characters, as broken programs leave them, become question marks."""
    return text.encode("utf-8", "replace").decode()


def _encoding(text: str) -> Literal["7bit", "quoted-printable", "base64"]:
    """The plainest transfer encoding that survives every relay."""
    if text.isascii() and all(len(line) <= 900 for line in text.split("\n")):
        return "7bit"
    return "quoted-printable" if sum(map(str.isascii, text)) * 2 > len(text) else "base64"


def _attach(message: EmailMessage, attachments: tuple[Attachment, ...]) -> None:
    """Inline images go beside the HTML that shows them, files behind both."""
    html = message.get_body(("html",))
    for attachment in attachments:
        kind, _, subtype = _one_line("type of an attachment", attachment.type or "application/octet-stream").partition("/")
        if kind in ("multipart", "message"):  # bytes stay as they came only inside a type that nobody rewrites
            kind, subtype = "application", "octet-stream"
        name = _one_line("name of an attachment", attachment.name)
        if attachment.inline and attachment.content_id and isinstance(html, EmailMessage):
            cid = _bracketed(attachment.content_id)
            html.add_related(attachment.content, kind, subtype or "octet-stream", cid=cid, filename=name, disposition="inline")
        else:
            message.add_attachment(attachment.content, kind, subtype or "octet-stream", filename=name)


def _fix_boundaries(message: EmailMessage, identifier: str) -> None:
    """Boundaries that follow from the Message-ID: a second try sends the same bytes."""
    parts = [part for part in message.walk() if part.is_multipart()]
    for number, part in enumerate(parts):
        part.set_boundary(f"=_{hashlib.sha256(f'{identifier} {number}'.encode()).hexdigest()[:40]}")


def _needs_utf8(outgoing: OutgoingEmail) -> bool:
    """Whether an address before the @ is outside ASCII, which only a server with SMTPUTF8 takes."""
    everybody = [outgoing.from_, *outgoing.to, *outgoing.cc, *filter(None, [outgoing.reply_to])]
    return not all(address.address.rpartition("@")[0].isascii() for address in everybody)


class _WirePolicy(EmailPolicy):
    """The standard policy, except that message ids longer than a line are folded between, not encoded within."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() in _MESSAGE_IDS:
            return (f"{name}: " + "\r\n ".join(str(value).split()) + "\r\n").encode("ascii")
        return super().fold_binary(name, value)


_WIRE = _WirePolicy(linesep=SMTP.linesep)
