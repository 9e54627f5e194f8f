"""The satisfaction survey: who may answer it, until when, and what counts as good."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportops.core.survey import Invitation, SurveyPolicy, is_good, read, score, sign, ticket_of

KEY, POLICY = b"a key of this desk", SurveyPolicy()
OMAR, EVE = "omar@acme.example", "eve@other.example"
ASKED = datetime(2026, 3, 5, 10, tzinfo=UTC)
TOKEN = sign(KEY, 42, OMAR, ASKED)


def test_omar_may_answer_for_thirty_days():
    assert read(KEY, TOKEN, "Omar@acme.example", ASKED + timedelta(days=30), POLICY) == Invitation(42, ASKED)
    with pytest.raises(ValueError, match="good for 30 days"):
        read(KEY, TOKEN, OMAR, ASKED + timedelta(days=30, seconds=1), POLICY)


@pytest.mark.parametrize(
    ("key", "token", "recipient"),
    [
        (KEY, TOKEN, EVE),
        (KEY, TOKEN, ""),
        (b"another", TOKEN, OMAR),
        (KEY, TOKEN.replace("42-", "43-", 1), OMAR),
        (KEY, TOKEN.replace(str(int(ASKED.timestamp())), str(int(ASKED.timestamp()) + 1)), OMAR),
        (KEY, TOKEN[:-1], OMAR),
        (KEY, TOKEN + "ä", OMAR),
    ],
)
def test_nobody_else_may_answer(key, token, recipient):
    with pytest.raises(ValueError, match="not one of ours"):
        read(key, token, recipient, ASKED, POLICY)


@pytest.mark.parametrize("token", ["", "42", "42-x", "a-b-c", "42-²-abc", "4" * 13 + "-1-abc", "1-2-3-4"])
def test_a_broken_link_is_said_to_be_incomplete(token):
    with pytest.raises(ValueError, match="not complete"):
        read(KEY, token, OMAR, ASKED, POLICY)


def test_a_token_names_its_ticket():
    assert (ticket_of(TOKEN), ticket_of("x-1"), ticket_of("")) == (42, None, None)


@given(st.integers(1, 10**11), st.integers(1, 10**5))
def test_every_invitation_comes_back(ticket, days):
    asked_at = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(days=days)
    assert read(KEY, sign(KEY, ticket, OMAR, asked_at), OMAR, asked_at, POLICY) == Invitation(ticket, asked_at)


def test_scores_are_whole_numbers_of_the_scale():
    assert [score(str(value), POLICY) for value in range(1, 6)] == [1, 2, 3, 4, 5]
    for wrong in ("0", "6", "", "4.5", "-1", "five", "²", "0000", "1 "):
        with pytest.raises(ValueError, match="from 1 to 5"):
            score(wrong, POLICY)


def test_four_and_five_are_good():
    assert [is_good(value, POLICY) for value in range(1, 6)] == [False, False, False, True, True]
    assert [value for value in range(1, 11) if is_good(value, SurveyPolicy(scale=10))] == [8, 9, 10]
