"""The bytes of a part out of their transfer encoding, and files that were written into the text itself (uuencode)."""

import re
from binascii import a2b_qp, a2b_uu
from itertools import islice

from supportops.core.email.words import base64

_AS_IS = frozenset({"", "7bit", "7bits", "8bit", "8bits", "binary"})
_UU = frozenset({"xuuencode", "uuencode", "xuue", "uue"})
_SIGN = re.compile(r"[^a-z0-9/.]+")
_WORDS = re.compile(rb"[^\s=] +[^\s=]")
_MOST_STRANGE = 0.1
_MOST_FILES = 50
_FILE = re.compile(rb"^begin [0-7]{3,4} ([^\r\n]{1,255}?)[ \t]*\r?\n((?:[ -`]{0,90}\r?\n)++)end[ \t]*(?:\r?\n|\Z)", re.MULTILINE)


def content(body: bytes, encoding: str) -> tuple[bytes, str]:
    """The decoded bytes, and what was wrong ("" if nothing was)."""
    encoding = _SIGN.sub("", encoding.lower()) if encoding else ""
    if encoding in _AS_IS:
        return body, ""
    if encoding == "quotedprintable":
        return a2b_qp(body), ""
    if encoding == "base64":
        return _from_base64(body)
    if encoding in _UU:
        found = _FILE.search(body)
        return (_uu(found[2]), "") if found else (body, "A part said to be uuencoded is not.")
    return body, f"The transfer encoding {encoding[:40]!r} is unknown; the part was taken as it stands."


def files_in(text: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """Text without the files written into it, and those files by name."""
    if b"begin " not in text:
        return text, []
    files = [(found[1], _uu(found[2])) for found in islice(_FILE.finditer(text), _MOST_FILES)]
    return (_FILE.sub(b"", text, _MOST_FILES), files) if files else (text, [])


def _from_base64(body: bytes) -> tuple[bytes, str]:
    data, strange = base64(body)
    if strange > _MOST_STRANGE * len(body) or (b" " in body and _WORDS.search(body, 0, 1_000)):
        return body, "A part said to be in base64 is not; it was taken as it stands."
    return data, "A part in base64 is damaged; what could be read was kept." if strange else ""


def _uu(lines: bytes) -> bytes:
    return b"".join(_uu_line(line) for line in lines.splitlines() if line.strip())


def _uu_line(line: bytes) -> bytes:
    """One line; encoders differ in how they end it, so the length it names decides."""
    length = (line[0] - 32) & 63
    return a2b_uu(line[: 1 + (length * 4 + 2) // 3])
