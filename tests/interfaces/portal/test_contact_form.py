"""The contact form: open to everybody, of no use to machines, and no way to make us write to a stranger."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from supportops.interfaces.portal import form
from supportops.models import Attachment, Delivery, Ticket


@pytest.fixture
def ask(visit):
    def ask(visitor="198.51.100.7", **said):
        words = {"name": "Omar Haddad", "email": "omar@acme.example", "subject": "Login", "text": "My login is broken."} | said
        return visit().post("/contact", words, REMOTE_ADDR=visitor)

    return ask


def test_a_request_becomes_a_ticket_of_an_unproven_sender(ask, omar) -> None:
    assert ask().headers["Location"] == "/contact/sent"
    ticket = Ticket.objects.get()
    assert (ticket.channel, ticket.requester, ticket.subject) == ("web", omar, "Login")
    message = ticket.messages.get()
    assert (message.verified, message.direction, message.new_text) == (False, "in", "My login is broken.")


def test_the_acknowledgement_repeats_no_word_of_a_stranger(ask, cast) -> None:
    ask(subject="BUY PILLS http://evil.example", text="BUY PILLS", name="BUY PILLS http://evil.example", email="victim@third.example")
    for mail in Delivery.objects.filter(recipient="victim@third.example"):
        assert "PILLS" not in mail.subject + mail.text + mail.html
        assert "evil.example" not in mail.subject + mail.text + mail.html


def test_the_address_that_we_know_is_acknowledged(ask, omar) -> None:
    ask()
    assert Delivery.objects.filter(kind="acknowledgement", recipient="omar@acme.example").count() == 1


def test_a_machine_is_thanked_and_forgotten(ask, cast) -> None:
    assert ask(website="https://spam.example").headers["Location"] == "/contact/sent"
    assert not Ticket.objects.exists()


def test_a_thousand_requests_in_a_victims_name_make_few_mails(ask, cast) -> None:
    for n in range(40):
        ask(visitor=f"198.51.100.{n}", email="victim@third.example")
    assert Ticket.objects.count() == form.AN_ADDRESS
    assert Delivery.objects.filter(recipient="victim@third.example").count() <= form.AN_ADDRESS


def test_a_visitor_in_a_hurry_is_asked_to_wait_and_may_go_on_later(ask, clock, cast) -> None:
    from datetime import timedelta

    for n in range(form.A_VISITOR):
        assert ask(email=f"p{n}@x.example").status_code == 303
    refused = ask(email="one.more@x.example")
    assert refused.status_code == 422
    assert b"please wait a little" in refused.content
    clock.at += timedelta(hours=1)
    assert ask(email="one.more@x.example").status_code == 303


@pytest.mark.parametrize("wrong", [{"email": ""}, {"email": "omar"}, {"subject": ""}, {"text": "  "}, {"text": "x" * 20_001}])
def test_a_form_that_is_wrong_says_where(ask, wrong, cast) -> None:
    answer = ask(**wrong)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(wrong)
    assert not Ticket.objects.exists()


def test_files_may_come_along(ask, cast) -> None:
    ask(files=[SimpleUploadedFile("screen.png", b"\x89PNG")])
    assert Attachment.objects.get().name == "screen.png"


def test_line_breaks_in_a_subject_make_no_header(ask, cast) -> None:
    ask(subject="Login\r\nBcc: everybody@x.example")
    assert "\n" not in Ticket.objects.get().subject
