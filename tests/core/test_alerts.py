"""What colleagues are told by mail: short, with the reason, the facts and the way to the ticket."""

from datetime import UTC, datetime

import pytest

from supportops.core.alerts import LAST, AlertFacts, alert, calls, may_alert
from supportops.core.notices import NoticePolicy
from supportops.core.ticket import Event, Priority, Status, Verb

T0 = datetime(2026, 1, 5, 9, tzinfo=UTC)
OMARS = AlertFacts(
    number=42,
    subject="Re: Login\r\nBcc: all@evil.example",
    priority=Priority.P0,
    tier="enterprise",
    link="https://desk.example/tickets/42",
    customer="Omar Haddad",
    assignee="Ada Okafor",
    desk="Acme support",
)


def event(verb: Verb, because: str = "", **data) -> Event:
    return Event(3, verb, "system:x", T0, Status.OPEN, Status.OPEN, because=because, data=data)


def test_an_escalation_says_why_what_is_needed_and_by_when():
    escalated = event(Verb.ESCALATE, "A critical incident.", acknowledge_within=15, handoff={"what_needed": "The gateway's log."})
    mail = alert(OMARS, [escalated], "Lin")
    assert mail.subject == "Escalated: #42 Login Bcc: all@evil.example"
    assert mail.text == (
        "Hello Lin,\n\n"
        "A critical incident.\nWhat is needed: The gateway's log.\nPlease take it over by 09:15 UTC.\n\n"
        "#42 Login Bcc: all@evil.example\nP0 · enterprise · Omar Haddad · with Ada Okafor\n\n"
        "https://desk.example/tickets/42\n\n"
        "Acme support wrote this by itself. Answer on the ticket's page: nobody reads answers to this mail.\n"
    )


@pytest.mark.parametrize(
    ("verb", "head"), [(Verb.WARN, "Nearly due"), (Verb.BREACH, "Missed"), (Verb.ALERT, "For you to know"), (Verb.DEESCALATE, "Given back")]
)
def test_the_subject_says_what_kind_of_alert_it_is(verb, head):
    assert alert(OMARS, [event(verb, "why")], "").subject.startswith(f"{head}: #42")


def test_a_warning_names_its_promise():
    mail = alert(OMARS, [event(Verb.WARN, "first reply within 1 h", target="first_reply")], "")
    assert mail.text.startswith("Hello,\n\nFirst reply: first reply within 1 h.\n\n#42")


def test_several_events_of_one_act_are_one_mail():
    text = alert(OMARS, [event(Verb.ESCALATE, "A critical incident."), event(Verb.ALERT, "A legal threat.")], "Lin").text
    assert "A critical incident.\nA legal threat." in text


def test_an_event_without_a_reason_says_what_happened():
    assert "What happened: escalate." in alert(OMARS, [event(Verb.ESCALATE)], "").text


def test_what_is_needed_is_not_said_twice():
    text = alert(OMARS, [event(Verb.ESCALATE, "Logs.", handoff={"what_needed": "Logs."})], "").text
    assert text.count("Logs.") == 1


def test_what_nobody_has_says_so():
    facts = AlertFacts(number=1, subject="", priority=Priority.P2, tier="free", link="x")
    assert "P2 · free · nobody has it" in alert(facts, [event(Verb.ALERT, "why")], "").text
    assert "the desk wrote this by itself" in alert(facts, [event(Verb.ALERT, "why")], "").text


def test_the_last_one_for_now_says_so():
    assert LAST in alert(OMARS, [event(Verb.WARN, "why")], "", is_last=True).text


def test_an_event_calls_whom_it_names():
    assert calls(event(Verb.WARN, tell=["leads"])) == ("leads",)
    assert calls(event(Verb.WARN)) == calls(event(Verb.WARN, tell=[])) == ()


def test_nobody_is_buried_under_alerts():
    policy = NoticePolicy(alerts_an_hour=20)
    assert may_alert(19, policy).value
    refused = may_alert(20, policy)
    assert (refused.value, refused.because) == (False, "They got 20 alerts in the last hour; the limit is 20.")
