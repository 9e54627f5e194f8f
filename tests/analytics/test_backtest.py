"""A backtest takes the decisions again by the functions that took them: under the same handbook nothing differs, under another what it can touch."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.db.models import F

from supportops.actions.demo import fill
from supportops.actions.policy import by_version, current
from supportops.analytics.backtest import Period, Trial, backtest, beside, rows, run, tally
from supportops.analytics.backtest.again import Court
from supportops.core.automation import Act, Rule
from supportops.core.conditions import ALWAYS
from supportops.core.ticket import Priority, Verb
from supportops.models import Message, Ticket, TicketEvent
from supportops.planning.demo.desk import Plan

END = datetime(2026, 3, 30, 14, 20, tzinfo=UTC)  # a Monday
TICKETS = 160
ALL = Period(END - timedelta(days=400), END + timedelta(days=1))


@pytest.fixture
def demo(db):
    fill(Plan(TICKETS, 8, 7, END), lambda added: None)


def tried(policy, **more):
    return backtest(Trial(policy, more.pop("period", ALL), END, by_version), **more).as_data()


def test_under_the_handbook_in_force_nothing_differs(demo):
    found = tried(current())
    assert found["tickets"] == Ticket.objects.count() == TICKETS
    assert found["changed"] == []
    assert found["fields"] == {}
    for target in found["targets"].values():
        assert target["before"] == target["after"]
        assert sum(target["before"].values()) == TICKETS
    assert all(load["before"] == load["after"] for load in found["load"].values())
    assert all(times["before"] == times["after"] for times in found["escalations"].values())


def test_every_recorded_decision_comes_out_again_word_for_word(demo):
    for ticket in Ticket.objects.values_list("pk", flat=True):
        for pair in beside(ticket, current(), by_version).pairs:
            assert pair.recorded == pair.proposed, (ticket, pair)


def with_first_reply(policy, priority, span):
    """Only what one priority promises is another."""
    target = replace(policy.priorities[priority], first_reply=span)
    return replace(policy, priorities={**policy.priorities, priority: target}, version="proposed")


def test_after_one_target_changes_only_the_tickets_of_that_priority_differ(demo):
    policy = with_first_reply(current(), Priority.P1, timedelta(minutes=5))
    found = tried(policy)
    assert set(found["fields"]) == {"first_reply_due_at"}
    touched = {change["ticket"] for change in found["changed"]}
    of_p1 = {number for number, priority in opened_as("priority") if priority == "P1"}
    assert touched and touched <= of_p1
    assert {ticket for ticket in of_p1 - touched if promised(ticket)["policy"] == "standard"} == set()
    before, after = (found["targets"]["first_reply"][side] for side in ("before", "after"))
    assert after["missed"] > before["missed"] and after["kept"] < before["kept"]
    assert found["targets"]["resolution"]["before"] == found["targets"]["resolution"]["after"]
    assert found["targets"]["first_reply"]["turned"][0]["from"] == "kept"


def opened_as(field):
    """What each ticket was given when it came in."""
    for event in TicketEvent.objects.filter(verb="triage"):
        yield event.ticket_id, event.changes.get(field, [None, {"priority": "P2", "category": ""}[field]])[1]


def promised(ticket):
    return TicketEvent.objects.get(ticket=ticket, verb="promise").data


def test_a_routing_rule_moves_the_tickets_that_it_names_and_nobody_knows_who_would_have_taken_them(demo):
    policy = current()
    moved = {**policy.routing.categories, "account.password": "billing"}
    found = tried(replace(policy, routing=replace(policy.routing, categories=moved), version="proposed"))
    touched = {change["ticket"] for change in found["changed"]}
    assert touched and touched <= {number for number, category in opened_as("category") if category == "account.password"}
    assert {change["field"] for change in found["changed"]} <= {"team", "level"}
    assert {(change["to"], change["because"].partition(":")[0]) for change in found["changed"] if change["field"] == "team"} == {
        ("billing", "Billing")
    }
    load, more = found["load"], found["fields"]["team"]["tickets"]
    assert sum(load["billing"]["after"]) == sum(load["billing"]["before"]) + more
    assert any("another team" in sentence for sentence in found["unknown"])


def test_other_phrases_are_looked_for_in_the_customers_words_again(demo):
    policy = current()
    rules = policy.triage.priority
    phrases = {**rules.outage, "en": (*rules.outage["en"], "invoice")}
    triage = replace(policy.triage, priority=replace(rules, outage=phrases))
    found = tried(replace(policy, triage=triage, version="proposed"))
    raised = {change["ticket"] for change in found["changed"] if change["field"] == "priority"}
    assert raised
    first = Message.objects.filter(ticket__in=raised, direction="in", events__number=1).values_list("subject", "new_text")
    assert all("invoice" in f"{subject} {text}".casefold() for subject, text in first)


def test_where_the_words_are_gone_the_old_reading_decides_and_that_is_said(demo):
    Message.objects.update(new_text="", text="")
    triage = replace(current().triage, tags={})
    found = tried(replace(current(), triage=triage, version="proposed"))
    assert found["tickets"] == TICKETS
    assert "priority" not in found["fields"]
    assert f"The words of {TICKETS} tickets are gone" in " ".join(found["unknown"])


def test_what_a_person_chose_later_stands(demo):
    """Under a handbook that calls everything P3, whoever was raised by hand stays where they were put."""
    raised = TicketEvent.objects.filter(verb="prioritise", by__startswith="agent:").first()
    policy = with_first_reply(current(), Priority.P3, timedelta(days=9))
    ticket = next(rows.tickets(raised.ticket_id, raised.ticket_id, ALL))
    again = Court(policy, by_version).again(ticket)
    assert ticket.lived(again.after).priority == raised.changes["priority"][1]


def test_a_ticket_of_which_nothing_was_kept_is_left_out_and_counted(demo):
    TicketEvent.objects.filter(ticket=Ticket.objects.first(), verb="triage").delete()
    found = tried(current())
    assert found["tickets"] == TICKETS - 1
    assert any(sentence.startswith("1 tickets were left out") for sentence in found["unknown"])
    assert beside(Ticket.objects.first().pk, current(), by_version) is None


def test_a_ledger_from_before_facts_were_kept_is_read_again(demo):
    event = TicketEvent.objects.filter(verb="triage").first()
    TicketEvent.objects.filter(pk=event.pk).update(data={name: told for name, told in event.data.items() if name != "facts"})
    found = tried(current())
    assert (found["tickets"], found["changed"]) == (TICKETS, [])


def test_history_that_was_brought_in_is_not_escalated_in_the_backtest_either(demo):
    escalated = TicketEvent.objects.filter(by="system:escalation", occurred_at=F("ticket__opened_at")).first()
    first = TicketEvent.objects.get(ticket=escalated.ticket_id, number=1)
    TicketEvent.objects.filter(pk=first.pk).update(data={"history": True})
    found = tried(current())
    assert {(change["ticket"], change["field"], change["to"]) for change in found["changed"]} == {(first.ticket_id, "escalation", "")}


def test_a_period_without_tickets_is_empty(demo):
    found = tried(current(), period=Period(END - timedelta(days=900), END - timedelta(days=800)))
    assert (found["tickets"], found["changed"], found["load"]) == (0, [], {})


def test_only_tickets_of_the_period_count(demo):
    day = Period(END - timedelta(days=3), END - timedelta(days=2))
    assert tried(current(), period=day)["tickets"] == Ticket.objects.filter(opened_at__gte=day.start, opened_at__lt=day.end).count() > 0


def test_progress_is_told_and_every_change_can_be_written_down(demo, monkeypatch):
    monkeypatch.setattr(run, "RANGE", TICKETS // 2)
    heard, lines = [], StringIO()
    policy = with_first_reply(current(), Priority.P2, timedelta(minutes=5))
    trial = Trial(policy, ALL, END, by_version, every=True)
    found = backtest(trial, lambda done, of: heard.append((done, of)), to=lines)
    assert [done for done, _ in heard] == [TICKETS // 2, TICKETS]
    written = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert written == found.as_data()["changed"]


def test_more_than_can_be_shown_is_counted_all_the_same(demo, monkeypatch):
    monkeypatch.setattr(tally, "SHOWN", 3)
    monkeypatch.setattr(run, "SHOWN", 3)
    policy = with_first_reply(current(), Priority.P2, timedelta(minutes=5))
    found = backtest(Trial(policy, ALL, END, by_version)).as_data()
    assert found["differing"] > 3


def test_one_ticket_stands_beside_itself(demo):
    policy = with_first_reply(current(), Priority.P1, timedelta(minutes=5))
    ticket = next(number for number, priority in opened_as("priority") if priority == "P1" and promised(number)["policy"] == "standard")
    both = beside(ticket, policy, by_version).as_data()
    assert both["decisions"]["promise"]["recorded"]["because"] != both["decisions"]["promise"]["proposed"]["because"]
    assert not both["decisions"]["priority"]["differs"]
    assert [change["field"] for change in both["changed"]] == ["first_reply_due_at"]
    assert beside(10**9, policy, by_version) is None


@pytest.mark.django_db(transaction=True)
def test_several_processes_find_what_one_finds(monkeypatch):
    fill(Plan(60, 3, 7, END), lambda added: None)
    monkeypatch.setattr(run, "RANGE", 15)
    policy = with_first_reply(current(), Priority.P2, timedelta(minutes=5))
    alone, together = tried(policy), tried(policy, processes=2)
    assert alone == together
    assert alone["tickets"] == 60 and alone["changed"]


def test_a_new_rule_of_the_desk_is_counted_over_the_whole_life_of_the_tickets(demo):
    """Whatever was breached is tagged: as often as the ledgers tell of a breach on a ticket without that tag."""
    policy = current()
    rule = Rule(name="late", on=(Verb.BREACH,), when=ALWAYS, then=(Act(tag=("late",)),), author="lin@desk.example")
    proposal = replace(policy, automation=replace(policy.automation, rules=(*policy.automation.rules, rule)), version="proposed")
    runs = tried(proposal)["rules"]
    assert runs["late"]["before"] == 0
    assert runs["late"]["after"] >= TicketEvent.objects.filter(verb="breach").values("ticket").distinct().count() > 0
    assert all(times["before"] == times["after"] for name, times in runs.items() if name != "late")
    without = replace(policy, automation=replace(policy.automation, rules=()), version="proposed")
    assert all(times["after"] == 0 for times in tried(without)["rules"].values())
