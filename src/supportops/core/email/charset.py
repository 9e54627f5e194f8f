"""Bytes to words: the declared charset where it is true, a better reading where it is not."""

import codecs
import re
from collections.abc import Callable
from functools import lru_cache

Guess = Callable[[bytes], str | None]

# What senders write, and what their bytes turn out to be. The web's own practice for the first group: browsers read them so too.
_MEANT = {
    "ascii": "", "us-ascii": "", "ansi_x3.4-1968": "", "unknown-8bit": "", "x-unknown": "", "unknown": "", "default": "", "_autodetect": "",
    "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "iso_8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "ansi": "cp1252",
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "chinesebig5": "big5hkscs", "big5": "big5hkscs",
    "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "euc-kr": "cp949", "x-sjis": "cp932", "shift_jis": "cp932", "shift-jis": "cp932",
    "iso-2022-jp": "iso2022_jp_ext", "x-mac-roman": "mac_roman", "macintosh": "mac_roman", "iso-8859-8-i": "iso8859_8",
    "unicode-1-1-utf-7": "utf-7", "x-unicode-2-0-utf-7": "utf-7", "unicode-1-1-utf-8": "utf-8", "utf8mb4": "utf-8", "cp-850": "cp850",
}  # fmt: skip
# Codecs of Python that are no charsets of mail; two of them take quadratic time.
_NEVER = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem"})
_LABEL = re.compile(r"[a-z0-9][a-z0-9_.:+-]{0,39}")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def decode(data: bytes, label: str, guess: Guess | None = None) -> str:
    """Read bytes in the charset they are said to be in, unless that is plainly untrue."""
    name = charset(label)
    if not name:
        return undeclared(data, guess)
    try:
        return storable(data.decode(name))
    except UnicodeError:
        return _best_of_a_lie(data, name, guess)


def undeclared(data: bytes, guess: Guess | None = None) -> str:
    """Read bytes that do not say what they are: UTF-8 if they can be, else what they look like, else Western European."""
    if b"\x1b$" in data:
        data = _from_japanese(data)
    try:
        return storable(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _guessed(data, guess)


def _from_japanese(data: bytes) -> bytes:
    """ISO-2022-JP is made of ASCII signs only and would pass for UTF-8."""
    try:
        return data.decode("iso2022_jp_ext").encode("utf-8")
    except UnicodeError:
        return data


@lru_cache(maxsize=256)
def charset(label: str) -> str:
    """The codec for a label, "" when the label says nothing that we can use."""
    wanted = label.strip(" \t\"'").lower()
    wanted = _MEANT.get(wanted, wanted)
    if not _LABEL.fullmatch(wanted):
        return ""
    try:
        found = codecs.lookup(wanted)
    except LookupError:
        return ""
    # The private mark is the only one by which Python tells a charset from hex, zip and rot13.
    return found.name if found._is_text_encoding and found.name not in _NEVER else ""


def storable(text: str) -> str:
    """Without what a database refuses: NUL is dropped, half a surrogate pair becomes the replacement character."""
    if "\0" not in text and text.isascii():
        return text
    return _UNSTORABLE.sub(lambda found: "" if found[0] == "\0" else "\ufffd", text)


def _best_of_a_lie(data: bytes, name: str, guess: Guess | None) -> str:
    text = data.decode(name, "replace")
    wrong = text.count("\ufffd")
    if wrong * 2 <= len(text) - _ascii_count(text):  # most of what is foreign reads well: a truncated mail, not a false label
        return storable(text)
    return undeclared(data, guess)


def _ascii_count(text: str) -> int:
    return len(text.encode("ascii", "ignore"))


def _guessed(data: bytes, guess: Guess | None) -> str:
    name = charset(guess(data) or "") if guess else ""
    for candidate in (name or "cp1252", "cp1252"):
        try:
            return storable(data.decode(candidate))
        except UnicodeError:
            continue
    return storable(data.decode("latin-1"))
