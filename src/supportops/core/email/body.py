"""What there is to read in a mail, and what came with it: the tree of parts walked once."""

import re
from dataclasses import dataclass
from hashlib import sha256
from html import escape

from supportops.core.email import calendar, charset, filename, transfer
from supportops.core.email.caps import Caps
from supportops.core.email.delivery_status import original, status_blocks
from supportops.core.email.flowed import unflow
from supportops.core.email.message import Attachment, ReportPart
from supportops.core.email.mime import Part
from supportops.core.email.parameters import parameters
from supportops.core.email.plain import plain
from supportops.core.email.winmail import unpack
from supportops.core.email.words import words

_META = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?([\w.:+-]{1,40})", re.IGNORECASE)
_MESSAGES = frozenset({"message/rfc822", "message/global", "message/news"})
_RETURNED = _MESSAGES | {"text/rfc822-headers", "message/global-headers"}
_STATUSES = frozenset({"message/delivery-status", "message/global-delivery-status"})
_PACKED = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the mail's body, in one form or in both."""

    text: str = ""
    html: str = ""

    def as_text(self) -> str:
        """The stretch as plain text."""
        return self.text if self.text.strip() or not self.html else plain(self.html)

    def as_html(self) -> str:
        """The stretch as HTML, so that words between HTML parts are not lost to those who read HTML."""
        if self.html or not self.text.strip():
            return self.html
        return f"<p>{escape(self.text.strip()).replace(chr(10), '<br>')}</p>"


@dataclass(frozen=True, slots=True)
class File:
    """An attachment on its way: the name as sent, and whether the sender wants it seen within the text."""

    name: str
    type: str
    content: bytes
    inline: bool = False
    content_id: str = ""
    charset: str = ""


class Body:
    """Collects pieces and files; `problems` says what could not be had."""

    def __init__(self, caps: Caps, problems: list[str], guess: charset.Guess | None, in_headers: charset.Guess | None) -> None:
        self.caps = caps
        self.problems = problems
        self.guess = guess
        self.in_headers = in_headers
        self.pieces: list[Piece] = []
        self.files: list[File] = []
        self.report_parts: list[ReportPart] = []

    def walk(self, part: Part, *, root: bool = False, report: bool = False) -> None:
        """Take up a part and everything in it."""
        if part.type == "multipart/alternative":
            self._alternative(part, report)
        elif part.children:
            for child in part.children:
                self.walk(child, report=report or part.type == "multipart/report")
        elif not part.type.startswith("multipart/"):
            self._leaf(part, root, report)

    def _alternative(self, part: Part, report: bool) -> None:
        """The same content in several forms: the first that is text, and the last that is HTML."""
        before, text, html = self.pieces, "", ""
        for child in part.children:
            self.pieces = []
            self.walk(child, report=report)
            if any(piece.html for piece in self.pieces):
                html = "\n".join(piece.as_html() for piece in self.pieces)
            elif not text.strip():
                text = "\n".join(piece.text for piece in self.pieces)
        self.pieces = before
        if text or html:
            self.pieces.append(Piece(text, html))

    def _leaf(self, part: Part, root: bool, report: bool) -> None:
        data, problem = transfer.content(part.body, part.first("content-transfer-encoding"))
        if problem:
            self.problems.append(problem)
        disposition = part.first("content-disposition")
        name = self._name(part, disposition) if disposition or part.parameters else ""
        attached = disposition[:10].lower() == "attachment" or bool(name and not root)
        if part.type in ("text/plain", "text/html") and not attached:
            self._words(part, data)
            return
        if report:
            self._report(part, data)
        self._file(part, data, name, disposition)

    def _name(self, part: Part, disposition: str) -> str:
        """The file name of a part, from either of the two headers that may hold it."""
        for value in (disposition, part.first("content-type")):
            declared = parameters(value, self.in_headers) if "name" in value.lower() else {}
            name = declared.get("filename") or declared.get("name")
            if name:
                return name
        return ""

    def _words(self, part: Part, data: bytes) -> None:
        """Text to read; files that an old mailer wrote into it are taken out."""
        data, files = transfer.files_in(data)
        for name, content in files:
            decoded = words(name.decode("latin-1"), self.in_headers)
            self.files.append(File(decoded, filename.type_of(decoded), content))
        text = self._decoded(data, part)
        if part.type == "text/html":
            self.pieces.append(Piece(html=self._cut(text, self.caps.html_chars)))
            return
        if part.parameters.get("format", "").lower() == "flowed":
            text = unflow(text, part.parameters.get("delsp", "").lower() == "yes")
        self.pieces.append(Piece(self._cut(text, self.caps.text_chars)))

    def _decoded(self, data: bytes, part: Part) -> str:
        label = part.parameters.get("charset", "")
        if part.type == "text/html" and not charset.charset(label):
            found = _META.search(data, 0, 4096)
            label = found[1].decode("ascii") if found else ""
        text = charset.decode(data, label, self.guess)
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        return text.removeprefix("\ufeff")

    def _cut(self, text: str, most: int) -> str:
        if len(text) > most:
            self.problems.append(f"Only the first {most} characters of a text were kept.")
        return text[:most]

    def _report(self, part: Part, data: bytes) -> None:
        if part.type in _STATUSES:
            self.report_parts += status_blocks(data, self.guess)
        elif part.type in _RETURNED:
            self.report_parts.append(original(data, self.guess))

    def _file(self, part: Part, data: bytes, name: str, disposition: str) -> None:
        if (part.type in _PACKED or name.lower() == "winmail.dat") and self._unpacked(data):
            return
        if not name and part.type in _MESSAGES:
            name = original(data, self.guess).fields.get("subject", "")[:80]
            name = name and f"{name.replace('/', '_')}.eml"
        cid = part.first("content-id").strip("<> \t")[:250]
        inline = disposition[:6].lower() == "inline"
        label = part.parameters.get("charset", "") if part.type.startswith("text/") and disposition[:10].lower() != "attachment" else "-"
        self.files.append(File(name, part.type, data, inline, words(cid), label if not name else "-"))

    def _unpacked(self, data: bytes) -> bool:
        """Whether a winmail.dat gave up its content."""
        found = unpack(data)
        if found is None:
            self.problems.append("A winmail.dat could not be unpacked; it is attached as it came.")
            return False
        self.files += [File(name, filename.type_of(name), content) for name, content in found.files[: self.caps.parts]]
        packed = Piece(found.text[: self.caps.text_chars], found.html[: self.caps.html_chars])
        if not any(piece.text.strip() or piece.html for piece in self.pieces) and (packed.text or packed.html):
            self.pieces = [packed]
        return True

    def text(self) -> str:
        """All there is to read, as plain text."""
        if not self.pieces:
            return self._rescued()
        return self._cut("\n".join(piece.as_text() for piece in self.pieces), self.caps.text_chars)

    def html(self) -> str:
        """The body as HTML, unsanitised; "" if the sender wrote none."""
        if not any(piece.html for piece in self.pieces):
            return ""
        return self._cut("\n".join(filter(None, (piece.as_html() for piece in self.pieces))), self.caps.html_chars)

    def _rescued(self) -> str:
        """Text from a part that is not usually read, where there is no other: an invitation, enriched text."""
        for file in self.files:
            if file.charset != "-":
                text = charset.decode(file.content, file.charset, self.guess)[: self.caps.text_chars].replace("\r\n", "\n")
                return calendar.readable(text) if file.type == "text/calendar" else text
        return ""

    def attachments(self, html: str) -> tuple[Attachment, ...]:
        """The files with safe names; inline is what the HTML shows or the sender marked so."""
        return tuple(self._attachment(number, file, html) for number, file in enumerate(self.files, 1))

    def _attachment(self, number: int, file: File, html: str) -> Attachment:
        shown = bool(file.content_id) and f"cid:{file.content_id}" in html
        name = filename.safe(file.name, file.type, number)
        digest = sha256(file.content).hexdigest()
        return Attachment(name, file.type, len(file.content), digest, file.inline or shown, file.content_id, file.content)
