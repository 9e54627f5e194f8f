"""The outbox: each mail goes once, and what became of it is told."""

import email
from datetime import timedelta

import pytest

from supportops.actions import deliveries
from supportops.core.ticket import Refused
from supportops.models import Delivery, Ticket
from tests.cast import HOUR, T0

pytestmark = pytest.mark.django_db
LATER = T0 + 2 * HOUR


@pytest.fixture
def queued(cast, a_mail, arrive):
    arrive(a_mail("How do I export?", "Question", Message_ID="<omars@acme.example>"))
    return Delivery.objects.get()


class Server:
    """A mail server in a function: takes mails, or says no."""

    def __init__(self, answer=None):
        self.mails, self.answer = [], answer

    def __call__(self, sender, recipients, mail):
        self.mails.append((sender, recipients, mail))
        if self.answer:
            raise self.answer


def send(server, at=T0):
    for delivery in deliveries.claim(at):
        deliveries.deliver(delivery, server, at)
    return Delivery.objects.get()


def told(ticket):
    return list(ticket.events.filter(verb="undelivered").values_list("because", flat=True))


def test_a_mail_goes_out_once_as_a_real_mail(queued, desk):
    server = Server()
    assert send(server).state == "sent" and send(server).state == "sent"
    ((sender, recipients, raw),) = server.mails
    mail = email.message_from_bytes(raw)
    assert (sender, recipients) == ("", ["omar@acme.example"])
    assert mail["Message-ID"] == f"<{queued.mail_id}>" and mail["In-Reply-To"] == "<omars@acme.example>"
    assert mail["Auto-Submitted"] == "auto-replied" and mail["X-SupportOps-Loop"] == desk.install_id
    assert "+r-" in mail["Reply-To"]


def test_without_a_mail_server_it_stays_in_the_cabinet(queued):
    assert (send(None).state, Delivery.objects.get().via) == ("sent", "cabinet")


def test_L12_a_server_that_is_away_gets_it_later_with_growing_waits(queued):
    server = Server(deliveries.NotSent("connection refused"))
    at, waits = T0, []
    for _ in range(5):
        row = send(server, at)
        assert row.state == "queued" and row.error == "connection refused"
        waits.append(row.next_try_at - at)
        at = row.next_try_at
    assert waits == [timedelta(seconds=s) for s in (10, 20, 40, 80, 160)]
    server.answer = None
    assert send(server, at).state == "sent"


def test_R7_a_final_no_is_told_on_the_ticket_and_can_be_sent_again(queued):
    row = send(Server(deliveries.NotSent("550 no such user", final=True)))
    assert row.state == "failed" and "550 no such user" in told(row.ticket)[0]
    assert Delivery.objects.troubled().count() == 1
    deliveries.retry(row, LATER)
    server = Server()
    assert send(server, LATER).state == "sent" and queued.mail_id in server.mails[0][2].decode()


def test_D4_a_connection_lost_after_the_mail_was_handed_over_is_uncertain_and_never_sent_blindly(queued):
    server = Server(deliveries.MaybeSent("connection lost"))
    assert send(server).state == "uncertain"
    assert send(server, LATER).state == "uncertain" and len(server.mails) == 1
    assert "may not have arrived" in told(Ticket.objects.get())[0]


def test_a_worker_that_died_before_handing_over_costs_nothing(queued):
    deliveries.claim(T0)
    assert deliveries.rescue(T0) == 0
    assert deliveries.rescue(LATER) == 1
    assert send(Server(), LATER).state == "sent"


def test_a_worker_that_died_while_handing_over_leaves_it_uncertain(queued):
    (taken,) = deliveries.claim(T0)
    deliveries._hand_over(taken, T0)
    deliveries.rescue(LATER)
    assert Delivery.objects.get().state == "uncertain"


def test_D11_the_slow_worker_that_lost_its_lease_changes_nothing(queued):
    (slow,) = deliveries.claim(T0)
    deliveries.rescue(LATER)
    (fast,) = deliveries.claim(LATER)
    server = Server()
    deliveries.deliver(slow, server, LATER)
    assert server.mails == [] and Delivery.objects.get().state == "sending"
    deliveries.deliver(fast, server, LATER)
    assert len(server.mails) == 1 and Delivery.objects.get().state == "sent"


def test_a_mail_that_went_out_can_neither_be_cancelled_nor_sent_again(queued):
    row = send(Server())
    for late in (lambda: deliveries.cancel(row), lambda: deliveries.retry(row, LATER)):
        with pytest.raises(Refused):
            late()


def test_a_mail_in_the_queue_can_be_cancelled(queued):
    deliveries.cancel(queued)
    assert send(Server()).state == "cancelled"
