"""The routing tree and the tier architecture of the methodology, row by row, in the shipped handbook."""

from datetime import timedelta

import pytest

from supportops.actions.policy import SHIPPED, load
from supportops.core.escalation import triggers
from supportops.core.routing import Candidate, RoutingFacts, route
from supportops.core.ticket import Priority, Ticket

POLICY = load(SHIPPED)
ADA = Candidate(1, "Ada", "frontline", languages=("en", "de"))
BEN = Candidate(2, "Ben", "frontline")
LIN = Candidate(3, "Lin", "priority", senior=True, level=2, load=20)
HUGO = Candidate(4, "Hugo", "priority")
KENJI = Candidate(5, "Kenji", "technical", level=2)
CLAIRE = Candidate(6, "Claire", "billing")
SOL = Candidate(7, "Sol", "social")
DESK = (ADA, BEN, LIN, HUGO, KENJI, CLAIRE, SOL)


def to(*people: Candidate, **facts):
    return route(RoutingFacts(**facts), people or DESK, POLICY.routing, POLICY.channels)


@pytest.mark.parametrize(
    "facts", [{"vip": True}, {"tier": "enterprise"}, {"vip": True, "category": "account.billing", "channel": "social"}]
)
def test_vip_or_enterprise_goes_to_the_priority_queue_and_a_senior_agent(facts):
    decision = to(**facts)
    assert (decision.value.team, decision.value.assignee) == ("priority", LIN.person)
    assert decision.rejected[0] == ("Hugo", "is not senior: 530 points")
    assert "the customer is a VIP or enterprise" in decision.because


@pytest.mark.parametrize("tier", ["free", "pro", "business"])
def test_other_tiers_are_not_enterprise(tier):
    assert to(tier=tier).value.team == "frontline"


def test_bot_answers_above_90_percent_and_offers_a_person():
    decision = to(bot_confidence=0.91)
    assert decision.value.answer
    assert decision.value.assignee is None
    assert "offers a person" in decision.because


def test_bot_does_not_answer_at_90_percent_or_where_nothing_says_how_sure_it_is():
    assert not to(bot_confidence=0.9).value.answer
    assert not to().value.answer


def test_known_issue_gets_its_article_suggested():
    assert to(problem=12).value.article
    assert not to().value.article


@pytest.mark.parametrize("category", ["product.how_to", "account.password", "account.billing"])
def test_simple_how_to_password_reset_billing_is_l1(category):
    assert to(category=category).value.level == 1
    assert "it is simple" in to(category=category).because


@pytest.mark.parametrize("category", ["product.bug", "product.integration", "technical.api", "technical.webhook", "technical.sso"])
def test_technical_bug_integration_api_is_l2(category):
    decision = to(category=category)
    assert (decision.value.level, decision.value.team, decision.value.assignee) == (2, "technical", KENJI.person)
    assert not decision.value.escalate


@pytest.mark.parametrize("facts", [{"priority": Priority.P0}, {"priority": Priority.P1, "tags": ("security",)}])
def test_critical_outage_data_loss_security_is_l2_and_an_escalation(facts):
    decision = to(**facts, category="account.login")
    assert (decision.value.level, decision.value.team, decision.value.escalate) == (2, "technical", True)


@pytest.mark.parametrize("facts", [{"priority": Priority.P0}, {"priority": Priority.P1, "tags": ("security",)}])
def test_what_the_tree_calls_critical_is_what_the_matrix_escalates(facts):
    """The tree says so; the matrix does it, with the people to tell and the time to take it over."""
    found = triggers(Ticket(**facts), frozenset(), POLICY.escalation)
    assert [(one.value.does, one.value.mode, one.value.level, one.value.team) for one in found] == [("escalate", "auto", 2, "technical")]


def test_critical_of_an_enterprise_customer_is_l2_and_an_escalation_in_the_priority_queue():
    place = to(priority=Priority.P0, tier="enterprise").value
    assert (place.level, place.team, place.assignee, place.escalate) == (2, "priority", LIN.person, True)


def test_the_word_security_alone_is_not_critical():
    assert not to(tags=("security",)).value.escalate


def test_social_goes_to_the_social_team_for_a_public_response_within_the_hour():
    decision = to(channel="social")
    assert (decision.value.team, decision.value.assignee) == ("social", SOL.person)
    assert "answered within 1 h" in decision.because


def test_phone_goes_to_an_available_phone_agent():
    ada, ben = ADA._replace(skills={"phone": 1}, load=20), BEN
    assert to(ada, ben, channel="phone").value.assignee == ada.person
    assert to(ada._replace(available=False), ben, channel="phone").value.assignee is None


def test_phone_never_queues_longer_than_three_minutes():
    ada, ben = ADA._replace(skills={"phone": 1}, available=False), BEN._replace(load=40)
    assert to(ada, ben, KENJI, channel="phone", waited=2).value.assignee is None
    decision = to(ada, ben, KENJI, channel="phone", waited=3)
    assert (decision.value.team, decision.value.assignee) == ("technical", KENJI.person)
    assert "answered within 3 min" in decision.because


@pytest.mark.parametrize("channel", ["email", "chat"])
def test_email_and_chat_go_round_by_skill(channel):
    claire, cem = CLAIRE._replace(skills={"billing": 1}), Candidate(8, "Cem", "billing", skills={"billing": 2})
    dora = Candidate(9, "Dora", "billing")
    taken = []
    people = {one.person: one for one in (claire, cem, dora)}
    for _ in range(6):
        person = to(*people.values(), channel=channel, category="account.billing").value.assignee
        people[person] = people[person]._replace(load=people[person].load + POLICY.channels.weight(channel))
        taken.append(person)
    assert sorted(taken) == [claire.person] * 3 + [cem.person] * 3


@pytest.mark.parametrize("category", ["account.login", "account.permissions", "product.how_to"])
def test_l1_front_line_takes_common_issues_account_management_and_how_to(category):
    assert (to(category=category).value.team, to(category=category).value.level) == ("frontline", 1)


@pytest.mark.parametrize(
    "category", ["product.bug", "technical.api", "product.integration", "technical.data_export", "onboarding.migration"]
)
def test_l2_technical_takes_complex_bugs_api_integrations_and_data_problems(category):
    assert (to(category=category).value.team, to(category=category).value.level) == ("technical", 2)


def test_l3_keeps_what_has_reached_it():
    assert to(level=3, category="product.how_to").value.level == 3


def test_l0_is_the_bots():
    assert to(bot_confidence=0.95).value.level == 0


def test_every_channel_of_the_desk_but_calls_and_the_public_asks_for_skills():
    asking = {
        channel
        for channel in POLICY.channels.matrix
        if to(CLAIRE._replace(skills={"billing": 1}), channel=channel, category="account.billing").value.skills
    }
    assert asking == set(POLICY.channels.matrix) - {"social", "phone"}


def test_a_customers_agent_is_looked_for_two_weeks_back():
    assert POLICY.routing.sticky_for == timedelta(days=14)
