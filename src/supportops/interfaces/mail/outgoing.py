"""Our own mails, handed over to a mail server step by step, so that it is known what "the connection was lost" means."""

from __future__ import annotations

import ipaddress
import re
import smtplib
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from supportops.actions.deliveries import MaybeSent, NotSent, Transport

PATIENCE = 20.0  # seconds for each step up to the end of the mail
LAST_PATIENCE = 120.0  # seconds for the answer to it: many servers look for viruses before they say yes
_LINE_END = re.compile(rb"\r\n|\r|\n")
_DOT = re.compile(rb"^\.", re.MULTILINE)


def transport(server: dict[str, Any] | None) -> Transport | None:
    """How to hand a mail to this server (`settings.SUPPORTOPS_MAIL_SERVER`); None where mails stay in the cabinet."""
    if server is None:
        return None

    def hand_over(sender: str, recipients: Sequence[str], mail: bytes) -> str | None:
        with _connected(server) as smtp:
            return _converse(smtp, sender, recipients, mail)

    return hand_over


@contextmanager
def _connected(server: dict[str, Any]) -> Iterator[smtplib.SMTP]:
    """Whatever goes wrong in here and has no better name is certainly before the mail went out."""
    smtp = None
    try:
        smtp = _dialled(server)
        yield smtp
    except (OSError, smtplib.SMTPException) as problem:
        raise NotSent(f"{server['host']}: {_words(problem)}") from problem
    finally:
        if smtp is not None:
            smtp.close()


def _dialled(server: dict[str, Any]) -> smtplib.SMTP:
    ours, context = urlsplit(settings.SUPPORTOPS_URL).hostname or "localhost", ssl.create_default_context()
    if server["ssl"]:
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(server["host"], server["port"], ours, timeout=PATIENCE, context=context)
    else:
        smtp = smtplib.SMTP(server["host"], server["port"], ours, timeout=PATIENCE)
    try:
        _secured(smtp, server, context)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _secured(smtp: smtplib.SMTP, server: dict[str, Any], context: ssl.SSLContext) -> None:
    """Nothing travels in clear text except to this very machine."""
    smtp.ehlo_or_helo_if_needed()
    if not server["ssl"] and smtp.has_extn("starttls"):
        smtp.starttls(context=context)
        smtp.ehlo()
    elif not server["ssl"] and not _is_here(smtp.sock):
        raise NotSent(f"{server['host']} offers no encryption (STARTTLS); use smtps://")
    if server["user"]:
        smtp.login(server["user"], server["password"])


def _is_here(connection: socket.socket) -> bool:
    return ipaddress.ip_address(connection.getpeername()[0].partition("%")[0]).is_loopback


def _converse(smtp: smtplib.SMTP, sender: str, recipients: Sequence[str], mail: bytes) -> str | None:
    """Envelope and mail. What it gives back names recipients that the server refused while it took others."""
    _expect(smtp.mail(sender, _options(smtp, [sender, *recipients], mail)))
    answers = {recipient: smtp.rcpt(recipient) for recipient in recipients}
    refused = {recipient: answer for recipient, answer in answers.items() if answer[0] not in (250, 251)}
    if len(refused) == len(answers):
        raise NotSent(_refusals(refused), final=all(code >= 500 for code, _ in refused.values()))
    _expect(smtp.docmd("DATA"), 354)
    smtp.sock.sendall(_DOT.sub(b"..", _LINE_END.sub(b"\r\n", mail.rstrip(b"\r\n")) + b"\r\n"))
    _expect(_finished(smtp))
    with suppress(OSError, smtplib.SMTPException):
        smtp.quit()
    return _refusals(refused) or None


def _options(smtp: smtplib.SMTP, addresses: Sequence[str], mail: bytes) -> list[str]:
    options = [f"SIZE={len(mail)}"] if smtp.has_extn("size") else []
    if not mail.isascii() and smtp.has_extn("8bitmime"):
        options.append("BODY=8BITMIME")
    if not all(address.isascii() for address in addresses):
        if not smtp.has_extn("smtputf8"):
            raise NotSent("the mail server takes no addresses with letters beyond ASCII", final=True)
        smtp.command_encoding = "utf-8"
        options.append("SMTPUTF8")
    return options


def _finished(smtp: smtplib.SMTP) -> tuple[int, bytes]:
    """The final dot and the answer to it. Once the dot may have left, only that answer says whether the mail went out."""
    smtp.sock.settimeout(LAST_PATIENCE)
    try:
        smtp.sock.sendall(b".\r\n")
    except ConnectionError:
        raise  # the line was dead already: the end of the mail never left
    except OSError as problem:
        raise MaybeSent(f"the connection was lost at the end of the mail ({_words(problem)})") from problem
    try:
        return smtp.getreply()
    except (OSError, smtplib.SMTPException) as problem:
        raise MaybeSent(f"no answer came after the whole mail was handed over ({_words(problem)})") from problem


def _expect(answer: tuple[int, bytes], wanted: int = 250) -> None:
    code, words = answer
    if code != wanted:
        raise NotSent(f"{code} {_text(words)}", final=500 <= code < 600)


def _refusals(refused: dict[str, tuple[int, bytes]]) -> str:
    return "; ".join(f"{recipient} was refused: {code} {_text(words)}" for recipient, (code, words) in refused.items())


def _words(problem: Exception) -> str:
    if isinstance(problem, smtplib.SMTPResponseException):
        return f"{problem.smtp_code} {_text(problem.smtp_error)}"
    return str(problem) or type(problem).__name__


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words
