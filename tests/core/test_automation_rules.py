"""The desk's own rules: when they run, what they do, and what they never do."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from supportops.core import ticket as core
from supportops.core.automation import Act, AutomationPolicy, Escalating, Rule, Solving, Thanks, reactions, sentence, timed, words_of
from supportops.core.automation.acts import carried_out, would_do
from supportops.core.automation.rule import ran_by_itself
from supportops.core.conditions import Test, parse
from supportops.core.ticket import Priority, Refused, Status, Ticket, Verb

T0 = datetime(2026, 1, 5, 9, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
NOBODY = Thanks({}, {}, {})
OMAR, ADA = "customer:9", "agent:1"


def policy(*rules: Rule) -> AutomationPolicy:
    return AutomationPolicy({}, NOBODY, rules=rules)


def opened(**facts) -> tuple[Ticket, list[core.Event]]:
    event = core.opened(replace(Ticket(subject="Login"), **facts), by=OMAR, at=T0)
    return core.evolve(Ticket(), event), [event]


def did(ticket, ledger, verb, *, by=ADA, at=T0 + HOUR, **detail):
    events = core.decide(ticket, verb, by=by, at=at, **detail)
    return core.evolve_all(ticket, events), [*ledger, *events], events


def run(rules, verb=Verb.NOTE, *, by=ADA, at=T0 + HOUR, facts=(), **detail):
    """One act on Omar's ticket, and what follows from it."""
    ticket, ledger = opened(**dict(facts))
    ticket, ledger, new = did(ticket, ledger, verb, by=by, at=at, **detail)
    return reactions(ledger, ticket, new, policy(*rules), at), ticket


LATE = Rule("late", (Act(tag=("late",)),), on=(Verb.HEAR,))


def test_a_rule_runs_when_its_verb_happens_and_its_condition_holds():
    rule = replace(LATE, when=parse({"fact": "tier", "is": "enterprise"}))
    events, _ = run([rule], Verb.HEAR, by=OMAR, facts={"tier": "enterprise"})
    (event,) = events
    assert (event.verb, event.by, event.changes["tags"]) == (Verb.TAG, "rule:late", ((), ("late",)))
    assert event.because == "Rule late: on hear, tier is enterprise."
    assert event.data["rule"] == "late"
    assert event.data["decision"] == {
        "value": "tag it late",
        "rule": "rule.late",
        "evidence": [],
        "rejected": [],
        "because": event.because,
    }


def test_a_rule_stays_silent_where_its_condition_does_not_hold():
    assert run([replace(LATE, when=parse({"fact": "tier", "is": "enterprise"}))], Verb.HEAR, by=OMAR)[0] == []


def test_a_rule_stays_silent_on_other_verbs():
    assert run([LATE], Verb.NOTE)[0] == []


def test_a_rule_that_is_switched_off_or_paused_does_nothing():
    assert run([replace(LATE, active=False)], Verb.HEAR, by=OMAR)[0] == []
    ticket, ledger = opened()
    ticket, ledger, new = did(ticket, ledger, Verb.HEAR, by=OMAR)
    assert policy(LATE).reactions(ledger, ticket, new, T0, paused={"late"}) == []
    assert policy(LATE).reactions(ledger, ticket, new, T0) != []


def test_later_rules_see_what_earlier_ones_did():
    second = Rule("second", (Act(prioritise=Priority.P1),), on=(Verb.HEAR,), when=Test("tags", "contains", "late"))
    assert [event.by for event in run([LATE, second], Verb.HEAR, by=OMAR)[0]] == ["rule:late", "rule:second"]
    assert [event.by for event in run([second, LATE], Verb.HEAR, by=OMAR)[0]] == ["rule:late"]


def test_a_rule_never_answers_a_rule():
    answer = Rule("answer", (Act(note="It was tagged."),), on=(Verb.TAG,))
    assert [event.by for event in run([LATE, answer], Verb.HEAR, by=OMAR)[0]] == ["rule:late"]
    ticket, ledger = opened()
    ticket, ledger, new = did(ticket, ledger, Verb.TAG, by="rule:late", tags=("late",))
    assert policy(answer).reactions(ledger, ticket, new, T0) == []


def test_a_rule_that_would_change_nothing_leaves_no_trace():
    assert run([LATE], Verb.HEAR, by=OMAR, facts={"tags": ("late",)})[0] == []


@pytest.mark.parametrize(
    ("act", "verb", "changes"),
    [
        (Act(prioritise=Priority.P0), Verb.PRIORITISE, {"priority": Priority.P0}),
        (Act(tag=("b", "a")), Verb.TAG, {"tags": ("a", "b")}),
        (Act(route="billing"), Verb.ROUTE, {"team": "billing"}),
        (Act(assign=7), Verb.ASSIGN, {"assignee": 7}),
        (Act(escalate=Escalating("It is stuck.", team="technical")), Verb.ESCALATE, {"team": "technical", "level": 2}),
        (Act(snooze=4 * HOUR), Verb.SNOOZE, {"snoozed_until": T0 + 5 * HOUR}),
        (Act(solve=Solving("user_error", "agent_resolved")), Verb.SOLVE, {"root_cause": "user_error", "resolution_type": "agent_resolved"}),
    ],
)
def test_what_each_act_changes(act, verb, changes):
    (event,), _ = run([Rule("r", (act,), on=(Verb.NOTE,))])
    assert event.verb is verb
    assert {name: event.changes[name][1] for name in changes} == changes


@pytest.mark.parametrize(
    ("act", "verb", "data"),
    [
        (Act(note="Look at the account."), Verb.NOTE, {"text": "Look at the account."}),
        (Act(tell=("leads",)), Verb.ALERT, {"tell": ["leads"]}),
        (Act(suggest="Hi, try this."), Verb.SUGGEST, {"kind": "reply", "name": "r", "text": "Hi, try this."}),
        (
            Act(escalate=Escalating("Stuck.", within=HOUR, tell=("manager",))),
            Verb.ESCALATE,
            {"tell": ["manager"], "acknowledge_within": 60},
        ),
    ],
)
def test_what_each_act_says(act, verb, data):
    (event,), _ = run([Rule("r", (act,), on=(Verb.NOTE,))])
    assert event.verb is verb
    assert data.items() <= event.data.items()


@pytest.mark.parametrize(
    ("act", "facts"),
    [
        (Act(prioritise=Priority.P2), {}),
        (Act(tag=("late",)), {"tags": ("late",)}),
        (Act(route="billing"), {"team": "billing"}),
        (Act(assign=7), {"assignee": 7}),
        (Act(escalate=Escalating("Stuck.")), {"status": Status.ESCALATED}),
        (Act(solve=Solving()), {"status": Status.SOLVED}),
    ],
)
def test_an_act_whose_goal_is_reached_is_left_out(act, facts):
    ticket = replace(Ticket(opened_at=T0), **facts)
    assert carried_out(Rule("r", (act,), on=(Verb.NOTE,)), ticket, T0, "Rule r.") == []
    assert not would_do(Rule("r", (act,), on=(Verb.NOTE,)), ticket, T0)


def test_a_persons_choice_of_priority_is_not_overruled_but_answered_with_a_proposal():
    raised = Rule("r", (Act(prioritise=Priority.P0),), on=(Verb.NOTE,))
    (event,), ticket = run([raised], facts={"priority": Priority.P3, "priority_given": True})
    assert event.verb is Verb.PROPOSE
    after = core.evolve(ticket, event)
    assert (after.priority, after.proposed_priority) == (Priority.P3, "P0")
    assert carried_out(raised, after, T0, "again") == []  # it is proposed once


def test_what_the_lifecycle_refuses_is_recorded_and_stops_nothing():
    rule = Rule("r", (Act(snooze=HOUR), Act(tag=("seen",))), on=(Verb.CLOSE,))
    ticket, ledger = opened(status=Status.SOLVED)
    ticket = replace(ticket, status=Status.SOLVED)
    ticket, ledger, new = did(ticket, ledger, Verb.CLOSE)
    alert, tag = reactions(ledger, ticket, new, policy(rule), T0 + HOUR)
    assert (alert.verb, tag.verb) == (Verb.ALERT, Verb.TAG)
    assert alert.data["refused"] == "A ticket that is closed cannot be put off."
    assert alert.because == "Rule r: on close, always. It wanted to put it off for 1 h, but: A ticket that is closed cannot be put off."
    assert alert.data["tell"] == []


def test_what_the_desk_refuses_is_recorded_too():
    def check(before, after, verb):
        if after.assignee == 7:
            raise Refused("Seven is on holiday.")

    (event,) = carried_out(Rule("r", (Act(assign=7),), on=(Verb.NOTE,)), opened()[0], T0, "Rule r.", check)
    assert event.verb is Verb.ALERT
    assert event.data["refused"] == "Seven is on holiday."


def test_a_rule_that_moves_a_ticket_answers_the_clock_once_until_somebody_acts():
    """Else a rule that answers a missed pick-up by another queue would start that clock again, for ever."""
    pushes = Rule("pushes", (Act(route="billing"),), on=(Verb.BREACH,))
    ticket, ledger = opened(team="frontline")
    ticket, ledger, new = did(ticket, ledger, Verb.BREACH, by="system:due")
    first = reactions(ledger, ticket, new, policy(pushes), T0 + HOUR)
    assert [event.verb for event in first] == [Verb.ROUTE]
    ticket, ledger = core.evolve_all(replace(ticket), first), [*ledger, *first]
    ticket = replace(ticket, team="frontline")  # as if it had been moved back by a clock, too
    ticket, ledger, new = did(ticket, ledger, Verb.BREACH, by="system:due", at=T0 + 2 * HOUR)
    assert reactions(ledger, ticket, new, policy(pushes), T0 + 2 * HOUR) == []
    ticket, ledger, _ = did(ticket, ledger, Verb.NOTE, at=T0 + 3 * HOUR)
    ticket, ledger, new = did(ticket, ledger, Verb.BREACH, by="system:due", at=T0 + 4 * HOUR)
    assert [event.verb for event in reactions(ledger, ticket, new, policy(pushes), T0 + 4 * HOUR)] == [Verb.ROUTE]


def test_a_ledger_in_which_nobody_acted_holds_no_rule_back():
    assert not ran_by_itself(LATE, [])


def test_a_rule_that_only_tells_answers_every_breach():
    tells = Rule("tells", (Act(tell=("leads",)),), on=(Verb.BREACH,))
    ticket, ledger = opened()
    for hour in (1, 2):
        at = T0 + hour * HOUR
        ticket, ledger, new = did(ticket, ledger, Verb.BREACH, by="system:due", at=at)
        more = reactions(ledger, ticket, new, policy(tells), at)
        assert [event.verb for event in more] == [Verb.ALERT]
        ticket, ledger = core.evolve_all(ticket, more), [*ledger, *more]


STALE = Rule("stale", (Act(tell=("leads",)),), after=30 * MINUTE, since="queued_at", when=Test("status", "is", "new"))


def dues(rule, ticket, ledger):
    return list(policy(rule).timed(ticket, ledger))


def test_a_rule_over_time_is_due_so_long_after_its_instant():
    ticket, ledger = opened()
    (due,) = dues(STALE, ticket, ledger)
    assert (due.at, due.about, due.by) == (T0 + 30 * MINUTE, "rule:stale", "rule:stale")
    assert due.because == "Rule stale: 30 min since queued, status is new."
    (event,) = policy(STALE).run(due.about, ticket, due.at)
    assert (event.by, event.data["tell"]) == ("rule:stale", ["leads"])
    assert event.because == due.because


def test_it_comes_once_for_each_run_of_the_instant():
    ticket, ledger = opened()
    events = policy(STALE).run("rule:stale", ticket, T0 + 30 * MINUTE)
    ticket, ledger = core.evolve_all(ticket, events), [*ledger, *events]
    assert dues(STALE, ticket, ledger) == []
    ticket, ledger, _ = did(ticket, ledger, Verb.ROUTE, team="billing", at=T0 + HOUR)
    (due,) = dues(STALE, ticket, ledger)
    assert due.at == T0 + HOUR + 30 * MINUTE


def test_it_is_not_due_where_its_condition_or_its_instant_is_missing():
    ticket, ledger = opened()
    assert dues(replace(STALE, when=Test("status", "is", "open")), ticket, ledger) == []
    assert dues(replace(STALE, since="solved_at"), ticket, ledger) == []


def test_it_is_not_due_where_there_is_nothing_to_do():
    ticket, ledger = opened(tags=("late",))
    assert dues(replace(STALE, then=(Act(tag=("late",)),)), ticket, ledger) == []


def test_a_solved_ticket_asks_only_for_what_counts_from_its_solving():
    ticket, ledger = opened()
    ticket, ledger, _ = did(ticket, ledger, Verb.SOLVE)
    always = replace(STALE, when=parse([]), since="opened_at")
    assert dues(always, ticket, ledger) == []
    (due,) = dues(replace(always, since="solved_at"), ticket, ledger)
    assert due.at == T0 + HOUR + 30 * MINUTE
    assert due.because == "Rule stale: 30 min since solved, always."


def test_a_rule_over_time_that_moves_a_ticket_does_so_once_until_somebody_acts():
    pushes = replace(STALE, then=(Act(route="billing"), Act(tag=("late",))))
    ticket, ledger = opened(team="frontline")
    events = policy(pushes).run("rule:stale", ticket, T0 + HOUR)
    ticket, ledger = core.evolve_all(ticket, events), [*ledger, *events]
    moved = replace(ticket, queued_at=T0 + 2 * HOUR, team="frontline")
    assert dues(pushes, moved, ledger) == []
    _, ledger, _ = did(ticket, ledger, Verb.NOTE, at=T0 + HOUR + MINUTE)
    assert len(dues(pushes, moved, ledger)) == 1


def test_without_rules_over_time_nothing_is_asked():
    assert list(policy(LATE).timed(*opened())) == []
    assert list(timed((), *opened())) == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": "Late Ones"}, "expected a name of small letters, digits and hyphens, 34 at most, found 'Late Ones'"),
        ({"name": "x" * 35}, "34 at most"),
        ({"then": ()}, "rule late does nothing"),
        ({"on": ()}, "rule late needs either on (verbs) or after and since (a time)"),
        ({"after": HOUR, "since": "heard_at"}, "needs either on (verbs) or after and since"),
        ({"on": (), "after": HOUR}, "needs after and since together"),
        ({"since": "heard_at"}, "needs after and since together"),
        ({"on": (), "after": timedelta(), "since": "heard_at"}, "needs a time after its instant"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused(wrong, sentence):
    with pytest.raises(ValueError, match=r"rule|expected") as refused:
        replace(LATE, **wrong)
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "found none"),
        ({"note": "x", "route": "billing"}, "found route, note"),
        ({"snooze": timedelta()}, "expected a duration such as 4h"),
    ],
)
def test_an_act_is_exactly_one_thing(given, sentence):
    with pytest.raises(ValueError, match="expected") as refused:
        Act(**given)
    assert sentence in str(refused.value)


def test_acts_read_as_phrases():
    acts = [
        Act(prioritise=Priority.P1),
        Act(tag=("a", "b")),
        Act(route="billing"),
        Act(assign=7),
        Act(escalate=Escalating("x", team="technical")),
        Act(escalate=Escalating("x")),
        Act(note="x"),
        Act(snooze=90 * MINUTE),
        Act(solve=Solving()),
        Act(tell=("leads", "account_manager")),
        Act(suggest="x"),
    ]
    assert [words_of(act) for act in acts] == [
        "make it P1",
        "tag it a, b",
        "put it into the queue of billing",
        "give it to agent 7",
        "escalate it to technical",
        "escalate it",
        "write a note",
        "put it off for 1 h 30 min",
        "solve it",
        "tell leads, account manager",
        "suggest a reply",
    ]


def test_a_rule_reads_as_a_sentence():
    assert sentence(STALE) == "30 min since queued, where status is new: tell leads."
    assert sentence(replace(LATE, on=(Verb.HEAR, Verb.REOPEN))) == "On hear or reopen, where always: tag it late."
