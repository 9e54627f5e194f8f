"""A condition gives the same answer from the values and from the table."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from supportops.core.conditions import FACTS, OPS, All, Any, Condition, Not, Test
from supportops.core.phrases import fold
from supportops.models import Team, Ticket

T0 = datetime(2026, 1, 5, 9, tzinfo=UTC)
VALUES = {
    "subject": ["", "Refund 100%", "CAN’T log_in now", "Straße über ÇALIŞMIYOR", "refunds", "a\\b re fund"],
    "status": ["new", "open", "closed"],
    "priority": ["P0", "P1", "P2"],
    "channel": ["email", "phone"],
    "category": ["", "account.billing", "product.bug"],
    "tags": [[], ["refund"], ["refund", "übel"], ['a "b"', "x%"], ["refunds"]],
    "language": ["en", "de"],
    "sentiment": ["neutral", "urgent"],
    "tier": ["free", "enterprise"],
    "vip": [False, True],
    "arr": [0, 12_000],
    "affected": [0, 250],
    "repeats": [0, 3],
    "priority_given": [False, True],
    "proposed_priority": ["", "P1"],
    "root_cause": ["", "product_bug"],
    "resolution_type": ["", "agent_resolved"],
    "known_by": [[], ["refund"], ["blank page", "x%"]],
    "article": ["", "Clear the cache."],
    "team": [None, "billing", "technical"],
    "level": [1, 2, 3],
    "replies": [0, 3],
    "reopenings": [0, 1],
    "score": [None, 1, 5],
} | {name: [None, T0, T0 + timedelta(days=1)] for name, fact in FACTS.items() if fact.kind == "moment"}
NEVER_EMPTY = ("opened_at", "changed_at")
PHRASES = ["refund", "can't LOG", "100", "strasse", "ÜBER", "çalışmıyor", "re fund", "log_in", "%", "a b"]
TAGS = ["refund", "übel", 'a "b"', "x", "x%", "Refund"]


def drawn(dice: random.Random) -> dict:
    chosen = {name: dice.choice(values) for name, values in VALUES.items()}
    return chosen | {name: chosen[name] or T0 for name in NEVER_EMPTY}


def row(facts: dict) -> Ticket:
    columns = {("team_id" if name == "team" else name): value for name, value in facts.items()}
    return Ticket(**columns, folded=fold(facts["subject"]))


@pytest.fixture
def tickets(desk) -> dict[int, dict]:
    """Two hundred tickets of every kind, with the facts of each."""
    dice = random.Random(7)
    Team.objects.get_or_create(slug="billing", defaults={"name": "Billing"})
    Team.objects.get_or_create(slug="technical", defaults={"name": "Technical"})
    made = Ticket.objects.bulk_create([row(drawn(dice)) for _ in range(200)])
    return {
        ticket.pk: {name: getattr(ticket.snapshot(), name) for name in FACTS}
        for ticket in Ticket.objects.filter(pk__in=[one.pk for one in made])
    }


@st.composite
def single(draw: st.DrawFn) -> Test:
    name = draw(st.sampled_from(sorted(VALUES)))
    op = draw(st.sampled_from([op for op, kinds in OPS.items() if FACTS[name].kind in kinds]))
    if op == "empty":
        return Test(name, op, draw(st.booleans()))
    if op == "contains":
        return Test(name, op, draw(st.sampled_from(PHRASES if name == "subject" else TAGS)))
    known = st.sampled_from([value for value in VALUES[name] if value is not None])
    return Test(name, op, tuple(draw(st.lists(known, min_size=1))) if op == "in" else draw(known))


conditions = st.recursive(
    single(),
    lambda part: st.one_of(
        st.lists(part, max_size=3).map(tuple).map(All), st.lists(part, max_size=3).map(tuple).map(Any), st.builds(Not, part)
    ),
    max_leaves=6,
)


@given(condition=conditions)
@example(condition=Not(Test("score", "gt", 3)))
@example(condition=Not(Test("team", "is", "billing")))
@example(condition=Not(Test("team", "in", ("billing",))))
@example(condition=Not(Any()))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_values_and_table_agree(tickets: dict[int, dict], condition: Condition):
    found = set(Ticket.objects.where(condition).values_list("pk", flat=True))
    assert found & set(tickets) == {pk for pk, facts in tickets.items() if condition.matches(facts)}


def test_nothing_is_left_out_of_the_comparison():
    assert set(FACTS) - set(VALUES) == {"requester", "organization", "mailbox", "assignee", "problem"}  # numbers of other rows, as team is
