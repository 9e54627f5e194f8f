"""One IMAP folder over one connection: which messages are there, their bytes, and being told of new ones."""

from __future__ import annotations

import imaplib
import re
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from imap_tools import BaseMailBox, ImapToolsError, MailBox, MailBoxStartTls, MailBoxUnencrypted

from supportops.actions.secrets import unseal
from supportops.models import Mailbox

PATIENCE = 60.0  # seconds without an answer; a frozen connection ends here
HEAD = 256 * 1024  # bytes of a header that are kept where the whole is too large
# Connection-level trouble: this connection is of no use any more.
LOST = (OSError, imaplib.IMAP4.abort)
TROUBLE = (*LOST, imaplib.IMAP4.error, ImapToolsError)
_FACTS = re.compile(rb'UID (?P<uid>\d+)|RFC822\.SIZE (?P<size>\d+)|INTERNALDATE "(?P<at>[^"]+)"')
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Unfetched(Exception):
    """The server will not give this message; the others may still come."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A message of the folder before it is fetched."""

    uid: int
    size: int
    arrived_at: datetime


@contextmanager
def opened(mailbox: Mailbox, patience: float = PATIENCE) -> Iterator[Folder]:
    """The mailbox's folder. The socket is simply closed at the end: a farewell to a server that hangs would hang as well."""
    connection = _connected(mailbox, patience)
    try:
        _log_in(connection, mailbox)
        yield Folder(connection, mailbox.imap_folder)
    finally:
        with suppress(*TROUBLE):
            connection.client.shutdown()


def _connected(mailbox: Mailbox, patience: float) -> BaseMailBox:
    """Certificates are verified; only a mailbox that is set to "none" travels in clear text."""
    where = {"host": mailbox.imap_host, "port": mailbox.imap_port, "timeout": patience}
    if mailbox.imap_security == "none":
        return MailBoxUnencrypted(**where)
    kind = MailBoxStartTls if mailbox.imap_security == "starttls" else MailBox
    return kind(**where, ssl_context=ssl.create_default_context())


def _log_in(connection: BaseMailBox, mailbox: Mailbox) -> None:
    user, password = mailbox.imap_user, unseal(mailbox.imap_secret)
    plain = (user + password).isascii()
    (connection.login if plain else connection.login_utf8)(user, password, initial_folder=None)


class Folder:
    """What a poller asks of the folder that it has selected."""

    def __init__(self, connection: BaseMailBox, name: str) -> None:
        self.connection, self.client = connection, connection.client
        connection.folder.set(name)
        self.uidvalidity = int((self.client.untagged_responses.get("UIDVALIDITY") or [b"0"])[-1])

    def after(self, cursor: int, since: datetime | None) -> list[int]:
        """UIDs beyond the cursor, ascending. `n:*` also names the last message where there is none beyond (RFC 3501, 6.4.8)."""
        found = self._uid("SEARCH", f"UID {cursor + 1}:*{_since(since)}")
        return sorted(uid for uid in map(int, b" ".join(found).split()) if uid > cursor)

    def listed(self, uids: Sequence[int]) -> dict[int, Listed]:
        """Size and arrival of those that are still there."""
        lines = self._uid("FETCH", ",".join(map(str, uids)), "(UID RFC822.SIZE INTERNALDATE)")
        return {facts.uid: facts for facts in map(_listed, lines) if facts}

    def fetch(self, uid: int) -> bytes | None:
        """The whole message, without marking it as read; None where it is gone."""
        return self._bytes(uid, "BODY.PEEK[]")

    def head(self, uid: int) -> bytes:
        return self._bytes(uid, f"BODY.PEEK[HEADER]<0.{HEAD}>") or b""

    def mark(self, uids: Sequence[int]) -> None:
        """Tell the server that they were read. It is a courtesy: where it fails nothing is fetched twice."""
        with suppress(Unfetched):
            self._uid("STORE", ",".join(map(str, uids)), "+FLAGS.SILENT", r"(\Seen)")

    def wait(self, seconds: float, stop: threading.Event) -> None:
        """Until something happens in the folder, by IDLE where the server has it."""
        if b"IDLE" not in b" ".join(self.client.capability()[1]).upper().split():
            stop.wait(min(seconds, 30))
            return
        until = time.monotonic() + seconds
        self.connection.idle.start()
        while not stop.is_set() and time.monotonic() < until:
            if self.connection.idle.poll(timeout=1):
                break
        self.connection.idle.stop()

    def _bytes(self, uid: int, what: str) -> bytes | None:
        parts = self._uid("FETCH", str(uid), f"(UID {what})")
        body = next((part[1] for part in parts if isinstance(part, tuple) and b"BODY[" in part[0]), None)
        if body is None and any(b"BODY[" in part for part in parts if isinstance(part, bytes)):
            return b""
        return body

    def _uid(self, command: str, *arguments: str) -> list:
        """A command by UID. A plain refusal concerns these messages only."""
        try:
            status, answer = self.client.uid(command, *arguments)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as problem:
            raise Unfetched(str(problem)) from problem
        if status != "OK":
            raise Unfetched(b" ".join(part for part in answer if isinstance(part, bytes)).decode("utf-8", "replace"))
        return [part for part in answer if part is not None]


def _since(moment: datetime | None) -> str:
    """A day early, because SEARCH knows days without a zone."""
    if moment is None:
        return ""
    day = moment - timedelta(days=1)
    return f" SINCE {day.day}-{_MONTHS[day.month - 1]}-{day.year}"


def _listed(line: bytes | tuple[bytes, bytes]) -> Listed | None:
    text = line if isinstance(line, bytes) else line[0]
    facts = {match.lastgroup: match[match.lastgroup or 0] for match in _FACTS.finditer(text)}
    if len(facts) < 3:
        return None
    arrived_at = datetime.strptime(facts["at"].decode().strip(), "%d-%b-%Y %H:%M:%S %z")
    return Listed(int(facts["uid"]), int(facts["size"]), arrived_at)
