"""What time does to a ticket that nobody touches."""

import pytest

from supportops.actions import due
from supportops.actions.policy import current
from supportops.actions.tickets import act, replayed
from supportops.core.ticket import Verb
from supportops.models import Delivery, Ticket
from tests.cast import HOUR, MINUTE, T0

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(cast, a_mail, arrive):
    return arrive(a_mail("How do I export?", "Question")).ticket


def pass_time(until, step=HOUR):
    """The due loop, once every hour."""
    at = T0
    while at <= until:
        while due.run(at):
            pass
        at += step


def verbs(ticket):
    return [event.verb for event in Ticket.objects.get().events.order_by("number") if event.by.startswith("system:due")]


def test_a_ticket_that_nobody_answers_is_warned_of_and_then_missed(ticket):
    pass_time(T0 + 24 * HOUR)
    row = Ticket.objects.get()
    assert {"warn", "breach"} <= set(verbs(ticket)) and row.breached and row.alarmed
    assert row.first_reply_kept is False
    assert replayed(row, current()) == {}


def test_solved_closes_itself_after_two_days(ticket, ada):
    act(Ticket.objects.get(), Verb.SOLVE, by=ada.actor, at=T0)
    pass_time(T0 + 47 * HOUR)
    assert Ticket.objects.get().status == "solved"
    pass_time(T0 + 48 * HOUR)
    assert Ticket.objects.get().status == "closed" and Ticket.objects.get().next_due_at is None


def test_a_customer_who_does_not_answer_is_reminded_and_then_let_go(ticket, ada):
    act(Ticket.objects.get(), Verb.REPLY, by=ada.actor, at=T0, assignee=ada.pk)
    pass_time(T0 + 200 * HOUR)
    assert verbs(ticket) == ["nudge", "close"]
    assert list(Delivery.objects.filter(kind__in=["nudge", "closing"]).order_by("pk").values_list("kind", flat=True)) == [
        "nudge",
        "closing",
    ]


def test_a_snoozed_ticket_wakes(ticket, ada):
    act(Ticket.objects.get(), Verb.SNOOZE, by=ada.actor, at=T0, until=T0 + 5 * MINUTE)
    due.run(T0 + 5 * MINUTE)
    assert Ticket.objects.get().snoozed_until is None


def test_one_row_that_raises_is_put_off_and_stops_nobody(ticket, ada, a_mail, arrive, monkeypatch):
    other = arrive(a_mail("Another", "Another"), at=T0).ticket
    Ticket.objects.filter(pk=ticket.pk).update(priority="P9")
    assert due.run(T0 + 100 * HOUR) == 2
    stuck = Ticket.objects.get(pk=ticket.pk)
    assert stuck.stuck_until == T0 + 101 * HOUR and "P9" in stuck.stuck_because
    assert Ticket.objects.get(pk=other.pk).version > other.version
    assert stuck not in Ticket.objects.due(T0 + 100 * HOUR)
