"""The clocks: what is promised, when it stands still, and what time asks for."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportops.core.hours import BusinessHours
from supportops.core.sla import Lifecycle, SlaPolicy, Target, deadlines, in_words
from supportops.core.ticket import Priority, Ticket, Verb, decide, evolve, evolve_all, opened, undo

T0 = datetime(2026, 1, 5, 9, tzinfo=UTC)  # a Monday
H, M = timedelta(hours=1), timedelta(minutes=1)
ALWAYS = BusinessHours(ZoneInfo("UTC"), {day: ((0, 1440),) for day in range(7)})
OFFICE = BusinessHours(ZoneInfo("UTC"), {day: ((540, 1020),) for day in range(5)})
TARGETS = {
    Priority.P0: Target(15 * M, 15 * M, 4 * H),
    Priority.P1: Target(1 * H, 1 * H, 8 * H),
    Priority.P2: Target(4 * H, 4 * H, 24 * H),
    Priority.P3: Target(24 * H, 24 * H, 72 * H, calendar="office"),
}
NO_RULES = SimpleNamespace(timed=lambda ticket, ledger: ())
POLICY = SimpleNamespace(
    lifecycle=Lifecycle(), priorities=TARGETS, calendars={"always": ALWAYS, "office": OFFICE}, sla=SlaPolicy(), automation=NO_RULES, escalation=NO_RULES
)


def story(*steps, priority=Priority.P1):
    """A ticket opened at T0, then verbs at hours after it."""
    event = opened(Ticket(subject="x", priority=priority), by="customer:9", at=T0)
    ticket, ledger = evolve(Ticket(), event), [event]
    for verb, hours, *detail in steps:
        at, more = T0 + hours * H, detail[0] if detail else {}
        by = more.pop("by", "agent:1")
        events = undo(ticket, ledger, by=by, at=at) if verb is Verb.UNDO else decide(ticket, verb, by=by, at=at, **more)
        ticket, ledger = evolve_all(ticket, events), [*ledger, *events]
    return deadlines(ticket, ledger, POLICY)


def clock(due, name):
    return next(c for c in due.clocks if c.name == name)


def assign(hours):
    return Verb.ASSIGN, hours, {"assignee": 1}


def told(verb, hours, target):
    return verb, hours, {"data": {"target": target}, "by": "system:due"}


@pytest.mark.parametrize(
    ("priority", "first", "resolution"),
    [
        (Priority.P0, 15 * M, 4 * H),
        (Priority.P1, 1 * H, 8 * H),
        (Priority.P2, 4 * H, 24 * H),
    ],
)
def test_each_priority_promises_its_first_reply_and_resolution(priority, first, resolution):
    due = story(priority=priority)
    assert clock(due, "first_reply").due_at == T0 + first
    assert clock(due, "resolution").due_at == T0 + resolution


def test_a_promise_in_office_hours_counts_only_those():
    assert clock(story(priority=Priority.P3), "first_reply").due_at == datetime(2026, 1, 7, 17, tzinfo=UTC)


def test_a_new_ticket_is_to_be_picked_up_within_a_quarter_of_an_hour():
    assert clock(story(), "pick_up").due_at == T0 + 15 * M
    assert "pick_up" not in {c.name for c in story(assign(0)).clocks}


def test_handing_it_back_starts_the_pick_up_clock_again():
    assert clock(story(assign(0), (Verb.ROUTE, 2, {"team": "billing"})), "pick_up").due_at == T0 + 2 * H + 15 * M


def test_a_reply_in_time_meets_the_promise_and_a_late_one_does_not():
    assert clock(story((Verb.REPLY, 0.5)), "first_reply").state == "met"
    assert story((Verb.REPLY, 0.5)).kept("first_reply") is True
    assert story((Verb.REPLY, 2)).kept("first_reply") is False
    assert story().kept("first_reply") is None and story().kept("next_reply") is None


def test_waiting_for_the_customer_stops_the_clock():
    pending = clock(story((Verb.REPLY, 1)), "resolution")
    assert (pending.state, pending.due_at) == ("paused", None)
    assert clock(story((Verb.REPLY, 1), (Verb.HEAR, 5)), "resolution").due_at == T0 + 12 * H


def test_the_customers_answer_is_owed_a_next_reply():
    due = story((Verb.REPLY, 1), (Verb.HEAR, 5))
    assert clock(due, "next_reply").due_at == T0 + 6 * H
    assert due.target.name == "next_reply"


def test_an_escalation_is_to_be_taken_over_within_four_hours():
    assert clock(story((Verb.ESCALATE, 1, {"reason": "logs"})), "acknowledgement").due_at == T0 + 5 * H


def test_solved_in_time_is_kept_and_too_late_is_not():
    assert story(assign(0), (Verb.SOLVE, 7)).kept("resolution") is True
    assert story(assign(0), (Verb.SOLVE, 9)).kept("resolution") is False
    assert story(assign(0), (Verb.SOLVE, 7)).kept("first_reply") is None


def test_a_promise_missed_before_the_customer_was_asked_stays_missed():
    paused = clock(story(assign(0), (Verb.REPLY, 10)), "resolution")
    assert (paused.state, paused.due_at) == ("breached", T0 + 8 * H)


def test_taking_it_up_and_putting_it_down_at_the_same_instant_is_no_work():
    """The eight hours were used up to the second when the customer was asked; nothing was missed then, and nothing is later."""
    used_up = [assign(0), (Verb.REPLY, 8)]
    for steps in (used_up, [*used_up, (Verb.REOPEN, 9), (Verb.WAIT, 9)]):
        assert clock(story(*steps), "resolution").state == "paused"


def test_a_solving_that_was_undone_never_stopped_the_clock():
    due = story(assign(0), (Verb.SOLVE, 2), (Verb.UNDO, 4))
    assert (clock(due, "resolution").state, clock(due, "resolution").due_at) == ("running", T0 + 8 * H)


def test_time_first_warns_then_tells_the_breach():
    due = story(assign(0))
    assert [(a.verb, a.about, a.at) for a in due.acts][:2] == [
        (Verb.WARN, "first_reply", T0 + 45 * M),
        (Verb.BREACH, "first_reply", T0 + H),
    ]
    assert due.next == T0 + 45 * M and due.due(T0) is None
    assert due.due(T0 + 50 * M).verb is Verb.WARN


def test_a_promise_already_missed_needs_no_warning():
    assert story(assign(0)).due(T0 + 2 * H).verb is Verb.BREACH


def test_each_is_told_once():
    warned = story(assign(0), told(Verb.WARN, 0.75, "first_reply"))
    assert warned.acts[0].verb is Verb.BREACH
    missed = story(assign(0), told(Verb.WARN, 0.75, "first_reply"), told(Verb.BREACH, 1, "first_reply"))
    assert {a.about for a in missed.acts} == {"resolution"}
    assert clock(missed, "first_reply").state == "breached" and missed.kept("first_reply") is False
    assert missed.target.name == "first_reply"


def test_a_new_wait_is_warned_of_again():
    due = story(assign(0), (Verb.REPLY, 0.2), (Verb.HEAR, 1), told(Verb.WARN, 1.8, "next_reply"), (Verb.REPLY, 1.9), (Verb.HEAR, 3))
    assert (due.acts[0].verb, due.acts[0].about) == (Verb.WARN, "next_reply")


def test_a_waiting_customer_is_reminded_after_three_days_and_the_ticket_closed_two_days_later():
    asked = story((Verb.REPLY, 1))
    assert [(a.verb, a.at) for a in asked.acts] == [(Verb.NUDGE, T0 + 73 * H)]
    reminded = story((Verb.REPLY, 1), (Verb.NUDGE, 73, {"by": "system:due"}))
    assert [(a.verb, a.at) for a in reminded.acts] == [(Verb.CLOSE, T0 + 121 * H)]


def test_a_solved_ticket_closes_itself_after_two_days_and_then_rests():
    assert [(a.verb, a.at) for a in story((Verb.SOLVE, 1)).acts] == [(Verb.CLOSE, T0 + 49 * H)]
    closed = story((Verb.SOLVE, 1), (Verb.CLOSE, 49))
    assert closed.acts == () and closed.next is None and closed.target is None


def test_a_sleeping_ticket_wakes():
    assert (Verb.WAKE, T0 + 30 * M) in [(a.verb, a.at) for a in story((Verb.SNOOZE, 0, {"until": T0 + 30 * M})).acts]


@given(st.lists(st.floats(0.01, 30), min_size=1, max_size=8))
def test_however_often_it_pauses_the_desk_gets_its_eight_hours(gaps):
    """Reply and answer in turn: what the desk was given in all is the target."""
    steps, now, worked = [], 0.0, 0.0
    for index, gap in enumerate(gaps):
        now += gap
        worked += gap if index % 2 == 0 else 0
        steps.append((Verb.REPLY if index % 2 == 0 else Verb.HEAR, now))
    resolution = clock(story(*steps), "resolution")
    if worked >= 8:
        assert resolution.due_at is not None and resolution.due_at <= T0 + timedelta(hours=now)
    elif len(gaps) % 2:
        assert resolution.state == "paused"
    else:
        assert abs(resolution.due_at - (T0 + timedelta(hours=now + 8 - worked))) < timedelta(milliseconds=1)


@pytest.mark.parametrize(("span", "words"), [(15 * M, "15 min"), (4 * H, "4 h"), (72 * H, "72 h"), (90 * M, "1 h 30 min"), (96 * H, "4 d")])
def test_durations_are_said_as_people_say_them(span, words):
    assert in_words(span) == words
