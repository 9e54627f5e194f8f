"""Times, countdowns and runs, as a page says them."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from supportops.interfaces.web import words

AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(), "0 s"),
        (timedelta(seconds=45), "45 s"),
        (timedelta(minutes=80), "1 h 20 min"),
        (timedelta(days=2, hours=3, minutes=9), "2 d 3 h"),
        (timedelta(days=1, minutes=9), "1 d"),
        (-timedelta(minutes=5), "5 min"),
        (None, ""),
    ],
)
def test_a_duration_is_said_in_its_two_largest_units(span, said):
    assert words.duration(span) == said


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, "running"),
        ({"target_due_at": AT + HOUR}, "warning"),
        ({"target_due_at": AT}, "breached"),
        ({"breached": True}, "breached"),
        ({"paused": True}, "paused"),
        ({"target_due_at": None}, "paused"),
        ({"target": ""}, ""),
        ({"status": "solved"}, ""),
    ],
)
def test_a_promise_says_whether_it_is_in_danger(facts, state):
    assert words.promise_state(_ticket(**facts), AT) == state


def _ticket(**facts):
    usual = {
        "target": "first_reply",
        "status": "open",
        "paused": False,
        "breached": False,
        "target_due_at": AT + 9 * HOUR,
        "target_started_at": AT - 3 * HOUR,
        "opened_at": AT - 3 * HOUR,
    }
    return SimpleNamespace(**(usual | facts))


def test_a_missed_deadline_says_how_long_it_is_over():
    assert "20 min over" in words.until({"at": AT}, AT - timedelta(minutes=20))
    assert 'title="Mon 2 Mar 2026, 09:40:00 UTC"' in words.until({"at": AT}, AT - timedelta(minutes=20))


def test_events_stand_together_and_messages_alone():
    message, event = {"kind": "message", "message": "hello"}, {"kind": "event", "event": "opened"}
    assert words.runs([event, event, message, message]) == [
        ("event", ["opened", "opened"]),
        ("message", ["hello"]),
        ("message", ["hello"]),
    ]


def test_a_name_cannot_bring_markup_into_a_page():
    eve = SimpleNamespace(initials="<b>", is_agent=False)
    assert "<b>" not in words.avatar(eve)


def test_a_customer_is_not_told_of_our_queues():
    assert "Escalated" in words.status("escalated")
    assert "Escalated" not in words.status("escalated", "customer")
    assert "In progress" in words.status("escalated", "customer")


def test_the_bars_of_a_month_are_drawn_to_scale():
    bars = [{"day": AT.date(), "opened": 4, "solved": 2, "opened_share": 100.0, "solved_share": 50.0}]
    drawing = words.day_bars(bars, 4)
    assert drawing.count("<rect") == 2
    assert 'y="50.0"' in drawing
