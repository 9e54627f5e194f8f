"""The machine-readable part of a delivery report (RFC 3464), as plain fields; what they mean is said by the chapter on bounces."""

import re
from types import MappingProxyType

from supportops.core.email.charset import Guess
from supportops.core.email.message import ReportPart
from supportops.core.email.words import unfold, words

_MOST_BLOCKS = 100
_MOST_BYTES = 262_144
_LONGEST = 2_000
_BLANK_LINE = re.compile(rb"\n[ \t]*\r?\n")
_FIELD = re.compile(r"^([!-9;-~]+)[ \t]*:(.*(?:\n[ \t].*)*)", re.MULTILINE)


def status_blocks(data: bytes, guess: Guess | None) -> list[ReportPart]:
    """One entry for the mail, then one for each recipient."""
    blocks = _BLANK_LINE.split(data[:_MOST_BYTES], _MOST_BLOCKS)
    found = [_fields(block, guess) for block in blocks[:_MOST_BLOCKS]]
    return [ReportPart("status", MappingProxyType(fields)) for fields in found if fields]


def original(data: bytes, guess: Guess | None) -> ReportPart:
    """The headers of the mail that came back."""
    head = _BLANK_LINE.split(data[:_MOST_BYTES].lstrip(), 1)[0]
    return ReportPart("original", MappingProxyType(_fields(head, guess)))


def _fields(block: bytes, guess: Guess | None) -> dict[str, str]:
    fields: dict[str, str] = {}
    for name, value in _FIELD.findall(block.decode("latin-1")):
        fields.setdefault(name.lower(), words(unfold(value), guess)[:_LONGEST])
    return fields
