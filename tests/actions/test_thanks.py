"""A thank you reopens nothing, whichever door it comes through; anything more is heard."""

import pytest

from supportops.actions.policy import current
from supportops.actions.tickets import act, replayed
from supportops.core.ticket import Verb
from supportops.models import Message, Ticket
from tests.cast import HOUR, T0

pytestmark = pytest.mark.django_db


@pytest.fixture
def solved(cast, a_mail, arrive):
    ticket = arrive(a_mail("How do I export?", "Question", Message_ID="<first@acme.example>")).ticket
    message = Message(kind="public", direction="out", author=cast.ada, author_name="Ada Okafor", to=["omar@acme.example"],
                      text="Here is how.", new_text="Here is how.", occurred_at=T0 + HOUR)  # fmt: skip
    act(ticket, Verb.REPLY, by=cast.ada.actor, at=T0 + HOUR, assignee=cast.ada.pk, message=message)
    act(Ticket.objects.get(), Verb.SOLVE, by=cast.ada.actor, at=T0 + HOUR, root_cause="user_error", resolution_type="agent_resolved")
    return Ticket.objects.get()


@pytest.fixture
def answer(solved, a_mail, arrive):
    def answer(words, subject="Re: Question", at=T0 + 2 * HOUR, **headers):
        arrive(a_mail(words, subject, In_Reply_To="<first@acme.example>", **headers), at=at)
        return Ticket.objects.get(pk=solved.pk)

    return answer


def last(ticket):
    return ticket.events.order_by("-number").first()


def test_thanks_leave_a_solved_ticket_solved(answer):
    ticket = answer("Hi Ada,\n\nthat worked, thank you so much!\n\nOmar")
    assert (ticket.status, ticket.reopenings, ticket.waiting_since) == ("solved", 0, None)
    event = last(ticket)
    assert (event.verb, event.data["decision"]["evidence"]) == ("overhear", ["thank you so much"])
    assert event.because == "“thank you so much” is all that it says: thanks reopen nothing."
    assert event.message.kind == "public"  # it stands in the conversation like any other word of the customer
    assert event.by.startswith("customer:")
    assert replayed(ticket, current()) == {}


def test_thanks_with_a_question_reopen(answer):
    ticket = answer("Thanks! And how do I import it again?")
    assert (ticket.status, ticket.reopenings) == ("open", 1)


def test_thanks_under_another_subject_are_about_something_else(answer):
    assert answer("Thanks!", subject="It fails again").status == "open"


def test_thanks_leave_the_clock_of_a_pending_ticket_alone(answer, cast):
    act(Ticket.objects.get(), Verb.REOPEN, by=cast.ada.actor, at=T0 + HOUR)
    act(Ticket.objects.get(), Verb.WAIT, by=cast.ada.actor, at=T0 + HOUR)
    ticket = answer("Many thanks")
    assert (ticket.status, ticket.pending_since, ticket.waiting_since) == ("pending", T0 + HOUR, None)


def test_thanks_on_a_ticket_that_we_work_on_are_heard(answer, cast):
    act(Ticket.objects.get(), Verb.REOPEN, by=cast.ada.actor, at=T0 + HOUR)
    assert last(answer("Thanks")).verb == "hear"


def test_thanks_with_a_file_are_heard(solved, cast):
    from supportops.actions.thanks import heard_as

    message = Message(text="Thanks", new_text="Thanks", author_name="Omar Haddad")
    assert heard_as(solved, message, ["a picture"], "why")[0] is Verb.HEAR
    assert heard_as(solved, message, [], "why")[0] is Verb.OVERHEAR


def test_a_long_letter_of_thanks_is_read_by_a_person(answer):
    assert answer("Thanks. " * 200).status == "open"


def test_thanks_for_a_closed_ticket_open_no_other(answer, cast):
    act(Ticket.objects.get(), Verb.CLOSE, by="system:due", at=T0 + HOUR)
    ticket = answer("Thank you!\n\nOmar")
    assert Ticket.objects.count() == 1
    assert (ticket.status, last(ticket).verb) == ("closed", "overhear")


def test_a_question_on_a_closed_ticket_opens_a_follow_up(answer, cast):
    act(Ticket.objects.get(), Verb.CLOSE, by="system:due", at=T0 + HOUR)
    answer("Thank you! How do I import it again?")
    assert Ticket.objects.count() == 2
