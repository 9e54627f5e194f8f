"""The listener for SMTP and LMTP: a message is committed before its sender is told yes, and any doubt is told as "try again"."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings

from supportops.actions import intake
from supportops.interfaces import clock, connections
from supportops.interfaces.mail.recipients import AddressBook
from supportops.models import Mailbox

log = structlog.get_logger()
MOST_RECIPIENTS = 100
MOST_CONNECTIONS = 200
MOST_CONNECTIONS_PER_ADDRESS = 50
MOST_COMMANDS = 10_000  # of one kind in one connection
SILENCE = 120.0  # seconds without a byte
WRITERS = 4  # threads that talk to the database
KEPT = "250 2.0.0 Kept"
LAST_ANSWERS = 3.0  # seconds for those who are being answered when the end comes
WHOLE_MESSAGE = ("552 Error: Too much", "500 Line too long")
DOUBT = "451 4.3.0 Could not be kept; try again later"
TOO_MANY = "421 4.7.0 Too many connections; try again later"


class Guests:
    """Who is connected, so that one address cannot take all places."""

    def __init__(self) -> None:
        self.here: Counter[str] = Counter()

    def admit(self, address: str) -> bool:
        welcome = self.here.total() < MOST_CONNECTIONS and self.here[address] < MOST_CONNECTIONS_PER_ADDRESS
        self.here[address] += welcome
        return welcome

    def leave(self, address: str) -> None:
        self.here[address] -= 1
        self.here += Counter()  # drops the zeros


class Door:
    """Answers the questions that a conversation raises: whose mail is this, and is it on disk?"""

    def __init__(self, source: str, book: AddressBook, writers: ThreadPoolExecutor) -> None:
        self.source, self.book, self.writers = source, book, writers
        self.busy = 0

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return f"452 4.5.3 At most {MOST_RECIPIENTS} recipients; send to the others separately"
        if await self._in_thread(self.book.find, address) is None:
            return "550 5.1.1 No such mailbox here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        try:
            answers = await self._in_thread(self._keep, envelope)
        except Exception as problem:
            answers = dict.fromkeys(envelope.rcpt_tos, await self.handle_exception(problem))
        if self.source == "lmtp":
            return "\r\n".join(answers[recipient] for recipient in envelope.rcpt_tos)
        return KEPT if set(answers.values()) == {KEPT} else DOUBT

    async def handle_exception(self, problem: Exception) -> str:
        log.error("mail_conversation_failed", source=self.source, exc_info=problem)
        return DOUBT

    async def _in_thread(self, question: Callable[..., Any], *details: Any) -> Any:
        self.busy += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self.writers, partial(_asked, question, *details))
        finally:
            self.busy -= 1

    def _keep(self, envelope: Envelope) -> dict[str, str]:
        """One reception for each mailbox among the recipients; the answer for each recipient."""
        raw = with_return_path(bytes(envelope.content or b""), envelope.mail_from or "")
        answers = {}
        for mailbox, recipients in self.book.sorted(envelope.rcpt_tos).items():
            answer = self._keep_one(mailbox, raw, envelope.mail_from or "", recipients)
            answers |= dict.fromkeys(recipients, answer)
        return answers

    def _keep_one(self, mailbox: Mailbox, raw: bytes, sender: str, recipients: list[str]) -> str:
        try:
            intake.keep(mailbox, raw, source=self.source, at=clock.now(), envelope_from=sender.strip("<>"), envelope_to=recipients)
        except Exception:
            log.exception("mail_not_kept", source=self.source, mailbox=mailbox.address)
            connections.forget()
            return DOUBT
        return KEPT


def _asked(question: Callable[..., Any], *details: Any) -> Any:
    try:
        return question(*details)
    except Exception:
        connections.forget()
        raise
    finally:
        connections.rest()


def with_return_path(raw: bytes, sender: str) -> bytes:
    """What the last server on the way adds (RFC 5321, 4.4): an empty one is how bounces and automatic answers are told."""
    if raw[:1] in (b" ", b"\t"):
        return raw  # it would become part of our header
    return b"Return-Path: <" + sender.strip("<>").encode("utf-8", "replace") + b">\r\n" + raw


class Guarded(SMTP):
    """A conversation with limits. Lines may be as long as a message: much of what is sent does not keep to 998."""

    line_length_limit = settings.SUPPORTOPS_MAX_MAIL
    guests: Guests

    async def _handle_client(self) -> None:
        address = str((self.session.peer or [""])[0]) if self.session else ""
        if not self.guests.admit(address):
            await self.push(TOO_MANY)
            self._writer.close()
            return
        try:
            await super()._handle_client()
        finally:
            self.guests.leave(address)

    def data_received(self, data: bytes) -> None:
        """Slow is not silent: 5 MB at 1 kB a second are welcome."""
        self._reset_timeout()
        super().data_received(data)


class GuardedLocal(Guarded, LMTP):
    """LMTP answers once for each recipient, also where it refuses the whole message."""

    async def push(self, status: Any) -> None:
        if isinstance(status, str) and status.startswith(WHOLE_MESSAGE) and self.envelope:
            status = "\r\n".join([status] * len(self.envelope.rcpt_tos))
        await super().push(status)


def serve(
    host: str, port: int, stop: threading.Event, lmtp_port: int | None = None, ready: Callable[[list[int]], None] | None = None
) -> None:
    """Listen until `stop` is set. Port 0 takes a free one; `ready` is told which ones were taken."""
    with ThreadPoolExecutor(WRITERS, "mail") as writers:
        asyncio.run(_listen(host, [port, *([] if lmtp_port is None else [lmtp_port])], stop, writers, ready or _announce))


async def _listen(
    host: str, ports: list[int], stop: threading.Event, writers: ThreadPoolExecutor, ready: Callable[[list[int]], None]
) -> None:
    book, guests = AddressBook(), Guests()
    doors = [Door(source, book, writers) for source in ("smtp", "lmtp")]
    kinds = [(Guarded, doors[0]), (GuardedLocal, doors[1])]
    loop = asyncio.get_running_loop()
    servers = [
        await loop.create_server(partial(_conversation, kind, door, guests), host, port)
        for (kind, door), port in zip(kinds, ports, strict=False)
    ]
    ready([server.sockets[0].getsockname()[1] for server in servers])
    await _until(stop, doors)
    for server in servers:
        server.close()


def _conversation(kind: type[Guarded], door: Door, guests: Guests) -> Guarded:
    conversation = kind(
        door,
        data_size_limit=settings.SUPPORTOPS_MAX_MAIL,
        enable_SMTPUTF8=True,
        hostname=urlsplit(settings.SUPPORTOPS_URL).hostname,
        ident="SupportOps",
        timeout=SILENCE,
        command_call_limit={"*": MOST_COMMANDS},
        loop=asyncio.get_running_loop(),
    )
    conversation.guests = guests
    return conversation


async def _until(stop: threading.Event, doors: list[Door]) -> None:
    """Whoever is being answered when the end comes still hears the answer."""
    while not stop.is_set():
        await asyncio.sleep(0.1)
    patience = time.monotonic() + LAST_ANSWERS
    while any(door.busy for door in doors) and time.monotonic() < patience:
        await asyncio.sleep(0.05)
    await asyncio.sleep(0.05)


def _announce(ports: list[int]) -> None:
    log.info("mail_listener_ready", ports=ports)
