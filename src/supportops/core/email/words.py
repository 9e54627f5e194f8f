"""Encoded words (RFC 2047) in headers, as senders really write them: split, unpadded, unlabelled, half raw.

Header values travel through this package as "wire text": the bytes as sent, one character a byte (Latin-1).
"""

import re
from binascii import Error, a2b_base64, a2b_qp

from supportops.core.email.charset import Guess, decode, storable, undeclared

ENCODED = r"=\?[^?\s]{1,60}\?[bBqQ]\?[^?]*\?="
# A question mark inside the words belongs to them if the word does not end there; Q encoders forget to escape it.
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?((?:[^?]|\?(?!=))*)\?=")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def unfold(value: str) -> str:
    """One line out of a folded header."""
    return value.replace("\r", "").replace("\n", "").strip(" \t")


def words(value: str, guess: Guess | None = None) -> str:
    """The text that a header means, in one line without control characters."""
    if "=?" in value:
        text = _joined(value, guess)
    elif value.isascii() and "\x1b" not in value:
        text = value
    else:
        text = undeclared(value.encode("latin-1", "replace"), guess)
    if text.isprintable() and "  " not in text:
        return text.strip()
    return " ".join(_CONTROL.sub(" ", storable(text)).split())


def _joined(value: str, guess: Guess | None) -> str:
    """Neighbours of the same charset are joined before they are decoded: a character may be split between two of them."""
    pieces: list[tuple[str, bytes]] = []
    end = 0
    for found in _WORD.finditer(value):
        between = value[end : found.start()]
        if between.strip(" \t"):
            pieces.append(("", between.encode("latin-1", "replace")))
        label = found[1].partition("*")[0].lower()
        data = _payload(found[2], found[3])
        if pieces and pieces[-1][0] == label:
            pieces[-1] = (label, pieces[-1][1] + data)
        else:
            pieces.append((label, data))
        end = found.end()
    pieces.append(("", value[end:].encode("latin-1", "replace")))
    return "".join(_text(label, data, guess) for label, data in pieces)


def _text(label: str, data: bytes, guess: Guess | None) -> str:
    return decode(data, label, guess) if label else undeclared(data, guess)


def _payload(kind: str, coded: str) -> bytes:
    data = coded.encode("latin-1", "replace")
    if kind in "qQ":
        return a2b_qp(data.replace(b" ", b"_"), header=True)
    return base64(data)[0]


_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")


def base64(data: bytes) -> tuple[bytes, int]:
    """What base64 says in spite of missing padding, blanks, strange signs and several pieces in a row; and how many signs were strange."""
    dense = data.translate(None, b" \t\r\n\0")
    try:
        return a2b_base64(dense, strict_mode=True), 0
    except Error:
        pure = _NOT_BASE64.sub(b"", dense)
    pieces = (piece for piece in pure.split(b"=") if piece)
    return b"".join(_padded(piece) for piece in pieces), len(dense) - len(pure)


def _padded(piece: bytes) -> bytes:
    whole = piece[:-1] if len(piece) % 4 == 1 else piece
    return a2b_base64(whole + b"=" * (-len(whole) % 4))
