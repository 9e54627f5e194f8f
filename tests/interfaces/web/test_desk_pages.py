"""The other pages of the staff: new tickets by hand, people, organizations, outbox, quarantine, intake, settings."""

from __future__ import annotations

from datetime import timedelta

import pytest

from supportops.actions import intake
from supportops.actions.people import enlist
from supportops.models import Delivery, Desk, InboundItem, Mailbox, Person, Ticket
from tests.cast import T0


@pytest.fixture
def boss(cast):
    return enlist(name="Ruth Admin", email="ruth@desk.example", role="admin", password="lovelace-1815")


def call(**said):
    return {"channel": "phone", "name": "Omar Haddad", "email": "omar@acme.example", "subject": "Invoice", "text": "It is wrong."} | said


def test_a_phone_call_is_decided_and_promised_like_a_mail(ada_sees, omar) -> None:
    answer = ada_sees.post("/tickets/new", call())
    ticket = Ticket.objects.get()
    assert answer.headers["Location"] == f"/tickets/{ticket.pk}"
    assert (ticket.requester, ticket.channel, ticket.organization) == (omar, "phone", omar.organization)
    assert {"open", "triage", "promise"} <= set(ticket.events.values_list("verb", flat=True))
    assert ticket.events.get(number=1).by == Person.objects.get(email="ada@desk.example").actor


def test_a_new_customer_on_the_phone_becomes_known(ada_sees, cast) -> None:
    ada_sees.post("/tickets/new", call(email="New.One@acme.example", name="New One"))
    person = Ticket.objects.get().requester
    assert (person.name, person.email, person.organization) == ("New One", "new.one@acme.example", cast.acme)


def test_somebody_at_the_counter_may_stay_unknown(ada_sees) -> None:
    ada_sees.post("/tickets/new", call(channel="walk_in", email="", name="A passer-by"))
    ticket = Ticket.objects.get()
    assert (ticket.requester, ticket.messages.get().author_name) == (None, "A passer-by")
    assert ada_sees.get(f"/tickets/{ticket.pk}").status_code == 200


def test_the_priority_that_a_person_chose_is_not_overruled(ada_sees) -> None:
    ada_sees.post("/tickets/new", call(priority="P3"))
    assert Ticket.objects.get().priority == "P3"


@pytest.mark.parametrize("wrong", [{"subject": ""}, {"email": "omar"}, {"channel": "email"}, {"priority": "P7"}])
def test_a_form_that_is_wrong_says_where(ada_sees, wrong) -> None:
    answer = ada_sees.post("/tickets/new", call(**wrong))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(wrong)
    assert not Ticket.objects.exists()


def test_the_cabinet_shows_each_mail_and_gives_it_as_it_is_sent(ada_sees, post, ticket) -> None:
    post("replies", text="It works again.", cc="boss@acme.example")
    mail = Delivery.objects.get(kind="reply")
    assert mail in ada_sees.get("/outbox").context["deliveries"]
    assert mail not in ada_sees.get("/outbox?state=trouble").context["deliveries"]
    headers = dict(ada_sees.get(f"/outbox/{mail.pk}").context["headers"])
    assert headers["To"] == "omar@acme.example"
    original = ada_sees.get(f"/outbox/{mail.pk}.eml")
    assert b"It works again." in original.content
    assert original.headers["Content-Disposition"].startswith("attachment")


def test_a_mail_in_trouble_is_sent_again_or_given_up(ada_sees, post, ticket) -> None:
    post("replies", text="Hello.")
    mail = Delivery.objects.get(kind="reply")
    assert ada_sees.post(f"/outbox/{mail.pk}/retry").status_code == 409
    Delivery.objects.filter(pk=mail.pk).update(state="uncertain")
    assert ada_sees.post(f"/outbox/{mail.pk}/retry").status_code == 303
    mail.refresh_from_db()
    assert mail.state == "queued"
    assert ada_sees.post(f"/outbox/{mail.pk}/cancellation").status_code == 303
    mail.refresh_from_db()
    assert mail.state == "cancelled"


@pytest.fixture
def suspect(mailbox, a_mail):
    """A message in quarantine."""
    raw = a_mail(words="Click <b>here</b>", subject="Prize")
    return intake.keep(mailbox, raw, source="smtp", at=T0, quarantine="It looked like nothing we know.")


def test_quarantine_shows_the_message_and_its_reason(ada_sees, suspect) -> None:
    assert list(ada_sees.get("/quarantine").context["items"]) == [suspect]
    page = ada_sees.get(f"/quarantine/{suspect.pk}")
    assert b"It looked like nothing we know." in page.content
    assert b"Click &lt;b&gt;here" in page.content
    assert dict(page.context["headers"])["From"] == "Omar Haddad <omar@acme.example>"
    original = ada_sees.get(f"/quarantine/{suspect.pk}.eml")
    assert original.content == bytes(suspect.raw)
    assert original.headers["Content-Type"] == "application/octet-stream"


def test_three_ways_out_of_quarantine(ada_sees, suspect, clock) -> None:
    assert ada_sees.post(f"/quarantine/{suspect.pk}/refusal", {"reason": " "}).status_code == 409
    assert ada_sees.post(f"/quarantine/{suspect.pk}/refusal", {"reason": "Spam"}).status_code == 303
    suspect.refresh_from_db()
    assert (suspect.outcome, suspect.reason) == ("refused", "Spam")
    assert ada_sees.post(f"/quarantine/{suspect.pk}/ticket").status_code == 303
    intake.receive(intake.claim(clock.at), clock.at)
    suspect.refresh_from_db()
    assert suspect.outcome == "opened"
    assert ada_sees.post(f"/quarantine/{suspect.pk}/retry").status_code == 409


def test_intake_says_that_nothing_is_lost(ada_sees, ticket, suspect) -> None:
    counts = ada_sees.get("/intake").context["counts"]
    assert (counts["received"], counts["opened"], counts["quarantined"], counts["lost"]) == (2, 1, 1, 0)


def test_bytes_that_are_no_mail_can_be_looked_at(ada_sees, mailbox) -> None:
    item = intake.keep(mailbox, bytes(range(256)) * 100, source="smtp", at=T0, quarantine="unreadable")
    assert ada_sees.get(f"/quarantine/{item.pk}").status_code == 200


def box(**said):
    facts = {"name": "Billing", "address": "Billing@Example.com", "aliases": "rechnung@example.com, ", "is_active": "on", "imap_folder": "INBOX"}
    return facts | {"imap_port": 993, "imap_security": "ssl", "imap_host": "imap.example.com", "imap_user": "b", "imap_password": "hunter22"} | said


def test_a_mailbox_keeps_its_password_sealed_and_to_itself(visit, boss, mailbox) -> None:
    browser = visit(boss)
    assert browser.post("/settings/mailboxes/new", box()).status_code == 303
    made = Mailbox.objects.get(address="billing@example.com")
    assert made.aliases == ["rechnung@example.com"]
    assert "hunter22" not in made.imap_secret
    page = browser.get(f"/settings/mailboxes/{made.pk}").content
    assert b"hunter22" not in page
    assert made.imap_secret.encode() not in page
    browser.post(f"/settings/mailboxes/{made.pk}", box(imap_password="", name="Invoices"))
    again = Mailbox.objects.get(pk=made.pk)
    assert (again.name, again.imap_secret) == ("Invoices", made.imap_secret)


def test_two_mailboxes_cannot_share_an_address(visit, boss, mailbox) -> None:
    answer = visit(boss).post("/settings/mailboxes/new", box(address="SUPPORT@example.com"))
    assert answer.status_code == 422
    assert Mailbox.objects.count() == 1


def test_only_a_demos_clock_moves_and_only_forwards(visit, boss, desk) -> None:
    browser = visit(boss)
    assert browser.post("/settings/desk/clock", {"hours": "48"}).status_code == 409
    Desk.objects.update(is_demo=True)
    assert browser.post("/settings/desk/clock", {"hours": "48"}).status_code == 303
    assert Desk.objects.get().clock_offset == timedelta(hours=48)
    assert browser.post("/settings/desk/clock", {"hours": "-1"}).status_code == 409


@pytest.mark.parametrize(
    "address",
    ["/tickets", "/tickets/new", "/people", "/people?role=staff", "/people/new", "/teams", "/organizations", "/outbox", "/quarantine", "/intake", "/dashboard", "/settings/mailboxes", "/settings/desk"],
)
def test_every_page_stands_on_an_empty_desk(visit, boss, desk, address) -> None:
    assert visit(boss).get(address).status_code == 200


def test_lists_follow_their_key(ada_sees, cast, mailbox, a_mail, monkeypatch) -> None:
    from supportops.interfaces.web import keyset

    monkeypatch.setattr(keyset, "PAGE", 2)
    for n in range(5):
        enlist(name="Same Name", email=f"p{n}@x.example", role="customer")
        intake.keep(mailbox, a_mail(Message_ID=f"<{n}@x>"), source="smtp", at=T0, quarantine="because")
    for address, key, total in [("/people", "people", 7), ("/quarantine", "items", 5)]:
        seen, url = [], address
        while url:
            answer = ada_sees.get(url)
            seen += [row.pk for row in answer.context[key]]
            url = answer.context["next_url"]
        assert len(seen) == len(set(seen)) == total
    assert InboundItem.objects.count() == 5
