"""Reading once, judging from what was read: the same now, later, and with one fact changed."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportops.actions.policy import current
from supportops.core.ticket import Priority, Ticket
from supportops.core.triage import Boost, Reading, TriageFacts, TriagePolicy, again, judge, otherwise, read, triage

POLICY = current().triage
TIERS = ("free", "pro", "business", "enterprise")


def kept(reading: Reading) -> Reading:
    return Reading.of(json.loads(json.dumps(reading.as_data())))


def boosting(**boost) -> TriagePolicy:
    return replace(POLICY, priority=replace(POLICY.priority, boost=Boost(**boost)))


def test_a_reading_serves_another_policy_as_long_as_that_looks_for_the_same_words():
    assert POLICY.reads_as(boosting(sentiments=("urgent",)))
    assert POLICY.reads_as(replace(POLICY, fault_category="", categories=dict(reversed(POLICY.categories.items()))))
    assert not POLICY.reads_as(replace(POLICY, tags={}))
    assert not POLICY.reads_as(replace(POLICY, priority=replace(POLICY.priority, fault={})))


PHRASES = st.sampled_from(
    [
        *("down", "data loss", "error", "not working", "losing money", "suggestion", "feature request", "urgent", "not happy", "great"),
        *("not", "no longer", "if", "is fixed", ",", ".", "\n\n", "but", "invoice", "password", "webhook", "lawyer", "refund", "slow"),
        *("all 250 of our users", "101 people", "the", "wir", "nicht", "Ошибка", "hata", "I", "would be nice if"),
    ]
)
WRITTEN = st.lists(PHRASES, max_size=25).map(" ".join) | st.text(max_size=80)


@given(WRITTEN, WRITTEN, st.sampled_from(TIERS), st.sampled_from([None, *Priority]))
@settings(max_examples=300)
def test_judging_what_was_kept_gives_the_live_decision_exactly(subject, text, tier, chosen):
    facts = TriageFacts(subject, text, tier, given=chosen)
    reading = read(subject, text, POLICY)
    assert kept(reading) == reading
    assert judge(kept(reading), TriageFacts("", "", tier, given=chosen), POLICY) == triage(facts, POLICY)


@given(WRITTEN, st.booleans())
@settings(max_examples=200)
def test_a_larger_plan_never_makes_a_message_less_urgent(text, boosted):
    policy = POLICY if boosted else boosting()
    decided = [judge(read("", text, policy), TriageFacts("", "", tier), policy).priority.value for tier in TIERS]
    assert decided == sorted(decided, reverse=True)


@given(WRITTEN, st.sampled_from(TIERS), st.integers(0, 500), st.integers(0, 500))
@settings(max_examples=200)
def test_more_people_never_make_a_message_less_urgent(text, tier, some, more):
    reading, facts = read("", text, POLICY), TriageFacts("", "", tier)
    few, many = sorted((some, some + more))
    decided = [judge(reading._replace(affected=number), facts, POLICY).priority.value for number in (few, many)]
    assert decided[1] <= decided[0]


@given(WRITTEN, st.sampled_from(TIERS), st.sampled_from(["positive", "neutral", "negative", "urgent"]))
@settings(max_examples=100)
def test_a_mood_never_makes_a_message_less_urgent_nor_more_than_the_policy_allows(text, tier, mood):
    reading, facts = read("", text, POLICY), TriageFacts("", "", tier)
    calm = judge(reading, facts, boosting()).priority.value
    decided = judge(reading._replace(moods=((mood, ("so",)),)), facts, POLICY).priority.value
    assert min(calm, POLICY.priority.boost.at_most) <= decided <= calm


@given(WRITTEN, st.sampled_from(TIERS), st.sampled_from(list(Priority)), st.booleans())
@settings(max_examples=200)
def test_what_the_customer_writes_later_never_makes_a_ticket_less_urgent(text, tier, priority, chosen):
    decision = again(Ticket(tier=tier, priority=priority, priority_given=chosen), read("", text, POLICY), POLICY)
    assert decision is None or decision.value < priority


def test_what_is_kept_of_a_message_is_what_stands_in_it():
    assert read("", "Lorem ipsum", POLICY).as_data() == {}
    data = read("Dashboard", "It is down for 300 users, and slow, no error though", POLICY).as_data()
    del data["language"]
    assert data == {
        "outage": ("down",),
        "taken_back": (("fault", "error", "no"),),
        "affected": 300,
        "affected_words": "300 users",
        "wrong": "down",
        "categories": (("product.performance", 1, ("slow",)),),
    }


@given(WRITTEN, st.sampled_from(TIERS))
@settings(max_examples=100)
def test_what_would_make_it_different_is_true(text, tier):
    reading, facts = read("", text, POLICY), TriageFacts("", text, tier)
    now = judge(reading, facts, POLICY).priority.value
    for sentence in otherwise(reading, facts, POLICY):
        assert sentence.startswith("It would be P") and not sentence.startswith(f"It would be {now} ")
        condition = sentence.removesuffix(".").partition("if the customer were ")[2]
        for named in condition.replace(" or ", ", ").split(", ") if condition else ():
            assert judge(reading, replace(facts, tier=named), POLICY).priority.value == sentence[12:14]


@pytest.mark.parametrize(
    ("text", "tier", "sentences"),
    [
        (
            "The site is down",
            "business",
            (
                "It would be P0 if the customer were enterprise.",
                "It would be P0 if more than 100 people were affected.",
                "It would be P2 without “down”.",
            ),
        ),
        (
            "It is no longer down",
            "enterprise",
            ("It would be P0 if “down” beside “no longer” counted.", "It would be P1 if the message sounded negative."),
        ),
        (
            "The export is broken",
            "free",
            ("It would be P1 if the customer were business or enterprise.", "It would be P0 if more than 100 people were affected."),
        ),
        ("I have a suggestion", "pro", ("It would be P2 without “suggestion”.",)),
        ("Is it on the roadmap?", "pro", ("It would be P2 without “roadmap”.",)),
        (
            "An outage for 300 users",
            "free",
            ("It would be P1 if no more than 100 people were affected.", "It would be P2 without “outage”."),
        ),
        (
            "I am disappointed",
            "business",
            ("It would be P2 if the customer were free or pro.", "It would be P2 if the message sounded neutral."),
        ),
    ],
)
def test_what_would_have_made_the_priority_different(text, tier, sentences):
    assert otherwise(read("", text, POLICY), TriageFacts("", text, tier), POLICY) == sentences


def test_beside_a_persons_choice_stands_what_the_rules_alone_would_say():
    reading = read("", "The site is down", POLICY)
    assert otherwise(reading, TriageFacts("", "", given=Priority.P3), POLICY) == ("It would be P1 if the rules alone decided.",)
    assert otherwise(reading, TriageFacts("", "", given=Priority.P1), POLICY) == ()


def test_how_many_are_affected_is_a_decision_of_its_own():
    decision = triage(TriageFacts("", "All 250 of our users wait"), POLICY).affected
    assert (decision.value, decision.evidence, decision.because) == (250, ("250 of our users",), "“250 of our users” says how many.")
    assert triage(TriageFacts("", "Hello"), POLICY).affected.value == 0


@pytest.mark.parametrize(
    ("boost", "tier", "text", "priority", "rule"),
    [
        ({"sentiments": ("negative",), "tiers": ("business",)}, "business", "I am very disappointed", "P1", "priority.boost"),
        ({"sentiments": ("negative",), "tiers": ("business",)}, "pro", "I am very disappointed", "P2", "priority.default"),
        ({"sentiments": ("negative",)}, "pro", "I am very disappointed", "P1", "priority.boost"),
        ({"sentiments": ("urgent",)}, "free", "A feature request, asap", "P2", "priority.boost"),
        ({"sentiments": ("urgent",), "by": 2}, "free", "A feature request, asap", "P1", "priority.boost"),
        ({"sentiments": ("urgent",), "by": 3}, "free", "A feature request, asap", "P1", "priority.boost"),
        ({"sentiments": ("urgent",), "by": 3, "at_most": Priority.P0}, "free", "A feature request, asap", "P0", "priority.boost"),
        ({"sentiments": ("urgent",)}, "enterprise", "It is down, asap", "P0", "priority.outage-tier"),
        ({"sentiments": ("urgent",)}, "enterprise", "We get an error, asap", "P1", "priority.fault-tier"),
        ({}, "enterprise", "I am very disappointed, asap", "P2", "priority.default"),
    ],
)
def test_a_mood_raises_the_priority_where_the_policy_says_so(boost, tier, text, priority, rule):
    decision = triage(TriageFacts("", text, tier), boosting(**boost)).priority
    assert (decision.value, decision.rule) == (priority, rule)


def test_a_raised_priority_keeps_the_rules_reason_beside_its_own():
    decision = triage(TriageFacts("", "A suggestion, for this is ridiculous", "business"), POLICY).priority
    assert decision.value is Priority.P2
    assert decision.because == (
        "“suggestion” speaks of something that can wait. It is raised from P3, for the message sounds negative and the customer is business."
    )
    assert decision.rejected[0] == (Priority.P3, "By priority.enhancement, before the mood was looked at.")


@pytest.mark.parametrize("text", ["Please answer asap", "URGENT: my invoice", "Dringend! Sofort!", "Acil, hemen bakın"])
@pytest.mark.parametrize("tier", TIERS)
def test_urgent_words_alone_raise_nothing_in_the_shipped_handbook(text, tier):
    assert triage(TriageFacts("", text, tier), POLICY).priority.value is Priority.P2


def later(text: str, **about) -> tuple[str, str] | None:
    decision = again(Ticket(**about), read("", text, POLICY), POLICY)
    return (decision.value.value, decision.because) if decision else None


def test_a_later_message_makes_a_ticket_more_urgent():
    found = later("Now the whole site is down!", tier="enterprise")
    assert found == ("P0", "The customer wrote again: “down” stands in the customer's own words, and the customer is enterprise.")
    decision = again(Ticket(tier="enterprise"), read("", "Now it is down", POLICY), POLICY)
    assert (decision.rule, decision.evidence) == ("priority.outage-tier", ("down",))
    assert decision.rejected[0] == (Priority.P2, "As it was before.")


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Thank you, that helps", {"priority": Priority.P3}),  # nothing speaks for P2 either
        ("Thank you, that helps", {"priority": Priority.P0}),
        ("A suggestion: dark mode", {"priority": Priority.P2}),  # never less
        ("It is no longer down", {"tier": "enterprise"}),
        ("There is an error", {"tier": "business", "priority": Priority.P1}),
        ("There is an error", {"tier": "business", "priority": Priority.P2, "priority_given": True, "proposed_priority": "P1"}),
        ("I am very disappointed", {"tier": "business", "sentiment": "negative"}),  # that was looked at when it was opened
        ("I am very disappointed", {"tier": "free"}),
    ],
)
def test_a_later_message_raises_nothing_where_it_says_nothing_new(text, about):
    assert later(text, **about) is None


def test_a_later_complaint_raises_by_one_step_from_where_the_ticket_stands():
    assert later("I am very disappointed", tier="business", priority=Priority.P3)[0] == "P2"
    assert later("I am very disappointed", tier="business", priority=Priority.P2)[0] == "P1"
    assert later("I am very disappointed", tier="business", priority=Priority.P1) is None


def test_more_than_was_proposed_is_proposed_again():
    assert later("It is down", tier="enterprise", priority=Priority.P3, priority_given=True, proposed_priority="P1")[0] == "P0"
