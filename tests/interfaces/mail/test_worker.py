"""The worker: mail in to mail out without anybody waiting, and nothing that ends it but `stop`."""

import threading
import time
from contextlib import contextmanager

import pytest
from django.db import connection

from supportops.actions import intake
from supportops.interfaces import clock, worker
from supportops.models import Delivery, Desk, InboundItem, Mailbox

pytestmark = pytest.mark.django_db(transaction=True)


def until(true, seconds=20):
    deadline = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)
    return found


@contextmanager
def working():
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=(stop,))
    thread.start()
    try:
        yield thread
    finally:
        stop.set()
        thread.join(10)
        time.sleep(0.3)  # the loops' last steps


def test_a_kept_mail_is_a_ticket_and_its_acknowledgement_in_the_cabinet(cast, mailbox, a_mail):
    with working():
        began_at = time.monotonic()
        intake.keep(mailbox, a_mail(), source="smtp", at=clock.now())
        until(lambda: Delivery.objects.filter(state="sent", via="cabinet").exists())
        assert time.monotonic() - began_at < 2
        assert Desk.objects.get().worker_seen_at is not None
    assert intake.counts()["opened"] == 1


def test_it_ends_within_five_seconds(desk):
    with working() as thread:
        until(lambda: Desk.objects.get().worker_seen_at)
        began_at = time.monotonic()
    assert not thread.is_alive()
    assert time.monotonic() - began_at < 5


def test_R13_a_database_that_fails_for_a_while_ends_nothing(cast, mailbox, a_mail):
    intake.keep(mailbox, a_mail(), source="smtp", at=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE supportops_inbounditem RENAME TO away")
    with working():
        time.sleep(1)
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE away RENAME TO supportops_inbounditem")
        until(lambda: intake.counts()["opened"] == 1)


def test_a_mail_that_comes_in_while_we_idle_arrives_within_two_seconds(server, account, letter):
    with working():
        until(lambda: Mailbox.objects.get().polled_at)
        time.sleep(0.5)  # the folder is idle now
        began_at = time.monotonic()
        server.append(letter(1))
        until(lambda: intake.counts()["opened"] == 1)
        assert time.monotonic() - began_at < 2
    until(lambda: Mailbox.objects.get().lease_until is None)


def test_L2_what_keeps_a_mailbox_from_being_polled_is_visible_until_it_is_polled_again(server, account, letter):
    server.append(letter(1))
    server.stop()
    with working():
        until(lambda: Mailbox.objects.get().poll_error)
        server.start()
        until(lambda: InboundItem.objects.exists(), 30)
        until(lambda: not Mailbox.objects.get().poll_error)


def test_a_wrong_password_is_told_with_the_mailbox(server, account):
    from supportops.actions.desk import keep_mailbox
    from tests.dovecot import PASSWORD

    keep_mailbox(account, secret="wrong")
    with working():
        assert "Authentication failed" in until(lambda: Mailbox.objects.get().poll_error)
        keep_mailbox(Mailbox.objects.get(), secret=PASSWORD)
        until(lambda: Mailbox.objects.get().polled_at, 30)
