"""The parameters of Content-Type and Content-Disposition: plain, continued and encoded (RFC 2231), and the forms nobody specified."""

import re
from urllib.parse import unquote_to_bytes

from supportops.core.email.charset import Guess, decode, undeclared
from supportops.core.email.words import words

_LONGEST = 16_384
_PARAMETER = re.compile(r';\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*+)"|([^;]*+))', re.DOTALL)
_ESCAPED = re.compile(r'\\(["\\])')
_PIECE = re.compile(r"(.+?)\*(?:(\d{1,3})(\*)?)?")


def parameters(value: str, guess: Guess | None = None) -> dict[str, str]:
    """All parameters by lower-cased name; of a repeated one the first stands."""
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[bool, str]]] = {}
    for name, quoted, bare in _PARAMETER.findall(value[:_LONGEST]):
        text = _ESCAPED.sub(r"\1", quoted) if quoted else bare.strip(" \t\r\n\"'")
        found = _PIECE.fullmatch(name.lower())
        if found:
            encoded = bool(found[3]) or found[2] is None
            pieces.setdefault(found[1], {}).setdefault(int(found[2] or 0), (encoded, text))
        else:
            plain.setdefault(name.lower(), text)
    whole = {name: words(text, guess) for name, text in plain.items()} | {name: _joined(parts, guess) for name, parts in pieces.items()}
    # A boundary must stay as it is, to be found again.
    return whole | {"boundary": plain["boundary"]} if "boundary" in plain else whole


def _joined(parts: dict[int, tuple[bool, str]], guess: Guess | None) -> str:
    ordered = [parts[number] for number in sorted(parts)]
    label = ""
    if ordered[0][0] and ordered[0][1].count("'") >= 2:
        label, _, rest = ordered[0][1].split("'", 2)
        ordered[0] = (True, rest)
    if not any(encoded for encoded, _ in ordered):
        return words("".join(text for _, text in ordered), guess)
    data = b"".join(_bytes(encoded, text) for encoded, text in ordered)
    return decode(data, label, guess) if label else undeclared(data, guess)


def _bytes(encoded: bool, text: str) -> bytes:
    raw = text.encode("latin-1", "replace")
    return unquote_to_bytes(raw) if encoded else raw
