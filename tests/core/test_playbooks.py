"""The five playbooks of the shipped handbook, each complete, each offered where it fits; and the decision on a refund."""

from dataclasses import replace
from datetime import timedelta

import pytest

from supportops.actions.policy import current
from supportops.core.playbooks import complaints, fitting, signals
from supportops.core.refunds import RefundFacts, refund
from supportops.core.ticket import Priority, Status, Ticket

POLICY = current().playbooks
AUDIENCES = current().escalation.audiences
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
OMARS = Ticket(subject="Login", status=Status.OPEN)


def words(key: str) -> str:
    book = POLICY.situations[key]
    said = [*(f"{step.do} {step.say}" for step in book.steps), *book.never, *book.messages, *(one.sign for one in book.signals)]
    return " ".join(said).lower()


def says(key: str, *phrases: str) -> bool:
    missing = [phrase for phrase in phrases if phrase not in words(key)]
    assert not missing, missing
    return True


def test_playbook_1_angry_customer():
    assert fitting(replace(OMARS, sentiment="negative"), POLICY) == ("angry",)
    assert "angry" in fitting(replace(OMARS, tags=("abusive",)), POLICY)
    assert len(POLICY.situations["angry"].steps) == 6
    assert len(POLICY.situations["angry"].never) == 4
    says("angry", "read the whole first message", "frustrating", "nothing else", "right now", "respectfully", "pause", "my manager")
    says("angry", "their tone", "personally", "promise what you cannot keep", "calm down")


def test_playbook_2_customer_threatening_to_churn():
    book, ticket = POLICY.situations["churn"], replace(OMARS, tags=("churn-risk",))
    assert fitting(ticket, POLICY) == ("churn",)
    assert len(book.steps) == 6 and book.steps[-1].within == 24 * HOUR
    says("churn", "seriously", "what would have to change for you to stay", "pain point", "discount", "account manager", "come back")
    assert len(book.signals) == 4 and set(book.tell) == {"account_manager", "cs_lead"}


def test_playbook_2_goes_up_at_once_over_5k_for_a_competitor_a_date_or_several_unsolved_tickets():
    book = POLICY.situations["churn"]
    says("churn", "5,000", "competitor", "date", "last 30 days")
    assert signals(replace(OMARS, arr=5_001), book) == (book.signals[0].sign,)
    assert signals(replace(OMARS, arr=5_000), book) == ()
    assert signals(replace(OMARS, tags=("competitor",)), book) == (book.signals[1].sign,)
    assert signals(replace(OMARS, repeats=2), book) == (book.signals[3].sign,)


@pytest.mark.parametrize("about", [{"priority": Priority.P0}, {"problem": 7}, {"known_by": ("blank page",)}])
def test_playbook_3_major_outage(about):
    book = POLICY.situations["outage"]
    assert "outage" in fitting(replace(OMARS, **about), POLICY)
    assert len(book.steps) == 6 and book.steps[1].within == 15 * MINUTE and book.steps[4].every == 30 * MINUTE
    says("outage", "engineering and management", "status page", "no time of repair", "every ticket", "what happened and what we change")
    says("outage", "honestly", "blame nobody", "definite steps", "credit")


def test_playbook_4_refund_request():
    assert fitting(replace(OMARS, tags=("refund",)), POLICY) == ("refund",)
    says("refund", "within the refund window", "valid reason", "long standing", "manager approves", "chargeback")
    figures = POLICY.refund
    assert (figures.window, figures.long_term, figures.approval_over, figures.approves) == (30 * DAY, 180 * DAY, 500, "manager")


def test_playbook_5_social_media_crisis():
    book = POLICY.situations["social"]
    assert "social" in fitting(replace(OMARS, channel="social", sentiment="urgent"), POLICY)
    assert fitting(replace(OMARS, channel="social"), POLICY) == ()
    assert len(book.steps) == 5 and book.steps[0].within == 30 * MINUTE and book.steps[-1].within == 24 * HOUR
    says("social", "looking into it", "direct message", "outcome", "keep watching")
    assert len(book.never) == 4
    says("social", "delete", "argue", "customer in public", "silence")


def test_a_quiet_ticket_needs_no_playbook_and_a_done_one_none_any_more():
    assert fitting(OMARS, POLICY) == ()
    assert fitting(replace(OMARS, tags=("refund",), status=Status.CLOSED), POLICY) == ()


def decided(**about):
    return refund(RefundFacts(**({"bought": 40 * DAY, "amount": 80} | about)), POLICY.refund)


def test_refund_within_the_window_is_paid_at_once_whatever_it_costs():
    choice = decided(bought=30 * DAY, amount=9_000)
    assert (choice.value.way, choice.value.is_paid, choice.value.approves, choice.rejected) == ("refund", True, "", ())
    assert choice.because == "Bought 30 days ago, within the window of 30 days: refunded at once."


def test_refund_after_the_window_with_a_valid_reason_is_paid_and_looked_into():
    choice = decided(reason="valid")
    assert (choice.value.way, choice.value.is_paid, choice.value.also) == ("refund_and_investigate", True, ("find the root cause",))
    assert choice.rejected == (("refund", "bought 40 days ago, after the window of 30 days"),)


def test_refund_with_an_unclear_reason_is_answered_with_something_else_first():
    choice = decided(reason="unclear", customer_for=900 * DAY)
    assert (choice.value.way, choice.value.is_paid) == ("alternative", False)
    assert choice.value.also == ("a credit", "a smaller plan", "extended support")


def test_refund_for_a_customer_of_more_than_six_months_is_rather_paid():
    assert decided(customer_for=181 * DAY).value.way == "refund_and_retain"
    choice = decided(customer_for=180 * DAY)
    assert (choice.value.way, choice.rule) == ("standard", "refund.standard")
    assert [branch for branch, _ in choice.rejected] == ["refund", "refund_and_investigate", "refund_and_retain"]


def test_refund_over_the_amount_needs_approval_and_under_it_the_agent_decides():
    assert decided(reason="valid", amount=501).value.approves == "manager"
    assert decided(reason="valid", amount=501).because.endswith("501 is over 500, so it needs approval.")
    assert decided(reason="valid", amount=500).value.approves == ""
    assert decided(bought=1 * DAY, amount=5).because.startswith("Bought 1 day ago")


def test_the_shipped_chapter_is_sound():
    assert list(complaints(POLICY, AUDIENCES)) == []


def test_playbooks_that_name_nobody_we_know_or_have_no_step():
    angry = POLICY.situations["angry"]
    wrong = replace(
        POLICY,
        situations={"odd": replace(angry, steps=()), "odder": replace(angry, tell=("boss",))},
        refund=replace(POLICY.refund, approves="boss"),
    )
    assert [path for path, _ in complaints(wrong, AUDIENCES)] == [
        ("situations", "odd", "steps"),
        ("refund", "approves"),
        ("situations", "odder", "tell"),
    ]
