"""The stage table and the priority matrix as the desk lives them, seasons, and what a new handbook does to dates."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from supportops.actions import due, policy
from supportops.actions.policy import current, inforce
from supportops.actions.policy.proposals import activate, propose
from supportops.actions.policy.recording import ensure
from supportops.actions.tickets import act, derived, replayed
from supportops.core.sla import Season, explain
from supportops.core.ticket import Priority, Refused, Verb
from supportops.interfaces import worker
from supportops.models import Delivery, Ticket
from tests.cast import HOUR, MINUTE, T0

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(cast, a_mail, arrive):
    """Omar's question, in the queue."""
    row = arrive(a_mail("How do I export?", "Question")).ticket
    act(row, Verb.ROUTE, by=cast.lin.actor, at=T0, team="frontline")
    return Ticket.objects.get(pk=row.pk)


def again() -> Ticket:
    return Ticket.objects.get()


def clock(name: str):
    row = again()
    return next(one for one in due.sla.deadlines(row.snapshot(), row.ledger(), current()).clocks if one.name == name)


def told(*verbs: str) -> list[tuple]:
    return [(event.verb, event.data.get("target")) for event in again().events.order_by("number") if event.verb in verbs]


def test_stage_new_is_assigned_within_15_minutes(ticket):
    assert clock("pick_up").due_at == T0 + 15 * MINUTE
    due.run(T0 + 15 * MINUTE)
    assert ("breach", "pick_up") in told("breach")


def test_stage_open_varies_by_priority(ticket, ada):
    act(ticket, Verb.ASSIGN, by=ada.actor, at=T0, assignee=ada.pk)
    before = clock("resolution").due_at
    act(again(), Verb.PRIORITISE, by=ada.actor, at=T0, priority=Priority.P0)
    assert clock("resolution").due_at == T0 + 4 * HOUR < before


def test_stage_pending_warns_after_72_hours_and_closes(ticket, ada):
    act(ticket, Verb.REPLY, by=ada.actor, at=T0, assignee=ada.pk)
    assert again().next_due_at == T0 + 72 * HOUR
    due.run(T0 + 72 * HOUR)
    assert told("nudge") and again().next_due_at == T0 + 120 * HOUR
    due.run(T0 + 120 * HOUR)
    assert again().status == "closed"


def test_stage_escalated_is_acknowledged_within_4_hours(ticket, ada, lin):
    act(ticket, Verb.ESCALATE, by="system:test", at=T0, reason="The logs are needed.")
    assert clock("acknowledgement").due_at == T0 + 4 * HOUR
    act(again(), Verb.ACKNOWLEDGE, by=lin.actor, at=T0 + HOUR, assignee=lin.pk)
    assert "acknowledgement" not in {one.name for one in due.sla.deadlines(again().snapshot(), again().ledger(), current()).clocks}


def test_stage_solved_closes_after_48_hours(ticket, ada):
    act(ticket, Verb.SOLVE, by="system:test", at=T0)
    assert again().next_due_at == T0 + 48 * HOUR
    due.run(T0 + 48 * HOUR)
    assert again().status == "closed"


def test_stage_closed_asks_for_nothing_more(ticket, ada):
    act(ticket, Verb.SOLVE, by="system:test", at=T0)
    act(again(), Verb.CLOSE, by=ada.actor, at=T0 + HOUR)
    assert again().next_due_at is None and again().target == ""


@pytest.mark.parametrize(
    ("priority", "first_reply", "resolution"),
    [
        pytest.param("P0", 15 * MINUTE, 4 * HOUR, id="P0-critical"),
        pytest.param("P1", HOUR, 8 * HOUR, id="P1-high"),
        pytest.param("P2", 4 * HOUR, 24 * HOUR, id="P2-normal"),
        pytest.param("P3", 24 * HOUR, 72 * HOUR, id="P3-low"),
    ],
)
def test_priority_matrix_row(ticket, ada, priority, first_reply, resolution):
    if again().priority != priority:
        act(again(), Verb.PRIORITISE, by="system:test", at=T0, priority=Priority(priority))
    assert clock("first_reply").due_at == T0 + first_reply
    assert clock("resolution").due_at == T0 + resolution
    row = again()
    explained = explain(row.snapshot(), row.ledger(), current(), "first_reply", T0 + MINUTE)
    assert (explained.target, explained.elapsed, explained.uncounted) == (first_reply, MINUTE, timedelta())


@pytest.mark.parametrize(
    ("channel", "priority", "first_reply"),
    [
        pytest.param("chat", "P2", 2 * MINUTE, id="chat-under-2-minutes"),
        pytest.param("phone", "P2", 3 * MINUTE, id="phone-immediate"),
        pytest.param("in_app", "P3", 5 * MINUTE, id="in-app-under-5-minutes"),
        pytest.param("social", "P3", HOUR, id="social-under-an-hour"),
        pytest.param("social", "P0", 15 * MINUTE, id="social-never-slower-than-its-priority"),
        pytest.param("email", "P2", 4 * HOUR, id="email-from-4-hours"),
        pytest.param("email", "P3", 24 * HOUR, id="email-to-24-hours"),
        pytest.param("forum", "P3", 24 * HOUR, id="forum-to-24-hours"),
    ],
)
def test_channel_matrix_response_expectation(channel, priority, first_reply):
    from supportops.core import sla
    from supportops.core.ticket import Ticket as Facts

    assert sla.terms(Facts(channel=channel, priority=Priority(priority)), current()).target.first_reply == first_reply


QUICK = timedelta(minutes=30)


@pytest.fixture
def in_force(lin):
    """Lin promises more in every priority, and puts that in force."""

    def put() -> str:
        ensure(T0)
        shipped = policy.read(policy.SHIPPED)["priorities"]
        quicker = re.sub(r"resolution: \d+h", "resolution: 1h", re.sub(r"first_reply: \d+[hm]", "first_reply: 30m", shipped))
        proposal = propose({"priorities": quicker}, by=lin, reason="We can do better.", at=T0)
        return activate(proposal.pk, by=lin, at=T0).version

    return put


def test_a_new_handbook_gives_live_tickets_new_dates(ticket, ada, in_force):
    act(ticket, Verb.ASSIGN, by=ada.actor, at=T0, assignee=ada.pk)
    before = again()
    assert due.rederive(T0 + MINUTE) == 0
    book = in_force()
    assert due.rederive(T0 + MINUTE) == 1
    row = again()
    assert (row.target_due_at, row.policy_version) == (T0 + QUICK, book) != (before.target_due_at, before.policy_version)
    assert row.version == before.version  # no event: nothing happened to the ticket
    assert replayed(row) == {} and due.rederive(T0 + MINUTE) == 0


def test_what_is_done_stays_judged_by_the_handbook_under_which_it_was_done(ticket, ada, in_force):
    act(ticket, Verb.ASSIGN, by=ada.actor, at=T0, assignee=ada.pk)
    act(again(), Verb.SOLVE, by="system:test", at=T0 + 5 * HOUR)
    kept = again()
    in_force()
    assert kept.resolution_kept is True and due.rederive(T0 + 6 * HOUR) == 0
    due.run(T0 + 53 * HOUR)
    closed = again()
    assert (closed.status, closed.resolution_kept, closed.policy_version) == ("closed", True, kept.policy_version)
    assert replayed(closed) == {}


def test_what_comes_back_is_judged_by_the_handbook_in_force(ticket, ada, in_force):
    act(ticket, Verb.ASSIGN, by=ada.actor, at=T0, assignee=ada.pk)
    act(again(), Verb.SOLVE, by="system:test", at=T0 + 5 * HOUR)
    book = in_force()
    act(again(), Verb.REOPEN, by=ada.actor, at=T0 + 6 * HOUR)
    assert again().policy_version == book and again().target_due_at == T0 + QUICK


def test_a_row_that_cannot_be_worked_out_is_put_off_and_the_others_are_not(ticket, ada, a_mail, arrive, in_force):
    other = arrive(a_mail("Another", "Another"), at=T0).ticket
    Ticket.objects.filter(pk=ticket.pk).update(priority="P9")
    book = in_force()
    assert due.rederive(T0 + HOUR) == 2
    assert Ticket.objects.get(pk=other.pk).policy_version == book
    assert Ticket.objects.get(pk=ticket.pk).stuck_until == T0 + 2 * HOUR
    assert due.rederive(T0 + HOUR) == 0


def test_live_tickets_are_worked_out_in_batches(cast, a_mail, arrive, in_force):
    for number in range(5):
        arrive(a_mail(f"Question {number}", f"Question {number}"))
    in_force()
    assert [due.rederive(T0, most=2) for _ in range(4)] == [2, 2, 1, 0]


def test_the_worker_does_it(ticket, in_force):
    version = in_force()
    assert (worker.rederive(), again().policy_version, worker.rederive()) == (1, version, 0)


def test_each_warning_and_breach_in_the_ledger_says_whom_to_tell(ticket, ada):
    act(ticket, Verb.ASSIGN, by=ada.actor, at=T0, assignee=ada.pk)
    row, goal = again(), clock("first_reply").due_at
    for at in (T0 + (goal - T0) * 0.75, T0 + (goal - T0) * 0.9, goal):
        due.run(at)
    events = [
        event.data for event in row.events.filter(verb__in=["warn", "breach"]).order_by("number") if event.data["target"] == "first_reply"
    ]
    assert [(data.get("share"), data["tell"], data["due_at"]) for data in events] == [
        (0.75, ["assignee"], goal.isoformat()),
        (0.9, ["assignee", "leads"], goal.isoformat()),
        (None, ["assignee", "leads"], goal.isoformat()),
    ]


def test_omar_is_told_of_the_season_and_promised_what_holds_in_it(cast, a_mail, arrive, monkeypatch):
    words = {"en": "Until Friday answers take longer."}
    peak = Season(date(2026, 1, 1), date(2026, 1, 9), factor=2.0, told_to_customers=True, words=words)
    book = replace(current(), sla=replace(current().sla, seasons={"peak": peak}))
    monkeypatch.setattr(inforce, "_held", replace(inforce._held, policy=book))
    row = arrive(a_mail("How do I export?", "Question")).ticket
    mail = Delivery.objects.get(kind="acknowledgement")
    assert "within 8 hours. Until Friday answers take longer.\n" in mail.text
    assert row.target_due_at is not None and clock("first_reply").due_at == T0 + 8 * HOUR


def test_a_deadline_that_a_ticket_does_not_have_is_refused(ticket):
    row = again()
    with pytest.raises(Refused, match="no deadline"):
        explain(row.snapshot(), row.ledger(), current(), "next_reply", T0)
    assert derived(row.snapshot(), row.ledger(), policy.current())["next_due_at"] == row.next_due_at
