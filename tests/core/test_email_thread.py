"""Which ticket a mail belongs to; each wrong-place row of the reliability contract."""

import re
import time
from datetime import UTC, datetime, timedelta

import pytest

from supportops.core.email import Address, InboundEmail
from supportops.core.email.thread import Candidate, Join, New, addresses, bare_subject, plain_subject, thread, ticket_numbers

NOW = datetime(2026, 3, 5, 10, tzinfo=UTC)
OMAR, EVE, ADA = "omar@acme.example", "eve@other.example", "ada@desk.example"
AGENTS = frozenset({ADA})


def mail(sender: str = OMAR, subject: str = "Re: Broken lamp") -> InboundEmail:
    return InboundEmail(from_=Address("", sender) if sender else None, subject=subject)


def candidate(matched="in_reply_to", ticket=42, **known) -> Candidate:
    return Candidate(ticket, matched, **{"participants": frozenset({OMAR}), "subject": "broken lamp"} | known)


def judge(email, *candidates, **rules):
    return thread(email, candidates, at=NOW, agents=AGENTS, **rules)


def test_a_mail_that_points_nowhere_is_a_new_ticket():
    decision = judge(mail())
    assert decision.value == New()
    assert decision.because == "It answers none of our messages, so it is a new ticket."


@pytest.mark.parametrize("matched", ["in_reply_to", "references", "subject"])
def test_a_participants_answer_joins(matched):
    decision = judge(mail("Omar@Acme.example"), candidate(matched))
    assert (decision.value, decision.rule) == (Join(42), matched)
    assert decision.because.startswith("It joins ticket 42: ")


@pytest.mark.parametrize("matched", ["in_reply_to", "references", "subject"])
@pytest.mark.parametrize("sender", [EVE, ""])
def test_a_stranger_is_linked_and_never_joined(matched, sender):  # W1, W2
    decision = judge(mail(sender), candidate(matched))
    assert decision.value == New(possible_reply_to=42)
    assert decision.rule == "stranger"


def test_a_token_made_for_the_sender_joins_even_if_nothing_else_does():  # W5
    assert judge(mail(), candidate("token", participants=frozenset(), verified=True)).value == Join(42)


def test_a_token_made_for_somebody_else_does_not_join():
    decision = judge(mail(EVE), candidate("token"))
    assert (decision.value, decision.rule) == (New(42), "unverified")


def test_a_participant_who_answers_at_somebody_elses_reply_address_joins_by_the_reference():
    decision = judge(mail(), candidate("token"), candidate("references"))
    assert (decision.value, decision.rule) == (Join(42), "references")


def test_somebody_in_cc_who_replies_to_all_joins():  # D6
    assert judge(mail(EVE), candidate(participants=frozenset({OMAR, EVE}))).value == Join(42)


def test_a_sender_who_claims_to_be_ada_is_not_believed():
    claimed = candidate(participants=frozenset({OMAR, ADA}))
    assert judge(mail(ADA), claimed).rule == "unverified agent"
    assert judge(mail(ADA), candidate("token", verified=True)).value == Join(42)


def test_a_closed_ticket_never_reopens():
    decision = judge(mail(), candidate(closed_at=NOW - timedelta(days=2)))
    assert decision.value == New(42, follow_up=True)
    assert decision.because == "A follow-up to ticket 42: it answers a message of ticket 42, and that ticket is closed."


def test_an_old_thread_used_for_a_new_matter_is_only_linked():  # W3
    long_ago = candidate(closed_at=NOW - timedelta(days=15))
    assert judge(mail(subject="Invoice for May"), long_ago).rule == "old thread"
    assert judge(mail(subject="AW: Broken lamp"), long_ago).rule == "follow-up"
    assert judge(mail(subject="Invoice for May"), candidate(closed_at=NOW - timedelta(days=13))).rule == "follow-up"
    assert judge(mail(subject="Invoice for May"), long_ago, reopen_window=timedelta(days=90)).rule == "follow-up"


def test_an_open_ticket_takes_a_new_subject_too():
    assert judge(mail(subject="And another thing"), candidate()).value == Join(42)


def test_the_strongest_match_wins_and_the_others_are_named():
    decision = judge(
        mail(), candidate("subject", 44), candidate("references", 43), candidate("in_reply_to", 42), candidate("references", 42)
    )
    assert decision.value == Join(42)
    assert [ticket for ticket, _ in decision.rejected] == ["ticket 43", "ticket 44"]


def test_a_ticket_that_may_be_joined_goes_before_one_that_may_not():
    decision = judge(mail(), candidate("in_reply_to", 42, participants=frozenset()), candidate("subject", 43))
    assert decision.value == Join(43)
    assert decision.rejected[0][0] == "ticket 42"


def test_the_message_that_matched_is_the_evidence():
    assert judge(mail(), candidate(message_id="a@b")).evidence == ("a@b",)


@pytest.mark.parametrize(
    ("subject", "plain"),
    [
        ("Re: Broken lamp [#42]", "broken lamp"),
        ("AW: WG: Re[2]: Fwd: Broken  lamp", "broken lamp"),
        ("SV: RE : Broken lamp", "broken lamp"),
        ("回复：Broken lamp", "broken lamp"),
        ("Ynt: İlt: Broken lamp", "broken lamp"),
        ("رد: Broken lamp", "broken lamp"),
        ("Regarding: Broken lamp", "regarding: broken lamp"),
        ("Re:", ""),
        ("", ""),
    ],
)
def test_a_conversation_is_known_by_its_plain_subject(subject, plain):
    assert plain_subject(subject) == plain


def test_a_bare_subject_keeps_its_letters():
    assert bare_subject("Re: [#42] Broken LAMP") == "Broken LAMP"
    assert bare_subject("Re: " * 30 + "x") != "x"  # nobody answers that often; hostile subjects do


def test_numbers_are_read_only_from_our_own_mark():
    assert ticket_numbers("Re: [#42] order #43 [#44] [#42] [#x] Ticket#45 [#-1]") == (42, 44)
    assert ticket_numbers("[#" + "9" * 30 + "]") == ()


def test_addresses_are_compared_in_lower_case():
    assert addresses([" Omar@ACME.example", OMAR]) == {OMAR}


def test_hostile_subjects_cost_nothing():
    start = time.process_time()
    plain_subject("re: " * 250_000)
    ticket_numbers("[#1" * 300_000)
    assert time.process_time() - start < 0.5


def test_every_outcome_has_a_sentence():
    outcomes = [
        judge(mail(sender, subject), candidate(matched, closed_at=closed))
        for sender in (OMAR, EVE, ADA, "")
        for subject in ("Broken lamp", "Other")
        for matched in ("token", "in_reply_to", "references", "subject")
        for closed in (None, NOW - timedelta(days=1), NOW - timedelta(days=99))
    ]
    assert all(re.fullmatch(r"[A-Z].*\d.*\.", outcome.because) and outcome.rule for outcome in outcomes)
