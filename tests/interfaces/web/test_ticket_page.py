"""The ticket's page: its story in clear sentences with reasons, its promises, and how it stood at any moment."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import pytest

from supportops.actions.tickets import act
from supportops.core.ticket import Verb
from supportops.interfaces.web import timeline
from supportops.interfaces.web.sentences import _SAY
from supportops.models import Message
from tests.cast import HOUR, T0


def look(browser, ticket, **query):
    return browser.get(f"/tickets/{ticket.pk}", query)


def sentences(answer):
    return [entry["event"].words for entry in answer.context["entries"] if entry["kind"] == "event"]


def test_the_beginning_of_a_ticket_explains_itself(ada_sees, ticket) -> None:
    answer = look(ada_sees, ticket)
    story = sentences(answer)
    assert story[0] == "The request came in by mail"
    assert any(words.startswith("Priority P") for words in story)
    assert any(words.startswith(("Assigned to", "Put into the queue of")) for words in story)
    assert any(words.startswith("Promised a first reply by 5 Jan") for words in story)
    events = {entry["event"].verb: entry["event"] for entry in answer.context["entries"] if entry["kind"] == "event"}
    assert events["triage"].because
    assert events["triage"].rule
    assert answer.content.count(b"My login is broken.") >= 1


def test_every_verb_has_its_sentence() -> None:
    assert set(_SAY) == {verb.value for verb in Verb}


def test_the_story_of_a_long_day(ada_sees, ticket, ada, lin, omar, clock) -> None:
    def do(verb, by, **detail):
        clock.at += timedelta(minutes=1)
        act(ticket, verb, by=by, at=clock.at, **detail)

    do(Verb.ASSIGN, lin.actor, assignee=ada.pk)
    do(Verb.ROUTE, ada.actor, team="billing")
    do(Verb.ASSIGN, ada.actor, assignee=ada.pk)
    do(Verb.ASSIGN, ada.actor, assignee=lin.pk)
    do(Verb.PRIORITISE, ada.actor, priority="P2")
    do(Verb.CATEGORISE, ada.actor, category="account.billing")
    do(Verb.TAG, ada.actor, tags=("vip",))
    do(Verb.TAG, ada.actor, tags=())
    do(Verb.SNOOZE, ada.actor, until=clock.at + HOUR)
    do(Verb.WAKE, "system:due")
    do(Verb.ESCALATE, ada.actor, reason="Server down", because="Server down", level=2)
    do(Verb.ACKNOWLEDGE, lin.actor, assignee=lin.pk)
    do(Verb.BREACH, "system:due", data={"target": "first_reply", "due_at": "2026-01-05T10:00:00+00:00"})
    do(Verb.LINK, "system:threading", data={"ticket": 12})
    do(Verb.SOLVE, lin.actor)
    do(Verb.RATE, omar.actor, score=5, data={"comment": "Quick!"})
    do(Verb.CLOSE, "system:due")
    assert sentences(look(ada_sees, ticket))[4:] == [
        "Lin Mori confirmed who has it",
        "Ada Okafor handed it over to Billing",
        "Ada Okafor took it",
        "Ada Okafor gave it to Lin Mori",
        "Ada Okafor changed the priority from P1 to P2",
        "Ada Okafor set the category to account.billing",
        "Ada Okafor added the tag vip",
        "Ada Okafor removed the tag vip",
        "Ada Okafor put it off until 5 Jan, 10:13 UTC",
        "It came back from sleep",
        "Ada Okafor escalated it to level 2",
        "Lin Mori took the escalation over",
        "First reply was due 5 Jan, 10:00 UTC and is missed",
        "It may belong to #12",
        "Lin Mori solved it",
        "Omar Haddad gave 5 of 5: “Quick!”",
        "It closed by itself",
    ]


def test_words_and_events_stand_in_the_order_of_time(ada_sees, ticket, post, clock) -> None:
    post("notes", text="First.")
    clock.at += timedelta(minutes=1)
    post("priority", priority="P2")
    clock.at += timedelta(minutes=1)
    post("replies", text="Second.")
    entries = look(ada_sees, ticket).context["entries"]
    assert [entry["kind"] for entry in entries[-3:]] == ["message", "event", "message"]
    times = [entry[entry["kind"]].occurred_at for entry in entries]
    assert times == sorted(times)


def test_time_travel_shows_the_ticket_as_it_stood_and_no_form(ada_sees, ticket, post, clock) -> None:
    moment = clock.at
    clock.at += HOUR
    post("subject", subject="Renamed later")
    post("replies", text="Said later.")
    then = look(ada_sees, ticket, as_of=moment.isoformat())
    assert then.context["ticket"].subject == "Login"
    assert then.context["ticket"].status != "pending"
    assert b"Said later." not in then.content
    assert b"Renamed later" not in then.content
    assert b'action="/tickets/' not in then.content
    assert b"Renamed later" in look(ada_sees, ticket).content
    ticket.refresh_from_db()
    assert ticket.subject == "Renamed later"


def test_before_its_beginning_there_is_no_ticket(ada_sees, ticket) -> None:
    assert look(ada_sees, ticket, as_of=(T0 - HOUR).isoformat()).status_code == 404


@pytest.mark.parametrize("words", ["yesterday", "2026-01-05", "2026-13-41T00:00:00Z"])
def test_a_moment_that_is_none_shows_now(ada_sees, ticket, words) -> None:
    assert look(ada_sees, ticket, as_of=words).context["as_of"] is None


def test_a_plus_sign_in_an_address_is_read_as_it_was_meant(ada_sees, ticket, clock) -> None:
    for moment in (clock.at.isoformat(), quote(clock.at.isoformat()), clock.at.isoformat().replace("+00:00", "Z")):
        assert ada_sees.get(f"/tickets/{ticket.pk}?as_of={moment}").context["as_of"] == clock.at


def test_promises_turn_from_running_to_warning_to_missed(ada_sees, ticket, clock) -> None:
    def first_reply():
        return next(c for c in look(ada_sees, ticket).context["clocks"] if c.name == "first_reply")

    assert first_reply().state == "running"
    clock.at = first_reply().warn_at
    assert first_reply().state == "warning"
    clock.at = first_reply().due_at
    assert first_reply().state == "breached"


def test_a_number_that_is_no_ticket_is_not_there(ada_sees, ticket) -> None:
    assert ada_sees.get("/tickets/999999").status_code == 404


def test_next_and_previous_walk_along_the_open_view(ada_sees, arrive, a_mail, cast) -> None:
    first, second, third = (arrive(a_mail(subject=f"Q{n}", Message_ID=f"<{n}@acme.example>"), T0 + n * HOUR).ticket for n in (1, 2, 3))
    ada_sees.get("/tickets?view=all")
    middle = look(ada_sees, second).context
    assert (middle["prev_ticket"], middle["next_ticket"]) == (f"/tickets/{third.pk}", f"/tickets/{first.pk}")
    assert look(ada_sees, first).context["next_ticket"] == ""


def test_other_tickets_of_the_customer_stand_beside_it(ada_sees, arrive, a_mail, ticket) -> None:
    other = arrive(a_mail(subject="Invoice", Message_ID="<other@acme.example>"), T0).ticket
    arrive(a_mail(sender="eve@elsewhere.example", subject="Mine", Message_ID="<eve@elsewhere.example>"), T0)
    assert look(ada_sees, ticket).context["similar"] == [other]


def test_a_mails_html_comes_in_a_frame_that_runs_nothing(ada_sees, cast, arrive, a_mail) -> None:
    from supportops.actions.contact import written_down

    row = written_down(by=cast.ada, at=T0, channel="phone", name="Omar", address="omar@acme.example", subject="x", text="y")
    message = Message.objects.get(ticket=row)
    Message.objects.filter(pk=message.pk).update(html="<p>Cleaned <b>words</b></p>")
    body = ada_sees.get(f"/messages/{message.pk}/body")
    assert b"<b>words</b>" in body.content
    policy = body.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script" not in policy
    page = look(ada_sees, row)
    assert b"<b>words</b>" not in page.content


def test_customers_see_neither_notes_nor_machines(omar, ticket, post) -> None:
    post("notes", text="Secret.")
    assert [words.kind for words in timeline.words(ticket, omar)] == ["public"]


def test_the_page_asks_the_same_number_of_questions_however_long_the_thread(ada_sees, ticket, post, django_assert_max_num_queries) -> None:
    for n in range(6):
        post("notes", text=f"Note {n}")
    with django_assert_max_num_queries(36):
        look(ada_sees, ticket)
