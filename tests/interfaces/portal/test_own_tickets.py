"""A customer's own tickets, by a signed link that came by mail."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import signing

from supportops.actions.people import change
from supportops.interfaces.portal import links
from supportops.models import Delivery


@pytest.fixture
def link(visit, ticket):
    """Asks for a link and takes it out of the mail."""

    def link(email="omar@acme.example"):
        visit().post("/my/link", {"email": email})
        mail = Delivery.objects.filter(kind="link").order_by("id").last()
        return re.search(r"/my/[^\s]+", mail.text)[0] if mail else None

    return link


def test_the_link_opens_ones_own_tickets(visit, link, ticket) -> None:
    browser = visit()
    answer = browser.get(link(), follow=True)
    assert answer.redirect_chain == [("/my", 302)]
    assert [row.pk for row in answer.context["tickets"]] == [ticket.pk]
    page = browser.get(f"/my/tickets/{ticket.pk}")
    assert b"My login is broken." in page.content


def test_known_and_unknown_addresses_get_the_same_answer(visit, ticket) -> None:
    known = visit().post("/my/link", {"email": "omar@acme.example"})
    unknown = visit().post("/my/link", {"email": "nobody@x.example"})
    staff = visit().post("/my/link", {"email": "ada@desk.example"})
    bare = [re.sub(rb'nonce="[^"]*"|content="20[^"]*"', b"", answer.content) for answer in (known, unknown, staff)]
    assert bare[0] == bare[1] == bare[2]
    assert list(Delivery.objects.filter(kind="link").values_list("recipient", flat=True)) == ["omar@acme.example"]


def test_asking_often_sends_few_links(visit, ticket) -> None:
    for _ in range(20):
        assert visit().post("/my/link", {"email": "Omar@Acme.example"}).status_code == 200
    assert Delivery.objects.filter(kind="link").count() == links.AN_ADDRESS


@pytest.mark.parametrize("spoil", [lambda t: t[:-1] + "x", lambda t: t.upper(), lambda t: "", lambda t: "x", lambda t: t.split(":")[0]])
def test_a_spoiled_link_opens_nothing(visit, link, spoil) -> None:
    browser = visit()
    token = link().removeprefix("/my/")
    assert browser.get(f"/my/{spoil(token)}").status_code in (302, 404)
    assert browser.get("/my").status_code == 302


def test_a_token_of_another_purpose_opens_nothing(omar, visit, ticket) -> None:
    token = signing.dumps([omar.pk, omar.email], salt="something-else")
    assert visit().get(f"/my/{token}").status_code == 404


def test_a_link_ends_after_seven_days_and_with_the_address(omar, visit, link, monkeypatch) -> None:
    import time

    address = link()
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + timedelta(days=8).total_seconds())
    assert visit().get(address).status_code == 404
    monkeypatch.undo()
    change(omar, email="omar@new.example")
    assert links.read(address.removeprefix("/my/")) is None


def test_nobody_of_us_comes_in_by_link(ada, visit, ticket) -> None:
    assert visit().get(f"/my/{links.sign(ada)}").status_code == 404


def test_a_customer_by_link_sees_no_page_of_the_staff(visit, link, ticket) -> None:
    browser = visit()
    browser.get(link())
    for address in ("/tickets", f"/tickets/{ticket.pk}", "/people", "/live", "/outbox"):
        assert browser.get(address).headers["Location"] == "/my"
    assert browser.post(f"/tickets/{ticket.pk}/solution", {"version": 4}).status_code == 404


def test_who_lost_the_account_lost_the_session(visit, link, omar) -> None:
    browser = visit()
    browser.get(link())
    change(omar, is_active=False)
    assert browser.get("/my").status_code == 302


def test_an_answer_is_heard_as_from_its_proven_sender(visit, omar, ticket, post, link) -> None:
    post("replies", text="Which browser?")
    browser = visit()
    browser.get(link())
    assert browser.post(f"/my/tickets/{ticket.pk}", {"text": "Firefox."}).status_code == 303
    ticket.refresh_from_db()
    message = ticket.messages.order_by("id").last()
    assert ticket.status == "open"
    assert (message.author, message.verified, message.new_text, message.direction) == (omar, True, "Firefox.", "in")


def test_a_customer_is_told_in_plain_words_how_it_stands(visit, omar, ticket, post) -> None:
    browser = visit(omar)
    for place, said, word in [
        ("assignment", {"team": "billing"}, b"Received"),
        ("assignment", {"assignee": ticket.assignee_id or 1}, b"In progress"),
        ("replies", {"text": "Which one?"}, b"Waiting for you"),
        ("solution", {}, b"Done"),
    ]:
        post(place, **said)
        assert word in browser.get(f"/my/tickets/{ticket.pk}").content


def test_a_closed_ticket_takes_no_answer_and_says_so(visit, omar, ada, ticket, clock) -> None:
    from supportops.actions.tickets import act
    from supportops.core.ticket import Verb

    act(ticket, Verb.SOLVE, by=ada.actor, at=clock.at)
    act(ticket, Verb.CLOSE, by="system:due", at=clock.at)
    browser = visit(omar)
    assert browser.get(f"/my/tickets/{ticket.pk}").context["form"] is None
    assert browser.post(f"/my/tickets/{ticket.pk}", {"text": "Still broken"}).status_code == 422
    assert ticket.messages.count() == 1


def test_leaving_ends_the_session(visit, link, ticket) -> None:
    browser = visit()
    browser.get(link())
    browser.post("/my/leave")
    assert browser.get("/my").status_code == 302


def test_our_notes_and_names_of_colleagues_in_events_stay_ours(visit, omar, ticket, post) -> None:
    post("notes", text="He always calls on Mondays.")
    post("escalation", because="Difficult customer.", level="2")
    page = visit(omar).get(f"/my/tickets/{ticket.pk}").content
    assert b"Mondays" not in page
    assert b"Difficult" not in page
