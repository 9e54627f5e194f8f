"""Conversations with the listener: yes means on disk, no is said in words that mail servers understand."""

import smtplib
import socket
import threading

import pytest
from django.db import connection

from supportops.actions import intake
from supportops.actions.desk import keep_mailbox
from supportops.models import InboundItem, Mailbox

pytestmark = pytest.mark.django_db(transaction=True)
OMAR = "omar@acme.example"


@pytest.fixture
def omar_sends(listener, a_mail):
    """Omar's mail program: one conversation, one mail."""

    def send(*recipients, raw=None, sender=OMAR, **options):
        with smtplib.SMTP("127.0.0.1", listener.smtp, timeout=30) as smtp:
            return smtp.sendmail(sender, list(recipients) or ["support@example.com"], raw or a_mail(), **options)

    return send


@pytest.fixture
def no_catch_all(desk):
    Mailbox.objects.update(is_default=False)


@pytest.fixture
def billing(desk):
    return keep_mailbox(Mailbox(), name="Billing", address="billing@example.com", aliases=["invoices@example.com"])


def talk(port, *commands):
    """A conversation word by word; the answers."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        lines = line.makefile("rwb")
        answers = [answer(lines)]
        for command in commands:
            lines.write(command + b"\r\n")
            lines.flush()
            answers.append(answer(lines))
        return answers


def answer(lines):
    while True:
        line = lines.readline()
        if line[3:4] != b"-":
            return line.decode().strip()


def test_R1_yes_means_that_the_raw_bytes_are_committed(omar_sends, a_mail):
    assert omar_sends() == {}
    item = InboundItem.objects.get()
    assert bytes(item.raw) == b"Return-Path: <omar@acme.example>\r\n" + a_mail()
    assert (item.source, item.envelope_from, item.envelope_to) == ("smtp", OMAR, ["support@example.com"])


def test_R1_where_it_cannot_be_kept_the_sender_is_told_to_try_again(omar_sends):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE supportops_inbounditem RENAME TO away")
    try:
        with pytest.raises(smtplib.SMTPDataError) as refused:
            omar_sends()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE away RENAME TO supportops_inbounditem")
    assert refused.value.smtp_code == 451
    assert omar_sends() == {}
    assert InboundItem.objects.count() == 1


def test_an_address_that_nobody_has_goes_to_the_default_mailbox(omar_sends, billing):
    omar_sends("who@example.com")
    assert InboundItem.objects.get().mailbox.is_default


def test_without_a_default_mailbox_nothing_is_taken_for_strangers_or_relayed(omar_sends, no_catch_all):
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        omar_sends("president@whitehouse.example")
    assert refused.value.recipients["president@whitehouse.example"][0] == 550
    assert InboundItem.objects.count() == 0


@pytest.mark.parametrize("recipient", ["billing@example.com", "BILLING@Example.COM", "invoices@example.com", "billing+a.b=c@example.com"])
def test_a_mailbox_is_known_by_address_alias_and_plus_tag(omar_sends, billing, no_catch_all, recipient):
    omar_sends(recipient)
    item = InboundItem.objects.get()
    assert item.mailbox == billing
    assert item.envelope_to == [recipient]


def test_L15_one_mail_to_two_mailboxes_is_kept_for_each(omar_sends, mailbox, billing):
    omar_sends("support@example.com", "billing@example.com", "support+x@example.com")
    kept = {item.mailbox: item.envelope_to for item in InboundItem.objects.all()}
    assert kept == {mailbox: ["support@example.com", "support+x@example.com"], billing: ["billing@example.com"]}


def test_R2_a_sender_that_did_not_hear_the_yes_and_repeats_makes_a_duplicate(omar_sends):
    omar_sends()
    omar_sends()
    assert intake.counts()["duplicate"] == 1


def test_O1_the_empty_sender_of_a_bounce_is_kept(omar_sends):
    omar_sends(sender="")
    item = InboundItem.objects.get()
    assert item.envelope_from == ""
    assert bytes(item.raw).startswith(b"Return-Path: <>\r\n")


def test_a_mail_over_the_limit_is_refused_for_good(listener, omar_sends, a_mail, settings):
    settings.SUPPORTOPS_MAX_MAIL = 50_000
    with pytest.raises(smtplib.SMTPSenderRefused) as announced:
        omar_sends(raw=a_mail("x" * 60_000))
    assert announced.value.smtp_code == 552
    told = talk(
        listener.smtp,
        b"HELO x",
        b"MAIL FROM:<o@x.example>",
        b"RCPT TO:<support@example.com>",
        b"DATA",
        b"\r\n".join([b"x" * 900] * 80) + b"\r\n.",
    )
    assert told[-1].startswith("552")
    assert InboundItem.objects.count() == 0


def test_a_line_of_a_million_letters_is_taken(omar_sends, a_mail):
    raw = a_mail("x" * 1_000_000)
    omar_sends(raw=raw)
    assert bytes(InboundItem.objects.get().raw).endswith(raw)


def test_dots_and_bytes_of_every_kind_survive(omar_sends, a_mail):
    raw = a_mail("..two dots\r\n.\r\n.one\r\n") + bytes(range(1, 10)) + b"\xff\xfe\x80 caf\xc3\xa9\r\n"
    omar_sends(raw=raw)
    assert bytes(InboundItem.objects.get().raw).endswith(raw)


def test_addresses_beyond_ascii_are_taken(omar_sends, no_catch_all):
    keep_mailbox(Mailbox(), name="Kundendienst", address="grüße@münchen.example")
    omar_sends("grüße@münchen.example", sender="ömer@müller.example", mail_options=["SMTPUTF8"])
    assert InboundItem.objects.get().envelope_from == "ömer@müller.example"


def test_a_hundred_recipients_are_taken_and_no_more(omar_sends):
    refused = omar_sends(*(f"support+{n}@example.com" for n in range(103)))
    assert {code for code, _ in refused.values()} == {452}
    assert len(refused) == 3
    assert len(InboundItem.objects.get().envelope_to) == 100


def test_lmtp_answers_for_each_recipient(listener, billing, no_catch_all):
    with socket.create_connection(("127.0.0.1", listener.lmtp), timeout=10) as line:
        lines = line.makefile("rwb")
        said = [
            b"LHLO x",
            b"MAIL FROM:<>",
            b"RCPT TO:<billing@example.com>",
            b"RCPT TO:<who@example.com>",
            b"RCPT TO:<billing+1@example.com>",
            b"DATA",
        ]
        answers = [answer(lines)]
        for command in [*said, b"Subject: hi\r\n\r\nhello\r\n."]:
            lines.write(command + b"\r\n")
            lines.flush()
            answers.append(answer(lines))
        answers.append(answer(lines))
    assert [told[:3] for told in answers[3:]] == ["250", "550", "250", "354", "250", "250"]
    assert InboundItem.objects.get().source == "lmtp"


def test_lmtp_says_too_large_to_each_recipient(listener, settings):
    settings.SUPPORTOPS_MAX_MAIL = 1_000
    with socket.create_connection(("127.0.0.1", listener.lmtp), timeout=10) as line:
        lines = line.makefile("rwb")
        answer(lines)
        for command in [b"LHLO x", b"MAIL FROM:<>", b"RCPT TO:<a@example.com>", b"RCPT TO:<b@example.com>", b"DATA"]:
            lines.write(command + b"\r\n")
            lines.flush()
            answer(lines)
        lines.write(b"x" * 2_000 + b"\r\n.\r\n")
        lines.flush()
        assert [answer(lines)[:3], answer(lines)[:3]] == ["552", "552"]


def test_one_address_cannot_take_all_places(listener, monkeypatch):
    from supportops.interfaces.mail import smtp

    monkeypatch.setattr(smtp, "MOST_CONNECTIONS_PER_ADDRESS", 3)
    open_lines = [socket.create_connection(("127.0.0.1", listener.smtp), timeout=10) for _ in range(3)]
    assert all(line.recv(3) == b"220" for line in open_lines)
    assert talk(listener.smtp)[0].startswith("421")
    for line in open_lines:
        line.close()
    for _ in range(50):
        if talk(listener.smtp)[0].startswith("220"):
            return
        threading.Event().wait(0.05)
    pytest.fail("the places were not given back")


def test_a_client_that_says_nothing_is_sent_away(transactional_db, desk, monkeypatch):
    from supportops.interfaces.mail import smtp

    monkeypatch.setattr(smtp, "SILENCE", 0.3)
    stop, ports = threading.Event(), []
    thread = threading.Thread(target=smtp.serve, args=("127.0.0.1", 0, stop, None, ports.extend))
    thread.start()
    while not ports:
        threading.Event().wait(0.02)
    with socket.create_connection(("127.0.0.1", ports[0]), timeout=5) as line:
        assert line.recv(100).startswith(b"220")
        assert line.recv(100) == b""
    stop.set()
    thread.join(5)
    assert not thread.is_alive()


def test_fifty_senders_at_once_lose_nothing(listener, a_mail):
    failures = []

    def send(n):
        try:
            with smtplib.SMTP("127.0.0.1", listener.smtp, timeout=60) as smtp:
                for m in range(4):
                    smtp.sendmail(OMAR, ["support@example.com"], a_mail(f"mail {n} {m}", Message_ID=f"<{n}.{m}@acme.example>"))
        except Exception as problem:
            failures.append(problem)

    threads = [threading.Thread(target=send, args=(n,)) for n in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert InboundItem.objects.count() == 160
