"""What a ticket's page offers: a complete handoff, ways up under one key, words that fit, known problems, the outcome, playbooks."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import yaml

from supportops.actions import policy
from supportops.actions.tickets import act
from supportops.core.ticket import Verb
from supportops.models import Delivery, Ticket
from tests.cast import MINUTE, T0

FORM = {
    "because": "Restart the login server.",
    "tried": "Cleared the cache → no change\nAsked for a screenshot",
    "customer_expectation": "Back by noon.",
    "urgency_reason": "Nobody can work.",
    "level": "2",
}


@pytest.fixture
def see(ada_sees, ticket):
    """Ada looks at the ticket, or at a part of it."""

    def see(place="", **headers):
        return ada_sees.get(f"/tickets/{ticket.pk}{place}", headers=headers)

    return see


@pytest.fixture
def asks(monkeypatch):
    """A handbook that asks for the outcome of every ticket."""
    texts = dict(policy.read(policy.SHIPPED))
    texts["taxonomy"] = texts["taxonomy"].replace("required: {}", "required: {root_cause: [], resolution_type: []}")
    strict = policy.built(texts)
    for module in ("actions.tickets", "interfaces.web.tickets", "interfaces.web.acts"):
        monkeypatch.setattr(f"supportops.{module}.current", lambda: strict)
    return strict


def test_the_form_is_filled_from_what_the_ticket_knows(see, post) -> None:
    post("notes", text="Cleared the cache.")
    page = see("/escalation")
    said = page.context["said"]
    assert said["tried"] == "Cleared the cache."
    assert said["customer_expectation"].startswith("Solved by ")
    assert said["urgency_reason"].startswith("P1: ")
    assert page.context["missing"] == ("what_needed",)
    assert "what is needed" in page.content.decode()
    assert "Omar Haddad, business" in page.content.decode()
    assert "<html" not in see("/escalation", HX_Request="true").content.decode()


def test_an_incomplete_form_comes_back_with_what_was_written(post, ticket) -> None:
    answer = post("escalation", **FORM | {"because": " "})
    assert answer.status_code == 409
    words = answer.content.decode()
    assert "A specialist cannot begin with this: write down what is needed." in words
    assert "Nobody can work." in words
    assert ticket.status != "escalated"


def test_a_complete_form_goes_along_and_can_be_read(post, see, ticket, clock) -> None:
    assert post("escalation", **FORM).status_code == 303
    assert (ticket.status, ticket.level) == ("escalated", 2)
    page = see().content.decode()
    assert "Restart the login server." in page
    assert f"/tickets/{ticket.pk}/escalation/handoff" in page
    told = see("/escalation/handoff").content.decode()
    assert "Asked for a screenshot" in told
    assert "→ no change" in told
    assert "lin@desk.example" in told
    form = yaml.safe_load(see("/escalation/handoff.yaml").content)["escalation"]
    assert form["what_tried"][0] == {"action": "Cleared the cache", "result": "no change"}
    assert form["what_needed"] == "Restart the login server."
    assert "attachment" in see("/escalation/handoff.yaml").headers["Content-Disposition"]


def test_what_was_learned_stands_with_the_form(post, see, ticket, visit, lin) -> None:
    post("escalation", **FORM)
    post("escalation/acknowledgement", browser=visit(lin))
    post("escalation/end", because="Its disk was full.")
    assert "Its disk was full." in see("/escalation/handoff").content.decode()


def test_before_an_escalation_there_is_no_form_to_read(see) -> None:
    assert see("/escalation/handoff").status_code == 404
    assert see("/escalation/handoff.yaml").status_code == 404


def test_an_acknowledgement_is_counted_down(post, see) -> None:
    post("escalation", **FORM)
    page = see()
    assert [clock.state for clock in page.context["clocks"] if clock.name == "acknowledgement"] == ["running"]
    assert "Acknowledge" in page.content.decode()


def test_whoever_is_stuck_says_so_with_one_key(post, see, ticket, ada, lin, clock) -> None:
    act(ticket, Verb.ASSIGN, by=lin.actor, at=clock.at, assignee=ada.pk)
    offer = see().context["offers"][0]
    assert (offer.trigger.name, offer.is_made) == ("stuck", False)
    assert 'aria-keyshortcuts="1"' in see().content.decode()
    clock.at += MINUTE
    assert post("escalation/offers", offer="stuck").status_code == 303
    event = ticket.events.order_by("number").last()
    assert (event.verb, event.data["trigger"]) == ("alert", "stuck")
    assert Delivery.objects.filter(ticket=ticket, kind="alert").exists()
    assert see().context["offers"] == []
    assert post("escalation/offers", offer="stuck").status_code == 409


def test_what_the_desk_offers_itself_stands_in_sight(see, ticket, ada, lin, clock) -> None:
    act(ticket, Verb.ASSIGN, by=lin.actor, at=clock.at, assignee=ada.pk)
    assert '<h2 class="line">Escalation' not in see().content.decode()
    act(ticket, Verb.SUGGEST, by="system:escalation", at=clock.at, data={"kind": "escalation", "trigger": "stuck"})
    assert see().context["offers"][0].is_made
    assert '<h2 class="line">Escalation' in see().content.decode()


def test_a_reply_that_fits_is_one_click_away(see, ada_sees, cast, arrive, a_mail, clock) -> None:
    words = "I forgot my password. How can I reset my password?"
    row = arrive(a_mail(subject="Password", words=words, Message_ID="<password@acme.example>"), T0).ticket
    (fits,) = ada_sees.get(f"/tickets/{row.pk}").context["suggestions"]
    assert (fits.kind, fits.name) == ("reply", "password reset")
    inserted = ada_sees.get(f"/tickets/{row.pk}", {"insert": fits.number})
    assert inserted.context["draft"] == fits.text
    assert ada_sees.get(f"/tickets/{row.pk}", {"insert": 1}).context["draft"] == ""
    clock.at += MINUTE
    row.refresh_from_db()
    ada_sees.post(f"/tickets/{row.pk}/replies", {"version": row.version, "text": fits.text})
    assert ada_sees.get(f"/tickets/{row.pk}").context["suggestions"] == []


def test_a_known_problem_finds_its_cases_and_helps_them(post, see, ticket, ada_sees, arrive, a_mail, clock) -> None:
    said = {"known_by": "login is broken\n\nlogin page is empty", "article": "Use the other door: https://desk.example/door"}
    assert post("problem", **said).status_code == 303
    assert ticket.known_by == ["login is broken", "login page is empty"]
    assert "Ada Okafor declared it a known problem: “login is broken”, “login page is empty”" in see().content.decode()
    case = arrive(a_mail(words="Your login page is empty!", Message_ID="<two@acme.example>"), clock.at).ticket
    assert case.problem_id == ticket.pk
    page = ada_sees.get(f"/tickets/{case.pk}")
    assert [(one.kind, one.text) for one in page.context["suggestions"]] == [("article", said["article"])]
    assert f'href="/tickets/{ticket.pk}"' in page.content.decode()
    assert "login page is empty" in ada_sees.get(f"/tickets/{case.pk}/why/problem").content.decode()
    assert see().context["cases"] == 1
    listed = ada_sees.get("/tickets", {"problem": ticket.pk})
    assert [row.pk for row in listed.context["tickets"]] == [case.pk]
    assert f"known problem #{ticket.pk}" in listed.content.decode()


def test_a_known_problem_needs_its_words(post, ticket) -> None:
    answer = post("problem", known_by="\n ")
    assert answer.status_code == 409
    assert "give at least one" in answer.content.decode()


@pytest.mark.parametrize("number", ["x", "", "9" * 30, "²"])
def test_a_problem_that_is_none_is_no_problem(ada_sees, ticket, number) -> None:
    assert [row.pk for row in ada_sees.get("/tickets", {"problem": number}).context["tickets"]] == [ticket.pk]


def test_where_the_handbook_asks_the_outcome_is_asked(post, see, ticket, asks) -> None:
    assert 'id="solve-menu"' in see().content.decode()
    refused = post("solution")
    assert refused.status_code == 409
    assert "Before this ticket is solved, say its root cause and its resolution type" in refused.context["unclassified"]
    assert 'id="held-cause"' in refused.content.decode()
    assert post("solution", root_cause="product_bug", resolution_type="engineering_fix").status_code == 303
    assert (ticket.status, ticket.root_cause, ticket.resolution_type) == ("solved", "product_bug", "engineering_fix")


def test_who_only_solves_sends_no_draft(post, ticket, asks) -> None:
    post("draft", text="Dear Omar, I")
    refused = post("solution").content.decode()
    assert f'action="/tickets/{ticket.pk}/solution" id="outcome-form"' in refused
    assert 'form="reply-form"' not in refused


def test_a_reply_that_solves_is_kept_until_the_outcome_is_said(post, ticket, asks) -> None:
    refused = post("replies", text="It works again.", then="solve")
    assert refused.status_code == 409
    assert refused.context["draft"] == "It works again."
    assert 'form="reply-form"' in refused.content.decode()
    assert ticket.replies == 0
    said = {"root_cause": "user_error", "resolution_type": "agent_resolved"}
    assert post("replies", text="It works again.", then="solve", **said).status_code == 303
    assert (ticket.status, ticket.replies, ticket.root_cause) == ("solved", 1, "user_error")


def test_without_such_a_rule_one_click_solves(post, see, ticket) -> None:
    assert 'id="solve-menu"' not in see().content.decode()
    assert post("solution").status_code == 303


def test_the_outcome_can_be_said_later_and_said_otherwise(post, see, ticket) -> None:
    post("solution")
    assert post("outcome", root_cause="user_error").status_code == 303
    assert post("outcome", root_cause="product_bug", resolution_type="engineering_fix").status_code == 303
    assert (ticket.root_cause, ticket.resolution_type) == ("product_bug", "engineering_fix")
    assert "Ada Okafor noted the outcome: product bug, engineering fix" in see().content.decode()
    assert "choose one of user_error" in post("outcome", root_cause="bad luck").content.decode()
    assert post("outcome").status_code == 409


def test_a_playbook_that_fits_is_there_folded(see, ticket, ada, clock) -> None:
    assert "refund" not in [play.key for play in see().context["plays"]]
    act(ticket, Verb.TAG, by=ada.actor, at=clock.at, tags=("refund",))
    page = see()
    assert "refund" in [play.key for play in page.context["plays"]]
    assert "A request for a refund" in page.content.decode()


def test_the_handbook_says_what_becomes_of_a_refund(see) -> None:
    assert see("/refund").context["decided"] is None
    early = see("/refund?amount=20&bought=3&reason=none&customer_for=0").context["decided"]
    assert early.value.way == "refund"
    late = see("/refund?amount=800&bought=90&reason=unclear&customer_for=200")
    assert late.context["decided"].value.approves == "manager"
    assert "A credit" in late.content.decode()
    wrong = see("/refund?amount=-1&bought=x&reason=none&customer_for=0")
    assert wrong.context["decided"] is None
    assert "errorlist" in wrong.content.decode()


def test_the_past_offers_nothing(see, ticket, post, clock) -> None:
    post("escalation", **FORM)
    then = see(f"?as_of={clock.at.isoformat().replace('+', '%2B')}").content.decode()
    assert "whylink" not in then
    assert "Handoff form" not in then
    assert 'id="panel"' not in then


PLACES = SimpleNamespace(
    get=("refund", "escalation", "escalation/handoff", "escalation/handoff.yaml"),
    post=("escalation", "escalation/offers", "outcome", "problem"),
)


def test_no_customer_gets_at_any_of_it(visit, cast, post, ticket) -> None:
    post("escalation", **FORM)
    before = Ticket.objects.get(pk=ticket.pk).version
    for person in (cast.omar, cast.eve):
        for place in PLACES.get:
            assert visit(person).get(f"/tickets/{ticket.pk}/{place}").status_code == 302
        for place in PLACES.post:
            assert post(place, browser=visit(person), **FORM, offer="stuck", known_by="x", root_cause="user_error").status_code == 404
    assert Ticket.objects.get(pk=ticket.pk).version == before
