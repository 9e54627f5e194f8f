"""Two desks that confirm every request, and whose mailboxes write to each other: they come to rest (reliability contract R8, row O10).

On the way between them a relay may take away everything by which a machine's mail is known, and even everything by which a thread is known.
"""

from __future__ import annotations

import smtplib
import time
from email import message_from_bytes, policy
from email.utils import make_msgid, parseaddr

import pytest

from supportops.core.notices import NoticePolicy
from tests.journeys.processes import Installation, Sink, free_port, listening, send, until

pytestmark = pytest.mark.database

MACHINE = ("X-SupportOps-Loop", "Auto-Submitted", "Precedence", "X-Auto-Response-Suppress", "Return-Path", "List-Id", "List-Unsubscribe")
THREAD = ("In-Reply-To", "References", "Reply-To", "Thread-Topic")
MOST = NoticePolicy().per_address_an_hour
QUIET = 2.0  # seconds without a mail in which the desks count as at rest


class Relay(Sink):
    """Passes mails on to the desk of their recipient, without some of their headers."""

    def __init__(self, ports: dict[str, int], forgets: tuple[str, ...], renames: bool) -> None:
        super().__init__()
        self.ports, self.forgets, self.renames = ports, forgets, renames

    async def handle_DATA(self, server, session, envelope) -> str:
        mail = message_from_bytes(envelope.content, policy=policy.compat32)
        for name in self.forgets:
            del mail[name]
        if self.renames:
            del mail["Message-ID"], mail["Subject"]
            mail["Message-ID"], mail["Subject"] = make_msgid(domain="relay.example"), f"About your request ({len(self.mails)})"
        sender = parseaddr(mail["From"])[1] if self.forgets else envelope.mail_from or ""
        for recipient in envelope.rcpt_tos:
            with smtplib.SMTP("127.0.0.1", self.ports[recipient.rpartition("@")[2]], timeout=20) as line:
                line.sendmail(sender, [recipient], bytes(mail))
        self.mails.append(bytes(mail))
        return "250 OK"


A_MAIL = b"""From: First desk <a@one.example>
To: b@two.example
Subject: Our invoice
Message-ID: <first@one.example>
Date: Mon, 05 Jan 2026 09:00:00 +0000

Where is the invoice for December?
"""


def two_desks(install, relay: Relay, port: int) -> list[Installation]:
    desks = []
    for domain, address in (("one.example", "a@one.example"), ("two.example", "b@two.example")):
        desk = install(domain, outgoing=port, smtp_port=relay.ports[domain])
        desk.write(f"UPDATE supportops_mailbox SET address = '{address}'")
        desks.append(desk)
    for desk in desks:
        desk.start("smtp")
        desk.start("worker")
    return desks


def come_to_rest(desks: list[Installation], relay: Relay) -> None:
    """Nothing waits on either side, and no mail comes for a while."""
    count, since = -1, time.monotonic()

    def quiet() -> bool:
        nonlocal count, since
        if count != len(relay.mails) or not all(desk.at_rest() for desk in desks):
            count, since = len(relay.mails), time.monotonic()
        return time.monotonic() - since > QUIET

    until(quiet, 60)


def exchange(install, forgets: tuple[str, ...] = (), renames: bool = False) -> tuple[list[Installation], Relay]:
    """One mail of desk one arrives at desk two; what follows until both are quiet."""
    relay = Relay({"one.example": free_port(), "two.example": free_port()}, forgets, renames)
    with listening(relay) as port:
        desks = two_desks(install, relay, port)
        send(relay.ports["two.example"], A_MAIL, "a@one.example", ["b@two.example"])
        until(lambda: relay.mails)
        come_to_rest(desks, relay)
        for desk in desks:
            desk.stop()
    for desk in desks:
        assert desk.complaints() == []
        assert desk.count("delivery", "state <> 'sent'") == 0
    return desks, relay


def test_O10_a_confirmation_is_not_confirmed(install) -> None:
    (one, two), relay = exchange(install)
    assert len(relay.mails) == 1
    assert two.assert_sound()["opened"] == 1
    assert one.assert_sound()["automatic"] == 1
    assert one.count("ticket") == 0


def test_O10_a_relay_that_hides_that_machines_write(install) -> None:
    """The first desk takes the confirmation for a person's mail and confirms it; the second knows the thread."""
    (one, two), relay = exchange(install, forgets=MACHINE)
    assert len(relay.mails) == 2
    assert [desk.assert_sound()["opened"] for desk in (one, two)] == [1, 1]


def test_O10_a_relay_that_hides_every_trace(install) -> None:
    """Each confirmation looks like a new customer's request: only the limit for one address brings them to rest."""
    (one, two), relay = exchange(install, forgets=MACHINE + THREAD, renames=True)
    assert len(relay.mails) == 2 * MOST
    assert [desk.assert_sound()["opened"] for desk in (one, two)] == [MOST, MOST + 1]
