"""The demo desk: made by the same rules as a live one, so its ledger replays, its lists have something in them, and its people can log in."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import authenticate
from django.db import transaction

from supportops.actions import due
from supportops.actions.demo import fill
from supportops.actions.desk import the_desk
from supportops.actions.policy import current
from supportops.actions.tickets import as_of, replayed
from supportops.core.ticket import Refused, Status, Verb
from supportops.interfaces.commands.demo import LOGINS
from supportops.models import Attachment, Delivery, Message, Organization, Person, Ticket, TicketEvent
from supportops.models.search import search
from supportops.planning.demo.desk import Plan

END = datetime(2026, 3, 30, 14, 20, tzinfo=UTC)  # a Monday
HOUR = timedelta(hours=1)


def filled(tickets=400, days=12, seed=7, end=END):
    heard = []
    fill(Plan(tickets, days, seed, end), heard.append)
    assert sum(heard) == tickets


@pytest.fixture
def demo(db):
    filled()


def test_every_ticket_of_the_demo_replays_from_its_ledger(demo):
    policy = current()
    differing = {row.pk: differences for row in Ticket.objects.all() if (differences := replayed(row, policy))}
    assert differing == {}
    assert Ticket.objects.count() == 400


def test_each_list_of_the_workspace_has_something_in_it(demo):
    tickets, ada = Ticket.objects, Person.objects.get(email="ada@tallyfern.example")
    lists = {
        "mine": tickets.mine(ada),
        "unassigned": tickets.unassigned(),
        "open": tickets.open(),
        "breaching": tickets.breaching(),
        "snoozed": tickets.snoozed(),
        "solved": tickets.solved(),
        "escalated": tickets.filter(status=Status.ESCALATED),
        "waiting": tickets.filter(status=Status.PENDING),
        "of the last hour": tickets.filter(opened_at__gt=END - HOUR),
        "outbox": Delivery.objects.all(),
        "attachments": Attachment.objects.all(),
    }
    assert {name: 0 for name, rows in lists.items() if not rows.exists()} == {}


def test_ada_lin_and_the_admin_can_log_in(demo):
    people = [authenticate(None, email=email, password=password) for email, password, _ in LOGINS]
    assert [person.role for person in people] == ["agent", "lead", "admin"]


def test_the_demo_has_its_people(demo):
    assert Person.objects.staff().count() == 14
    assert set(Person.objects.staff().values_list("team", flat=True)) == {"frontline", "billing", "technical", "priority", "social"}
    assert set(Organization.objects.values_list("tier", flat=True)) <= {"free", "pro", "business", "enterprise"}
    assert the_desk().is_demo


def test_decisions_carry_their_reasons_as_in_live_operation(demo):
    opened = TicketEvent.objects.filter(verb__in=[Verb.TRIAGE, Verb.ROUTE, Verb.PROMISE], by__startswith="system:")
    assert opened.filter(because="").count() == 0
    assert all(event.data["decision"]["because"] for event in opened.filter(by="system:routing"))


def test_nothing_is_overdue_at_the_end_because_the_clock_has_acted(demo):
    assert Ticket.objects.due(END).count() == 0
    assert set(TicketEvent.objects.filter(by="system:due").values_list("verb", flat=True)) >= {"warn", "breach", "nudge", "close"}
    assert TicketEvent.objects.filter(occurred_at__gt=END).count() == 0


def test_the_clock_goes_on_where_the_demo_ends(demo):
    later = END + timedelta(days=9)
    while due.run(later):
        pass
    assert not Ticket.objects.filter(stuck_until__isnull=False).exists()
    assert Ticket.objects.filter(status=Status.CLOSED, closed_at=later).exists()


def test_a_ticket_can_be_seen_as_it_stood(demo):
    event = TicketEvent.objects.filter(verb=Verb.SOLVE).first()
    assert as_of(event.ticket, event.occurred_at).status is Status.SOLVED
    assert as_of(event.ticket, event.occurred_at - timedelta(seconds=1)).status is not Status.SOLVED


def test_the_words_can_be_found_again(demo):
    message = Message.objects.filter(direction="in", new_text__contains="invoice").first()
    assert message.ticket in search(Ticket.objects.all(), f"{message.author_email.partition('@')[0].replace('.', ' ')} invoice")


def test_history_sends_no_mail(demo):
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
    assert Delivery.objects.count() == 12


@pytest.mark.django_db
def test_the_same_seed_and_end_make_the_same_desk_and_another_seed_another():
    first, again, other = (ledger_of(seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def ledger_of(seed):
    """Everything that was said and done, without the numbers that the database gives."""
    with transaction.atomic():
        filled(tickets=60, days=5, seed=seed)
        actors = {person.actor: person.email for person in Person.objects.all()}
        events = TicketEvent.objects.order_by("pk").select_related("message")
        lines = [(e.verb, actors.get(e.by, e.by), e.occurred_at.isoformat(), e.because, e.message and e.message.text) for e in events]
        transaction.set_rollback(True)
    return hashlib.sha256(repr(lines).encode()).hexdigest()


def test_a_desk_with_tickets_is_left_alone(demo):
    with pytest.raises(Refused, match="only fills an empty desk"):
        filled()
    assert Ticket.objects.count() == 400


@pytest.mark.django_db
def test_a_demo_that_was_cut_short_leaves_nothing_behind():
    def cut(added):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill(Plan(30, 3, 7, END), cut)
    assert not Ticket.objects.exists()
    assert not Person.objects.exists()


def test_who_writes_of_the_outage_once_it_is_known_is_linked_to_it_and_gets_what_helps(demo):
    problem = Ticket.objects.exclude(known_by=[]).get()
    cases = Ticket.objects.filter(problem=problem)
    assert cases.count() > 3
    declared = TicketEvent.objects.get(ticket=problem, verb=Verb.DECLARE)
    assert all(declared.occurred_at < case.opened_at < problem.solved_at for case in cases)
    helped = TicketEvent.objects.filter(ticket__in=cases, verb=Verb.SUGGEST, by="system:problems")
    assert {event.data["article"] for event in helped} == {problem.article}
    assert helped.count() == cases.count()


def test_the_desk_has_vips_skills_shifts_causes_and_escalations_that_somebody_took_over(demo):
    assert Ticket.objects.filter(vip=True).exists()
    assert Organization.objects.filter(arr__gt=10_000).exists()
    assert Person.objects.staff().filter(shift={}).count() == 0
    assert Person.objects.staff().exclude(skills={}).count() > 8
    solved = TicketEvent.objects.filter(verb=Verb.SOLVE, by__startswith="agent:")
    assert solved.exists() and all(event.ticket.root_cause and event.ticket.resolution_type for event in solved)
    handed = TicketEvent.objects.filter(verb=Verb.ESCALATE, by="system:escalation").values_list("ticket", flat=True)
    assert TicketEvent.objects.filter(ticket__in=handed, verb=Verb.ACKNOWLEDGE).exists()
