"""The handoff form: filled from what the ticket knows, complete before a person sends it, and exported in the methodology's shape."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import yaml

from supportops.core.escalation import UNKNOWN, Said, Tried, as_yaml, completed, handoff, lacking, missing
from supportops.core.ticket import Event, Priority, Status, Ticket, Verb

T0 = datetime(2026, 1, 5, 9, tzinfo=UTC)
OMARS = Ticket(
    subject="Login", priority=Priority.P1, category="account.login", tier="business", arr=12_000, sentiment="negative", opened_at=T0
)
SAID = (
    Said("customer", "I cannot  log in.\nIt says 403."),
    Said("note", "Reset the password."),
    Said("reply", "Please try again."),
    Said("customer", "Still 403."),
    Said("customer", "Hello?"),
)


def told(verb: Verb, because: str = "", **data) -> Event:
    return Event(1, verb, "system:x", T0, Status.NEW, Status.NEW, because=because, data=data)


LEDGER = (
    told(Verb.TRIAGE, "“cannot log in” is a fault."),
    told(Verb.PROMISE, resolution_due_at="2026-01-05T17:00:00+00:00"),
)


def filled():
    return handoff(OMARS, LEDGER, number=42, name="Omar Haddad", previous=2, said=SAID)


def test_the_form_holds_what_the_ticket_knows():
    form = filled()
    assert form.ticket_id == "42"
    assert (form.customer.name, form.customer.tier, form.customer.arr) == ("Omar Haddad", "business", 12_000)
    assert (form.customer.sentiment, form.customer.previous_escalations) == ("negative", 2)
    assert form.issue.summary == "Login: I cannot log in. It says 403."
    assert (form.issue.category, form.issue.priority, form.issue.started) == ("account.login", "P1", "2026-01-05 09:00")
    assert form.customer_expectation == "Solved by 2026-01-05 17:00 UTC, as promised."
    assert form.urgency_reason == "P1: “cannot log in” is a fault."


def test_what_was_tried_are_our_answers_and_notes_with_what_the_customer_said_to_them():
    assert filled().what_tried == (Tried("Reset the password.", ""), Tried("Please try again.", "The customer: Still 403."))


def test_only_the_last_of_what_was_tried_stands_there_and_long_words_are_cut():
    form = handoff(OMARS, (), number=1, said=[Said("note", f"Try {n} " + "x" * 500) for n in range(9)])
    assert [one.action[:5] for one in form.what_tried] == ["Try 3", "Try 4", "Try 5", "Try 6", "Try 7", "Try 8"]
    assert all(len(one.action) == 400 and one.action.endswith("…") for one in form.what_tried)


def test_a_person_has_to_say_what_is_needed():
    assert missing(filled()) == ("what_needed",)
    assert lacking(filled()) == "A specialist cannot begin with this: write down what is needed."
    assert lacking(replace(filled(), what_needed="  ")) != ""
    assert lacking(replace(filled(), what_needed="The log of the gateway.")) == ""


def test_an_empty_form_names_everything_that_is_missing():
    empty = handoff(Ticket(), (), number=None)
    assert missing(empty) == ("what_tried", "what_needed", "customer_expectation", "urgency_reason")
    assert lacking(empty).endswith("write down what was tried, what is needed, what the customer expects and why it is urgent.")
    assert "what_tried" in missing(replace(filled(), what_tried=(Tried(" "),)))


def test_the_desks_own_form_marks_what_nobody_knows_and_invents_nothing():
    form = completed(handoff(Ticket(), (), number=None), "")
    assert (form.customer.name, form.issue.category, form.what_tried) == (UNKNOWN, UNKNOWN, (Tried(UNKNOWN, UNKNOWN),))
    assert (form.what_needed, form.customer_expectation, form.urgency_reason) == (UNKNOWN, UNKNOWN, UNKNOWN)
    kept = completed(filled(), "Look into it.")
    assert kept == replace(filled(), what_needed="Look into it.")


@pytest.mark.parametrize("subject", ['"Quoted": {yaml} #42', "a\nb: c", "Ä – ✓ 'x'", "- item", "no"])
def test_the_export_is_yaml_in_the_methodologys_shape(subject):
    form = replace(filled(), what_needed=subject, issue=replace(filled().issue, summary=subject))
    data = yaml.safe_load(as_yaml(form.as_data()))["escalation"]
    assert list(data) == ["ticket_id", "customer", "issue", "what_tried", "what_needed", "customer_expectation", "urgency_reason"]
    assert list(data["customer"]) == ["name", "tier", "arr", "sentiment", "previous_escalations"]
    assert list(data["issue"]) == ["summary", "category", "priority", "started"]
    assert [list(one) for one in data["what_tried"]] == [["action", "result"], ["action", "result"]]
    assert data["what_needed"] == data["issue"]["summary"] == subject
    assert (data["customer"]["arr"], data["issue"]["started"]) == (12_000, "2026-01-05 09:00")


def test_nothing_tried_is_an_empty_list():
    form = handoff(OMARS, (), number=1)
    assert yaml.safe_load(as_yaml(form.as_data()))["escalation"]["what_tried"] == []
