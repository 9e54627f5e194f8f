"""A condition that can never hold is found, and none that can is called impossible."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportops.core.conditions import FACTS, OPS, All, Any, Not, Test, parse
from supportops.core.possible import impossible
from supportops.core.ticket import Priority, Ticket

T0 = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (
            {"all": [{"fact": "tier", "is": "free"}, {"fact": "tier", "is": "enterprise"}]},
            "tier is free and tier is enterprise exclude each other",
        ),
        ({"all": [{"fact": "affected", "gt": 5}, {"fact": "affected", "lt": 3}]}, "affected is more than 5 and affected is less than 3"),
        ({"all": [{"fact": "level", "gt": 1}, {"fact": "level", "lt": 2}]}, "level is more than 1"),
        ({"fact": "tier", "is": "gold"}, "It can never hold: tier is gold."),
        ({"fact": "status", "is": "opened"}, "status is opened"),
        ({"fact": "priority", "in": ["P4", "P5"]}, "priority is one of P4, P5"),
        ({"fact": "priority", "empty": True}, "priority is empty"),
        ({"all": [{"fact": "tags", "contains": "legal"}, {"not": {"fact": "tags", "contains": "legal"}}]}, "tags contains “legal” and not"),
        ({"all": [{"fact": "tags", "contains": "legal"}, {"fact": "tags", "empty": True}]}, "tags is empty"),
        (
            {"all": [{"fact": "subject", "contains": "log in"}, {"not": {"fact": "subject", "contains": "LOG"}}]},
            "subject contains “log in”",
        ),
        ({"all": [{"fact": "vip", "is": True}, {"not": {"fact": "vip", "is": True}}]}, "vip is true"),
        ({"all": [{"fact": "heard_at", "gt": "2026-02-01"}, {"fact": "heard_at", "lt": "2026-01-01"}]}, "heard at is after"),
        ({"all": [{"fact": "score", "gt": 3}, {"fact": "score", "empty": True}]}, "score is more than 3"),
        (
            {"any": [{"all": [{"fact": "tier", "is": "free"}, {"fact": "tier", "is": "pro"}]}, {"fact": "tier", "is": "gold"}]},
            "tier is free and tier is pro",
        ),
        ({"not": {"any": [{"fact": "vip", "is": True}, {"fact": "vip", "is": False}]}}, "not (vip is true)"),
        ({"any": []}, "There is nothing that it would hold for."),
        ({"not": {"all": []}}, "There is nothing that it would hold for."),
        ({"all": [{"fact": "tier", "is": "free"}, {"any": []}]}, "There is nothing"),
    ],
)
def test_what_can_never_hold_is_named(data, says):
    assert says in impossible(parse(data))


@pytest.mark.parametrize(
    "data",
    [
        [],
        {"fact": "tier", "is": "free"},
        {"all": [{"fact": "affected", "gt": 5}, {"fact": "affected", "lt": 7}]},
        {"all": [{"not": {"fact": "score", "gt": 3}}, {"not": {"fact": "score", "lt": 4}}]},  # nobody has scored
        {"any": [{"fact": "tier", "is": "gold"}, {"fact": "tier", "is": "pro"}]},
        {"all": [{"fact": "tags", "contains": "legal"}, {"not": {"fact": "tags", "contains": "churn"}}]},
        {"all": [{"fact": "subject", "contains": "log"}, {"not": {"fact": "subject", "contains": "log in"}}]},
        {"all": [{"not": {"fact": "category", "is": "product.bug"}}, {"fact": "category", "empty": False}]},
        {"all": [{"fact": "subject", "empty": False}, {"not": {"fact": "subject", "contains": "refund"}}]},
        {"not": {"fact": "team", "in": ["billing", "technical"]}},
    ],
)
def test_what_can_hold_is_left_alone(data):
    assert impossible(parse(data)) is None


def test_a_condition_of_very_many_ways_is_taken_to_be_possible():
    pair = Any((Test("tier", "is", "gold"), Test("tier", "is", "silver")))
    assert impossible(All((pair,) * 12)) is None


VALUES = {
    "tier": st.sampled_from(["free", "pro", "business"]),
    "priority": st.sampled_from(list(Priority)),
    "category": st.sampled_from(["", "product.bug", "account.login"]),
    "tags": st.sets(st.sampled_from(["legal", "vip", "late"])).map(lambda tags: tuple(sorted(tags))),
    "affected": st.integers(0, 6),
    "score": st.sampled_from([None, 1, 5]),
    "vip": st.booleans(),
    "heard_at": st.sampled_from([None, T0, T0 + timedelta(days=1)]),
    "subject": st.sampled_from(["", "refund", "Refund please", "log in"]),
}
tickets = st.fixed_dictionaries(VALUES).map(lambda facts: replace(Ticket(), **facts))


@st.composite
def single(draw):
    name = draw(st.sampled_from(sorted(VALUES)))
    op = draw(st.sampled_from([op for op, kinds in OPS.items() if FACTS[name].kind in kinds]))
    if op == "empty":
        return Test(name, op, draw(st.booleans()))
    if op == "contains":
        return Test(
            name, op, draw(st.sampled_from(["refund", "log", "log in", "please"] if name == "subject" else ["legal", "vip", "late"]))
        )
    value = VALUES[name].filter(lambda found: found is not None)
    return Test(name, op, tuple(draw(st.lists(value, min_size=1, max_size=2))) if op == "in" else draw(value))


conditions = st.recursive(
    single(),
    lambda part: st.one_of(
        st.lists(part, max_size=3).map(tuple).map(All), st.lists(part, max_size=3).map(tuple).map(Any), st.builds(Not, part)
    ),
    max_leaves=8,
)


@given(condition=conditions, ticket=tickets)
@settings(max_examples=300, deadline=None)
def test_nothing_that_a_ticket_fulfils_is_called_impossible(condition, ticket):
    if condition.matches(vars(ticket)):
        assert impossible(condition) is None


@given(condition=conditions)
@settings(max_examples=200, deadline=None)
def test_a_condition_or_its_opposite_is_possible(condition):
    assert impossible(condition) is None or impossible(Not(condition)) is None
