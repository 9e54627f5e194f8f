"""Conditions: what they match, how they read, and what is refused when they are written wrongly."""

from datetime import UTC, datetime

import pytest

from supportops.core.conditions import FACTS, OPS, All, Any, Not, Test, parse
from supportops.core.schema import Malformed
from supportops.core.ticket import Priority, Ticket

FACTS_OF_OMARS_TICKET = {
    "subject": "Can’t log in: the PASSWORD mail never comes",
    "priority": Priority.P1,
    "category": "account.login",
    "tags": ("refund", "legal"),
    "tier": "business",
    "assignee": None,
    "level": 2,
    "score": None,
    "language": "",
    "opened_at": datetime(2026, 11, 23, 9, tzinfo=UTC),
}


def holds(fact, op, value):
    return Test(fact, op, value).matches(FACTS_OF_OMARS_TICKET)


@pytest.mark.parametrize(
    ("fact", "op", "value", "answer"),
    [
        ("priority", "is", "P1", True),
        ("priority", "is", "P2", False),
        ("assignee", "is", 7, False),
        ("tier", "in", ("business", "enterprise"), True),
        ("tier", "in", ("free",), False),
        ("subject", "contains", "password", True),
        ("subject", "contains", "CAN'T LOG IN", True),
        ("subject", "contains", "mail never", True),
        ("subject", "contains", "pass", False),  # half a word
        ("subject", "contains", "password, mail", True),  # stops do not count
        ("subject", "contains", "mail comes", False),
        ("tags", "contains", "refund", True),
        ("tags", "contains", "ref", False),
        ("requester", "contains", "x", False),
        ("level", "gt", 1, True),
        ("level", "gt", 2, False),
        ("level", "lt", 3, True),
        ("level", "lt", 2, False),
        ("score", "gt", 0, False),  # what is not known is neither more nor less
        ("score", "lt", 5, False),
        ("opened_at", "gt", datetime(2026, 11, 23, 8, tzinfo=UTC), True),
        ("opened_at", "lt", datetime(2026, 11, 23, 8, tzinfo=UTC), False),
        ("assignee", "empty", True, True),
        ("assignee", "empty", False, False),
        ("language", "empty", True, True),
        ("tags", "empty", True, False),
        ("level", "empty", False, True),
    ],
)
def test_a_test_asks_one_fact(fact, op, value, answer):
    assert holds(fact, op, value) is answer


def test_zero_is_not_empty():
    assert not Test("replies", "empty", True).matches({"replies": 0})


def test_parts_are_joined():
    yes, no = Test("level", "is", 2), Test("level", "is", 3)
    facts = FACTS_OF_OMARS_TICKET
    assert All((yes, yes)).matches(facts)
    assert not All((yes, no)).matches(facts)
    assert Any((no, yes)).matches(facts)
    assert not Any((no, no)).matches(facts)
    assert Not(no).matches(facts)
    assert All().matches(facts)
    assert not Any().matches(facts)


def test_a_condition_reads_as_a_sentence():
    condition = All(
        (
            Any((Test("tier", "in", ("business", "enterprise")), Test("subject", "contains", "refund"))),
            Not(Test("assignee", "empty", True)),
            Test("level", "gt", 1),
            Test("opened_at", "lt", datetime(2026, 11, 23, 9, tzinfo=UTC)),
        )
    )
    assert condition.words() == (
        "(tier is one of business, enterprise or subject contains “refund”) and not (assignee is empty) and level is more than 1 "
        "and opened at is before 2026-11-23 09:00 UTC"
    )
    assert Test("priority", "is", "P0").words() == "priority is P0"
    assert Test("replies", "lt", 3).words() == "replies is less than 3"
    assert Test("heard_at", "gt", datetime(2026, 1, 2, tzinfo=UTC)).words() == "heard at is after 2026-01-02 00:00 UTC"
    assert Test("team", "empty", False).words() == "team is not empty"
    assert Test("vip", "is", True).words() == "vip is true"
    assert (All().words(), Any().words()) == ("always", "never")


def test_plain_data_becomes_a_condition():
    data = {
        "all": [
            {"fact": "tier", "in": ["business", "enterprise"]},
            {"any": [{"fact": "subject", "contains": "refund"}, {"fact": "tags", "contains": "refund"}]},
            {"not": {"fact": "assignee", "empty": True}},
            {"fact": "opened_at", "gt": "2026-11-23T10:00+01:00"},
            {"fact": "heard_at", "lt": "2026-11-23"},
            {"fact": "level", "gt": 1},
        ]
    }
    assert parse(data) == All(
        (
            Test("tier", "in", ("business", "enterprise")),
            Any((Test("subject", "contains", "refund"), Test("tags", "contains", "refund"))),
            Not(Test("assignee", "empty", True)),
            Test("opened_at", "gt", datetime(2026, 11, 23, 9, tzinfo=UTC)),
            Test("heard_at", "lt", datetime(2026, 11, 23, tzinfo=UTC)),
            Test("level", "gt", 1),
        )
    )
    assert parse([{"fact": "level", "is": 1}]) == All((Test("level", "is", 1),))


def test_a_moment_may_come_as_one():
    nine = datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert parse({"fact": "opened_at", "gt": nine}) == Test("opened_at", "gt", nine)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ("P1", "expected a condition such as {fact: tier, is: enterprise}, found 'P1'"),
        ({"all": "P1"}, "all: expected a list of conditions, found 'P1'"),
        ({"all": [{"fact": "mood", "is": "bad"}]}, "all[0].fact: expected one of subject, status"),
        ({"is": "P1"}, "fact: expected one of subject, status"),
        ({"fact": "tier"}, "expected a fact and one of is, in, contains, gt, lt, empty, found the fact alone"),
        ({"fact": "tier", "was": "free"}, "found was"),
        ({"fact": "tier", "is": "free", "in": ["pro"]}, "found is, in"),
        ({"fact": "subject", "is": "x"}, "is: subject cannot be asked this; it can be asked contains, empty"),
        ({"fact": "tier", "gt": "free"}, "gt: tier cannot be asked this; it can be asked is, in, empty"),
        ({"fact": "tier", "in": []}, "in: expected a list of values, found []"),
        ({"fact": "tier", "in": "free"}, "in: expected a list of values, found 'free'"),
        ({"fact": "level", "in": [1, "two"]}, "in[1]: expected a number, found 'two'"),
        ({"fact": "level", "gt": True}, "gt: expected a number, found True"),
        ({"fact": "tier", "is": 1}, "is: expected a word, found 1"),
        ({"fact": "subject", "contains": "..."}, "contains: expected a word or phrase, found '...'"),
        ({"fact": "tags", "contains": 3}, "contains: expected a word, found 3"),
        ({"fact": "opened_at", "gt": "soon"}, "gt: expected a moment such as 2026-11-23"),
        ({"fact": "opened_at", "gt": 3}, "gt: expected a moment such as 2026-11-23"),
        ({"fact": "tier", "empty": "yes"}, "empty: expected true or false, found 'yes'"),
        ({"not": {"any": [{"fact": "level", "is": "x"}]}}, "not.any[0].is: expected a number, found 'x'"),
    ],
)
def test_wrong_data_is_refused_with_its_place(data, error):
    with pytest.raises(Malformed) as refused:
        parse(data)
    assert error in str(refused.value)


def test_every_fact_is_a_field_of_the_ticket():
    assert [name for name in FACTS if name not in Ticket.__dataclass_fields__] == []
    assert [name for name in Ticket.__dataclass_fields__ if name not in FACTS] == ["version"]
    assert all(fact.meaning and fact.source for fact in FACTS.values())


def test_every_fact_can_be_asked_something():
    assert all(any(fact.kind in kinds for kinds in OPS.values()) for fact in FACTS.values())
