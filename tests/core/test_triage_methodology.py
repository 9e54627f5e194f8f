"""The methodology row by row, phase 3: priority matrix, auto-priority rules and taxonomy, in the handbook as it is shipped."""

from dataclasses import replace
from datetime import timedelta

import pytest

from supportops.actions.policy import SHIPPED, load
from supportops.core.ticket import Priority
from supportops.core.triage import TriageFacts, triage

POLICY = load(SHIPPED)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def decided(text: str, tier: str = "free"):
    return triage(TriageFacts("", text, tier), POLICY.triage)


def priority(text: str, tier: str = "free") -> str:
    return decided(text, tier).priority.value.value


@pytest.mark.parametrize(
    ("level", "first_reply", "resolution"),
    [
        pytest.param("P0", 15 * MINUTE, 4 * HOUR, id="P0 - Critical"),
        pytest.param("P1", HOUR, 8 * HOUR, id="P1 - High"),
        pytest.param("P2", 4 * HOUR, 24 * HOUR, id="P2 - Normal"),
        pytest.param("P3", 24 * HOUR, 72 * HOUR, id="P3 - Low"),
    ],
)
def test_priority_matrix_promises(level, first_reply, resolution):
    target = POLICY.priorities[Priority(level)]
    assert (target.first_reply, target.resolution) == (first_reply, resolution)


@pytest.mark.parametrize(
    ("text", "tier", "level"),
    [
        pytest.param("The service is down", "enterprise", "P0", id="P0: service down"),
        pytest.param("We have a data loss", "enterprise", "P0", id="P0: data loss"),
        pytest.param("There was a security breach", "enterprise", "P0", id="P0: security breach"),
        pytest.param("The import is broken", "business", "P1", id="P1: major feature broken"),
        pytest.param("Nothing is sold, we are losing revenue", "free", "P1", id="P1: revenue impact"),
        pytest.param("The import is broken, but we can type the rows in", "pro", "P2", id="P2: feature issue, workaround exists"),
        pytest.param("A feature request: dark mode", "business", "P3", id="P3: enhancement request"),
        pytest.param("Purely cosmetic: the icon is a pixel too low", "business", "P3", id="P3: cosmetic"),
    ],
)
def test_priority_matrix_criteria(text, tier, level):
    assert priority(text, tier) == level


def test_priority_matrix_a_how_to_is_low_where_the_desk_says_so():
    """The auto-priority rules start it at P2, and so does the shipped handbook; one word in it makes it P3."""
    rules = POLICY.triage.priority
    low = replace(POLICY.triage, priority=replace(rules, enhancement_categories=(*rules.enhancement_categories, "product.how_to")))
    facts = TriageFacts("", "How do I add a colleague?")
    assert triage(facts, POLICY.triage).priority.value is Priority.P2
    assert triage(facts, low).priority.value is Priority.P3


@pytest.mark.parametrize("keyword", ["outage", "down", "data loss", "breach", "can't login all"])
def test_auto_priority_p0_keyword_match(keyword):
    assert priority(f"We see this: {keyword}", "enterprise") == "P0"
    assert priority(f"We see this: {keyword}", "business") == "P1"


def test_auto_priority_p0_customer_tier_enterprise():
    assert [priority("It is down", tier) for tier in ("free", "pro", "business", "enterprise")] == ["P1", "P1", "P1", "P0"]


def test_auto_priority_p0_affected_users_over_100():
    assert [priority(f"It is down for {n} users") for n in (99, 100, 101, 5000)] == ["P1", "P1", "P0", "P0"]
    assert [priority(f"{n} users get an error") for n in (100, 101)] == ["P2", "P0"]
    assert priority("We have 5000 users") == "P2"


@pytest.mark.parametrize("keyword", ["broken", "not working", "error", "billing issue"])
def test_auto_priority_p1_keyword_match(keyword):
    assert priority(f"We see this: {keyword}", "business") == "P1"


def test_auto_priority_p1_customer_tier_business():
    assert [priority("It is broken", tier) for tier in ("free", "pro", "business", "enterprise")] == ["P2", "P2", "P1", "P1"]


def test_auto_priority_p1_revenue_impact():
    assert [priority("We are losing sales", tier) for tier in ("free", "pro", "business", "enterprise")] == ["P1"] * 4


def test_auto_priority_p2_default():
    assert [priority("Where is my parcel?", tier) for tier in ("free", "pro", "business", "enterprise")] == ["P2"] * 4


@pytest.mark.parametrize("keyword", ["feature request", "nice to have", "suggestion"])
def test_auto_priority_p3_keyword_match(keyword):
    assert priority(f"This is a {keyword}", "enterprise") == "P3"


def test_auto_priority_p3_category_enhancement():
    decision = decided("Do you plan a calendar?")
    assert (decision.category.value, decision.priority.value.value) == ("product.feature_request", "P3")


@pytest.mark.parametrize(
    ("category", "text"),
    [
        ("account.login", "I want to sign in"),
        ("account.password", "I forgot my password"),
        ("account.billing", "About the invoice"),
        ("account.subscription", "About our subscription"),
        ("account.permissions", "About my role and its permissions"),
        ("product.bug", "I found a bug"),
        ("product.feature_request", "It would be nice if it had a clock"),
        ("product.how_to", "How do I draw a line?"),
        ("product.integration", "About the Slack integration"),
        ("product.performance", "It is so slow"),
        ("onboarding.setup", "We are at the first steps of the setup"),
        ("onboarding.migration", "About our migration"),
        ("onboarding.training", "When is the next webinar?"),
        ("onboarding.documentation", "Send me the manual"),
        ("technical.api", "About the REST API"),
        ("technical.webhook", "About the webhook"),
        ("technical.sso", "About SAML"),
        ("technical.data_export", "About the CSV export"),
        ("technical.custom_config", "About the DNS of our custom domain"),
        ("feedback.complaint", "This is a complaint"),
        ("feedback.compliment", "Great job!"),
        ("feedback.suggestion", "A suggestion"),
        ("feedback.survey_response", "Here is your survey back"),
    ],
)
def test_taxonomy_category(category, text):
    assert category in POLICY.taxonomy.keys
    assert decided(text).category.value == category


def test_taxonomy_every_category_of_the_methodology_is_tested_above():
    [mark] = [mark for mark in test_taxonomy_category.pytestmark if mark.name == "parametrize"]
    assert [category for category, _ in mark.args[1]] == list(POLICY.taxonomy.keys)


@pytest.mark.parametrize(
    ("mood", "text"),
    [("positive", "This is wonderful"), ("neutral", "The sky is blue"), ("negative", "This is terrible"), ("urgent", "This is urgent")],
)
def test_taxonomy_sentiment(mood, text):
    assert mood in POLICY.taxonomy.sentiment
    assert decided(text).sentiment.value == mood
