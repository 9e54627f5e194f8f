"""What a delivery report says: which mail of ours, to whom, for good or for now."""

import time

import pytest

from supportops.core.email import Address, InboundEmail
from supportops.core.email.bounce import bounce, is_hard
from supportops.core.email.message import Bounce, ReportPart

OURS = "supportops.42.7.reply@i-1.desk.example"


def report(*recipients: dict[str, str], original: dict[str, str] | None = None, **said) -> InboundEmail:
    parts = [ReportPart("status", {"reporting-mta": "dns; mx.acme.example"}), *(ReportPart("status", fields) for fields in recipients)]
    return InboundEmail(report_parts=(*parts, *([ReportPart("original", original)] if original else [])), **said)


FAILED = {
    "final-recipient": "rfc822; Omar@acme.example",
    "action": "failed",
    "status": "5.1.1",
    "diagnostic-code": "smtp; 550 5.1.1 <omar@acme.example>:\n  User unknown",
}


def test_a_report_names_the_mail_the_person_and_the_reason():
    found = bounce(report(FAILED, original={"message-id": f"<{OURS}>"}))
    assert found == Bounce("failed", "5.1.1", "omar@acme.example", OURS, "smtp; 550 5.1.1 <omar@acme.example>: User unknown")
    assert is_hard(found)


def test_the_class_decides_and_not_a_list_of_codes():  # O4
    assert is_hard(bounce(report(FAILED | {"status": "5.7.999"})))
    assert not is_hard(bounce(report(FAILED | {"status": "4.2.2"})))
    assert not is_hard(bounce(report(FAILED | {"action": "delayed", "status": "4.4.1"})))


def test_the_address_that_we_wrote_to_counts_not_the_one_it_was_forwarded_to():
    found = bounce(report(FAILED | {"original-recipient": "rfc822;alias@acme.example"}))
    assert found.recipient == "alias@acme.example"


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_a_success_report_is_no_bounce(action):
    assert bounce(report(FAILED | {"action": action, "status": "2.0.0"})) is None


def test_of_many_recipients_the_one_who_got_nothing_is_told():
    delivered = FAILED | {"action": "delivered", "final-recipient": "rfc822;lin@acme.example"}
    delayed = FAILED | {"action": "delayed", "final-recipient": "rfc822;eve@acme.example"}
    assert bounce(report(delivered, delayed, FAILED)).recipient == "omar@acme.example"
    assert bounce(report(delivered, delayed)).recipient == "eve@acme.example"


def test_a_report_with_holes_is_read_as_far_as_it_goes():
    assert bounce(report({"action": "FAILED (bad)"})) == Bounce("failed", "5.0.0", "", "", "")
    assert bounce(report({"final-recipient": "rfc822;x@y.example", "status": "4.0.0"})).action == "delayed"
    assert bounce(report({"action": "failed", "diagnostic-code": "smtp; 450 try later"})).status == "4.0.0"
    assert bounce(report()).action == "failed"
    assert bounce(report(headers={"x-failed-recipients": "Omar@acme.example, eve@acme.example"})).recipient == "omar@acme.example"


def test_without_a_copy_the_headers_of_the_report_name_our_mail():
    assert bounce(report(FAILED, in_reply_to=(OURS,))).original_message_id == OURS
    assert bounce(report(FAILED, references=(OURS,))).original_message_id == OURS
    assert bounce(report(FAILED, headers={"original-message-id": f"<{OURS}>"})).original_message_id == OURS
    assert bounce(report(FAILED, text=f"Return-Path: <x@y>\nMessage-Id: <{OURS}>\n")).original_message_id == OURS


PLAIN = {
    "qmail": (
        "failure notice",
        f"Hi. This is the qmail-send program at acme.example.\n\n<omar@acme.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n"
        f"--- Below this line is a copy of the message.\n\nMessage-ID: <{OURS}>\n",
        ("failed", "5.1.1"),
    ),
    "exim": (
        "Mail delivery failed: returning message to sender",
        f"A message that you sent could not be delivered.\n\n  omar@acme.example\n    550 Unrouteable address\n\nMessage-Id: <{OURS}>",
        ("failed", "5.0.0"),
    ),
    "postfix": (
        "Delayed Mail (still being retried)",
        f"<omar@acme.example>: connect to mx.acme.example: Connection timed out (4.4.1)\nyour mail is delayed\n> Message-ID: <{OURS}>",
        ("delayed", "4.4.1"),
    ),
    "gateway": (
        "Undeliverable: your lamp",
        f"Delivery to the following recipient is delayed:\nTo: omar@acme.example\nIt will be retried.\nMessage-ID: <{OURS}>",
        ("delayed", "4.0.0"),
    ),
}


@pytest.mark.parametrize("system", PLAIN)
def test_plain_reports_are_read_too(system):
    subject, text, (action, status) = PLAIN[system]
    found = bounce(InboundEmail(from_=Address("", "MAILER-DAEMON@mx.acme.example"), subject=subject, text=text))
    assert (found.action, found.status, found.recipient, found.original_message_id) == (action, status, "omar@acme.example", OURS)


def test_a_failed_recipients_header_is_enough():
    found = bounce(InboundEmail(headers={"x-failed-recipients": "omar@acme.example"}, text="550 5.1.1 no such user"))
    assert (found.recipient, found.status, found.diagnostic) == ("omar@acme.example", "5.1.1", "550 5.1.1 no such user")


def test_omar_asking_about_a_bounce_is_not_one():
    asked = InboundEmail(from_=Address("Omar", "omar@acme.example"), subject="Undelivered mail", text="I got: user unknown 550 5.1.1")
    assert bounce(asked) is None
    assert bounce(InboundEmail(subject="Hello")) is None


def test_an_empty_return_path_alone_is_no_bounce():
    assert bounce(InboundEmail(headers={"return-path": "<>"}, subject="I am away until Monday")) is None


@pytest.mark.parametrize("piece", ["<a", "5.1", "Message-ID:  ", "a@b", " ", "To: a", "550 ", "\n> "])
def test_a_hostile_report_costs_no_more_than_its_length(piece):
    hostile = InboundEmail(headers={"x-failed-recipients": ""}, text=piece * (400_000 // len(piece)))
    start = time.process_time()
    assert bounce(hostile)
    assert time.process_time() - start < 2
