"""How much of a mail is read at most, so that no mail can hold up the ones behind it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Caps:
    """What lies beyond a cap stays in the raw mail and is named among the problems."""

    header_bytes: int = 262_144
    depth: int = 20
    parts: int = 200
    addresses: int = 500
    message_ids: int = 200
    subject_chars: int = 1_000
    text_chars: int = 1_000_000
    html_chars: int = 2_000_000
