"""When two receptions are the same physical mail: the same identity headers over the same body, whatever the servers on the way added."""

from __future__ import annotations

import hashlib
import re

_IDENTITY = re.compile(rb"^(?:message-id|date|from|to|cc|subject)[ \t]*:.*(?:\n[ \t].*)*", re.IGNORECASE | re.MULTILINE)


def fingerprint(raw: bytes) -> str:
    """SHA-256, in hex. A Message-ID alone would not do: senders reuse them for different mails, and some mails have none."""
    whole = raw.replace(b"\r\n", b"\n").rstrip()
    head, blank, body = whole.partition(b"\n\n")
    identity = _IDENTITY.findall(head)
    if not identity or not blank:
        return hashlib.sha256(whole).hexdigest()  # words may stand where headers should: nothing may be left out
    return hashlib.sha256(b"\n".join(identity) + b"\n\n" + body).hexdigest()
