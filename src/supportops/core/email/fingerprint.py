"""When two receptions are the same physical mail: the same identity headers over the same body, whatever the servers on the way added."""

from __future__ import annotations

import hashlib
import re

_IDENTITY = re.compile(rb"^(?:message-id|date|from|to|cc|subject)[ \t]*:.*(?:\n[ \t].*)*", re.IGNORECASE | re.MULTILINE)


def fingerprint(raw: bytes) -> str:
    """SHA-256, in hex. A Message-ID alone would not do: senders reuse them for different mails, and some mails have none."""
    head, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    identity = b"\n".join(_IDENTITY.findall(head))
    return hashlib.sha256(identity + b"\n\n" + body.rstrip()).hexdigest()
