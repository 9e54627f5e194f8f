"""The escalation matrix at work: what a mail sets off, who hears of it, and that it always comes to an end."""

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes

import pytest
import yaml

from supportops.actions import audience, compose, due, handoff, people
from supportops.actions.handoff import Written
from supportops.actions.policy import current, inforce
from supportops.actions.tickets import act, replayed
from supportops.core.automation import Act, Escalating, Rule
from supportops.core.escalation import Tried
from supportops.core.ticket import Refused, Verb
from supportops.models import Delivery, Mailbox, Suppression, Ticket
from tests.cast import HOUR, MINUTE, T0

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PASSWORD = "How do I change my password?"
DOWN = "The site is down for all 250 of our users."


@pytest.fixture
def write(cast, a_mail, arrive):
    """Omar writes; the ticket that comes of it."""

    def write(words, subject="Question", at=T0, **headers):
        item = arrive(a_mail(words, subject, **headers), at)
        return Ticket.objects.get(pk=item.ticket_id)

    return write


def answers(ticket) -> dict[str, str]:
    """The headers of a mail that answers ours."""
    ours = Delivery.objects.filter(ticket=ticket, kind="acknowledgement").first()
    return {"In_Reply_To": f"<{ours.mail_id}>", "Message_ID": f"<again-{ticket.version}@acme.example>"}


def by_escalation(ticket):
    return [(e.verb, e.data.get("trigger")) for e in ticket.events.filter(by="system:escalation").order_by("number")]


def alerts(**about):
    return list(Delivery.objects.filter(kind="alert", **about).order_by("pk"))


def told(**about):
    return [mail.recipient for mail in alerts(**about)]


def test_a_p0_is_escalated_as_it_comes_in_and_one_mail_tells_the_lead(write, lin):
    ticket = write(DOWN, "Outage")
    assert (ticket.priority, ticket.status, ticket.level, ticket.team_id) == ("P0", "escalated", 2, "technical")
    assert ticket.assignee == lin, "she was given it as a specialist, and has to say that she has it"
    assert by_escalation(ticket) == [("escalate", "p0")]
    (mail,) = alerts()
    assert (mail.recipient, mail.automatic, mail.subject) == ("lin@desk.example", True, f"Escalated: #{ticket.pk} Outage")
    assert "Please take it over by 09:15 UTC." in mail.text and f"/tickets/{ticket.pk}" in mail.text
    assert replayed(ticket, current()) == {}


def test_an_automatic_escalation_carries_the_form_and_marks_what_nobody_knows(write):
    form = yaml.safe_load(handoff.export(write(DOWN, "Outage")))["escalation"]
    assert form["ticket_id"] == str(Ticket.objects.get().pk)
    assert (form["customer"]["name"], form["customer"]["tier"]) == ("Omar Haddad", "business")
    assert form["issue"]["summary"] == f"Outage: {DOWN}"
    assert form["what_tried"] == [{"action": "unknown", "result": "unknown"}]
    assert form["urgency_reason"].startswith("P0: ")


def test_a_p0_is_taken_over_within_15_minutes_or_goes_up_and_in_the_end_the_manager_is_told(write):
    ticket = write(DOWN, "Outage")
    assert ticket.next_due_at <= T0 + 15 * MINUTE
    for minutes in range(90):
        while due.run(T0 + minutes * MINUTE):
            pass
    ticket.refresh_from_db()
    assert (ticket.level, ticket.status) == (3, "escalated")
    steps = [event for event in ticket.events.filter(by="system:escalation").order_by("number")]
    assert [(step.verb, step.data.get("unanswered")) for step in steps] == [
        ("escalate", None),
        ("escalate", 2),
        ("alert", None),
        ("alert", 3),
    ]
    assert [step.occurred_at - T0 for step in steps] == [timedelta(), 15 * MINUTE, 15 * MINUTE, 30 * MINUTE]
    assert replayed(ticket, current()) == {}


def test_whoever_takes_it_over_stops_that(write, lin):
    ticket = write(DOWN, "Outage")
    act(ticket, Verb.ACKNOWLEDGE, by=lin.actor, at=T0 + MINUTE, assignee=lin.pk)
    for minutes in range(40):
        while due.run(T0 + minutes * MINUTE):
            pass
    assert by_escalation(ticket) == [("escalate", "p0")]


def test_a_customer_worth_keeping_who_threatens_to_leave_goes_to_seniors(write, cast):
    cast.acme.arr = 50_000
    cast.acme.save()
    ticket = write("We are looking for alternatives and will cancel our contract.")
    assert (by_escalation(ticket), ticket.team_id, ticket.level) == ([("escalate", "churn")], "priority", 2)


def test_a_small_customer_who_threatens_to_leave_stays_with_the_first_line(write):
    assert by_escalation(write("We are looking for alternatives and will cancel our contract.")) == []


def test_legal_words_in_a_later_mail_escalate_too(write):
    ticket = write(PASSWORD)
    assert by_escalation(ticket) == []
    write("I will take legal action, my lawyer writes to you.", "Re: Question", T0 + HOUR, **answers(ticket))
    ticket.refresh_from_db()
    assert by_escalation(ticket) == [("escalate", "legal")]
    assert set(told()) == {"lin@desk.example"}
    form = ticket.events.get(verb="escalate").data["handoff"]
    assert form["issue"]["summary"] == f"Question: {PASSWORD}"


def test_a_customer_who_asks_for_a_manager_gets_a_lead_and_the_lead_hears_of_it(write, lin):
    ticket = write("I want to speak to your manager.")
    assert (by_escalation(ticket), ticket.assignee, ticket.status) == ([("escalate", "manager")], lin, "escalated")
    assert told() == ["lin@desk.example"]


def test_each_trigger_comes_once(write):
    ticket = write("I will take legal action.")
    for hour in (1, 2):
        write("Legal action, I said!", "Re: Question", T0 + hour * HOUR, **answers(Ticket.objects.get(pk=ticket.pk)))
    assert by_escalation(ticket) == [("escalate", "legal")]


def test_two_triggers_at_once_are_one_escalation_and_one_mail(write):
    ticket = write(f"{DOWN} I will take legal action.", "Outage")
    assert by_escalation(ticket) == [("escalate", "p0"), ("alert", "legal")]
    (mail,) = alerts()
    assert "A critical incident" in mail.text and "A legal threat" in mail.text


def test_a_person_who_makes_it_p0_escalates_it(write, ada):
    ticket = write(PASSWORD)
    act(ticket, Verb.PRIORITISE, by=ada.actor, at=T0 + HOUR, priority="P0")
    assert (ticket.status, by_escalation(ticket)) == ("escalated", [("escalate", "p0")])


def test_history_that_is_imported_wakes_nobody(cast, a_mail, mailbox):
    from supportops.actions import intake

    intake.keep(mailbox, a_mail(DOWN, "Outage"), source="import", at=T0, quiet=True)
    intake.receive(intake.claim(T0), T0)
    assert by_escalation(Ticket.objects.get()) == [] and alerts() == []


def test_a_rule_that_escalates_carries_the_form_too(write, ada, monkeypatch):
    ticket, policy = write(PASSWORD), current()
    rule = Rule("upwards", (Act(escalate=Escalating("A reseller.", within=HOUR)),), on=(Verb.TAG,))
    changed = replace(policy, automation=replace(policy.automation, rules=(rule,)))
    monkeypatch.setattr(inforce, "_held", replace(inforce._held, policy=changed, unasked=False))
    act(ticket, Verb.TAG, by=ada.actor, at=T0 + HOUR, tags=("reseller",))
    event = ticket.events.get(verb="escalate")
    assert (event.by, event.data["acknowledge_within"], event.data["handoff"]["what_needed"]) == ("rule:upwards", 60, event.because)
    assert yaml.safe_load(handoff.export(ticket))["escalation"]["ticket_id"] == str(ticket.pk)
    assert replayed(ticket, current()) == {}


# What people do.

NEEDED = Written("The gateway's log.", [Tried("Reset the password.")])


def test_a_person_sends_a_complete_form_or_is_told_what_is_missing(write, ada):
    ticket = write("My login is broken.")
    with pytest.raises(Refused, match="write down what was tried and what is needed"):
        handoff.escalate(ticket, Written(), by=ada, at=T0 + HOUR, level=2)
    handoff.escalate(ticket, NEEDED, by=ada, at=T0 + HOUR, level=2)
    event = ticket.events.get(verb="escalate")
    assert (ticket.status, ticket.level, ticket.team_id, event.because) == ("escalated", 2, "technical", "The gateway's log.")
    assert event.data["handoff"]["what_tried"] == [{"action": "Reset the password.", "result": ""}]
    assert event.data["handoff"]["customer_expectation"].startswith("Solved by 2026-01-0")
    assert "What is needed" not in alerts()[0].text and "The gateway's log." in alerts()[0].text


def test_the_form_counts_the_customers_other_escalations(write, ada):
    handoff.escalate(write("My login is broken."), NEEDED, by=ada, at=T0 + HOUR, level=2)
    later = write("The export is broken.", "Export", Message_ID="<export@acme.example>")
    assert handoff.form(later).customer.previous_escalations == 1


def test_without_an_escalation_there_is_nothing_to_export(write):
    assert handoff.export(write(PASSWORD)) == ""


def test_giving_back_keeps_what_was_learned_and_goes_to_whoever_had_it(write, ada, lin):
    ticket = write(PASSWORD)
    assert (ticket.assignee, ticket.team_id) == (ada, "frontline")
    handoff.escalate(ticket, NEEDED, by=ada, at=T0 + HOUR, level=2)
    act(ticket, Verb.ACKNOWLEDGE, by=lin.actor, at=T0 + HOUR, assignee=lin.pk)
    with pytest.raises(Refused, match="what was learned"):
        handoff.give_back(ticket, " ", by=lin, at=T0 + HOUR)
    handoff.give_back(ticket, "Their clock was wrong.", by=lin, at=T0 + HOUR)
    event = ticket.events.get(verb="deescalate")
    assert (ticket.assignee, ticket.team_id) == (ada, "frontline")
    assert alerts(recipient="ada@desk.example")[-1].subject.startswith("Given back: #")
    assert (ticket.level, event.because, event.data["learned"]) == (1, "Their clock was wrong.", "Their clock was wrong.")


def test_whoever_is_away_by_now_does_not_get_it_back(write, ada, lin):
    ticket = write(PASSWORD)
    handoff.escalate(ticket, NEEDED, by=ada, at=T0 + HOUR, level=2)
    act(ticket, Verb.ACKNOWLEDGE, by=lin.actor, at=T0 + HOUR, assignee=lin.pk)
    people.Person.objects.filter(pk=ada.pk).update(available=False)
    handoff.give_back(ticket, "Their clock was wrong.", by=lin, at=T0 + HOUR)
    assert (ticket.assignee, ticket.team_id) == (lin, "frontline")


def test_an_agent_who_works_on_it_for_half_an_hour_is_offered_help_and_takes_it_by_one_key(write, ada, lin):
    ticket = write(PASSWORD)
    act(ticket, Verb.ASSIGN, by=ada.actor, at=T0, assignee=ada.pk)
    act(ticket, Verb.NOTE, by=ada.actor, at=T0 + MINUTE)
    assert ticket.next_due_at == T0 + 31 * MINUTE
    due.run(T0 + 31 * MINUTE)
    assert by_escalation(ticket) == [("suggest", "stuck")] and told() == []
    ticket.refresh_from_db()
    handoff.take(ticket, "stuck", by=ada, at=T0 + 32 * MINUTE)
    assert (ticket.assignee, told()) == (ada, ["lin@desk.example"])
    with pytest.raises(Refused, match="not offered"):
        handoff.take(ticket, "stuck", by=ada, at=T0 + 33 * MINUTE)
    with pytest.raises(Refused, match="not offered"):
        handoff.take(ticket, "viral", by=ada, at=T0 + 33 * MINUTE)


def test_an_offer_to_hand_over_asks_for_the_form(write, ada, monkeypatch):
    ticket, policy = write(PASSWORD), current()
    stuck = replace(policy.escalation.triggers["stuck"], does="escalate", level=2)
    changed = replace(policy, escalation=replace(policy.escalation, triggers={"stuck": stuck}))
    monkeypatch.setattr(handoff, "current", lambda: changed)
    with pytest.raises(Refused, match="fill in the form"):
        handoff.take(ticket, "stuck", by=ada, at=T0 + HOUR)


def test_a_request_without_a_sender_is_escalated_too(cast, a_mail, arrive):
    ticket = arrive(a_mail(DOWN, "Outage", sender=None)).ticket
    assert ticket.requester is None and by_escalation(ticket) == [("escalate", "p0")]
    assert yaml.safe_load(handoff.export(ticket))["escalation"]["customer"]["name"] == "unknown"


# Who is told.


def test_whoever_did_it_is_not_told(write, lin):
    ticket = write(PASSWORD)
    act(ticket, Verb.ALERT, by=lin.actor, at=T0, data={"tell": ["leads"]})
    assert told() == []


def test_an_alert_has_no_way_back_into_the_ticket(write, mailbox):
    write(DOWN, "Outage")
    sender, raw = compose.mail(alerts()[0], T0)
    mail = message_from_bytes(raw)
    assert (sender, mail["Reply-To"], mail["Auto-Submitted"]) == ("", None, "auto-generated")


def test_whoever_has_no_address_or_a_dead_one_or_one_of_ours_is_told_nothing(write, lin):
    people.enlist(name="Max", email="support@example.com", role="lead", team_id="technical")
    assert Mailbox.objects.get().address == "support@example.com"
    Suppression.objects.create(address="lin@desk.example", hard=True, seen_at=T0)
    write(DOWN, "Outage")
    assert told() == []


def test_nobody_gets_more_alerts_in_an_hour_than_they_can_read(write, lin, ada):
    ticket = write(PASSWORD)
    for second in range(30):
        act(ticket, Verb.ALERT, by=ada.actor, at=T0 + timedelta(seconds=second), because="Look.", data={"tell": ["leads"]})
    mails = alerts(recipient="lin@desk.example")
    assert len(mails) == current().notices.alerts_an_hour == 20
    assert ["the last one for now" in mail.text for mail in mails] == [False] * 19 + [True]
    act(ticket, Verb.ALERT, by=ada.actor, at=T0 + 2 * HOUR, because="Look.", data={"tell": ["leads"]})
    assert len(alerts()) == 21


def test_what_colleagues_are_told_does_not_silence_us_towards_the_customer(write, lin, ada):
    ticket = write(PASSWORD)
    for minute in range(6):
        act(ticket, Verb.ALERT, by=ada.actor, at=T0 + minute * MINUTE, because="Look.", data={"tell": ["leads"]})
    act(ticket, Verb.SOLVE, by=ada.actor, at=T0 + HOUR)
    assert Delivery.objects.filter(kind="survey").exists()


def test_a_warning_tells_whoever_has_it(write, ada):
    ticket = write(PASSWORD)
    act(ticket, Verb.ASSIGN, by=ada.actor, at=T0, assignee=ada.pk)
    act(
        ticket,
        Verb.WARN,
        by="system:due",
        at=T0 + HOUR,
        because="first reply within 4 h",
        data={"target": "first_reply", "tell": ["assignee"]},
    )
    assert told() == ["ada@desk.example"]
    assert alerts()[0].subject.startswith("Nearly due")


def test_a_page_can_name_the_people_told(write, cast):
    ticket = write(PASSWORD)
    assert audience.told(["leads", "specialists"], ticket.snapshot(), current()) == "Lin Mori"


def test_the_free_one_of_several_is_whoever_has_least(write, lin, ada):
    ticket = write(PASSWORD)
    max_ = people.enlist(name="Max", email="max@desk.example", role="lead", team_id="technical")
    assert audience.free(["leads"], ticket.snapshot(), current()) == lin.pk
    act(ticket, Verb.ASSIGN, by=ada.actor, at=T0, assignee=lin.pk)
    assert audience.free(["leads"], ticket.snapshot(), current()) == max_.pk
    assert audience.free([], ticket.snapshot(), current()) is None
