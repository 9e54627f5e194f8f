"""Message ids (W4): found in brackets or bare, folded, with comments and phrases around them; kept without brackets."""

import re

_LONGEST = 500
_BRACKETED = re.compile(r"<([^<>]*+)>|\([^()<>]*+<[^<>]*+>[^()]*+\)")
_BARE = re.compile(r"[^\s<>(),;\"]+@[^\s<>(),;\"]+")
_BLANK = re.compile(r"[\s\x00-\x20\x7f]+")


def identifiers(value: str, most: int) -> tuple[str, ...]:
    """The message ids of a header in their order, each once; of too many the last ones, which are the nearest."""
    bracketed = _plain(_BRACKETED.findall(value)) if "<" in value else []
    found = bracketed or _plain(_BARE.findall(value))
    return tuple(_readable(text) for text in dict.fromkeys(found))[-most:]


def _plain(texts: list[str]) -> list[str]:
    """Without blanks and control characters; nothing is left of some."""
    return [plain for text in texts if (plain := _BLANK.sub("", text))]


def _readable(text: str) -> str:
    if not text.isascii():
        text = text.encode("latin-1", "replace").decode("utf-8", "replace")
    return text[:_LONGEST]
