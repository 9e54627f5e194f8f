"""A mail taken apart into its tree of parts, as bytes; nothing is decoded here.

The standard library's parser is not used: it turns bytes into surrogates, rewrites nested messages and has no cap on depth. This one keeps
every part's bytes as they were, in time linear in the size of the mail, and has an answer for each way in which senders break the format.
"""

import re
from dataclasses import dataclass, field

from supportops.core.email.caps import Caps
from supportops.core.email.charset import charset
from supportops.core.email.parameters import parameters
from supportops.core.email.words import unfold

Headers = dict[str, list[str]]

_FIELD = re.compile(r"^(?:([!-9;-~]+)[ \t]*:(.*(?:\n[ \t].*)*)|(.+))", re.MULTILINE)
_FIELD_START = re.compile(rb"[!-9;-~]+[ \t]*:")
_END_OF_HEADERS = re.compile(rb"\n\r?\n")
_TYPE = re.compile(r"\s*\"?([\w!#$&.+^-]+/[\w!#$&.+^-]+)")
_BOUNDARY_GUESS = re.compile(rb"^--([^\r\n]{1,200}?)[ \t]*\r?\n[Cc]ontent-", re.MULTILINE)
_ENVELOPE = re.compile(rb"\A(?:\xef\xbb\xbf|\s)*(?:>?From (?!:)[^\r\n]*\r?\n)?")
_KNOWN = re.compile(rb"^(?:from|to|subject|date|received|message-id|mime-version|return-path|content-type)[ \t]*:", re.I | re.M)


@dataclass(slots=True, eq=False)
class Part:
    """One node of the tree: its headers as wire text, its body as bytes, and its children if it is a container."""

    headers: Headers
    body: bytes
    type: str = "text/plain"
    parameters: dict[str, str] = field(default_factory=dict)
    children: list["Part"] = field(default_factory=list)

    def first(self, name: str) -> str:
        """The value of a header, unfolded; "" if there is none."""
        values = self.headers.get(name)
        return unfold(values[0]) if values else ""

    def declared_charset(self) -> str:
        """The first charset that a part of this tree claims to be written in, if it is one of the old ones."""
        label = charset(self.parameters.get("charset", ""))
        if label not in ("", "utf-8"):
            return label
        return next(filter(None, (child.declared_charset() for child in self.children)), "")


class Tree:
    """Takes one mail apart and remembers what was wrong with it."""

    def __init__(self, caps: Caps) -> None:
        self.caps = caps
        self.count = 0
        self.problems: list[str] = []

    def message(self, raw: bytes) -> Part:
        """The root part of a whole mail."""
        if b"\r" in raw and b"\n" not in raw:
            raw = raw.replace(b"\r", b"\n")
        start = _ENVELOPE.match(raw)
        raw = raw[start.end() :] if start else raw  # always matches, perhaps nothing
        head, body = self._halves(raw, whole=True)
        return self._part(head, body, "text/plain", 0)

    def _part(self, head: bytes, body: bytes, default: str, depth: int) -> Part:
        headers, stray = self._headers(head)
        if stray.strip():
            self.problems.append("The blank line between headers and text was missing.")
            body = stray + b"\n\n" + body
        part = Part(headers, body, default)
        declared = part.first("content-type")
        if declared:
            found = _TYPE.match(declared)
            part.type = found[1].lower() if found else "text/plain"
            part.parameters = parameters(declared) if "=" in declared else {}
            if not found:
                self.problems.append(f"The content type {declared[:60]!r} of a part is not one.")
        if part.type.startswith("multipart/"):
            self._open(part, depth)
        return part

    def _open(self, part: Part, depth: int) -> None:
        """Split a container into its parts, or say why it stays closed."""
        if depth >= self.caps.depth:
            self.problems.append(f"Parts nested deeper than {self.caps.depth} levels were not opened.")
            part.type = "application/octet-stream"
            return
        slices = self._slices(part)
        default = "message/rfc822" if part.type == "multipart/digest" else "text/plain"
        for piece in slices:
            self.count += 1
            if self.count > self.caps.parts:
                self.problems.append(f"Only the first {self.caps.parts} parts were read.")
                return
            head, body = self._halves(piece, whole=False)
            part.children.append(self._part(head, body, default, depth + 1))
            if self.count > self.caps.parts:
                return
        if not slices:
            self.problems.append("A container of several parts shows no boundary between them; it was read as plain text.")
            part.type, part.parameters = "text/plain", {}

    def _slices(self, part: Part) -> list[bytes]:
        boundary = part.parameters.get("boundary", "").rstrip()
        slices = _between(part.body, boundary.encode("latin-1", "replace")) if boundary else []
        if slices:
            return slices
        guessed = _BOUNDARY_GUESS.search(part.body)
        if not guessed:
            return []
        self.problems.append("The boundary between the parts was not the one declared.")
        return _between(part.body, guessed[1])

    def _halves(self, data: bytes, *, whole: bool) -> tuple[bytes, bytes]:
        """Headers and body of a part; a part that does not begin with a header is all body."""
        if data.startswith((b"\n", b"\r\n")):
            return b"", data[data.index(b"\n") + 1 :]
        end = _END_OF_HEADERS.search(data)
        head, body = (data[: end.start()], data[end.end() :]) if end else (data, b"")
        if not _FIELD_START.match(head) and not (whole and _KNOWN.search(head)):
            return b"", data
        if len(head) > self.caps.header_bytes:
            self.problems.append(f"Only the first {self.caps.header_bytes} bytes of the headers were read.")
            head = head[: self.caps.header_bytes]
        return head, body

    def _headers(self, head: bytes) -> tuple[Headers, bytes]:
        """The headers, and the lines after the last of them: a body whose blank line was forgotten."""
        headers: Headers = {}
        last: list[str] = []
        strays: list[str] = []
        for name, value, stray in _FIELD.findall(head.decode("latin-1")):
            if stray:
                strays.append(stray)
                continue
            if strays and last:
                last[-1] += "\n " + "\n ".join(strays)  # lines folded without their blank
            strays = []
            last = headers.setdefault(name.lower(), [])
            last.append(value)
        return headers, "\n".join(strays).encode("latin-1")


def _between(body: bytes, boundary: bytes) -> list[bytes]:
    """What stands between the boundary lines. Parts after a closing line count too: a forwarded mail may have used the same boundary."""
    mark = b"--" + boundary
    slices: list[bytes] = []
    start, at = -1, 0
    while (found := body.find(mark, at)) >= 0:
        at = found + len(mark)
        if found and body[found - 1] != 10:
            continue
        end = body.find(b"\n", at)
        rest = (body[at:end] if end >= 0 else body[at:]).strip()
        if rest not in (b"", b"-", b"--"):
            continue
        if start >= 0:
            slices.append(_without_line_end(body[start:found]))
        start = -1 if rest or end < 0 else end + 1
    if start >= 0:
        slices.append(body[start:])
    return slices


def _without_line_end(piece: bytes) -> bytes:
    """The line end before a boundary belongs to the boundary."""
    return piece[:-2] if piece.endswith(b"\r\n") else piece[:-1] if piece.endswith(b"\n") else piece
