"""What Outlook packed into a winmail.dat (TNEF): the body and the files, each byte looked at once, whatever lengths it claims.

Own, because the library for it loops as often as a hostile file says it should (four thousand million times).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from struct import error, unpack_from

from supportops.core.email.charset import decode, storable
from supportops.core.email.rtf import decompress

_SIGNATURE = 0x223E9F78
_MOST_ATTRIBUTES = 10_000
_BODY, _PROPERTIES, _CODEPAGE = 0x800C, 0x9003, 0x9007
_NEW_FILE, _TITLE, _DATA, _FILE_PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005
_TEXT, _HTML, _HTML_CODEPAGE, _RTF = 0x1000, 0x1013, 0x3FDE, 0x1009
_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME, _FILE_OBJECT = 0x3707, 0x3704, 0x3001, 0x3701
_NAMED = 0x8000
_MANY = 0x1000
_UNICODE, _OBJECT = 0x1F, 0x0D
_WIDTH = {0x02: 4, 0x03: 4, 0x04: 4, 0x0A: 4, 0x0B: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x14: 8, 0x40: 8, 0x48: 16}
_OBJECT_ID = 16

Properties = dict[int, tuple[int, bytes]]


@dataclass(frozen=True, slots=True)
class Winmail:
    """What was packed into a winmail.dat: a body in either form, and files by name; a text that is RTF only is one of them."""

    text: str = ""
    html: str = ""
    files: tuple[tuple[str, bytes], ...] = ()


def unpack(data: bytes) -> Winmail | None:
    """The content of a winmail.dat as far as it can be read; None if it is none."""
    if len(data) < 6 or unpack_from("<I", data)[0] != _SIGNATURE:
        return None
    reading = _Reading()
    offset = 6
    for _ in range(_MOST_ATTRIBUTES):
        if offset + 11 > len(data):
            break
        number, length = unpack_from("<xHxxI", data, offset)
        reading.take(number, data[offset + 9 : offset + 9 + length])
        offset += length + 11
    return reading.result()


class _Reading:
    """What the attributes said so far."""

    def __init__(self) -> None:
        self.codepage = "cp1252"
        self.body = b""
        self.properties: Properties = {}
        self.files: list[dict[int, bytes | Properties]] = []

    def take(self, number: int, value: bytes) -> None:
        """One attribute of the message, or of the file last begun."""
        if number == _CODEPAGE and len(value) >= 4:
            self.codepage = f"cp{unpack_from('<I', value)[0]}"
        elif number == _BODY:
            self.body = value
        elif number == _PROPERTIES:
            self.properties |= properties(value)
        elif number == _NEW_FILE:
            self.files.append({})
        elif self.files and number in (_TITLE, _DATA, _FILE_PROPERTIES):
            self.files[-1][number] = properties(value) if number == _FILE_PROPERTIES else value

    def result(self) -> Winmail:
        text = self._text(self.properties, _TEXT) or self._decoded(self.body)
        kind, html = self.properties.get(_HTML, (_UNICODE, b""))
        page = self.properties.get(_HTML_CODEPAGE, (0, b""))[1]
        label = f"cp{unpack_from('<I', page)[0]}" if len(page) >= 4 else ""
        markup = self._text(self.properties, _HTML) if kind == _UNICODE else decode(html, _codec(label)).strip("\0")
        files = [self._file(found) for found in self.files]
        if _RTF in self.properties and not text and not markup:
            files.append(("message.rtf", decompress(self.properties[_RTF][1])))
        return Winmail(text, markup, tuple(files))

    def _file(self, found: dict[int, bytes | Properties]) -> tuple[str, bytes]:
        described = found.get(_FILE_PROPERTIES)
        about = described if isinstance(described, dict) else {}
        title = found.get(_TITLE)
        names = (self._text(about, number) for number in (_LONG_NAME, _SHORT_NAME, _DISPLAY_NAME))
        name = next(filter(None, names), "") or self._decoded(title if isinstance(title, bytes) else b"")
        content = found.get(_DATA)
        return name, content if isinstance(content, bytes) else _object(about)

    def _text(self, about: Properties, number: int) -> str:
        kind, value = about.get(number, (_UNICODE, b""))
        if kind == _UNICODE:
            return storable(value.decode("utf-16-le", "replace")).replace("\r\n", "\n")
        return self._decoded(value)

    def _decoded(self, value: bytes) -> str:
        return decode(value, _codec(self.codepage)).replace("\r\n", "\n")


def properties(data: bytes) -> Properties:
    """MAPI properties by number, each with its type and its first value; what is cut off is left out."""
    found: Properties = {}
    try:
        for number, kind, value in _properties(data):
            found.setdefault(number, (kind, value))
    except error:  # the lengths lead beyond the end
        pass
    return found


def _properties(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    offset = 4
    while offset + 4 <= len(data):
        kind, number = unpack_from("<HH", data, offset)
        offset = _past_name(data, offset + 4) if number >= _NAMED else offset + 4
        width = _WIDTH.get(kind & ~_MANY)
        if width and not kind & _MANY:
            yield number, kind, data[offset : offset + width]
            offset += width
            continue
        count = unpack_from("<I", data, offset)[0]
        offset += 4
        for nth in range(min(count, (len(data) - offset) // (width or 4) + 1)):
            length = width or unpack_from("<I", data, offset)[0]
            offset += 0 if width else 4
            if nth == 0:
                yield number, kind, data[offset : offset + length]
            offset += length + -length % 4


def _past_name(data: bytes, offset: int) -> int:
    """Behind the name of a named property: a number, or text of its own length."""
    kind, value = unpack_from("<II", data, offset + 16)
    return int(offset + 24 + (value + -value % 4 if kind else 0))


def _object(about: Properties) -> bytes:
    kind, value = about.get(_FILE_OBJECT, (0, b""))
    return value[_OBJECT_ID:] if kind == _OBJECT else value


def _codec(codepage: str) -> str:
    return {"cp65001": "utf-8", "cp1200": "utf-16-le", "cp20127": "", "cp28591": "iso-8859-1"}.get(codepage, codepage)
