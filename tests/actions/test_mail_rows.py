"""Rows of the reliability contract about mail that no other file names: bugs that other helpdesks had."""

import email
import threading
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from django.db import connection

from supportops.actions import compose, files, intake
from supportops.actions.desk import keep_mailbox
from supportops.actions.tickets import act
from supportops.assist.mail_parts import read_mail
from supportops.core.ticket import Verb
from supportops.models import Attachment, Delivery, InboundItem, Mailbox, Message, Ticket
from tests.cast import HOUR, MINUTE, T0

pytestmark = pytest.mark.django_db

FILES = [("a.png", "image", "png"), ("b.pdf", "application", "pdf"), ("c.bin", "application", "octet-stream"), ("d.txt", "text", "x-log")]


def with_files(inner):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "omar@acme.example", "support@example.com", "Files"
    mail.set_content("See the files.")
    for number, (name, kind, subtype) in enumerate(FILES):
        mail.add_attachment(bytes([number, 0, 255, 13, 10]) * 999, maintype=kind, subtype=subtype, filename=name)
    mail.add_attachment(email.message_from_bytes(inner))
    return mail.as_bytes(policy=SMTP)


def test_L13_every_kind_of_file_comes_through_byte_for_byte_and_goes_out_again(cast, a_mail, arrive):
    ticket = arrive(with_files(a_mail("The mail inside", "Inside"))).ticket
    kept = {row.name: files.content(row) for row in Attachment.objects.filter(message__ticket=ticket)}
    assert [kept[name] for name, _, _ in FILES] == [bytes([n, 0, 255, 13, 10]) * 999 for n in range(4)]
    inner = next(content for name, content in kept.items() if name.endswith(".eml"))
    assert read_mail(inner).subject == "Inside"
    row = Attachment.objects.get(name="c.bin")
    forward = files.File(row.name, row.type, row.size, row.sha256, False, "", files.content(row))
    reply = Message(kind="public", direction="out", to=["omar@acme.example"], text="Back to you.", occurred_at=T0)
    act(Ticket.objects.get(), Verb.REPLY, by=cast.ada.actor, at=T0 + HOUR, assignee=cast.ada.pk, message=reply, attachments=[forward])
    _, sent = compose.mail(Delivery.objects.get(kind="reply"), T0 + HOUR)
    assert [a.content for a in read_mail(sent).attachments] == [files.content(row)]


def test_D2_a_mail_from_the_mailbox_to_itself_makes_at_most_one_ticket(cast, a_mail, arrive):
    raw = a_mail(sender="support@example.com", to="support@example.com", Message_ID="<self@example.com>")
    arrive(raw)
    arrive(raw)
    assert Ticket.objects.count() <= 1 and intake.counts()["lost"] == 0 and not Delivery.objects.exists()


def test_D6_a_reply_to_all_with_the_desk_in_copy_stays_on_its_ticket(cast, a_mail, arrive):
    ticket = arrive(a_mail(Cc="nina@acme.example", Message_ID="<first@acme.example>")).ticket
    answer = a_mail(
        "Me too",
        "Re: Login",
        sender="nina@acme.example",
        to="omar@acme.example",
        Cc="support@example.com",
        In_Reply_To="<first@acme.example>",
    )
    assert arrive(answer, at=T0 + MINUTE).ticket == ticket and Ticket.objects.count() == 1


def test_D7_a_message_id_is_kept_as_it_came_in_each_mailbox(cast, a_mail, mailbox):
    boxes = [mailbox, *(keep_mailbox(Mailbox(), name=name, address=f"{name}@example.com") for name in ("billing", "sales"))]
    for box in boxes:
        intake.keep(box, a_mail(Message_ID="<chain@acme.example>"), source="smtp", at=T0)
    intake.receive(intake.claim(T0), T0)
    assert list(Message.objects.values_list("mail_id", flat=True)) == ["chain@acme.example"] * 3


@pytest.mark.django_db(transaction=True)
def test_D8_one_mail_offered_fifty_times_at_once_is_one_ticket(cast, a_mail, mailbox):
    raw, failures = a_mail(Message_ID="<again@acme.example>"), []

    def offer():
        try:
            intake.keep(mailbox, raw, source="smtp", at=T0)
        except Exception as problem:
            failures.append(problem)
        finally:
            connection.close()

    offers = [threading.Thread(target=offer) for _ in range(50)]
    for thread in offers:
        thread.start()
    for thread in offers:
        thread.join()
    while items := intake.claim(T0):
        intake.receive(items, T0)
    counts = intake.counts()
    assert failures == [] and (counts["opened"], counts["duplicate"], counts["lost"]) == (1, 49, 0)


def test_D9_a_ticket_that_was_deleted_does_not_come_back_at_the_next_poll(cast, a_mail, arrive, mailbox):
    raw = a_mail(Message_ID="<gone@acme.example>")
    arrive(raw, uid=7, uidvalidity=1).ticket.delete()
    intake.keep(mailbox, raw, source="imap", at=T0 + HOUR, uid=7, uidvalidity=1)
    intake.keep(mailbox, raw, source="imap", at=T0 + HOUR, uid=1, uidvalidity=2)
    intake.receive(intake.claim(T0 + HOUR), T0 + HOUR)
    assert Ticket.objects.count() == 0


def report(about):
    return (
        f"From: MAILER-DAEMON@mx.example\r\nTo: support@example.com\r\nReturn-Path: <>\r\nIn-Reply-To: <{about}>\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nno\r\n'
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; x@y.example\r\n"
        f"Action: failed\r\nStatus: 5.1.1\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{about}>\r\n--b--\r\n"
    ).encode()


def test_O5_a_bounce_that_points_into_a_thread_changes_nothing_and_writes_to_nobody(cast, a_mail, arrive):
    ticket = arrive(a_mail(Message_ID="<first@acme.example>")).ticket
    act(Ticket.objects.get(), Verb.SOLVE, by=cast.ada.actor, at=T0 + MINUTE)
    before = Delivery.objects.count()
    for _ in range(3):
        arrive(report(Delivery.objects.get(kind="acknowledgement").mail_id), at=T0 + HOUR)
    ticket.refresh_from_db()
    assert ticket.status == "solved" and Delivery.objects.count() == before


@pytest.mark.parametrize("sender", ["noreply@shop.example", "no-reply@shop.example", "donotreply@shop.example"])
def test_O6_a_box_that_nobody_reads_gets_no_automatic_mail(cast, a_mail, arrive, sender):
    assert arrive(a_mail("Order shipped", "Order", sender=sender)).outcome == "opened"
    assert not Delivery.objects.exists()


def test_O9_an_automatic_answer_never_reopens_a_ticket(cast, a_mail, arrive):
    ticket = arrive(a_mail()).ticket
    mail_id = Delivery.objects.get().mail_id
    act(Ticket.objects.get(), Verb.SOLVE, by=cast.ada.actor, at=T0 + MINUTE)
    for number in range(5):
        arrive(a_mail(f"Away {number}", "Automatic reply", In_Reply_To=f"<{mail_id}>", Auto_Submitted="auto-replied"), at=T0 + HOUR)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.reopenings) == ("solved", 0)


@pytest.mark.parametrize("way", ["token", "in_reply_to", "references", "subject"])
def test_W5_a_customers_answer_is_recognised_by_any_one_sign(cast, a_mail, arrive, mailbox, way):
    ticket = arrive(a_mail(Message_ID="<first@acme.example>")).ticket
    sign = {
        "token": {"to": compose.reply_address(mailbox, ticket.pk, "omar@acme.example")},
        "in_reply_to": {"In_Reply_To": "<first@acme.example>"},
        "references": {"References": "<lost@elsewhere.example> <first@acme.example>"},
        "subject": {"subject": f"AW: Login [#{ticket.pk}]"},
    }[way]
    assert arrive(a_mail("More", **sign), at=T0 + HOUR).ticket == ticket


@pytest.mark.parametrize(
    "said", ["<first@acme.example>", " \t<first@acme.example>", "(his mail) <first@acme.example>", "Omar's of Monday <first@acme.example>"]
)
def test_W4_blanks_comments_and_phrases_around_an_id_do_not_hide_it(cast, a_mail, arrive, said):
    ticket = arrive(a_mail(Message_ID="<first@acme.example>")).ticket
    assert arrive(a_mail("More", "More", In_Reply_To=said), at=T0 + HOUR).ticket == ticket


def test_R3_whatever_comes_the_outcomes_add_up(cast, a_mail, arrive):
    for raw in (a_mail(), a_mail(), b"", b"\0\xff", a_mail(Auto_Submitted="auto-replied"), report("nobody@knows.example")):
        arrive(raw)
    counts = intake.counts()
    assert counts["received"] == 6 and counts["lost"] == 0 and counts["waiting"] == 0


def test_R5_R14_what_was_kept_can_be_read_again_and_says_the_same(cast, a_mail, arrive):
    arrive(with_files(a_mail()))
    item = InboundItem.objects.get()
    assert read_mail(bytes(item.raw)) == read_mail(bytes(item.raw)) and read_mail(bytes(item.raw)).subject == item.subject
