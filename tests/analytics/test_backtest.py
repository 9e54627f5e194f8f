"""A backtest takes the decisions again by the functions that took them: under the same handbook nothing differs, under another what it can touch."""

from datetime import UTC, datetime, timedelta

import pytest

from supportops.actions.demo import fill
from supportops.actions.policy import by_version, current
from supportops.analytics.backtest import Period, Trial, backtest, beside
from supportops.core.decision import told
from supportops.models import Ticket, TicketEvent
from supportops.planning.demo.desk import Plan

END = datetime(2026, 3, 30, 14, 20, tzinfo=UTC)  # a Monday
ALL = Period(END - timedelta(days=400), END + timedelta(days=1))


@pytest.fixture
def demo(db):
    fill(Plan(300, 12, 7, END), lambda added: None)


def tried(policy, **more):
    return backtest(Trial(policy, more.pop("period", ALL), END, by_version), **more).as_data()


def test_under_the_handbook_in_force_nothing_differs(demo):
    found = tried(current())
    assert found["tickets"] == Ticket.objects.count() == 300
    assert found["changed"] == []
    assert found["fields"] == {}
    for target in found["targets"].values():
        assert target["before"] == target["after"]
        assert sum(target["before"].values()) == 300
    assert all(load["before"] == load["after"] for load in found["load"].values())
    assert all(times["before"] == times["after"] for times in found["escalations"].values())


def test_every_recorded_decision_comes_out_again_word_for_word(demo):
    for ticket in Ticket.objects.values_list("pk", flat=True):
        for pair in beside(ticket, current(), by_version).pairs:
            assert pair.recorded == pair.proposed, (ticket, pair)
