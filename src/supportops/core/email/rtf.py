"""Compressed RTF (LZFu), the form in which Outlook packs a text that it sends in no other form."""

from struct import unpack_from

_COMPRESSED, _PLAIN = b"LZFu", b"MELA"
_HEADER = 16
_WINDOW = 4096
_MOST = 5_000_000
_KNOWN_BEFORE = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbolArial"
    rb"Times New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)


def decompress(data: bytes) -> bytes:
    """The RTF, up to five million bytes of it whatever size it claims; b"" if it is none."""
    kind = data[8:12]
    if kind == _PLAIN:
        return data[_HEADER:]
    if kind != _COMPRESSED:
        return b""
    return bytes(_unrolled(data)[len(_KNOWN_BEFORE) :])


def _unrolled(data: bytes) -> bytearray:
    """Each flag byte says of the next eight items whether they are a byte, or a place and length in what came before."""
    out = bytearray(_KNOWN_BEFORE)
    at = _HEADER
    while at < len(data) and len(out) < _MOST:
        flags, at = data[at], at + 1
        for bit in range(8):
            if not flags >> bit & 1:
                out += data[at : at + 1]
                at += 1
            elif at + 2 > len(data) or not _repeat(out, unpack_from(">H", data, at)[0]):
                return out
            else:
                at += 2
    return out


def _repeat(out: bytearray, reference: int) -> bool:
    """Append what stands at a place of the window; False at the mark for the end, which points at the present place."""
    place, length = reference >> 4, (reference & 15) + 2
    back = (len(out) - place) % _WINDOW
    if back == 0 or back > len(out):
        return False
    start = len(out) - back
    out += (out[start : start + length] * length)[:length]
    return True
