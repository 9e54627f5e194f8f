"""Facts that somebody outside writes become a request, or a sentence that says what does not fit."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from supportops.actions.policy import SHIPPED, load
from supportops.core.asked import asked, facts
from supportops.core.handling import handle
from supportops.core.schema import Malformed
from supportops.core.ticket import Priority, Status

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)  # a Monday
POLICY = load(SHIPPED)
ADA = {"name": "Ada", "team": "frontline"}
LIN = {"name": "Lin", "team": "priority", "person": 7, "senior": True, "last_assigned_at": "2026-01-05T08:00:00"}


def decided(**said):
    return handle(facts(asked(said), AT, POLICY), POLICY)


def test_words_alone_are_enough():
    found = decided(subject="Password", text="How do I change my password?")
    assert found.ticket.priority is Priority.P2
    assert (found.ticket.team, found.ticket.assignee, found.ticket.status) == ("frontline", None, Status.NEW)
    assert found.promise.value.first_reply_due_at > AT


def test_nothing_at_all_is_a_request_too():
    assert decided().ticket.subject == "(no subject)"


def test_agents_are_known_by_their_place_or_their_number():
    assert decided(text="How do I change my password?", agents=[ADA, LIN]).ticket.assignee == 1
    assert decided(text="How do I change my password?", tier="enterprise", agents=[ADA, LIN]).ticket.assignee == 7


def test_whatever_a_handbook_looks_at_can_be_said():
    found = decided(
        text="The export stops at half of the rows",
        channel="chat",
        vip=True,
        arr=12_000.5,
        at="2026-01-05T10:00:00+01:00",
        priority="P3",
        earlier={"technical.data_export": 2},
        problems=[{"number": 12, "phrases": ["export stops at half"]}],
        last_agent=7,
        bot_confidence=0.2,
    )
    ticket = found.ticket
    assert (ticket.channel, ticket.vip, ticket.arr, ticket.priority, ticket.priority_given) == ("chat", True, 12_000, Priority.P3, True)
    assert ticket.opened_at == datetime(2026, 1, 5, 10, tzinfo=timezone(timedelta(hours=1)))
    assert ticket.problem == 12
    assert (found.wanted.sticky, found.wanted.bot_confidence) == (7, 0.2)


def test_a_moment_without_a_zone_is_in_utc():
    assert facts(asked({"at": "2026-01-05T10:00"}), AT, POLICY).at == datetime(2026, 1, 5, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ([], r"^expected names with values, found \[\]"),
        ({"text": 7}, "^text: expected text, found 7"),
        ({"txt": ""}, r"^txt: no such field \(did you mean text\?\)"),
        ({"tier": "gold"}, "^tier: expected one of free, pro, business, enterprise, found 'gold'"),
        ({"priority": "P7"}, "^priority: expected one of P0, P1, P2, P3, found 'P7'"),
        ({"at": "yesterday"}, "^at: expected a moment such as 2026-01-05T09:00:00"),
        ({"at": 5}, "^at: expected a moment"),
        ({"agents": [{"name": "Ada"}]}, r"^agents\[0\].team: is missing"),
        ({"agents": [ADA, {"name": "Lin", "team": "night"}]}, r"^agents\[1\].team: expected one of frontline, .*; found 'night'"),
    ],
)
def test_what_does_not_fit_is_named(said, error):
    with pytest.raises(Malformed, match=error):
        facts(asked(said), AT, POLICY)
