"""The chapter of automation: its stack row by row, the bot's rules, suggested replies, later messages, rules under watch."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib.util import find_spec

import pytest

from supportops.actions.policy import SHIPPED, load
from supportops.core import ticket as core
from supportops.core.automation import (
    Act,
    Automation,
    AutomationPolicy,
    Chatbot,
    Escalating,
    Rule,
    Solving,
    Suggestion,
    Thanks,
    heard,
    mistakes,
    passed_over,
    paused_alert,
    runs_wild,
    suggested,
    would_have_run,
)
from supportops.core.conditions import Test, parse
from supportops.core.ticket import Priority, Ticket, Verb

T0 = datetime(2026, 1, 5, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
POLICY = load(SHIPPED)
AUTOMATION = POLICY.automation
NOBODY = Thanks({}, {}, {})

STACK = {  # methodology, phase 10, automation priority stack
    "Auto-tagging & routing": ("tagging_and_routing", "high", "low", "P0", True),
    "Canned response suggestions": ("reply_suggestions", "high", "low", "P0", True),
    "Password reset self-service": ("password_reset", "high", "low", "P0", False),
    "SLA breach alerts": ("sla_alerts", "high", "low", "P0", True),
    "KB article suggestions to agents": ("article_suggestions", "high", "medium", "P1", False),
    "AI first-response draft": ("first_drafts", "high", "medium", "P1", False),
    "Chatbot for FAQ deflection": ("chatbot", "high", "high", "P1", False),
    "Sentiment detection & priority boost": ("sentiment_boost", "medium", "medium", "P1", True),
    "Auto-close resolved tickets": ("auto_close", "medium", "low", "P2", True),
    "Proactive outreach on known issues": ("proactive_outreach", "medium", "medium", "P2", False),
    "Customer health scoring": ("health_scoring", "medium", "high", "P2", False),
    "Predictive ticket volume": ("volume_forecast", "low", "high", "P3", False),
}


@pytest.mark.parametrize("row", STACK)
def test_row_of_the_automation_stack(row):
    name, impact, effort, priority, built = STACK[row]
    stands = AUTOMATION.stack[name]
    assert (stands.impact, stands.effort, stands.priority, stands.built) == (impact, effort, Priority(priority), built)
    assert bool(stands.by) is built
    assert all(find_spec(f"supportops.{part}") for part in stands.by)  # what is named is there


def test_the_stack_stands_in_its_order():
    assert list(AUTOMATION.stack) == [name for name, *_ in STACK.values()]


CHATBOT = {  # methodology, phase 10, chatbot design rules
    "1 always offer human escalation": ("offers_a_person", True),
    "2 disclose AI": ("says_it_is_a_machine", True),
    "3 confidence threshold": ("confidence", 0.85),
    "4 max 3 bot turns": ("turns", 3),
    "5 handoff context": ("hands_over_the_conversation", True),
    "6 track deflection quality": ("watches_satisfaction", True),
}


@pytest.mark.parametrize("rule", CHATBOT)
def test_chatbot_design_rule(rule):
    field, value = CHATBOT[rule]
    assert getattr(AUTOMATION.chatbot, field) == value
    assert not AUTOMATION.chatbot.built  # there is no bot yet, and the handbook says so


@pytest.mark.parametrize("wrong", [{"confidence": 0}, {"confidence": 1.2}, {"turns": 0}])
def test_a_bot_that_could_not_work_is_refused(wrong):
    with pytest.raises(ValueError, match="expected"):
        Chatbot(**wrong)


def test_a_reply_is_suggested_in_the_customers_language():
    ticket = Ticket(category="account.password", language="de", opened_at=T0)
    (event,) = suggested(ticket, AUTOMATION, T0)
    assert (event.verb, event.by) == (Verb.SUGGEST, "system:suggestions")
    assert (event.data["kind"], event.data["name"]) == ("reply", "password-reset")
    assert "Passwort vergessen" in event.data["text"]
    assert event.because == "The reply password-reset fits: category is account.password."


def test_whoever_speaks_another_language_gets_english():
    (event,) = suggested(Ticket(category="account.password", language="ja"), AUTOMATION, T0)
    assert event.data["text"].startswith("Hi,")


def test_no_reply_is_suggested_where_none_fits_or_they_are_switched_off():
    assert suggested(Ticket(category="technical.sso"), AUTOMATION, T0) == []
    ticket = Ticket(category="account.password")
    row = AUTOMATION.stack["reply_suggestions"]
    off = replace(AUTOMATION, stack={"reply_suggestions": replace(row, on=False)})
    assert suggested(ticket, off, T0) == []
    assert suggested(ticket, replace(AUTOMATION, suggestions=()), T0) == []
    assert suggested(ticket, replace(AUTOMATION, stack={}), T0) != []


def test_every_suggestion_has_an_english_text():
    with pytest.raises(ValueError, match="needs its text in English"):
        Suggestion("x", {"de": "Hallo"})


@pytest.mark.parametrize("one", AUTOMATION.suggestions, ids=lambda one: one.name)
def test_a_shipped_reply_greets_and_says_more_than_a_line(one):
    for text in one.text.values():
        greeting, empty, *rest = text.splitlines()
        assert len(greeting) < 12 and empty == "" and len(" ".join(rest)) > 100


def heard_by(ticket, words):
    return heard(ticket, words, POLICY.triage, T0)


def test_a_later_message_makes_a_ticket_more_urgent_and_earns_tags():
    ticket = Ticket(tier="enterprise", opened_at=T0)
    raised, tagged = heard_by(ticket, "Now everything is down, and my lawyer will hear of it.")
    assert (raised.verb, raised.changes["priority"][1], raised.by) == (Verb.PRIORITISE, Priority.P0, "system:triage")
    assert "down" in raised.data["decision"]["evidence"]
    assert raised.data["facts"]["reading"]
    assert (tagged.verb, tagged.changes["tags"][1]) == (Verb.TAG, ("legal",))
    assert tagged.because.startswith("The customer wrote again: Tagged legal by")


def test_where_a_person_chose_the_priority_a_higher_one_is_proposed():
    ticket = Ticket(tier="enterprise", priority=Priority.P3, priority_given=True)
    (event,) = heard_by(ticket, "It is down.")
    assert (event.verb, event.changes["proposed_priority"][1]) == (Verb.PROPOSE, "P0")


def test_a_later_message_that_says_nothing_new_changes_nothing():
    assert heard_by(Ticket(priority=Priority.P0), "It is still down.") == []
    assert heard_by(Ticket(tags=("legal",)), "My lawyer asks when this is done.") == []


@pytest.mark.parametrize(
    ("fired", "expected", "wild"), [(11, 0.5, True), (10, 0.5, False), (16, 3, True), (15, 3, False), (500, None, False)]
)
def test_a_rule_runs_wild_when_it_runs_far_more_often_than_tried(fired, expected, wild):
    why = runs_wild(fired, expected, date(2026, 1, 5))
    assert bool(why) is wild
    assert why is None or why == f"It ran {fired} times on 2026-01-05; what it was tried on made {expected:.1f} times a day likely."


STALE = Rule("stale", (Act(tell=("leads",)),), after=2 * HOUR, since="queued_at", when=Test("status", "is", "new"))
HEARD = Rule("heard", (Act(tag=("loud",)),), on=(Verb.HEAR,), author="lin@desk.example")


def test_a_pause_is_told_to_author_and_leads():
    (event,) = paused_alert(HEARD, Ticket(), T0, "It ran 99 times.")
    assert (event.verb, event.by, event.data["tell"]) == (Verb.ALERT, "system:rules", ["lin@desk.example", "leads"])
    assert event.because == "Rule heard is paused. It ran 99 times."
    assert paused_alert(STALE, Ticket(), T0, "x")[0].data["tell"] == ["leads"]


def test_a_paused_rule_over_time_says_so_once():
    event = core.opened(Ticket(), by="mail", at=T0)
    ticket = core.evolve(Ticket(), event)
    (said,) = passed_over(STALE, ticket, T0 + 2 * HOUR)
    assert (said.by, said.data["paused"], said.data["tell"]) == ("rule:stale", True, [])
    assert list(replace(AUTOMATION, rules=(STALE,)).timed(ticket, [event, said])) == []


def ledger(*acts):
    """A ledger of (verb, hours after the beginning, by, detail)."""
    events = [core.opened(Ticket(), by="customer:9", at=T0)]
    ticket = core.evolve(Ticket(), events[0])
    for verb, hours, by, detail in acts:
        new = core.decide(ticket, verb, by=by, at=T0 + hours * HOUR, **detail)
        ticket, events = core.evolve_all(ticket, new), events + new
    return events


def test_how_often_a_rule_would_have_run_by_verb():
    told = ledger((Verb.HEAR, 1, "customer:9", {}), (Verb.NOTE, 2, "agent:1", {}), (Verb.HEAR, 3, "customer:9", {}))
    assert would_have_run(HEARD, told) == [T0 + HOUR, T0 + 3 * HOUR]
    assert would_have_run(replace(HEARD, when=Test("tier", "is", "pro")), told) == []


def test_how_often_a_rule_would_have_run_by_time():
    picked = (Verb.ASSIGN, 1, "agent:1", {"assignee": 1})
    assert would_have_run(STALE, ledger()) == [T0 + 2 * HOUR]
    assert would_have_run(STALE, ledger((Verb.NOTE, 5, "agent:1", {}))) == [T0 + 2 * HOUR]  # once, not at each later event
    assert would_have_run(STALE, ledger(picked)) == []
    back = (Verb.ROUTE, 4, "agent:1", {"team": "billing"})
    assert would_have_run(STALE, ledger(picked, back)) == [T0 + 6 * HOUR]


def complaints(**changed):
    chapter = replace(AutomationPolicy({}, NOBODY), **changed)
    return {(path, sentence) for path, sentence in mistakes(chapter, ("billing",), ("leads",), POLICY.taxonomy)}


def test_the_shipped_chapter_has_no_mistakes():
    assert list(mistakes(AUTOMATION, tuple(POLICY.routing.teams), POLICY.escalation.audiences, POLICY.taxonomy)) == []


@pytest.mark.parametrize(
    ("act", "path", "sentence"),
    [
        (Act(route="press"), ("route",), "expected one of billing; found 'press'"),
        (Act(tell=("leads", "mum")), ("tell",), "expected one of leads; found 'mum'"),
        (Act(escalate=Escalating("x", team="press")), ("escalate", "team"), "expected one of billing; found 'press'"),
        (Act(escalate=Escalating("x", tell=("mum",))), ("escalate", "tell"), "expected one of leads; found 'mum'"),
        (Act(escalate=Escalating(" ")), ("escalate", "reason"), "an escalation needs its reason: say what is needed"),
        (
            Act(solve=Solving(root_cause="moon")),
            ("solve", "root_cause"),
            f"expected one of {', '.join(POLICY.taxonomy.root_cause)}; found 'moon'",
        ),
        (
            Act(solve=Solving(resolution_type="x")),
            ("solve", "resolution_type"),
            f"expected one of {', '.join(POLICY.taxonomy.resolution_type)}; found 'x'",
        ),
    ],
)
def test_a_rule_that_speaks_of_what_nobody_knows_is_named(act, path, sentence):
    assert complaints(rules=(replace(HEARD, then=(act,)),)) == {(("rules", 0, "then", 0, *path), sentence)}


def test_names_stand_once():
    assert complaints(rules=(HEARD, HEARD)) == {(("rules", 1, "name"), "there is another heard: give each a name of its own")}
    twice = Suggestion("a", {"en": "x"})
    assert complaints(suggestions=(twice, twice)) == {(("suggestions", 1, "name"), "there is another a: give each a name of its own")}


def test_a_rule_that_would_hide_a_ticket_for_ever_is_named():
    sleeper = replace(HEARD, on=(Verb.WAKE,), then=(Act(snooze=HOUR),))
    ((path, sentence),) = complaints(rules=(sleeper,))
    assert path == ("rules", 0, "on")
    assert "put a ticket to sleep again" in sentence


def test_a_switch_that_is_none_and_work_that_nobody_does_are_named():
    row = Automation("high", "low", Priority.P0, ("core.sla",))
    assert complaints(stack={"sla_alerts": replace(row, on=True)}) == {
        (("stack", "sla_alerts", "on"), "sla_alerts is not switched here; only reply_suggestions is")
    }
    assert complaints(stack={"reply_suggestions": replace(row, on=True), "x": replace(row, built=False)}) == set()
    assert complaints(stack={"x": replace(row, by=())}) == {
        (("stack", "x", "by"), "expected the part of the program that does it, or built: false")
    }


def test_a_rule_is_read_from_text():
    from supportops.core.policy import _BUILDER

    rule = _BUILDER.build(
        Rule,
        {
            "name": "vip-waits",
            "after": "30m",
            "since": "waiting_since",
            "when": {"fact": "vip", "is": True},
            "then": [{"escalate": {"reason": "A VIP waits.", "within": "1h"}}, {"tell": ["leads"]}],
        },
        (),
    )
    assert rule.after == timedelta(minutes=30)
    assert rule.when == parse({"fact": "vip", "is": True})
    assert [act.name for act in rule.then] == ["escalate", "tell"]
    assert rule.moves
