"""From the wire to the ledger: each mail ends as exactly one thing, once."""

import pytest

from supportops.actions import intake
from supportops.actions.policy import current
from supportops.actions.tickets import act, replayed
from supportops.core.ticket import Verb
from supportops.models import Delivery, InboundItem, Message, Person, Ticket
from tests.cast import HOUR, MINUTE, T0

pytestmark = pytest.mark.django_db


def verbs(ticket):
    return [event.verb for event in ticket.events.order_by("number")]


def test_a_mail_becomes_a_ticket_with_a_reason_for_each_decision(cast, a_mail, arrive):
    item = arrive(a_mail("The export is broken for all 250 of our users.", "Export down"))
    ticket = item.ticket
    assert item.outcome == "opened"
    assert verbs(ticket) == ["open", "triage", "assign", "promise", "escalate", "suggest"]
    assert ticket.priority == "P0" and ticket.requester == cast.omar and ticket.tier == "business"
    assert all(event.because for event in ticket.events.exclude(verb="open"))
    assert ticket.next_due_at is not None and ticket.target in ("acknowledgement", "first_reply")


def test_a_stranger_becomes_a_customer(desk, a_mail, arrive):
    ticket = arrive(a_mail(sender="Nora New <nora@new.example>")).ticket
    assert (ticket.requester.name, ticket.requester.email, ticket.requester.role) == ("Nora New", "nora@new.example", "customer")


def test_a_domain_that_we_know_brings_its_organization(cast, a_mail, arrive):
    assert arrive(a_mail(sender="nina@acme.example")).ticket.organization == cast.acme


def test_the_acknowledgement_is_queued_once_and_repeats_nothing_of_the_mail(cast, a_mail, arrive):
    ticket = arrive(a_mail("Buy cheap pills", "Cheap pills")).ticket
    delivery = Delivery.objects.get()
    assert (delivery.kind, delivery.recipient, delivery.automatic, delivery.state) == (
        "acknowledgement",
        "omar@acme.example",
        True,
        "queued",
    )
    assert "pills" not in delivery.text + delivery.subject and f"#{ticket.pk}" in delivery.subject


def test_R2_the_same_mail_twice_is_one_ticket_and_one_duplicate(cast, a_mail, arrive):
    raw = a_mail(Message_ID="<one@acme.example>")
    arrive(raw)
    assert arrive(b"Received: from elsewhere\r\n" + raw).outcome == "duplicate"
    assert Ticket.objects.count() == 1 and intake.counts()["lost"] == 0


def test_L5_a_reused_message_id_over_other_words_is_another_message(cast, a_mail, arrive):
    arrive(a_mail("First parcel", Message_ID="<same@dhl.example>"))
    arrive(a_mail("Second parcel", Message_ID="<same@dhl.example>"))
    assert Message.objects.count() == 2


def test_L15_a_mail_to_two_mailboxes_appears_in_both(cast, a_mail, mailbox):
    from supportops.actions.desk import keep_mailbox
    from supportops.models import Mailbox

    billing = keep_mailbox(Mailbox(), name="Billing", address="billing@example.com")
    items = [intake.keep(box, a_mail(), source="smtp", at=T0) for box in (mailbox, billing)]
    intake.receive(intake.claim(T0), T0)
    assert {InboundItem.objects.get(pk=item.pk).outcome for item in items} == {"opened"}


def test_an_answer_to_the_acknowledgement_joins_and_is_heard(cast, a_mail, arrive):
    ticket = arrive(a_mail()).ticket
    sent = Delivery.objects.get()
    answer = arrive(a_mail("It still fails.", "Re: " + sent.subject, In_Reply_To=f"<{sent.mail_id}>"), at=T0 + HOUR)
    assert (answer.outcome, answer.ticket) == ("threaded", ticket)
    assert verbs(ticket)[-1] == "hear"


def test_the_signed_reply_address_joins_without_any_header(cast, a_mail, arrive, mailbox):
    from supportops.actions.compose import reply_address

    ticket = arrive(a_mail()).ticket
    address = reply_address(mailbox, ticket.pk, "omar@acme.example")
    answer = arrive(a_mail("From my phone", "a new subject", to=address), at=T0 + HOUR)
    assert answer.ticket == ticket and answer.message.verified


def test_W1_a_number_in_a_strangers_subject_opens_a_ticket_and_links_it(cast, a_mail, arrive):
    first = arrive(a_mail()).ticket
    item = arrive(a_mail("Let me in", f"Re: Login [#{first.pk}]", sender="eve@elsewhere.example"))
    assert item.outcome == "opened" and item.ticket != first
    link = item.ticket.events.get(verb="link")
    assert link.data == {"ticket": first.pk}


def test_W2_a_reference_to_another_customers_message_does_not_let_anybody_in(cast, a_mail, arrive):
    first = arrive(a_mail(Message_ID="<omars@acme.example>")).ticket
    item = arrive(a_mail("Me too", "Re: Login", sender="eve@elsewhere.example", References="<omars@acme.example>"))
    assert item.outcome == "opened" and item.ticket != first


def test_W3_an_answer_to_a_closed_ticket_opens_a_follow_up(cast, a_mail, arrive):
    ticket = arrive(a_mail(Message_ID="<omars@acme.example>")).ticket
    ticket.refresh_from_db()
    act(ticket, Verb.SOLVE, by="agent:1", at=T0 + HOUR)
    ticket.refresh_from_db()
    act(ticket, Verb.CLOSE, by="system:due", at=T0 + 49 * HOUR)
    item = arrive(a_mail("Again", "Re: Login", References="<omars@acme.example>"), at=T0 + 60 * HOUR)
    assert item.outcome == "opened" and item.ticket.events.filter(verb="link").exists()


def test_O2_an_out_of_office_note_changes_nothing_and_is_answered_by_nothing(cast, a_mail, arrive):
    ticket = arrive(a_mail()).ticket
    ticket.refresh_from_db()
    act(ticket, Verb.SOLVE, by="agent:1", at=T0 + MINUTE)
    sent = Delivery.objects.filter(kind="acknowledgement").get()
    note = a_mail("I am away.", "Out of office", In_Reply_To=f"<{sent.mail_id}>", Auto_Submitted="auto-replied")
    item = arrive(note, at=T0 + HOUR)
    ticket.refresh_from_db()
    assert (item.outcome, item.ticket, ticket.status) == ("automatic", ticket, "solved")
    assert verbs(ticket)[-1] == "overhear"
    assert Delivery.objects.filter(kind="acknowledgement").count() == 1


def test_a_mail_that_only_sounds_like_an_absence_note_is_a_ticket_without_an_automatic_answer(cast, a_mail, arrive):
    assert arrive(a_mail("I am away until Monday.", "Out of office: back on Monday")).outcome == "opened"
    assert not Delivery.objects.exists()


def test_a_machines_request_is_a_ticket_but_gets_no_automatic_answer(cast, a_mail, arrive):
    assert arrive(a_mail("Disk full", "Alert", sender="noreply@monitor.example")).outcome == "opened"
    assert not Delivery.objects.exists()


def test_O8_our_own_mail_that_comes_back_becomes_nothing(cast, a_mail, arrive, desk):
    item = arrive(a_mail(X_SupportOps_Loop=desk.install_id))
    assert item.outcome == "automatic" and "came back" in item.reason and not Ticket.objects.exists()


def test_O7_our_own_address_is_never_a_requester(cast, a_mail, arrive):
    item = arrive(a_mail(sender="support@example.com"))
    assert item.outcome in ("opened", "automatic")
    assert not Person.objects.filter(email="support@example.com").exists()


def bounce(mail_id, status="5.1.1"):
    return (
        "From: MAILER-DAEMON@mx.example\r\nTo: support@example.com\r\nSubject: Undelivered\r\nReturn-Path: <>\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nCould not deliver.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; omar@acme.example\r\nAction: failed\r\nStatus: {status}\r\nDiagnostic-Code: smtp; 550 no such user\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{mail_id}>\r\n--b--\r\n"
    ).encode()


def test_O3_a_bounce_marks_its_delivery_and_never_opens_anything(cast, a_mail, arrive):
    ticket = arrive(a_mail()).ticket
    sent = Delivery.objects.get()
    item = arrive(bounce(sent.mail_id), at=T0 + HOUR)
    sent.refresh_from_db()
    assert (item.outcome, item.ticket, sent.state) == ("automatic", ticket, "failed")
    assert verbs(ticket)[-1] == "undelivered" and Ticket.objects.count() == 1


def test_O4_an_address_that_bounced_hard_gets_nothing_automatic_any_more(cast, a_mail, arrive):
    arrive(a_mail())
    arrive(bounce(Delivery.objects.get().mail_id), at=T0 + HOUR)
    arrive(a_mail("Another", "Another"), at=T0 + 2 * HOUR)
    assert Delivery.objects.filter(kind="acknowledgement").count() == 1


def test_R8_whatever_happens_an_address_gets_a_handful_of_automatic_mails_an_hour(cast, a_mail, arrive):
    for number in range(12):
        arrive(a_mail(f"Number {number}", f"Number {number}"), at=T0 + number * MINUTE)
    assert Ticket.objects.count() == 12
    assert Delivery.objects.filter(automatic=True).count() == current().notices.per_address_an_hour


@pytest.mark.parametrize("missing", ["From", "To", "Subject", "Date"])
def test_L9_a_mail_without_a_header_is_a_ticket(cast, a_mail, arrive, missing):
    assert arrive(a_mail(**{missing: None})).outcome == "opened"


def test_L9_nothing_at_all_is_still_kept(cast, arrive):
    assert arrive(b"").outcome == "opened"


def test_NUL_and_surrogates_reach_the_database_as_text(cast, arrive):
    assert arrive(b"From: a@b.example\r\nSubject: a\0b \xff\r\n\r\n\0 \xed\xa0\x80 words").outcome == "opened"


def test_L7_one_poisonous_mail_in_ten_stops_nothing_and_ends_in_quarantine(cast, a_mail, mailbox, monkeypatch):
    from supportops.actions import receiving

    true_message = receiving.message

    def poisoned(reading, *rest):
        if "poison" in reading.email.subject:
            raise ValueError("unheard-of")
        return true_message(reading, *rest)

    monkeypatch.setattr(receiving, "message", poisoned)
    for number in range(10):
        intake.keep(mailbox, a_mail(f"n {number}", "poison" if number == 5 else f"fine {number}"), source="smtp", at=T0)
    for turn in range(8):
        intake.receive(intake.claim(T0 + turn * HOUR), T0 + turn * HOUR)
    counts = intake.counts()
    assert (counts["opened"], counts["quarantined"], counts["waiting"]) == (9, 1, 0)
    item = InboundItem.objects.quarantined().get()
    assert "unheard-of" in item.reason and item.attempts == intake.TRIES


def test_a_duplicate_does_not_take_the_number_of_a_mail_that_came_meanwhile(a_mail, mailbox, monkeypatch):
    """The number that it drew went back with its first try, and others draw numbers too."""
    first = intake.keep(mailbox, a_mail(), source="smtp", at=T0)
    monkeypatch.setattr(intake, "_seen_by_uid", lambda item: intake.keep(mailbox, a_mail("other words"), source="smtp", at=T0) and None)
    again = intake.keep(mailbox, a_mail(), source="smtp", at=T0)
    assert (again.outcome, again.duplicate_of) == ("duplicate", first)
    assert intake.counts()["received"] == 3


def test_L8_a_mail_that_ends_the_program_ends_in_quarantine_and_takes_nobody_along(cast, a_mail, mailbox):
    for number in range(5):
        intake.keep(mailbox, a_mail(f"n {number}", "deadly" if number == 2 else "fine"), source="smtp", at=T0)
    deaths = 0
    for turn in range(20):
        items = intake.claim(T0 + turn * HOUR)
        if any(b"deadly" in bytes(item.raw) for item in items) and items[0].attempts <= intake.TRIES:
            deaths += 1  # the worker is gone before it can write anything down
        else:
            intake.receive(items, T0 + turn * HOUR)
    counts = intake.counts()
    assert (counts["opened"], counts["quarantined"], counts["waiting"]) == (4, 1, 0)
    assert deaths == intake.TRIES
    assert "ended each of the 5 times" in InboundItem.objects.quarantined().get().reason


def test_a_batch_holds_no_more_than_memory_bears(a_mail, mailbox, monkeypatch):
    for number in range(4):
        intake.keep(mailbox, a_mail(f"n {number}"), source="smtp", at=T0)
    monkeypatch.setattr(intake, "HEAVY", 2 * len(a_mail("n 0")) + 1)
    assert [len(intake.claim(T0)) for _ in range(3)] == [3, 1, 0]
    monkeypatch.setattr(intake, "HEAVY", 1)
    assert len(intake.claim(T0 + HOUR)) == 1


def test_quarantine_can_be_retried_or_refused_with_a_reason(cast, a_mail, mailbox, arrive):
    item = intake.keep(mailbox, a_mail(), source="smtp", at=T0, quarantine="too big")
    with pytest.raises(intake.Refused, match="Say why"):
        intake.refuse(item, " ", T0)
    intake.refuse(item, "an advertisement", T0)
    assert intake.counts()["refused"] == 1
    intake.retry(item, T0)
    intake.receive(intake.claim(T0), T0)
    assert intake.counts()["opened"] == 1
    with pytest.raises(intake.Refused):
        intake.retry(item, T0)


def test_a_batch_gives_the_same_ledgers_as_one_by_one(cast, a_mail, mailbox):
    mails = [a_mail(f"words {n}", f"subject {n}", Message_ID=f"<{n}@acme.example>") for n in range(6)]
    mails.append(a_mail("an answer", "Re: subject 2", In_Reply_To="<2@acme.example>"))
    intake.keep_many(mailbox, mails, source="import", at=T0)
    intake.receive(intake.claim(T0), T0)
    assert intake.counts()["opened"] == 6 and intake.counts()["threaded"] == 1
    assert [replayed(ticket, current()) for ticket in Ticket.objects.all()] == [{}] * 6


def test_an_import_again_keeps_nothing_twice(cast, a_mail, mailbox):
    mails = [a_mail(f"words {n}") for n in range(3)]
    assert len(intake.keep_many(mailbox, mails, source="import", at=T0)) == 3
    assert intake.keep_many(mailbox, mails, source="import", at=T0) == []


def test_D13_an_import_of_history_sends_no_mail(cast, a_mail, mailbox):
    intake.keep_many(mailbox, [a_mail()], source="import", at=T0)
    intake.receive(intake.claim(T0), T0)
    assert not Delivery.objects.exists()


def test_a_worker_that_died_loses_only_its_lease(cast, a_mail, mailbox):
    intake.keep(mailbox, a_mail(), source="smtp", at=T0)
    dead = intake.claim(T0)
    assert intake.claim(T0) == []
    alive = intake.claim(T0 + HOUR)
    intake.receive(alive, T0 + HOUR)
    intake.receive(dead, T0 + HOUR)
    assert Ticket.objects.count() == 1


def test_a_contact_form_that_writes_from_our_address_brings_the_customer_in_reply_to(cast, a_mail, arrive):
    item = arrive(a_mail(sender="support@example.com", Reply_To="Nora <nora@new.example>"))
    assert item.outcome == "opened" and item.ticket.requester.email == "nora@new.example"


def test_what_nobody_can_read_becomes_a_ticket_with_its_bytes_where_a_person_asks_for_it(cast, a_mail, mailbox, monkeypatch):
    from supportops.actions import files, receiving
    from supportops.models import Attachment

    def unreadable(*_):
        raise ValueError("no rhyme, no reason")

    monkeypatch.setattr(receiving, "message", unreadable)
    raw = a_mail("Help", "Help")
    item = intake.keep(mailbox, raw, source="smtp", at=T0, quarantine="a riddle")
    intake.open_anyway(item, T0)
    for turn in range(3):
        intake.receive(intake.claim(T0 + turn * HOUR), T0 + turn * HOUR)
    item.refresh_from_db()
    assert item.outcome == "opened" and replayed(item.ticket, current()) == {}
    assert files.content(Attachment.objects.get(message__ticket=item.ticket)) == raw
