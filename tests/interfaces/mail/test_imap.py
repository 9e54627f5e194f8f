"""Polling, against a real Dovecot: whatever breaks, every mail arrives, and arrives once."""

import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from supportops.actions import intake, mailboxes
from supportops.actions.secrets import seal
from supportops.interfaces.mail.imap import TROUBLE
from supportops.models import InboundItem, Mailbox
from tests.children import surroundings
from tests.dovecot import PASSWORD

pytestmark = pytest.mark.django_db
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def received():
    return InboundItem.objects.order_by("uid")


def subjects():
    """In the order of arrival, from the raw bytes."""
    raws = [bytes(raw) for raw in received().values_list("raw", flat=True)]
    return [line.partition(b": ")[2].decode() for raw in raws for line in raw.splitlines() if line.startswith(b"Subject:")]


def test_a_mail_is_kept_and_only_then_marked_as_read(server, poller, letter):
    server.append(letter(1))
    assert poller.look() == 1
    assert bytes(received().get().raw) == letter(1)
    assert server.unread() == 0
    assert server.all() == 1


def test_the_mailbox_password_is_sealed_and_only_this_installation_reads_it(account):
    account.refresh_from_db()
    assert PASSWORD not in account.imap_secret
    assert seal(PASSWORD) != account.imap_secret


def test_L10_a_new_uidvalidity_is_read_again_without_a_duplicate(server, poller, letter):
    for n in range(5):
        server.append(letter(n))
    poller.look()
    before = Mailbox.objects.get().uidvalidity
    server.forget_the_numbers()
    server.append(letter(5))
    poller.look()
    mailbox = Mailbox.objects.get()
    assert mailbox.uidvalidity != before
    assert mailbox.uid_cursor == 6
    assert InboundItem.objects.count() == 6
    assert intake.counts()["duplicate"] == 0


def test_L11_under_new_numbers_another_mail_with_an_old_uid_arrives(server, poller, letter):
    server.append(letter(1))
    poller.look()
    with server.connection() as client:
        client.select("INBOX")
        client.store("1", "+FLAGS", r"(\Deleted)")
        client.expunge()
    server.forget_the_numbers()
    server.append(letter(2))  # it has the UID that the first one had
    poller.look()
    assert subjects() == ["Parcel 1", "Parcel 2"]


def test_D14_the_last_message_is_not_read_again_and_again(server, poller, letter):
    server.append(letter(1))
    assert [poller.look(), poller.look(), poller.look()] == [1, 0, 0]
    assert InboundItem.objects.count() == 1


def test_D3_a_mail_without_a_message_id_is_not_read_again(server, poller, letter):
    server.append(letter(1, Message_ID=None))
    poller.look()
    server.forget_the_numbers()
    poller.look()
    assert InboundItem.objects.count() == 1


def test_L6_a_mail_without_a_message_id_does_not_stop_the_batch(server, poller, letter):
    for n in range(5):
        server.append(letter(n, Message_ID="" if n == 2 else f"<{n}@acme.example>"))
    assert poller.look() == 5


def test_L7_a_mail_of_garbage_in_the_middle_of_ten_stops_none(server, poller, letter):
    for n in range(10):
        server.append(b"\xff\xfe garbage \x01\r\n\r\n\r\n" if n == 4 else letter(n))
    poller.look()
    at = datetime.now(UTC)
    while items := intake.claim(at):
        intake.receive(items, at)
        at += HOUR
    counts = intake.counts()
    assert counts["received"] == 10
    assert counts["waiting"] == counts["lost"] == 0
    assert counts["opened"] >= 9


def test_L8_a_mail_that_breaks_the_connection_stops_none_and_ends_in_quarantine(server, line, poller, letter):
    for n in range(10):
        server.append(letter(n, words="POISON" if n == 4 else "Where is my parcel?"))
    line.cut_at = b"POISON"
    clock = datetime.now(UTC)
    for _ in range(12):
        poller.now = lambda moment=clock: moment
        with suppress(*TROUBLE):  # the line was cut: the next look is a new connection
            poller.look()
        clock += HOUR
    assert sorted(subjects()) == sorted(["(a message that could not be fetched)", *(f"Parcel {n}" for n in range(10) if n != 4)])
    assert line.cuts == 5
    assert intake.counts()["quarantined"] == 1
    assert "in 5 tries" in received().get(outcome="quarantined").reason
    assert Mailbox.objects.get().uid_cursor == 10


def test_L4_after_three_days_without_polling_everything_arrives(server, poller, letter):
    server.append(letter(0))
    poller.look()
    left_at = datetime.now(UTC)
    for n in range(1, 7):
        server.append(letter(n), at=left_at + n * DAY / 2)
    poller.now = lambda: left_at + 3 * DAY
    poller.start_again()
    poller.now = lambda: left_at + 3 * DAY
    poller.look()
    assert subjects() == [f"Parcel {n}" for n in range(7)]
    assert list(received().values_list("quiet", flat=True)) == [False] * 7


def test_L2_a_connection_frozen_in_the_middle_of_a_mail_times_out_and_the_next_look_works(server, line, poller, letter):
    server.append(letter(1, words="x" * 200_000))
    server.append(letter(2))
    line.frozen_after = 50_000
    with pytest.raises(TimeoutError):
        poller.look(patience=0.5)
    assert InboundItem.objects.count() == 0
    line.frozen_after = None
    poller.now = lambda: datetime.now(UTC) + 2 * MINUTE
    assert poller.look() == 2
    assert subjects() == ["Parcel 1", "Parcel 2"]


def test_L1_a_mail_that_takes_longer_than_our_patience_but_flows_arrives(server, line, poller, letter):
    server.append(letter(1, words="x" * 100_000))
    line.bytes_a_second = 50_000
    assert poller.look(patience=1.0) == 1
    assert len(bytes(received().get().raw)) == len(letter(1, words="x" * 100_000))


def test_D1_a_line_that_breaks_at_the_marking_doubles_nothing(server, line, poller, letter):
    for n in range(3):
        server.append(letter(n))
    line.cut_at_command = b"STORE"
    with pytest.raises(Exception, match=r"socket error|EOF"):
        poller.look()
    assert InboundItem.objects.count() == 3
    assert server.unread() == 3
    line.cut_at_command = b""
    assert poller.look() == 0
    assert InboundItem.objects.count() == 3
    assert Mailbox.objects.get().uid_cursor == 3


@pytest.mark.django_db(transaction=True)
def test_L3_killed_between_commit_and_mark_nothing_is_lost_or_doubled(server, account, letter, tmp_path):
    for n in range(3):
        server.append(letter(n))
    code = """
import django; django.setup()
from supportops.actions import mailboxes
from supportops.interfaces import clock
from supportops.interfaces.mail import imap, poll
from supportops.models import Mailbox
mailbox = mailboxes.take(Mailbox.objects.get().pk, clock.now())
with imap.opened(mailbox) as folder:
    poll.Poller(mailbox, clock.now).look(folder)
"""
    killed = subprocess.run([sys.executable, "-c", code], env=surroundings(tmp_path / "data") | {"CRASH_AT": "after-keep"}, timeout=60)
    assert killed.returncode == 137
    assert InboundItem.objects.count() == 1
    assert server.unread() == 3
    assert server.all() == 3
    Mailbox.objects.update(lease_until=None)
    assert subprocess.run([sys.executable, "-c", code], env=surroundings(tmp_path / "data"), timeout=60).returncode == 0
    assert subjects() == ["Parcel 0", "Parcel 1", "Parcel 2"]
    assert server.all() == 3


def test_D13_the_first_look_leaves_what_is_older_than_the_cut_off_and_answers_no_history(server, account, poller, letter):
    now = datetime.now(UTC)
    Mailbox.objects.update(start_from=now - 10 * DAY)
    server.append(letter(1), at=now - 400 * DAY)
    server.append(letter(2), at=now - 5 * DAY)
    poller.start_again()
    poller.look()
    server.append(letter(3), at=now + MINUTE)
    poller.look()
    assert subjects() == ["Parcel 2", "Parcel 3"]
    assert list(received().values_list("quiet", flat=True)) == [True, False]


def test_a_mail_that_is_moved_here_later_arrives_however_old_it_is(server, poller, letter):
    poller.look()
    server.append(letter(1), at=datetime.now(UTC) - 400 * DAY)
    poller.look()
    assert received().get().quiet


def test_a_mail_that_is_too_large_shows_its_header_in_quarantine(server, poller, letter, settings):
    settings.SUPPORTOPS_MAX_MAIL = 10_000
    server.append(letter(1, words="x" * 20_000))
    server.append(letter(2))
    assert poller.look() == 2
    large, small = received()
    assert large.outcome == "quarantined"
    assert "too large" in large.reason
    assert b"Subject: Parcel 1" in bytes(large.raw)
    assert small.outcome == "waiting"


def test_two_workers_do_not_poll_one_mailbox(account, poller):
    at = datetime.now(UTC)
    assert mailboxes.take(account.pk, at) is None
    later = mailboxes.take(account.pk, at + 2 * mailboxes.LEASE)
    assert later is not None
    with pytest.raises(mailboxes.TakenOver):
        mailboxes.advance(poller.poller.mailbox, 7)
    assert Mailbox.objects.get().uid_cursor == 0
