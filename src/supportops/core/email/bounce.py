"""A mail that says that a mail of ours did not arrive: which one, to whom, and whether for good. RFC 3464 reports and plain ones."""

import re
from collections.abc import Mapping

from supportops.core.email.message import Bounce, InboundEmail

_ACTIONS = frozenset({"failed", "delayed", "delivered", "relayed", "expanded"})
_READ = 50_000  # characters of a plain report that are read; what it says stands above the copy of our mail
_COPY = 400_000  # characters in which the copy's Message-ID is looked for
_ENHANCED = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_REPLY_CODE = re.compile(r"(?<![\d.])([45])\d\d[ -]")
_ADDRESS = re.compile(r"<([^<>\s@]{1,64}@[^<>\s@]{1,255})>")
_BARE_ADDRESS = re.compile(r"^\s{0,8}(?:To: )?([\w.+=-]{1,64}@[\w.-]{1,255}):?\s*$", re.MULTILINE)
_MESSAGE_ID = re.compile(r"^>? ?Message-ID:\s{0,8}<([^<>\s]{1,900})>", re.IGNORECASE | re.MULTILINE)
_SAYS = (
    "could not be delivered", "couldn't be delivered", "wasn't able to deliver", "was not delivered", "wasn't delivered",
    "unable to deliver",
    "delivery has failed", "delivery failed", "delivery to the following", "undeliverable", "undelivered mail", "returned mail",
    "returned to sender",
    "mail delivery system", "mail delivery failed", "address not found", "user unknown", "qmail-send", "permanent error",
    "permanent fatal errors",
    "delayed", "konnte nicht zugestellt", "unzustellbar", "no se ha podido entregar", "no se pudo entregar",
    "n'a pas pu être remis", "teslim edilemedi",
    "تعذر تسليم",
)  # fmt: skip
_DELAY_SAYS = ("delayed", "will be retried", "will keep trying", "verzögert", "not yet been delivered", "no action is required")
_DAEMONS = ("mailer-daemon", "postmaster", "mail-daemon", "mailerdaemon")


def bounce(email: InboundEmail) -> Bounce | None:
    """The failed or delayed delivery that a mail reports; None if it is no such report."""
    if any(part.kind == "status" for part in email.report_parts):
        return _from_report(email)
    return _from_words(email) if _may_be_plain_report(email) else None


def is_hard(failed: Bounce) -> bool:
    """Whether the address is bad for good (class 5 of RFC 3463), so that nothing automatic should go there again."""
    return failed.action == "failed" and failed.status.startswith("5")


def from_daemon(email: InboundEmail) -> bool:
    """Whether the sender is a mail system."""
    local = email.from_.address.partition("@")[0].lower() if email.from_ else ""
    return local.startswith(_DAEMONS)


def _from_report(email: InboundEmail) -> Bounce | None:
    blocks = [part.fields for part in email.report_parts if part.kind == "status"]
    about = min((block for block in blocks if "action" in block or "final-recipient" in block), key=_gravity, default={})
    action = _action(about)
    status = _first(_ENHANCED, about.get("status", "")) or _first(_ENHANCED, about.get("diagnostic-code", ""))
    if action not in _ACTIONS:
        action = "delayed" if status.startswith("4") else "failed"
    if action in ("delivered", "relayed", "expanded"):
        return None
    return Bounce(
        action=action,
        status=status or _class_of(about.get("diagnostic-code", ""), action),
        recipient=_recipient(about) or _failed_header(email),
        original_message_id=_returned_id(email),
        diagnostic=" ".join(about.get("diagnostic-code", "").split())[:500],
    )


def _gravity(block: Mapping[str, str]) -> int:
    """Failures before delays before successes: one report may speak of many recipients."""
    return {"failed": 0, "": 0, "delayed": 1}.get(_action(block), 2)


def _action(block: Mapping[str, str]) -> str:
    return block.get("action", "").strip().lower().partition(" ")[0]


def _recipient(about: Mapping[str, str]) -> str:
    """The address that we wrote to, rather than the one it was forwarded to."""
    value = about.get("original-recipient") or about.get("final-recipient") or ""
    return value.rpartition(";")[2].strip().strip("<>").lower()


def _returned_id(email: InboundEmail) -> str:
    """The Message-ID of our mail, from the copy that came back, else from the headers of the report."""
    copies = [part.fields.get("message-id", "") for part in email.report_parts if part.kind == "original"]
    ids = [*copies, email.headers.get("original-message-id", ""), *email.in_reply_to, *email.references]
    known = next((found.strip().strip("<>") for found in ids if found.strip()), "")
    return known or _first(_MESSAGE_ID, email.text[:_COPY])


def _may_be_plain_report(email: InboundEmail) -> bool:
    """Whether a mail comes from a mail system and speaks of a delivery; a person who asks about a bounce is not one."""
    if "x-failed-recipients" in email.headers:
        return True
    from_system = from_daemon(email) or email.headers.get("return-path", "").strip() == "<>"
    said = f"{email.subject}\n{email.text[:_READ]}".casefold()
    return from_system and any(words in said for words in _SAYS)


def _from_words(email: InboundEmail) -> Bounce:
    text = email.text[:_READ]
    said = f"{email.subject}\n{text}".casefold()
    status = _first(_ENHANCED, text)
    delayed = status.startswith("4") or (not status and any(words in said for words in _DELAY_SAYS))
    action = "delayed" if delayed else "failed"
    line = next((line for line in text.split("\n") if _ENHANCED.search(line) or _REPLY_CODE.search(line)), "")
    return Bounce(
        action=action,
        status=status or _class_of(line, action),
        recipient=_failed_header(email) or _named(text),
        original_message_id=_returned_id(email),
        diagnostic=" ".join(line.split())[:500],
    )


def _named(text: str) -> str:
    """The first address that a plain report names above the copy of our mail."""
    copy = _MESSAGE_ID.search(text)
    above = text[: copy.start()] if copy else text
    return (_first(_ADDRESS, above) or _first(_BARE_ADDRESS, above)).lower()


def _failed_header(email: InboundEmail) -> str:
    return email.headers.get("x-failed-recipients", "").split(",")[0].strip().strip("<>").lower()


def _class_of(diagnostic: str, action: str) -> str:
    """The class alone, where no enhanced code was given: from the SMTP reply, else from the action."""
    return f"{_first(_REPLY_CODE, diagnostic) or ('4' if action == 'delayed' else '5')}.0.0"


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found.group(1) if found else ""
