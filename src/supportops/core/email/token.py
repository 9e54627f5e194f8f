"""The signed reply address: it brings an answer back to its ticket, and proves it only for the person it was written to."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass

_MARK = 6  # 30 bits: says that the token is ours, which earns no more than a number in a subject would
_TAG = 26  # 130 bits: binds the recipient
_LOCAL_PART = 64  # RFC 5321


@dataclass(frozen=True, slots=True)
class ReplyToken:
    """What a reply address says: the ticket, and whether it was made for the address that now writes."""

    ticket: int
    verified: bool


def sign(key: bytes, ticket: int, recipient: str) -> str:
    """The token for answers of one person on one ticket, safe in an address and in any case of letters."""
    return f"{ticket}-{seal(key, 'reply-mark', str(ticket))[:_MARK]}{_tag(key, ticket, recipient)}"


def read(key: bytes, token: str, sender: str) -> ReplyToken | None:
    """What a token means when this sender uses it; None if it was not made by us. With another sender it stays unverified."""
    number, _, code = token.strip().lower().partition("-")
    if not (number.isascii() and number.isdigit() and len(number) <= 18 and len(code) == _MARK + _TAG and code.isascii()):
        return None
    ticket = int(number)
    if number != str(ticket) or not hmac.compare_digest(code[:_MARK], seal(key, "reply-mark", number)[:_MARK]):
        return None
    return ReplyToken(ticket, hmac.compare_digest(code[_MARK:], _tag(key, ticket, sender)) and bool(sender.strip()))


def reply_address(mailbox_address: str, token: str) -> str:
    """The address for answers, "support+r-42-abc@example.com"; the plain mailbox where that would be too long for an address."""
    local, _, domain = mailbox_address.rpartition("@")
    signed = f"{local}+r-{token}"
    return f"{signed}@{domain}" if len(signed) <= _LOCAL_PART else mailbox_address


def tokens(recipients: Iterable[str]) -> tuple[str, ...]:
    """The reply tokens in the addresses that a mail was sent or delivered to (To, Cc, Delivered-To, the envelope), each once."""
    found = (address.rpartition("@")[0].lower().rpartition("+r-")[2] for address in recipients if "+r-" in address.lower())
    return tuple(dict.fromkeys(token for token in found if token))


def read_any(key: bytes, recipients: Iterable[str], sender: str) -> ReplyToken | None:
    """The best token among the addresses of a mail: a verified one before an unverified one."""
    known = [token for token in (read(key, found, sender) for found in tokens(recipients)) if token]
    return next((token for token in known if token.verified), known[0] if known else None)


def seal(key: bytes, purpose: str, *parts: str) -> str:
    """An HMAC-SHA256 over a purpose and its parts, as 52 letters and digits in lower case."""
    if not key:
        raise ValueError("An empty key signs nothing.")
    # Lengths go in, so that no two lists of parts read the same.
    said = "".join(f"{len(part)}:{part}" for part in (purpose, *parts))
    return base64.b32encode(hmac.digest(key, said.encode("utf-8", "surrogatepass"), hashlib.sha256)).decode().rstrip("=").lower()


def _tag(key: bytes, ticket: int, recipient: str) -> str:
    return seal(key, "reply", str(ticket), recipient.strip().lower())[:_TAG]
