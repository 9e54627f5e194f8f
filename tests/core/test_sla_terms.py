"""Who is promised what: policies by condition, seasons, targets among colleagues, and who is told of what."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from supportops.core import conditions
from supportops.core import ticket as core
from supportops.core.hours import ALWAYS, BusinessHours
from supportops.core.schema import Malformed, build
from supportops.core.sla import (
    Agreement,
    Change,
    Internal,
    Lifecycle,
    Missed,
    Season,
    SlaPolicy,
    Target,
    Warn,
    deadlines,
    promise,
    season_words,
    terms,
)
from supportops.core.sla.contradictions import contradictions
from supportops.core.ticket import Priority, Ticket, Verb
from tests.sla_vectors import NOTHING_TIMED

T0 = datetime(2026, 11, 25, 9, tzinfo=UTC)  # a Wednesday
M, H = timedelta(minutes=1), timedelta(hours=1)
OFFICE = BusinessHours(ZoneInfo("Pacific/Auckland"), {day: ((540, 1020),) for day in range(5)})
USUAL = {priority: Target(4 * H, 4 * H, 24 * H) for priority in Priority}


def when(**asked: object) -> conditions.Condition:
    ((fact, value),) = asked.items()
    return conditions.parse({"fact": fact, "is": value})


def policy(**sla) -> SimpleNamespace:
    return SimpleNamespace(
        lifecycle=Lifecycle(),
        priorities=USUAL,
        calendars={"always": ALWAYS, "office": OFFICE},
        sla=SlaPolicy(**sla),
        automation=NOTHING_TIMED,
        escalation=NOTHING_TIMED,
    )


def opened(**facts) -> Ticket:
    return core.evolve(Ticket(), core.opened(Ticket(**facts), by="customer:9", at=T0))


CHAT = Agreement(when(channel="chat"), targets={Priority.P2: Change(first_reply=2 * M)}, pick_up=2 * M, acknowledgement=30 * M)
GOLD = Agreement(when(tier="enterprise"), calendar="office", targets={Priority.P2: Change(1 * H, 2 * H, 8 * H)})


def test_without_a_policy_the_priority_speaks():
    held = terms(opened(), policy())
    assert (held.policy, held.season, held.target) == ("", "", USUAL[Priority.P2])
    assert (held.pick_up, held.acknowledgement) == (15 * M, 4 * H)


def test_the_first_policy_that_holds_is_the_one():
    both = policy(policies={"chat": CHAT, "gold": GOLD})
    held = terms(opened(channel="chat", tier="enterprise"), both)
    assert (held.policy, held.target, held.pick_up, held.acknowledgement) == ("chat", Target(2 * M, 4 * H, 24 * H), 2 * M, 30 * M)
    turned = policy(policies={"gold": GOLD, "chat": CHAT})
    held = terms(opened(channel="chat", tier="enterprise"), turned)
    assert (held.policy, held.target) == ("gold", Target(1 * H, 2 * H, 8 * H, "office"))
    assert held.hours is OFFICE and held.desk is ALWAYS


def test_a_policy_changes_only_the_priorities_that_it_names():
    assert terms(opened(channel="chat", priority=Priority.P0), policy(policies={"chat": CHAT})).target == USUAL[Priority.P0]
    alone = policy(policies={"abroad": Agreement(calendar="office")})
    assert terms(opened(), alone).target == replace(USUAL[Priority.P2], calendar="office")


def test_a_promise_says_which_policy_and_why_not_the_others():
    both = policy(policies={"gold": GOLD, "chat": CHAT})
    given = promise(opened(channel="chat"), both, T0)
    assert given.because == "P2 by the policy “chat”: first reply within 2 min, solved within 24 h"
    assert (given.rule, given.evidence) == ("sla.policies.chat", ("channel is chat",))
    assert given.rejected == (("gold", "only where tier is enterprise"),)
    assert str(given.value) == "chat"
    assert given.value.as_data() == {
        "policy": "chat",
        "season": "",
        "calendar": "always",
        "first_reply_due_at": (T0 + 2 * M).isoformat(),
        "resolution_due_at": (T0 + 24 * H).isoformat(),
    }
    plain = promise(opened(), both, T0)
    assert (plain.value.policy, plain.rule, len(plain.rejected)) == ("standard", "priorities.P2", 2)


def test_a_promise_is_what_the_clocks_count():
    for ticket in (opened(), opened(channel="chat"), opened(tier="enterprise")):
        rules = policy(policies={"gold": GOLD, "chat": CHAT}, seasons={"peak": PEAK})
        first = core.opened(ticket, by="customer:9", at=T0)
        clocks = {clock.name: clock.due_at for clock in deadlines(ticket, [first], rules).clocks}
        given = promise(ticket, rules, T0).value
        assert (given.first_reply_due_at, given.resolution_due_at) == (clocks["first_reply"], clocks["resolution"])


PEAK = Season(date(2026, 11, 25), date(2026, 11, 30), factor=1.5)


@pytest.mark.parametrize(
    ("hours_later", "season"),
    [(-10, ""), (0, "peak"), (14.9, "peak"), (134.9, "peak"), (135, "")],
)
def test_a_season_holds_for_what_comes_in_on_its_days(hours_later, season):
    ticket = replace(opened(), opened_at=T0 + hours_later * H)
    held = terms(ticket, policy(seasons={"peak": PEAK}))
    assert held.season == season
    assert held.target == (Target(6 * H, 6 * H, 36 * H) if season else USUAL[Priority.P2])


def test_the_days_of_a_season_are_those_on_the_desks_wall():
    abroad = {"there": Agreement(calendar="office")}
    ticket = replace(opened(), opened_at=datetime(2026, 11, 30, 12, tzinfo=UTC))  # the first of December in Auckland
    assert terms(ticket, policy(seasons={"peak": PEAK})).season == "peak"
    assert terms(ticket, policy(seasons={"peak": PEAK}, policies=abroad)).season == ""


def test_a_season_may_have_conditions_figures_and_hours_of_its_own():
    move = Season(date(2026, 11, 25), date(2026, 12, 9), when(tier="pro"), "office", 0.5, targets={Priority.P2: Change(resolution=5 * H)})
    both = policy(seasons={"move": move, "peak": PEAK})
    assert terms(opened(tier="pro"), both).target == Target(2 * H, 2 * H, 5 * H, "office")
    assert terms(opened(), both).season == "peak"
    assert promise(opened(), both, T0).because.startswith("P2, in the season “peak”: first reply within 6 h")
    assert str(promise(opened(), both, T0).value) == "standard in peak"


def test_a_request_that_is_only_tried_out_is_in_the_season_of_its_moment():
    rules = policy(seasons={"peak": PEAK})
    assert promise(Ticket(), rules, T0).value.season == "peak"
    assert promise(Ticket(), rules, T0 - 10 * H).value.season == ""


def test_a_factor_gives_whole_minutes_and_at_least_one():
    quick = Season(date(2026, 11, 25), date(2026, 11, 30), factor=0.001)
    assert terms(opened(), policy(seasons={"quick": quick})).target == Target(M, M, M)


def test_customers_are_told_of_a_season_in_their_language_where_they_shall_know():
    words = {"en": "It takes longer until December.", "de": "Bis Dezember dauert es länger."}
    open_one = policy(seasons={"peak": replace(PEAK, told_to_customers=True, words=words)})
    assert season_words(opened(language="de"), open_one) == words["de"]
    assert season_words(opened(language="tr"), open_one) == words["en"]
    assert season_words(opened(), policy(seasons={"peak": PEAK})) == ""
    assert season_words(opened(), policy()) == ""


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"ends": "2026-11-24"}, "it ends on 2026-11-24, before it starts on 2026-11-25"),
        ({"factor": 0}, "expected a factor above 0"),
        ({"told_to_customers": True}, "expected words for the customers"),
    ],
)
def test_a_season_that_cannot_be_is_refused(data, error):
    readers = {conditions.Condition: conditions.parse}
    with pytest.raises(Malformed) as refused:
        build(Season, {"starts": "2026-11-25", "ends": "2026-11-30"} | data, (), readers)
    assert error in str(refused.value)


def story(rules, *steps, **facts):
    """A request at T0, then verbs, each some time after it."""
    ledger = [core.opened(Ticket(**facts), by="customer:9", at=T0)]
    for verb, later, *detail in steps:
        more = {"by": "agent:1"} | (detail[0] if detail else {})
        ledger += core.decide(core.evolve_all(Ticket(), ledger), verb, at=T0 + later, **more)
    return deadlines(core.evolve_all(Ticket(), ledger), ledger, rules)


def due(found, name):
    return next((clock.due_at for clock in found.clocks if clock.name == name), None)


ASSIGNED = (Verb.ASSIGN, 0 * H, {"assignee": 1, "team": "frontline"})
OURS = Internal(targets={Priority.P2: Change(1 * H, 1 * H, 8 * H)}, warnings=(Warn(0.5, ("team",)),), breach=Missed(("leads",)))


def test_a_teams_own_targets_count_since_the_ticket_came_to_it():
    rules = policy(internal={"billing": OURS})
    assert due(story(rules, ASSIGNED), "team_first_reply") is None
    moved = story(rules, ASSIGNED, (Verb.ROUTE, 2 * H, {"team": "billing"}))
    assert due(moved, "team_first_reply") == T0 + 3 * H
    assert due(moved, "team_resolution") == T0 + 10 * H
    assert due(moved, "first_reply") == T0 + 4 * H


def test_a_teams_own_targets_pause_with_the_customer_and_end_with_the_ticket():
    rules, home = policy(internal={"frontline": OURS}), {"team": "frontline"}
    asked = story(rules, ASSIGNED, (Verb.REPLY, 1 * H), **home)
    assert next(clock.state for clock in asked.clocks if clock.name == "team_resolution") == "paused"
    back = story(rules, ASSIGNED, (Verb.REPLY, 1 * H), (Verb.HEAR, 5 * H), **home)
    assert (due(back, "team_next_reply"), due(back, "team_resolution")) == (T0 + 6 * H, T0 + 12 * H)
    handed = story(rules, (Verb.REPLY, 1 * H), (Verb.ROUTE, 3 * H, {"team": "frontline"}))
    assert next(clock for clock in handed.clocks if clock.name == "team_resolution").state == "paused"
    solved = story(rules, ASSIGNED, (Verb.SOLVE, 1 * H), **home)
    assert not [clock for clock in solved.clocks if clock.internal]


def test_a_team_owes_no_answer_for_the_time_before_it_had_the_ticket():
    rules = policy(internal={"billing": OURS})
    steps = [ASSIGNED, (Verb.REPLY, 1 * H), (Verb.HEAR, 2 * H), (Verb.ROUTE, 5 * H, {"team": "billing"})]
    assert due(story(rules, *steps), "team_next_reply") == T0 + 6 * H
    assert due(story(rules, *steps), "next_reply") == T0 + 6 * H
    assert due(story(rules, *steps[:-1], (Verb.ROUTE, 3 * H, {"team": "billing"}), (Verb.NOTE, 4 * H)), "team_next_reply") == T0 + 4 * H


def test_a_team_answers_only_for_the_targets_that_it_has():
    only = Internal(targets={Priority.P2: Change(resolution=8 * H), Priority.P0: Change()})
    rules = policy(internal={"frontline": only})
    assert [clock.name for clock in story(rules, ASSIGNED, team="frontline").clocks if clock.internal] == ["team_resolution"]
    assert not [clock for clock in story(rules, ASSIGNED, team="frontline", priority=Priority.P0).clocks if clock.internal]
    assert not [clock for clock in story(rules, ASSIGNED, team="frontline", priority=Priority.P1).clocks if clock.internal]


def test_a_teams_own_breach_is_an_alarm_but_no_broken_promise():
    rules = policy(internal={"frontline": OURS})
    missed = (Verb.BREACH, 1 * H, {"by": "system:due", "data": {"target": "team_first_reply"}})
    found = story(rules, ASSIGNED, missed, team="frontline")
    assert found.is_alarmed([]) and not found.breached
    assert found.target.name == "first_reply"
    assert found.kept("team_first_reply") is False and found.kept("first_reply") is None


def test_a_warning_is_an_alarm_as_long_as_its_clock_runs():
    warned = (Verb.WARN, 3 * H, {"by": "system:due", "data": {"target": "first_reply", "share": 0.75}})
    for steps, alarmed in (([ASSIGNED], False), ([ASSIGNED, warned], True), ([ASSIGNED, warned, (Verb.REPLY, 3.5 * H)], False)):
        ledger = [core.opened(Ticket(), by="customer:9", at=T0)]
        for verb, later, *detail in steps:
            more = {"by": "agent:1"} | (detail[0] if detail else {})
            ledger += core.decide(core.evolve_all(Ticket(), ledger), verb, at=T0 + later, **more)
        assert deadlines(core.evolve_all(Ticket(), ledger), ledger, policy()).is_alarmed(ledger) is alarmed


def test_each_warning_says_its_share_whom_to_tell_and_when_the_promise_is_due():
    rules = policy(warnings=(Warn(0.5), Warn(0.75, ("assignee",))), breach=Missed(("leads",)), internal={"frontline": OURS})
    told = {(act.verb, act.about, act.at): act.data for act in story(rules, ASSIGNED, team="frontline").acts}
    first = {"target": "first_reply", "due_at": (T0 + 4 * H).isoformat()}
    assert told[Verb.WARN, "first_reply", T0 + 2 * H] == first | {"share": 0.5, "tell": []}
    assert told[Verb.WARN, "first_reply", T0 + 3 * H] == first | {"share": 0.75, "tell": ["assignee"]}
    assert told[Verb.BREACH, "first_reply", T0 + 4 * H] == first | {"tell": ["leads"]}
    assert told[Verb.WARN, "team_first_reply", T0 + 30 * M]["tell"] == ["team"]
    assert told[Verb.BREACH, "team_first_reply", T0 + 1 * H]["tell"] == ["leads"]


def test_a_later_warning_speaks_for_those_before_it():
    rules = policy(warnings=(Warn(0.5), Warn(0.75)))
    assert story(rules, ASSIGNED).due(T0 + 3.5 * H).data["share"] == 0.75
    late = (Verb.WARN, 3.5 * H, {"by": "system:due", "data": {"target": "first_reply", "share": 0.75}})
    assert story(rules, ASSIGNED, late).due(T0 + 3.6 * H) is None


def test_a_warning_from_before_shares_were_written_counts_as_the_usual_one():
    old = (Verb.WARN, 3 * H, {"by": "system:due", "data": {"target": "first_reply"}})
    rules = policy(warnings=(Warn(0.5), Warn(0.75), Warn(0.9)))
    assert [act.data["share"] for act in story(rules, ASSIGNED, old).acts if act.verb is Verb.WARN and act.about == "first_reply"] == [0.9]


def test_without_warnings_only_the_breach_is_told():
    found = story(policy(warnings=()), ASSIGNED)
    assert {act.verb for act in found.acts} == {Verb.BREACH}
    assert all(clock.warn_at is None for clock in found.clocks)


@pytest.mark.parametrize(("within", "expected"), [(30, 30 * M), (None, 4 * H), (0, 4 * H)])
def test_an_escalation_may_ask_for_its_own_time(within, expected):
    step = (Verb.ESCALATE, 1 * H, {"reason": "logs", "data": {"acknowledge_within": within}})
    assert due(story(policy(), ASSIGNED, step), "acknowledgement") == T0 + 1 * H + expected


def test_an_escalation_that_was_recorded_elsewhere_has_the_usual_time():
    ticket = replace(opened(), status=core.Status.ESCALATED, escalated_at=T0)
    assert due(deadlines(ticket, [core.opened(Ticket(), by="customer:9", at=T0)], policy()), "acknowledgement") == T0 + 4 * H


KNOWN = {"calendars": ["always"], "teams": ["frontline"], "audiences": ["assignee", "leads", "team"]}


@pytest.mark.parametrize(
    ("chapter", "path", "sentence"),
    [
        (
            SlaPolicy(policies={"a": Agreement(calendar="night")}),
            ("policies", "a", "calendar"),
            "expected a calendar: always; found 'night'",
        ),
        (SlaPolicy(seasons={"a": replace(PEAK, calendar="night")}), ("seasons", "a", "calendar"), "expected a calendar"),
        (SlaPolicy(internal={"frontline": Internal("night")}), ("internal", "frontline", "calendar"), "expected a calendar"),
        (SlaPolicy(internal={"press": Internal()}), ("internal", "press"), "expected a team: frontline; found 'press'"),
        (SlaPolicy(warnings=(Warn(0.5, ("boss",)),)), ("warnings", 0, "tell"), "expected people: assignee, leads, team; found 'boss'"),
        (SlaPolicy(breach=Missed(("boss",))), ("breach", "tell"), "expected people"),
        (
            SlaPolicy(internal={"frontline": Internal(warnings=(Warn(0.5, ("boss",)),))}),
            ("internal", "frontline", "warnings", 0, "tell"),
            "expected people",
        ),
        (
            SlaPolicy(internal={"frontline": Internal(breach=Missed(("boss",)))}),
            ("internal", "frontline", "breach", "tell"),
            "expected people",
        ),
        (SlaPolicy(warnings=(Warn(0.5), Warn(0.5))), ("warnings", 1, "at"), "0.5 stands twice"),
        (SlaPolicy(warnings=(Warn(0.9), Warn(0.5))), ("warnings", 1, "at"), "0.5 stands after 0.9: write the earliest warning first"),
        (
            SlaPolicy(internal={"frontline": Internal(warnings=(Warn(0.5), Warn(0.5)))}),
            ("internal", "frontline", "warnings", 1, "at"),
            "0.5 stands twice",
        ),
        (
            SlaPolicy(policies={"a": Agreement(), "b": CHAT}),
            ("policies", "b"),
            "no ticket comes to this policy: “a” before it has no condition",
        ),
        (SlaPolicy(policies={"a": Agreement(when(status="open"))}), ("policies", "a", "when"), "a promise cannot depend on status"),
        (SlaPolicy(seasons={"a": replace(PEAK, when=when(replies=2))}), ("seasons", "a", "when"), "a promise cannot depend on replies"),
    ],
)
def test_a_chapter_that_cannot_be_meant_is_named(chapter, path, sentence):
    ((where, found),) = contradictions(chapter, **KNOWN)
    assert where == path and sentence in found


def test_a_chapter_that_can_be_meant_is_fine():
    last = Agreement(calendar="always")
    chapter = SlaPolicy({"chat": CHAT, "rest": last}, {"frontline": OURS}, (Warn(0.5), Warn(0.9)), seasons={"peak": PEAK})
    assert not list(contradictions(chapter, **KNOWN))
