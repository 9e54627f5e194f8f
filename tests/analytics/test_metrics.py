"""The figures, by hand: six tickets whose numbers everybody can check."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from supportops.actions import due
from supportops.actions.tickets import act
from supportops.analytics.metrics import METRICS, Period
from supportops.analytics.reports import figures, volume
from supportops.core.ticket import Verb
from supportops.models import Ticket
from tests.cast import HOUR, T0

pytestmark = pytest.mark.django_db
WEEK = Period(T0 - timedelta(days=1), T0 + timedelta(days=6))


@pytest.fixture
def week(cast, a_mail, arrive):
    """Five requests a minute apart: answered after 1, 2, 3 and 30 h; four solved after 2, 4, 6 and 40 h; scores 5, 4 and 2."""
    for number in range(5):
        arrive(a_mail(f"How do I do thing {number}?", f"Question {number}"), at=T0)
    story = [(1, 2, 5), (2, 4, 4), (3, 6, 2), (30, 40, None)]
    for ticket, (answered, solved, score) in zip(Ticket.objects.order_by("pk"), story, strict=False):
        do(ticket, Verb.REPLY, answered, assignee=cast.ada.pk)
        do(ticket, Verb.SOLVE, solved)
        if score:
            do(ticket, Verb.RATE, solved + 1, score=score)
    do(Ticket.objects.order_by("pk")[4], Verb.ESCALATE, 1, reason="needs logs")


def do(ticket, verb, hours, **detail):
    act(Ticket.objects.get(pk=ticket.pk), verb, by="agent:1", at=T0 + hours * HOUR, **detail)


def value(key, period=WEEK):
    return METRICS[key].value(Ticket.objects.all(), period)


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("new_tickets", 5),
        ("solved_tickets", 4),
        ("backlog", 1),
        ("first_reply_median", 2 * 3600),
        ("first_reply_mean", 9 * 3600),
        ("resolution_median", 4 * 3600),
        ("resolution_mean", 13 * 3600),
        ("resolution_p95", 40 * 3600),
        ("csat", 200 / 3),
        ("fcr", 100),
        ("escalation_rate", 20),
        ("reopen_rate", 0),
        ("replies_mean", 1),
        ("survey_rate", 75),
    ],
)
def test_each_figure_is_what_a_person_would_count(week, key, expected):
    assert value(key) == pytest.approx(expected)


def test_a_target_missed_counts_even_while_nobody_has_answered(week):
    before = value("first_reply_kept")
    while due.run(T0 + 50 * HOUR):
        pass
    assert value("first_reply_kept") < before


def test_nothing_to_measure_is_no_figure(desk):
    assert value("csat") is None and value("first_reply_median") is None and value("new_tickets") == 0


def test_the_figure_and_the_tickets_behind_it_agree(week):
    for key in ("new_tickets", "solved_tickets", "backlog"):
        assert METRICS[key].behind(Ticket.objects.all(), WEEK).count() == value(key)


def test_the_backlog_of_a_past_moment_counts_what_was_open_then(week):
    assert value("backlog", Period(T0 - HOUR, T0 + 3 * HOUR)) == 4


def test_a_change_is_against_the_period_before(week):
    later = Period(T0 + timedelta(days=1), T0 + timedelta(days=2))
    new = {figure.metric.key: figure for figure in figures(Ticket.objects.all(), later)}["new_tickets"]
    assert (new.value, new.before, new.change) == (0, 5, -100)


@pytest.mark.parametrize(
    ("key", "number", "state"),
    [
        ("first_reply_median", 3 * 3600, "met"),
        ("first_reply_median", 5 * 3600, "warning"),
        ("first_reply_median", 25 * 3600, "breached"),
        ("csat", 86, "met"),
        ("csat", 80, "warning"),
        ("csat", 69, "breached"),
        ("csat", None, "none"),
        ("new_tickets", 5, "none"),
    ],
)
def test_the_bands_are_those_of_the_methodology(key, number, state):
    assert METRICS[key].state(number) == state


def test_days_without_tickets_are_days_too(week):
    days = volume(Ticket.objects.all(), WEEK, ZoneInfo("UTC"))
    assert [day.opened for day in days] == [0, 5, 0, 0, 0, 0, 0, 0] and sum(day.solved for day in days) == 4
