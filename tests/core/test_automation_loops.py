"""No rule set can loop: an act sets off no more than the rules hold, and a ticket that is left alone comes to rest."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from supportops.actions.policy import SHIPPED, load
from supportops.core import escalation, sla
from supportops.core import ticket as core
from supportops.core.automation import BY, Act, AutomationPolicy, Escalating, Rule, Solving, mistakes, reactions
from supportops.core.conditions import ALWAYS, Not, Test
from supportops.core.ticket import Priority, Ticket, Verb

T0 = datetime(2026, 1, 5, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
POLICY = load(SHIPPED)
TEAMS = tuple(POLICY.routing.teams)
MOST = 300  # events of a ticket that is left alone; what it takes to rest is a few dozen

acts = st.one_of(
    st.sampled_from(list(Priority)).map(lambda one: Act(prioritise=one)),
    st.sampled_from(["a", "b"]).map(lambda tag: Act(tag=(tag,))),
    st.sampled_from(TEAMS).map(lambda team: Act(route=team)),
    st.integers(1, 3).map(lambda person: Act(assign=person)),
    st.sampled_from(TEAMS).map(lambda team: Act(escalate=Escalating("It is stuck.", team=team, within=HOUR))),
    st.just(Act(note="Look.")),
    st.integers(1, 30).map(lambda hours: Act(snooze=hours * HOUR)),
    st.just(Act(solve=Solving())),
    st.just(Act(tell=("leads",))),
    st.just(Act(suggest="Hi.")),
)
conditions = st.sampled_from(
    [ALWAYS, Test("status", "is", "new"), Test("tags", "contains", "a"), Not(Test("tags", "contains", "a")), Test("level", "gt", 1)]
)
verbs = st.sampled_from([verb for verb in Verb if verb is not Verb.UNDO])
instants = st.sampled_from(
    ["opened_at", "queued_at", "waiting_since", "pending_since", "nudged_at", "escalated_at", "solved_at", "replied_at"]
)


@st.composite
def rule_sets(draw):
    rules = []
    for number in range(draw(st.integers(1, 5))):
        rule = Rule(f"r{number}", tuple(draw(st.lists(acts, min_size=1, max_size=3))), on=(Verb.NOTE,), when=draw(conditions))
        if draw(st.booleans()):
            rule = replace(rule, on=tuple(draw(st.lists(verbs, min_size=1, max_size=4, unique=True))))
        else:
            rule = replace(rule, on=(), after=draw(st.integers(1, 50)) * HOUR, since=draw(instants))
        rules.append(rule)
    chapter = replace(POLICY.automation, rules=tuple(rules))
    refused = {path[1] for path, _ in mistakes(chapter, TEAMS, ("leads",), POLICY.taxonomy)}
    return replace(chapter, rules=tuple(rule for place, rule in enumerate(rules) if place not in refused))


def opened():
    event = core.opened(Ticket(subject="Login", team="frontline"), by="customer:9", at=T0)
    return core.evolve(Ticket(), event), [event]


HAND = [
    (Verb.NOTE, {}),
    (Verb.HEAR, {}),
    (Verb.REPLY, {"assignee": 1}),
    (Verb.ASSIGN, {"assignee": 2}),
    (Verb.ESCALATE, {"reason": "Stuck."}),
    (Verb.SOLVE, {}),
    (Verb.WAIT, {}),
    (Verb.SNOOZE, {"until": T0 + timedelta(days=9)}),
]


def loop(*rules):
    """Rule sets that people write by mistake."""
    return replace(POLICY.automation, rules=rules)


PING = Rule("ping", (Act(route="billing"),), on=(Verb.ROUTE, Verb.BREACH, Verb.WARN))
PONG = Rule("pong", (Act(route="technical"),), on=(Verb.ROUTE, Verb.BREACH, Verb.WARN))
BACK = Rule("back", (Act(route="billing"),), after=HOUR, since="queued_at")
FORTH = Rule("forth", (Act(route="technical"),), after=HOUR, since="queued_at")
SLEEP = Rule("sleep", (Act(snooze=HOUR),), after=HOUR, since="opened_at")
UP = Rule("up", (Act(escalate=Escalating("Nobody came.")),), on=(Verb.BREACH, Verb.ACKNOWLEDGE))


@given(chapter=rule_sets(), hand=st.sampled_from(HAND))
@example(chapter=loop(PING, PONG), hand=HAND[0])
@settings(max_examples=150, deadline=None)
def test_an_act_sets_off_no_more_than_the_rules_hold(chapter: AutomationPolicy, hand):
    ticket, ledger = opened()
    verb, detail = hand
    new = core.decide(ticket, verb, by="agent:1", at=T0 + HOUR, **detail)
    ticket, ledger = core.evolve_all(ticket, new), [*ledger, *new]
    further = reactions(ledger, ticket, new, chapter, T0 + HOUR)
    assert len(further) <= sum(len(rule.then) for rule in chapter.by_verb)
    again = reactions([*ledger, *further], core.evolve_all(ticket, further), further, chapter, T0 + HOUR)
    assert again == []  # what rules did sets off nothing


@given(chapter=rule_sets(), hand=st.sampled_from(HAND))
@example(chapter=loop(PING, PONG), hand=HAND[0])
@example(chapter=loop(BACK, FORTH), hand=HAND[0])
@example(chapter=loop(SLEEP, Rule("again", (Act(snooze=HOUR),), on=(Verb.WARN, Verb.BREACH))), hand=HAND[0])
@example(chapter=loop(UP), hand=HAND[4])
@settings(max_examples=60, deadline=None)
def test_a_ticket_that_is_left_alone_comes_to_rest(chapter: AutomationPolicy, hand):
    policy = replace(POLICY, automation=chapter)
    ticket, ledger = opened()
    verb, detail = hand
    ticket, ledger = done(ticket, ledger, core.decide(ticket, verb, by="agent:1", at=T0 + HOUR, **detail), chapter)
    while (due := coming(ticket, ledger, policy)) is not None and len(ledger) < MOST:
        at = max(due.at, ticket.changed_at)
        new = (
            chapter.run(due.about, ticket, at)
            if due.by.startswith(BY)
            else core.decide(ticket, due.verb, by=due.by, at=at, because=due.because, data=due.data, **due.detail)
        )
        assert new, "whatever is due leaves a trace, or the worker would turn for ever"
        ticket, ledger = done(ticket, ledger, new, chapter)
    assert len(ledger) < MOST


def done(ticket, ledger, new, chapter):
    """An act and what follows from it: the matrix, the rules, and the matrix over what the rules did."""
    at = new[-1].occurred_at
    ticket, ledger = core.evolve_all(ticket, new), [*ledger, *new]
    ticket, ledger, pulled = matrix(ticket, ledger, new, at)
    further = reactions(ledger, ticket, [*new, *pulled], chapter, at)
    ticket, ledger = core.evolve_all(ticket, further), [*ledger, *further]
    ticket, ledger, _ = matrix(ticket, ledger, further, at)
    return ticket, ledger


def matrix(ticket, ledger, new, at):
    """Escalation as the desk does it after an act."""
    form, more = escalation.handoff(ticket, ledger, number=1), []
    if any(event.verb is Verb.BREACH and event.data.get("target") == "acknowledgement" for event in new):
        last = next((event.data for event in reversed(ledger) if event.verb is Verb.ESCALATE), {})
        more += escalation.unanswered(ticket, last, POLICY.escalation, at=at, form=form, place=escalation.Place("technical"))
    for found in escalation.triggers(core.evolve_all(ticket, more), escalation.fired(ledger), POLICY.escalation) if new else ():
        now = core.evolve_all(ticket, more)
        found = escalation.again(found.value.name, now, POLICY.escalation)
        more += escalation.pulled(found, now, at=at, form=form, place=escalation.Place("technical"))
    return core.evolve_all(ticket, more), [*ledger, *more], more


def coming(ticket, ledger, policy):
    due = sla.deadlines(ticket, ledger, policy)
    return None if due.next is None else due.due(due.next)
