"""A mail as the desk understands it: plain values, read once, never changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

VERDICT_HEADERS = frozenset(
    {
        "auto-submitted", "content-type", "delivered-to", "envelope-to", "feedback-id", "list-id", "list-post", "list-unsubscribe",
        "original-message-id", "precedence", "return-path", "x-auto-response-suppress", "x-autoreply", "x-autorespond", "x-autoresponse",
        "x-failed-recipients", "x-loop", "x-mailer", "x-original-to", "x-spam-flag", "x-supportops-loop",
    }
)  # fmt: skip
"""Headers kept for the verdicts on automatic mail and bounces, in lower case."""


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox: the person's own spelling of the name, and where mail to them goes."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a mail; the name is safe to show, and to offer for saving."""

    name: str
    type: str
    size: int
    sha256: str
    inline: bool
    content_id: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Bounce:
    """A mail of ours that could not be delivered, or was only delayed."""

    action: str
    status: str
    recipient: str
    original_message_id: str
    diagnostic: str


@dataclass(frozen=True, slots=True)
class ReportPart:
    """One block of a delivery report: the fields about the mail, about one recipient, or the headers of the mail that came back.

    kind is "status" (message/delivery-status, the first block is about the mail, each further one about a recipient) or "original".
    Field names are in lower case, values decoded; of a repeated field the first stands.
    """

    kind: str
    fields: Mapping[str, str]


def nothing() -> Mapping[str, str]:
    """No fields at all."""
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class InboundEmail:
    """Everything that a mail says, decoded; whatever could not be read is a sentence in `problems`.

    Message ids stand without their angle brackets. `html` is as sent, and must be sanitised before anybody sees it.
    """

    message_id: str = ""
    from_: Address | None = None
    sender: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    date: datetime | None = None
    subject: str = ""
    text: str = ""
    html: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    problems: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=nothing)
    report_parts: tuple[ReportPart, ...] = ()
