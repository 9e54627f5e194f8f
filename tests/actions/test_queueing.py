"""What waits is dealt out as soon as somebody can take it; whoever goes away leaves their tickets to others."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from supportops.actions import contact, people, queueing
from supportops.actions.policy import current
from supportops.actions.tickets import act, replayed
from supportops.core import routing
from supportops.core.routing import Candidate, RoutingFacts
from supportops.core.ticket import Priority, Verb
from supportops.models import Person, Ticket
from tests.cast import HOUR, MINUTE, T0

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(cast):
    """Omar writes; his ticket."""

    def ask(subject="Good morning", text="Hello", at=T0, **facts):
        return contact.asked(at=at, name="Omar", address="omar@acme.example", subject=subject, text=text, **facts)

    return ask


def ben(**about) -> Person:
    facts = {"team_id": "frontline", "password": None} | about
    return people.enlist(name="Ben Cole", email="ben@desk.example", role="agent", **facts)


def away(*persons: Person) -> None:
    for person in persons:
        people.change(person, available=False)


def back(*persons: Person) -> None:
    for person in persons:
        people.change(person, available=True)


def last(ticket: Ticket):
    return ticket.events.order_by("number").last()


def routed(ticket: Ticket):
    return ticket.events.filter(by="system:routing").order_by("number").last()


def test_what_waits_finds_its_person_as_soon_as_somebody_is_there(ask, ada):
    away(ada)
    ticket = ask()
    assert (ticket.status, ticket.assignee) == ("new", None)
    assert queueing.run(T0 + 5 * MINUTE) == 0
    back(ada)
    assert queueing.run(T0 + 6 * MINUTE) == 1
    ticket.refresh_from_db()
    assert (ticket.status, ticket.assignee, ticket.team_id) == ("open", ada, "frontline")
    event = routed(ticket)
    assert event.verb == Verb.ASSIGN
    assert "it has waited in this queue for 6 min. Ada Okafor takes it" in event.because
    assert replayed(ticket, current()) == {}
    ada.refresh_from_db()
    assert ada.last_assigned_at == T0 + 6 * MINUTE


def test_from_what_the_ledger_keeps_of_it_the_same_decision_is_taken_again(ask, ada):
    away(ada)
    ticket = ask()
    back(ada)
    ben(languages=["de"])
    queueing.run(T0 + 7 * MINUTE)
    data, policy = routed(ticket).data, current()
    pool = [Candidate.of(one) for one in data["facts"]["pool"]]
    again = routing.route(RoutingFacts.of(data["facts"]), pool, policy.routing, policy.channels)
    assert (again.because, [list(pair) for pair in again.rejected]) == (routed(ticket).because, data["decision"]["rejected"])
    assert str(again.value) == data["decision"]["value"]


def test_the_most_urgent_comes_first_and_then_who_has_waited_longest(ask, ada):
    away(ada)
    late, early = ask(at=T0 + MINUTE), ask(at=T0)
    urgent = ask(at=T0 + 2 * MINUTE)
    act(urgent, Verb.PRIORITISE, by="agent:1", at=T0 + 3 * MINUTE, priority=Priority.P1)
    people.change(ada, capacity=2, available=True)
    assert queueing.run(T0 + 4 * MINUTE) == 2
    waiting = Ticket.objects.filter(assignee=None)
    assert list(waiting) == [late]
    assert early not in waiting


def test_no_more_than_a_turn_s_share_is_dealt_out_at_once(ask, ada):
    away(ada)
    for number in range(4):
        ask(at=T0 + number * MINUTE)
    back(ada)
    assert [queueing.run(T0 + HOUR, most=3), queueing.run(T0 + HOUR, most=3), queueing.run(T0 + HOUR)] == [3, 1, 0]


def test_nobody_is_given_more_than_fits(ask, ada):
    people.change(ada, capacity=1)
    first, second = ask(), ask(at=T0 + MINUTE)
    assert (first.assignee, second.assignee) == (ada, None)
    assert queueing.run(T0 + 2 * MINUTE) == 0


def test_a_call_takes_the_room_of_four_mails(cast, ada):
    people.change(ada, capacity=7)
    said = {"by": cast.lin, "name": "Omar", "address": "omar@acme.example", "subject": "Good morning", "text": "He called."}
    first = contact.written_down(at=T0, channel="phone", **said)
    second = contact.written_down(at=T0, channel="phone", **said)
    mail = contact.asked(at=T0, name="Omar", address="omar@acme.example", subject="Hello", text="Hello")
    assert (first.assignee, second.assignee, mail.assignee) == (ada, None, ada)
    assert "has no room (4 of 7, and this counts 4)" in str(routed(second).data["decision"]["rejected"])


def test_a_call_is_anybodys_after_three_minutes(cast, ada, lin):
    away(ada)
    said = {"by": lin, "name": "Omar", "address": "omar@acme.example", "subject": "Good morning", "text": "He called."}
    call = contact.written_down(at=T0, channel="phone", **said)
    assert queueing.run(T0 + timedelta(minutes=2, seconds=59)) == 0
    assert queueing.run(T0 + 3 * MINUTE) == 1
    call.refresh_from_db()
    assert (call.assignee, call.team_id) == (lin, "technical")
    assert "so Technical helps out" in routed(call).because


def test_a_team_helps_out_after_too_long_a_wait(ask, ada, lin):
    away(ada)
    ticket = ask()
    assert queueing.run(T0 + 29 * MINUTE) == 0
    assert queueing.run(T0 + 30 * MINUTE) == 1
    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.team_id, ticket.level) == (lin, "technical", 1)


def test_a_required_skill_is_asked_less_after_each_while(ask, cast, lin):
    people.change(lin, skills={"debugging": 2}, available=False)
    kenji = people.enlist(name="Kenji", email="kenji@desk.example", role="agent", team_id="technical", level=2)
    ticket = ask("A bug", "There is a bug on the page.")
    assert (ticket.category, ticket.team_id, ticket.assignee) == ("product.bug", "technical", None)
    assert "who knows debugging" in routed(ticket).because
    assert queueing.run(T0 + 14 * MINUTE) == 0
    assert queueing.run(T0 + 15 * MINUTE) == 1
    ticket.refresh_from_db()
    assert ticket.assignee == kenji


def test_somebody_off_shift_is_given_nothing_until_the_shift_begins(ask, ada, lin):
    away(lin)
    people.change(ada, shift={"monday": ["12:00-20:00"]}, zone="UTC")
    ticket = ask()
    assert ticket.assignee is None
    assert ["Ada Okafor", "is off shift"] in routed(ticket).data["decision"]["rejected"]
    assert queueing.run(T0 + 2 * HOUR) == 0
    assert queueing.run(T0 + 3 * HOUR) == 1


def test_what_a_person_put_into_a_queue_rests_a_minute_and_is_not_theirs_again(ask, ada):
    ticket = ask()
    act(ticket, Verb.ROUTE, by=ada.actor, at=T0 + MINUTE, team="frontline")
    cole = ben(available=False)
    assert queueing.run(T0 + 10 * MINUTE) == 0
    back(cole)
    act(ticket, Verb.ROUTE, by=ada.actor, at=T0 + 20 * MINUTE, team="frontline")
    assert queueing.run(T0 + 20 * MINUTE + timedelta(seconds=59)) == 0
    assert queueing.run(T0 + 21 * MINUTE) == 1
    ticket.refresh_from_db()
    assert ticket.assignee == cole


def test_a_ticket_stays_in_the_queue_that_a_person_chose(ask, ada, lin):
    ticket = ask()
    act(ticket, Verb.ROUTE, by=ada.actor, at=T0 + MINUTE, team="technical")
    assert queueing.run(T0 + 5 * MINUTE) == 1
    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.team_id) == (lin, "technical")


def test_what_sleeps_is_left_asleep(ask, ada):
    away(ada)
    ticket = ask()
    act(ticket, Verb.SNOOZE, by="agent:1", at=T0 + MINUTE, until=T0 + 9 * HOUR)
    back(ada)
    assert queueing.run(T0 + HOUR) == 0


def test_where_everybody_is_full_a_long_queue_costs_a_few_small_questions(ask, ada, lin):
    away(ada, lin)
    for number in range(5):
        ask(at=T0 + number * MINUTE)
    with CaptureQueriesContext(connection) as asked:
        assert queueing.run(T0 + 6 * MINUTE) == 0
    assert len(asked) <= 4
    assert not any("UPDATE" in query["sql"] or "SAVEPOINT" in query["sql"] for query in asked.captured_queries)


def test_an_empty_queue_costs_two_questions(ada):
    with CaptureQueriesContext(connection) as asked:
        assert queueing.run(T0) == 0
    assert len(asked) == 2


def test_a_customer_comes_back_to_the_agent_they_know(ask, ada):
    first = ask()
    cole = ben()
    assert first.assignee == ada
    assert ask(at=T0 + HOUR).assignee == ada
    assert ask(at=T0 + timedelta(days=20)).assignee == cole


def test_a_customer_waits_for_nobody_who_is_away(ask, ada):
    ask()
    cole = ben()
    away(ada)
    assert ask(at=T0 + HOUR).assignee == cole


def test_whoever_goes_away_leaves_what_waits_for_us_to_others(ask, ada, lin):
    waits, answered = ask(), ask(at=T0 + MINUTE)
    act(answered, Verb.WAIT, by=ada.actor, at=T0 + 2 * MINUTE)
    cole = ben()
    away(ada)
    assert queueing.left(ada, by=lin.actor, at=T0 + HOUR) == 1
    waits.refresh_from_db(), answered.refresh_from_db()
    assert (waits.assignee, waits.status) == (cole, "open")
    assert answered.assignee == ada
    assert routed(waits).because.startswith("Ada Okafor is away. Frontline: it is in this queue. Ben Cole takes it")
    assert routed(waits).data["left"] == lin.actor
    assert replayed(waits, current()) == {}


def test_where_nobody_else_can_take_it_it_waits_in_its_queue(ask, ada, lin):
    ticket = ask()
    away(ada)
    assert queueing.left(ada, by=lin.actor, at=T0 + HOUR) == 1
    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.status, ticket.team_id, ticket.queued_at) == (None, "new", "frontline", T0 + HOUR)
    assert "Ada Okafor is away." in routed(ticket).because
    back(ada)
    assert queueing.run(T0 + 2 * HOUR) == 1


def test_whoever_leaves_is_not_given_their_own_tickets_again(ask, ada, lin):
    """The row may still say that she takes work: somebody deactivated her."""
    ticket = ask()
    queueing.left(ada, by=lin.actor, at=T0 + HOUR)
    ticket.refresh_from_db()
    assert ticket.assignee is None


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by statistics, and a dozen rows it reads whole")
def test_the_head_of_a_queue_is_read_from_its_index(cast):
    told = Ticket.objects.queued().filter(team="frontline", queued_at__isnull=False).values("id")[: queueing.LOOK].explain()
    assert "ticket_queue" in told
    assert "TEMP B-TREE" not in told


def test_an_answer_to_somebody_who_no_longer_works_here_goes_to_somebody_who_does(ask, ada, lin):
    ticket = ask()
    act(ticket, Verb.WAIT, by=ada.actor, at=T0 + MINUTE)
    queueing.change(ada, by=lin.actor, at=T0 + HOUR, is_active=False)
    assert queueing.run(T0 + HOUR) == 0
    act(ticket, Verb.HEAR, by="customer:1", at=T0 + 2 * HOUR)
    cole = ben()
    assert queueing.run(T0 + 2 * HOUR) == 1
    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.status) == (cole, "open")


def test_whoever_only_takes_no_more_work_keeps_what_they_take_themselves(ask, ada, lin):
    queueing.change(ada, by=lin.actor, at=T0, available=False)
    ticket = ask()
    act(ticket, Verb.ASSIGN, by=ada.actor, at=T0 + MINUTE, assignee=ada.pk)
    ben()
    assert queueing.run(T0 + HOUR) == 0
    ticket.refresh_from_db()
    assert ticket.assignee == ada


def test_a_change_that_keeps_somebody_at_work_moves_nothing(ask, ada, lin):
    ticket = ask()
    assert queueing.change(ada, by=lin.actor, at=T0 + HOUR, capacity=3) == 0
    assert queueing.change(ada, by=lin.actor, at=T0 + HOUR, available=False) == 1
    assert queueing.change(ada, by=lin.actor, at=T0 + HOUR, capacity=4) == 0
    ticket.refresh_from_db()
    assert ticket.assignee is None


def test_the_worker_deals_the_queue_out(ask, ada, lin):
    from supportops.interfaces import worker

    away(ada, lin)
    ticket = ask()
    assert worker.deal_out() == 0
    back(ada)
    assert worker.deal_out() == 1
    ticket.refresh_from_db()
    assert ticket.assignee == ada
