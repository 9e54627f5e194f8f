"""The signed reply address."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportops.core.email.token import ReplyToken, read, read_any, reply_address, seal, sign, tokens

KEY = b"a key of this desk"
OMAR, EVE = "omar@acme.example", "eve@other.example"


def test_omars_token_brings_omar_back():
    assert read(KEY, sign(KEY, 42, OMAR), OMAR) == ReplyToken(42, verified=True)


@given(st.integers(1, 10**17), st.text(min_size=1).filter(str.strip), st.binary(min_size=1))
def test_any_ticket_and_any_recipient_come_back(ticket, recipient, key):
    assert read(key, sign(key, ticket, recipient), recipient) == ReplyToken(ticket, verified=True)


def test_eve_with_omars_token_is_known_as_unverified():
    assert read(KEY, sign(KEY, 42, OMAR), EVE) == ReplyToken(42, verified=False)
    assert read(KEY, sign(KEY, 42, OMAR), "") == ReplyToken(42, verified=False)
    assert read(KEY, sign(KEY, 42, ""), "") == ReplyToken(42, verified=False)


def test_case_does_not_matter_since_mail_programs_change_it():
    assert read(KEY, sign(KEY, 42, "Omar@ACME.example").upper(), OMAR) == ReplyToken(42, verified=True)


def test_a_token_of_another_key_ticket_or_purpose_is_none_of_ours():
    token = sign(KEY, 42, OMAR)
    assert read(b"another", token, OMAR) is None
    assert read(KEY, token.replace("42-", "43-", 1), OMAR) is None
    assert read(KEY, f"42-{seal(KEY, 'survey', '42', OMAR)[:32]}", OMAR) is None


@pytest.mark.parametrize(
    "token",
    ["", "-", "42", "42-", "42-abc", "x-" + "a" * 32, "042-" + "a" * 32, "4²-" + "a" * 32, "42-" + "ä" * 32, "9" * 40 + "-" + "a" * 32],
)
def test_nonsense_is_no_token(token):
    assert read(KEY, token, OMAR) is None


@given(st.integers(0, 31), st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_no_letter_of_a_token_can_be_changed(at, letter):
    token = sign(KEY, 42, OMAR)
    number, code = token.split("-")
    changed = f"{number}-{code[:at]}{letter}{code[at + 1 :]}"
    found = read(KEY, changed, OMAR)
    assert changed == token or found is None or not found.verified


def test_the_tag_has_more_than_128_bits():
    assert len(sign(KEY, 42, OMAR).split("-")[1][6:]) * 5 >= 128


def test_the_reply_address_carries_the_token_and_fits():
    token = sign(KEY, 42, OMAR)
    assert reply_address("support@desk.example", token) == f"support+r-{token}@desk.example"
    assert tokens([reply_address("support@desk.example", token)]) == (token,)
    assert reply_address(f"{'long' * 8}@desk.example", token) == f"{'long' * 8}@desk.example"
    assert len(reply_address("support@desk.example", sign(KEY, 10**7, OMAR)).split("@")[0]) <= 64


def test_tokens_are_found_among_all_recipients_each_once():
    mine, other = sign(KEY, 42, OMAR), sign(KEY, 43, EVE)
    addresses = [
        "sales@desk.example",
        f"support+r-{mine}@desk.example",
        f"SUPPORT+R-{mine.upper()}@desk.example",
        f"a+b+r-{other}@x",
        "x+r-@y",
    ]
    assert tokens(addresses) == (mine, other)
    assert read_any(KEY, addresses, EVE) == ReplyToken(43, verified=True)
    assert read_any(KEY, addresses, "lin@desk.example") == ReplyToken(42, verified=False)
    assert read_any(KEY, ["support@desk.example"], OMAR) is None


def test_parts_of_a_seal_cannot_be_shifted_into_each_other():
    assert seal(KEY, "a", "bc") != seal(KEY, "ab", "c") != seal(KEY, "a", "b", "c")


def test_an_empty_key_signs_nothing():
    with pytest.raises(ValueError, match="empty key"):
        sign(b"", 42, OMAR)
