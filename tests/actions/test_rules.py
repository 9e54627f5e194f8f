"""The desk's own rules at work, on the real desk: run, recorded, dry, counted, paused."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from textwrap import dedent, indent

import pytest

from supportops.actions import due, rehearsal, rules
from supportops.actions.policy import current, inforce
from supportops.actions.tickets import act, replayed
from supportops.core.automation import Act, Escalating, Rule, Solving
from supportops.core.conditions import Test, parse
from supportops.core.ticket import Priority, Verb
from supportops.models import Message, RuleWatch, Ticket
from tests.cast import HOUR, MINUTE, T0

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruled(monkeypatch):
    """A desk with these rules of its own in force."""
    shipped = current()

    def rule(*mine):
        policy = replace(shipped, automation=replace(shipped.automation, rules=mine))
        monkeypatch.setattr(inforce, "_held", replace(inforce._held, policy=policy, unasked=False))
        return policy

    rule()
    return rule


@pytest.fixture
def ticket(ruled, cast, a_mail, arrive):
    return arrive(a_mail("How do I export?", "Question")).ticket


def events(ticket):
    return list(ticket.events.order_by("number"))


def by_rules(ticket):
    return [(event.verb, event.by) for event in events(ticket) if event.by.startswith("rule:")]


NOTE = Rule("note", (Act(note="Ask for the account number."),), on=(Verb.HEAR,), when=Test("tier", "is", "business"))


def hear(ticket, omar, words="And one more thing.", at=T0 + HOUR):
    message = Message(kind="public", direction="in", author=omar, occurred_at=at, text=words, new_text=words)
    return act(Ticket.objects.get(pk=ticket.pk), Verb.HEAR, by=omar.actor, at=at, message=message)


def test_a_rule_answers_a_mail_and_its_reason_stands_on_the_ticket(ruled, cast, a_mail, arrive):
    ruled(Rule("loud", (Act(tag=("loud",)), Act(prioritise=Priority.P1)), on=(Verb.OPEN,), when=Test("subject", "contains", "loud")))
    ticket = arrive(a_mail("Hello", "A loud question")).ticket
    assert by_rules(ticket) == [("tag", "rule:loud"), ("prioritise", "rule:loud")]
    last = events(ticket)[-1]
    assert last.because == "Rule loud: on open, subject contains “loud”."
    assert last.data["decision"]["value"] == "make it P1"
    assert (ticket.priority, "loud" in ticket.tags) == ("P1", True)
    assert replayed(ticket, current()) == {}


def test_a_rules_note_is_a_note_that_the_desk_can_read(ruled, ticket, cast):
    ruled(NOTE)
    hear(ticket, cast.omar)
    (note,) = Message.objects.filter(kind="note")
    assert (note.text, note.author_name, note.ticket_id) == ("Ask for the account number.", "Rule note", ticket.pk)
    assert ticket.events.get(by="rule:note").message == note
    assert note not in Message.objects.visible_to(cast.omar)


def test_a_rule_may_do_no_more_than_a_person(ruled, ticket, cast):
    everything = (Act(assign=cast.eve.pk), Act(assign=cast.ada.pk), Act(solve=Solving("moonlight", "")))
    ruled(Rule("bold", everything, on=(Verb.HEAR,)))
    hear(ticket, cast.omar)
    refused = [event.data["refused"] for event in events(ticket) if "refused" in event.data]
    assert refused[0] == "nobody who works here has this number."
    assert "is no root cause of this desk" in refused[1]
    assert Ticket.objects.get().assignee == cast.ada


def test_what_follows_comes_in_order_and_sees_what_came_before(ruled, ticket, cast):
    """Triage again, escalation, then the desk's own rules."""
    told = Rule("told", (Act(tell=("leads",)),), on=(Verb.HEAR,), when=parse([{"fact": "status", "is": "escalated"}]))
    ruled(told)
    cast.acme.tier = "enterprise"
    Ticket.objects.update(tier="enterprise")
    row = Ticket.objects.get()
    row.events.filter(verb="open").update(changes={**row.events.get(verb="open").changes, "tier": ["free", "enterprise"]})
    verbs = [(event.verb, event.by) for event in hear(ticket, cast.omar, "Now everything is down for all of us!")]
    assert verbs[0][0] is Verb.HEAR
    assert verbs[1] == (Verb.PRIORITISE, "system:triage")
    assert (Verb.ESCALATE, "system:escalation") in verbs[2:]
    assert verbs[-1] == (Verb.ALERT, "rule:told")


def test_the_matrix_looks_at_what_a_rule_did_and_no_rule_at_what_the_matrix_did(ruled, ticket, cast):
    ruled(Rule("up", (Act(prioritise=Priority.P0),), on=(Verb.NOTE,)), Rule("after", (Act(tag=("seen",)),), on=(Verb.ESCALATE,)))
    events = act(Ticket.objects.get(), Verb.NOTE, by=cast.ada.actor, at=T0 + HOUR)
    assert [(event.verb, event.by) for event in events] == [
        (Verb.NOTE, cast.ada.actor),
        (Verb.PRIORITISE, "rule:up"),
        (Verb.ESCALATE, "system:escalation"),
    ]
    assert replayed(Ticket.objects.get(), current()) == {}


def test_where_a_person_chose_the_priority_a_later_message_only_proposes(ruled, ticket, cast):
    act(Ticket.objects.get(), Verb.PRIORITISE, by=cast.ada.actor, at=T0 + MINUTE, priority=Priority.P3)
    hear(ticket, cast.omar, "Now everything is down!")
    row = Ticket.objects.get()
    assert (row.priority, row.proposed_priority) == ("P3", "P1")


def test_what_a_customer_quotes_of_ours_makes_nothing_urgent(ruled, ticket, cast):
    quoted = Message(kind="public", direction="in", author=cast.omar, occurred_at=T0 + HOUR, text="> Is everything down?", quoted="> Is everything down?")
    events = act(Ticket.objects.get(), Verb.HEAR, by=cast.omar.actor, at=T0 + HOUR, message=quoted)
    assert [event.verb for event in events] == [Verb.HEAR]


def test_a_rule_over_time_is_run_by_the_worker_once(ruled, cast, a_mail, arrive):
    ruled(Rule("slow", (Act(tag=("slow",)), Act(tell=("leads",))), after=90 * MINUTE, since="opened_at"))
    ticket = arrive(a_mail("How do I export?", "Question")).ticket
    at = T0
    while at < T0 + 6 * HOUR:
        while due.run(at):
            pass
        at += 10 * MINUTE
    assert by_rules(ticket) == [("tag", "rule:slow"), ("alert", "rule:slow")]
    (first, _) = [event for event in events(ticket) if event.by == "rule:slow"]
    assert first.occurred_at == T0 + 90 * MINUTE
    assert first.because == "Rule slow: 1 h 30 min since opened, always."
    assert replayed(Ticket.objects.get(), current()) == {}


def test_the_shipped_rule_tells_the_leads_of_a_new_ticket_that_nobody_touches(cast, a_mail, arrive):
    for person in (cast.ada, cast.lin):
        person.available = False
        person.save()
    ticket = arrive(a_mail("How do I export?", "Question")).ticket
    assert ticket.status == "new"
    while due.run(T0 + 2 * HOUR):
        pass
    (alert,) = [event for event in events(ticket) if event.by == "rule:stale-new"]
    assert alert.data["tell"] == ["leads"]


def expect(rule, a_day):
    RuleWatch.objects.create(rule=rule, expected_a_day=a_day)


def test_every_run_is_counted_by_day(ruled, ticket, cast):
    ruled(NOTE)
    hear(ticket, cast.omar)
    hear(ticket, cast.omar, at=T0 + 2 * HOUR)
    row = RuleWatch.objects.get()
    assert (row.rule, row.day, row.fired) == ("note", T0.date(), 2)
    hear(ticket, cast.omar, at=T0 + 30 * HOUR)
    row = RuleWatch.objects.get()
    assert (row.day, row.fired) == ((T0 + timedelta(days=1)).date(), 1)


def test_a_rule_that_runs_wild_is_paused_and_its_author_told(ruled, ticket, cast):
    ruled(replace(NOTE, author=cast.lin.email))
    expect("note", 0.2)
    for minute in range(1, 14):
        hear(ticket, cast.omar, at=T0 + minute * MINUTE)
    row = RuleWatch.objects.get()
    assert (row.fired, row.paused_at) == (11, T0 + 11 * MINUTE)
    assert row.paused_because == "It ran 11 times on 2026-01-05; what it was tried on made 0.2 times a day likely."
    (alert,) = [event for event in events(ticket) if event.by == "system:rules"]
    assert alert.because == f"Rule note is paused. {row.paused_because}"
    assert alert.data["tell"] == [cast.lin.email, "leads"]
    assert len(by_rules(ticket)) == 11
    assert rules.paused() == {"note"}
    rules.resume("note")
    hear(ticket, cast.omar, at=T0 + HOUR)
    assert len(by_rules(ticket)) == 12


def test_a_rule_that_was_never_tried_is_not_judged(ruled, ticket, cast):
    ruled(NOTE)
    for minute in range(1, 14):
        hear(ticket, cast.omar, at=T0 + minute * MINUTE)
    assert rules.paused() == set()


def test_a_paused_rule_over_time_says_so_and_lets_the_worker_rest(ruled, cast, a_mail, arrive):
    ruled(Rule("slow", (Act(tag=("slow",)),), after=HOUR, since="opened_at"))
    RuleWatch.objects.create(rule="slow", paused_at=T0, paused_because="x")
    ticket = arrive(a_mail("How do I export?", "Question")).ticket
    turns = 0
    while due.run(T0 + 2 * HOUR):
        turns += 1
        assert turns < 20
    assert by_rules(ticket) == [("alert", "rule:slow")]
    assert "slow" not in Ticket.objects.get().tags
    assert RuleWatch.objects.get().fired == 0


def test_an_act_that_fails_counts_nothing(ruled, ticket, cast):
    ruled(NOTE)
    old = Ticket.objects.get()
    hear(ticket, cast.omar)
    with pytest.raises(Exception, match="at the same moment"):
        act(old, Verb.HEAR, by=cast.omar.actor, at=T0 + 2 * HOUR)
    assert RuleWatch.objects.get().fired == 1


def test_a_dry_run_shows_what_a_rule_would_do_and_changes_nothing(ruled, ticket, cast, a_mail, arrive):
    arrive(a_mail("Please help", "Another", sender="Eve Stone <eve@elsewhere.example>"))
    rule = Rule("r", (Act(tag=("b2b",)), Act(escalate=Escalating("Ask sales."))), on=(Verb.HEAR,), when=Test("tier", "is", "business"))
    before = Ticket.objects.get(pk=ticket.pk).version
    found = rehearsal.dry_run(rule, Ticket.objects.visible_to(cast.lin), T0 + HOUR)
    assert found.matching == 1
    (row,) = found.rows
    assert (row.ticket.pk, row.acts, row.at) == (ticket.pk, ("tag it b2b", "escalate it"), None)
    assert Ticket.objects.get(pk=ticket.pk).version == before
    assert rehearsal.dry_run(rule, Ticket.objects.visible_to(cast.eve), T0 + HOUR).matching == 0


def test_a_dry_run_over_time_says_when_and_leaves_out_what_is_done(ruled, ticket, cast):
    rule = Rule("r", (Act(snooze=HOUR),), after=3 * HOUR, since="opened_at")
    (row,) = rehearsal.dry_run(rule, Ticket.objects.all(), T0 + HOUR).rows
    assert (row.acts, row.at) == (("put it off for 1 h",), T0 + 3 * HOUR)
    act(Ticket.objects.get(), Verb.SOLVE, by=cast.ada.actor, at=T0 + HOUR, root_cause="user_error", resolution_type="agent_resolved")
    assert rehearsal.dry_run(rule, Ticket.objects.all(), T0 + 2 * HOUR).matching == 0
    later = replace(rule, since="solved_at")
    (row,) = rehearsal.dry_run(later, Ticket.objects.all(), T0 + 2 * HOUR).rows
    assert row.acts == ("put it off for 1 h, but: A ticket that is solved cannot be put off.",)


def test_what_is_expected_of_a_rule_is_read_from_the_ledgers(ruled, ticket, cast):
    for day in range(1, 5):
        hear(ticket, cast.omar, at=T0 + timedelta(days=day))
    at = T0 + timedelta(days=4)
    assert rehearsal.how_often([NOTE], at) == {"note": pytest.approx(1.0)}
    assert rehearsal.how_often([NOTE], T0 + timedelta(days=90)) == {"note": 0.0}


def test_new_and_changed_rules_are_expected_afresh(ruled, ticket, cast):
    first = ruled(NOTE).automation
    RuleWatch.objects.create(rule="note", fired=99, paused_at=T0, paused_because="x")
    rehearsal.adopt(first, first, T0 + HOUR)
    assert RuleWatch.objects.get().paused_at  # nothing changed
    rehearsal.adopt(first, ruled(replace(NOTE, when=parse([]))).automation, T0 + HOUR)
    row = RuleWatch.objects.get()
    assert (row.paused_at, row.fired, row.expected_a_day) == (None, 0, 0.0)


def test_activating_a_rule_notes_what_may_be_expected_of_it(cast, a_mail, arrive):
    from supportops.actions import policy
    from supportops.actions.policy import proposals
    from supportops.actions.policy.recording import ensure

    ensure(T0)
    ticket = arrive(a_mail("How do I export?", "Question")).ticket
    for hour in range(1, 13):
        hear(ticket, cast.omar, at=T0 + hour * HOUR)
    text = policy.read(policy.SHIPPED)["automation"] + "  - {name: loud, on: [hear], then: [{tag: [loud]}]}\n"
    proposal = proposals.propose({"automation": text}, by=cast.lin, reason="Try it.", at=T0 + 24 * HOUR)
    proposals.activate(proposal.pk, by=cast.lin, at=T0 + 24 * HOUR)
    assert RuleWatch.objects.get(rule="loud").expected_a_day == 12
    hear(ticket, cast.omar, at=T0 + 25 * HOUR)
    assert by_rules(ticket) == [("tag", "rule:loud")]
    assert not RuleWatch.objects.filter(rule="stale-new").exists()  # it was in force before


def test_every_rule_of_the_manual_is_one_that_the_handbook_takes():
    from supportops.actions import policy

    page = (Path(__file__).parents[2] / "docs" / "automation.md").read_text()
    blocks = [dedent(block).removeprefix("rules:\n") for block in re.findall(r"(?:^    .*\n)+", page, flags=re.MULTILINE)]
    recipes = "".join(indent(dedent(block), "  ") for block in blocks if "- name:" in block)
    texts = policy.read(policy.SHIPPED)
    texts = texts | {"automation": texts["automation"].partition("\nrules:\n")[0] + "\nrules:\n" + recipes}
    names = [rule.name for rule in policy.built(texts).automation.rules]
    assert names == ["vip-waits", "stale-new", "came-back-twice", "big-customers-wait", "bad-score", "praise"]
