"""Why stands beside each automatic value: with the rule, the customer's words, the handbook of then, and what would have changed it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from supportops.actions.tickets import act
from supportops.core.ticket import Priority, Verb
from supportops.interfaces.web.explain import value
from supportops.interfaces.web.labels import ABOUT, TARGETS
from supportops.interfaces.web.sentences import Names
from supportops.models import PolicyVersion, Ticket
from tests.cast import HOUR


@pytest.fixture
def first(desk, clock):
    """The handbook in force, with its number."""
    from supportops.actions.policy.recording import ensure

    return ensure(clock.at)


@pytest.fixture
def broken(first, cast, arrive, a_mail):
    words = "The invoice page is broken\r\nfor all 20 of our users. It doesn't work since Monday."
    return arrive(a_mail(subject="Broken page", words=words, Message_ID="<broken@acme.example>")).ticket


def ask(browser, ticket, about, **headers):
    return browser.get(f"/tickets/{ticket.pk}/why/{about}", headers=headers)


def test_each_automatic_value_has_a_why_beside_it(ada_sees, broken) -> None:
    page = ada_sees.get(f"/tickets/{broken.pk}").content.decode()
    shown = ("priority", "category", "sentiment", "language", "team", "assignee", "level", "affected", "first_reply", "resolution")
    assert all(f'href="/tickets/{broken.pk}/why/{about}"' in page for about in shown)
    assert all(ask(ada_sees, broken, about).status_code == 200 for about in shown)


def test_a_person_s_choice_needs_no_why_of_the_desk(ada_sees, broken, ada, clock) -> None:
    act(broken, Verb.PRIORITISE, by=ada.actor, at=clock.at, priority="P3", because="They can wait.")
    assert f"/tickets/{broken.pk}/why/priority" not in ada_sees.get(f"/tickets/{broken.pk}").content.decode()
    told = ask(ada_sees, broken, "priority").content.decode()
    assert "Ada Okafor decided so." in told
    assert "They can wait." in told


def test_the_reason_of_a_priority_is_told_whole(ada_sees, broken, first) -> None:
    told = ask(ada_sees, broken, "priority").content.decode()
    assert "P1, High" in told
    assert "priority.fault-tier" in told
    assert "<mark>broken</mark>" in told
    assert "It would be P0 if more than 100 people were affected." in told
    assert f'href="/policy/versions/{first.pk}"' in told
    assert "<html" in told


def test_beside_the_ticket_it_is_a_panel_with_an_excerpt(ada_sees, broken) -> None:
    told = ask(ada_sees, broken, "affected", HX_Request="true")
    words = told.content.decode()
    assert "<html" not in words
    assert "<mark>20 of our users</mark>" in words
    assert 'data-evidence="20 of our users"' in words
    assert told.headers["Vary"].count("HX-Request") == 1


def test_evidence_that_a_line_break_parts_is_found(ada_sees, broken, ada, clock) -> None:
    data = {
        "decision": {
            "value": "P0",
            "rule": "test",
            "evidence": ["broken for all"],
            "rejected": [["P1", "As it was."]],
            "because": "Said so.",
        }
    }
    act(broken, Verb.PRIORITISE, by="system:triage", at=clock.at, priority="P0", because="Said so.", data=data)
    told = ask(ada_sees, broken, "priority").content.decode()
    assert "<mark>broken\nfor all</mark>" in told
    assert "As it was." in told


def test_the_customer_s_words_stay_words(ada_sees, cast, first, arrive, a_mail) -> None:
    words = "<script>alert(1)</script> the page is broken <b>now</b>"
    ticket = arrive(a_mail(subject="<i>Broken</i>", words=words, Message_ID="<script@acme.example>")).ticket
    told = ask(ada_sees, ticket, "priority").content.decode()
    assert "<script>alert" not in told
    assert "&lt;script&gt;" in told
    assert "&lt;i&gt;" in told


def test_why_somebody_has_it_names_who_was_not_chosen(ada_sees, broken, cast) -> None:
    told = ask(ada_sees, broken, "assignee").content.decode()
    person = Ticket.objects.get(pk=broken.pk).assignee
    assert str(person or "nobody") in told
    assert "routing." in told
    assert "It would go to" in ask(ada_sees, broken, "team").content.decode()


def test_tags_rules_and_suggestions_are_told_each_time(ada_sees, broken, clock) -> None:
    data = {"rule": "late", "decision": {"rule": "rule.late", "because": "Rule late: on open, always."}}
    act(broken, Verb.TAG, by="rule:late", at=clock.at, tags=("late",), data=data)
    act(
        broken,
        Verb.SUGGEST,
        by="system:suggestions",
        at=clock.at,
        data={"kind": "reply", "name": "refund", "text": "Hi"},
        because="It fits.",
    )
    assert "Rule late: on open, always." in ask(ada_sees, broken, "tags").content.decode()
    assert "rule.late" in ask(ada_sees, broken, "rule").content.decode()
    assert "It fits." in ask(ada_sees, broken, "suggestion").content.decode()


@pytest.mark.parametrize(("name", "shown"), [("p0", "P0"), ("L2.0", "Level 2 hands on"), ("escalate", "Escalated")])
def test_an_escalation_is_called_by_its_row(name, shown) -> None:
    assert value("escalation", name, Names(())) == shown


def test_a_deadline_lists_every_minute(ada_sees, broken, clock, first) -> None:
    clock.at += 2 * HOUR
    told = ask(ada_sees, broken, "resolution")
    spans = told.context["passed"]
    assert sum((span.part.length for span in spans), timedelta()) == clock.at - broken.opened_at
    assert "If nothing happens" in told.content.decode()
    assert "As P0: first reply within 15 min" in told.content.decode()
    assert f'href="/policy/versions/{first.pk}"' in told.content.decode()


def test_time_that_does_not_count_says_why(ada_sees, broken, ada, clock) -> None:
    clock.at += HOUR
    act(broken, Verb.WAIT, by=ada.actor, at=clock.at)
    clock.at += 3 * HOUR
    told = ask(ada_sees, broken, "resolution").content.decode()
    assert "Waiting for the customer" in told
    assert "does not count" in told
    assert "No date while we wait for the customer" in told


def test_what_is_not_there_is_not_there(ada_sees, broken) -> None:
    assert ask(ada_sees, broken, "weather").status_code == 404
    assert ask(ada_sees, broken, "acknowledgement").status_code == 404  # it is not escalated
    assert ask(ada_sees, broken, "problem").status_code == 404
    assert ada_sees.get("/tickets/99999/why/priority").status_code == 404


@pytest.mark.parametrize("about", [*ABOUT, *TARGETS])
def test_no_customer_is_told_any_of_it(visit, cast, broken, about) -> None:
    for person in (cast.omar, cast.eve):
        answer = ask(visit(person), broken, about)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/my")


def test_a_handbook_that_is_not_kept_is_named_and_asked_nothing(ada_sees, broken) -> None:
    PolicyVersion.objects.all().delete()
    broken.events.update(policy_version="0123456789ab")
    told = ask(ada_sees, broken, "priority").content.decode()
    assert "0123456789ab" in told
    assert "It would be" not in told


def test_looking_at_a_ticket_asks_nothing_more_than_before(ada_sees, broken, django_assert_max_num_queries) -> None:
    ada_sees.get(f"/tickets/{broken.pk}")
    with django_assert_max_num_queries(20):
        ada_sees.get(f"/tickets/{broken.pk}")


def test_a_proposal_is_answered_by_one_key(post, ticket, ada, clock, ada_sees) -> None:
    act(ticket, Verb.PRIORITISE, by=ada.actor, at=clock.at, priority="P3")
    ticket.refresh_from_db()
    act(ticket, Verb.PROPOSE, by="system:triage", at=clock.at, priority="P1", because="The customer wrote again.")
    page = ada_sees.get(f"/tickets/{ticket.pk}")
    assert page.context["proposal"].value == "P1"
    assert "Make it P1" in page.content.decode()
    assert post("priority", priority="P3").status_code == 303
    assert (ticket.priority, ticket.proposed_priority) == (Priority.P3, "")
    after = ada_sees.get(f"/tickets/{ticket.pk}")
    assert after.context["proposal"] is None
    assert "Ada Okafor kept the priority; the rules had proposed P1" in after.content.decode()
    act(ticket, Verb.PROPOSE, by="system:triage", at=clock.at, priority="P0")
    post("priority", priority="P0")
    assert (ticket.priority, ticket.proposed_priority) == (Priority.P0, "")
