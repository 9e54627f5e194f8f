"""A ticket's life is a true ledger: it replays to the ticket, its steps are in order, and the clock acts as it would have."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from supportops.core import ticket as core
from supportops.core.hours import BusinessHours
from supportops.core.sla import Lifecycle, SlaPolicy, Target
from supportops.core.ticket import Priority, Status, Verb
from supportops.planning.demo.cast import CAST
from supportops.planning.demo.desk import Plan, scenes
from supportops.planning.demo.life import Life
from supportops.planning.demo.play import Over, Play

END = datetime(2026, 3, 30, 14, 20, tzinfo=UTC)
T0 = datetime(2026, 1, 5, 9, tzinfo=UTC)  # a Monday
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
ALWAYS = BusinessHours(ZoneInfo("UTC"), {day: ((0, 1440),) for day in range(7)})
NO_RULES = SimpleNamespace(timed=lambda ticket, ledger: ())
PROMISES = SimpleNamespace(
    lifecycle=Lifecycle(),
    priorities={p: Target(4 * HOUR, 4 * HOUR, 24 * HOUR) for p in Priority},
    calendars={"always": ALWAYS},
    sla=SlaPolicy(),
    automation=NO_RULES,
    escalation=NO_RULES,
)
STAFF = dict(enumerate(CAST, 1))
ADA = 1


def begun(at: datetime, end: datetime = END) -> Play:
    """Omar's request, on Ada's desk."""
    ledger = [core.opened(core.Ticket(requester=99), by="customer:99", at=at)]
    ticket = core.evolve(core.Ticket(), ledger[0])
    ledger += core.decide(ticket, Verb.ASSIGN, by="system:routing", at=at, assignee=ADA, team="frontline")
    return Play(core.evolve(ticket, ledger[-1]), ledger, PROMISES, end)


@pytest.fixture(scope="module")
def lives():
    plan, found = Plan(400, 30, 7, END), []
    for scene in scenes(plan):
        life = Life(begun(scene.at), scene.pen, scene.roll, STAFF, plan.down)
        life.run()
        life.finale()
        found.append(life)
    return found


def test_every_ledger_replays_to_its_ticket(lives):
    assert all(core.evolve_all(core.Ticket(), life.play.ledger) == life.play.ticket for life in lives)


def test_events_are_numbered_in_the_order_of_time_and_none_is_later_than_the_end(lives):
    for life in lives:
        moments = [event.occurred_at for event in life.play.ledger]
        assert moments == sorted(moments)
        assert moments[-1] <= END
        assert [event.number for event in life.play.ledger] == list(range(1, len(moments) + 1))


def test_every_message_belongs_to_the_event_of_its_moment(lives):
    for life in lives:
        events = {event.number: event for event in life.play.ledger}
        assert all(events[number].occurred_at == letter.at for number, letter in life.letters)
        spoken = [event.number for event in life.play.ledger if event.verb in (Verb.REPLY, Verb.HEAR, Verb.NOTE)]
        assert [number for number, _ in life.letters] == spoken


def test_old_tickets_have_all_come_to_an_end(lives):
    old = [life.play.ticket for life in lives if life.play.ticket.opened_at < END - timedelta(days=20)]
    assert old
    assert {ticket.status for ticket in old} == {Status.CLOSED}


def test_most_are_satisfied_and_not_everybody_answers(lives):
    scores = [life.play.ticket.score for life in lives if life.play.ticket.score]
    assert 0.15 < len(scores) / len(lives) < 0.35
    assert 4.0 < sum(scores) / len(scores) < 4.6


def test_silence_is_reminded_after_72_hours_and_closed_48_later():
    play = begun(T0)
    play.do(Verb.REPLY, by="agent:1", at=T0 + HOUR)
    play.until(END)
    said = [(event.verb, event.occurred_at - T0) for event in play.ledger if event.verb in (Verb.NUDGE, Verb.CLOSE)]
    assert said == [(Verb.NUDGE, 73 * HOUR), (Verb.CLOSE, 121 * HOUR)]


def test_what_is_not_answered_in_time_is_warned_of_and_missed_before_the_late_reply():
    play = begun(T0)
    play.do(Verb.REPLY, by="agent:1", at=T0 + 5 * HOUR)
    said = [(event.verb, event.occurred_at - T0, event.data.get("target")) for event in play.ledger[2:]]
    assert said == [
        (Verb.WARN, 3 * HOUR, "first_reply"),
        (Verb.BREACH, 4 * HOUR, "first_reply"),
        (Verb.REPLY, 5 * HOUR, None),
    ]


def test_nothing_happens_after_the_end():
    play = begun(T0, end=T0 + HOUR)
    with pytest.raises(Over):
        play.do(Verb.REPLY, by="agent:1", at=T0 + 2 * HOUR)
    assert play.ledger[-1].verb is Verb.ASSIGN


def test_a_customer_who_comes_back_too_late_finds_it_closed():
    play = begun(T0)
    play.do(Verb.SOLVE, by="agent:1", at=T0 + HOUR)
    with pytest.raises(Over):
        play.do(Verb.HEAR, by="customer:99", at=T0 + 50 * HOUR)
    assert play.ticket.status is Status.CLOSED
    play.do(Verb.RATE, by="customer:99", at=T0 + 51 * HOUR, score=5)
    assert play.ticket.score == 5
