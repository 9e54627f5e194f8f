"""The escalation matrix of the shipped handbook, row by row: what Omar's ticket must look like, who gets it, who is told, and by when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from supportops.actions.policy import current
from supportops.core.escalation import (
    BY,
    Place,
    acknowledge_within,
    again,
    by_hand,
    chapter,
    fired,
    handoff,
    offers,
    pulled,
    triggers,
    unanswered,
    working_since,
)
from supportops.core.ticket import Event, Priority, Status, Ticket, Verb, decide, evolve, evolve_all

POLICY = current().escalation
T0 = datetime(2026, 1, 5, 9, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
ADA = "agent:1"
OMARS = Ticket(subject="Login", status=Status.OPEN, team="frontline", assignee=1, opened_at=T0, version=4, category="account.login")


def found(ticket: Ticket, seen: frozenset[str] = frozenset()) -> dict:
    return {one.value.name: one for one in triggers(ticket, seen, POLICY)}


HERE = Place()


def pull(name: str, ticket: Ticket, place: Place = HERE) -> list[Event]:
    return pulled(again(name, ticket, POLICY), ticket, at=T0, form=handoff(ticket, (), number=42), place=place)


def test_row_p0_incident_goes_to_l2_and_engineering_and_the_manager_hear_of_it_within_15_minutes():
    p0 = found(replace(OMARS, priority=Priority.P0))["p0"]
    assert (p0.value.mode, p0.value.does, p0.value.level, p0.value.team) == ("auto", "escalate", 2, "technical")
    assert (set(p0.value.tell), p0.value.within) == ({"engineering", "manager"}, 15 * MINUTE)
    assert p0.because == "A critical incident: priority is P0."
    assert "p0" not in found(replace(OMARS, priority=Priority.P1))


def test_row_customer_threatens_churn_with_arr_over_10k_goes_to_l2_account_manager_and_cs_lead_within_1h():
    churn = found(replace(OMARS, tags=("churn-risk",), arr=10_001))["churn"]
    assert (churn.value.mode, churn.value.level, set(churn.value.tell)) == ("auto", 2, {"account_manager", "cs_lead"})
    assert churn.value.within == HOUR
    assert "churn" not in found(replace(OMARS, tags=("churn-risk",), arr=10_000))
    assert found(replace(OMARS, arr=50_000)) == {}


@pytest.mark.parametrize("sign", [{"arr": 5_001}, {"tags": ("churn-risk", "competitor")}, {"repeats": 2}])
def test_playbook_2_signals_tell_account_manager_and_cs_lead_and_leave_the_ticket_with_its_agent(sign):
    (leaving,) = found(replace(OMARS, **({"tags": ("churn-risk",)} | sign))).values()
    assert (leaving.value.name, leaving.value.mode, leaving.value.does) == ("leaving", "auto", "alert")
    assert set(leaving.value.tell) == {"account_manager", "cs_lead"}
    assert found(replace(OMARS, tags=("churn-risk",))) == {}


def test_row_legal_threat_or_compliance_goes_to_l2_legal_and_manager_within_1h():
    legal = found(replace(OMARS, tags=("legal",)))["legal"]
    assert (legal.value.mode, legal.value.level, set(legal.value.tell), legal.value.within) == ("auto", 2, {"legal", "manager"}, HOUR)


def test_row_same_issue_3_times_goes_to_l2_with_a_bug_report_and_the_pm_within_4h():
    repeated = found(replace(OMARS, category="product.bug", repeats=3))["repeated"]
    assert (repeated.value.mode, repeated.value.level, repeated.value.tell) == ("auto", 2, ("pm",))
    assert (repeated.value.tags, repeated.value.within) == (("bug-report",), 4 * HOUR)
    assert found(replace(OMARS, category="product.bug", repeats=2)) == {}
    assert found(replace(OMARS, category="product.how_to", repeats=9)) == {}, "asking how to do things is no bug"


def test_row_agent_stuck_for_30_minutes_is_offered_a_specialist():
    (stuck,) = (one for one in offers(OMARS, (), POLICY) if one.value.name == "stuck")
    assert (stuck.value.mode, stuck.value.does, stuck.value.tell, stuck.value.within) == ("offer", "alert", ("specialists",), 30 * MINUTE)
    assert "stuck" not in found(OMARS), "a key is there, but the desk does not speak up"
    assert "stuck" in found(replace(OMARS, replies=3))
    assert "stuck" in found(replace(OMARS, reopenings=1))
    assert "stuck" not in found(replace(OMARS, replies=3, level=2))


def test_row_customer_requests_manager_is_handed_to_a_lead_at_once_and_never_refused():
    manager = found(replace(OMARS, tags=("wants-manager",)))["manager"]
    assert (manager.value.mode, manager.value.does, manager.value.to, manager.value.tell) == ("auto", "escalate", "leads", ("leads",))
    assert manager.value.within == 5 * MINUTE
    (event,) = pull("manager", replace(OMARS, tags=("wants-manager",)), Place(assignee=7))
    assert (event.became, evolve(OMARS, event).assignee, evolve(OMARS, event).level) == (Status.ESCALATED, 7, 1)


def test_row_social_media_escalation_asks_the_social_team_within_30_minutes():
    ticket = replace(OMARS, channel="social", sentiment="negative", status=Status.NEW, assignee=None)
    social = found(ticket)["social"]
    assert (social.value.mode, social.value.does, social.value.tell, social.value.within) == ("auto", "escalate", ("team",), 30 * MINUTE)
    assert found(replace(ticket, sentiment="positive")) == {}
    assert found(replace(ticket, channel="email")) == {}


def test_row_social_media_with_viral_risk_offers_to_tell_pr():
    ticket = replace(OMARS, channel="social", sentiment="negative")
    offered = {one.value.name: one.value for one in offers(ticket, (), POLICY)}
    assert (offered["viral"].does, offered["viral"].tell, offered["viral"].within) == ("alert", ("pr", "leads"), 30 * MINUTE)
    assert "viral" not in found(ticket)
    assert "viral" in found(replace(ticket, affected=101))
    assert "viral" not in {one.value.name for one in offers(OMARS, (), POLICY)}


def test_what_was_asked_before_is_answered_alike(monkeypatch):
    monkeypatch.setattr(chapter, "MOST_KNOWN", 2)
    for _ in range(2):
        for priority in Priority:
            ticket = replace(OMARS, priority=priority)
            assert POLICY.holding(ticket) == tuple(name for name, rule in POLICY.triggers.items() if rule.when.matches(vars(ticket)))
    assert replace(POLICY, triggers={}).holding(OMARS) == ()


def test_what_somebody_of_that_level_has_already_is_not_taken_away():
    legal = found(replace(OMARS, tags=("legal",), level=2))["legal"]
    assert (legal.value.does, legal.rejected[0][0]) == ("alert", "escalate")
    assert legal.because.endswith("Somebody of that level has it already, so the people named are told.")
    assert found(replace(OMARS, tags=("legal",), level=2, assignee=None))["legal"].value.does == "escalate"


def test_what_is_escalated_already_is_not_escalated_twice():
    ticket = replace(OMARS, tags=("legal", "wants-manager"), level=2, status=Status.ESCALATED, assignee=None)
    assert {one.value.does for one in found(ticket).values()} == {"alert"}


def test_a_p0_asks_for_an_acknowledgement_whoever_has_it_and_leaves_it_with_them():
    ticket = replace(OMARS, priority=Priority.P0, team="priority", level=2, assignee=3)
    (event,) = pull("p0", ticket, Place("technical"))
    assert (event.verb, event.became, event.by) == (Verb.ESCALATE, Status.ESCALATED, BY)
    after = evolve(ticket, event)
    assert (after.assignee, after.level, after.team) == (3, 2, "priority")
    assert acknowledge_within(event) == 15 * MINUTE


def test_going_up_takes_it_from_the_first_line():
    (event,) = pull("churn", replace(OMARS, tags=("churn-risk",), arr=20_000), Place("priority"))
    after = evolve(OMARS, event)
    assert (after.level, after.team, after.assignee, after.status) == (2, "priority", None, Status.ESCALATED)
    assert event.data["tell"] == ["account_manager", "cs_lead"]
    assert event.data["decision"]["value"] == "churn"
    assert event.data["handoff"]["what_needed"] == event.because


def test_the_third_time_writes_a_bug_report():
    ticket = replace(OMARS, category="product.bug", repeats=3, tags=("login",))
    escalated, tagged = pull("repeated", ticket, Place("technical"))
    assert (escalated.verb, tagged.verb) == (Verb.ESCALATE, Verb.TAG)
    assert evolve_all(ticket, [escalated, tagged]).tags == ("bug-report", "login")
    assert len(pull("repeated", replace(ticket, tags=("bug-report",)), Place("technical"))) == 1


def test_an_alert_tells_and_changes_nothing_else():
    (event,) = pull("legal", replace(OMARS, tags=("legal",), level=3))
    assert (event.verb, event.changes, event.data["tell"], event.data["trigger"]) == (Verb.ALERT, {}, ["legal", "manager"], "legal")


def test_an_offer_is_a_suggestion():
    (event,) = pull("stuck", replace(OMARS, replies=4))
    assert (event.verb, event.data["kind"], event.data["trigger"], event.data["does"]) == (Verb.SUGGEST, "escalation", "stuck", "alert")
    assert "tell" not in event.data


def test_each_trigger_comes_once_on_a_ticket():
    ticket = replace(OMARS, priority=Priority.P0)
    ledger = pull("p0", ticket)
    assert fired(ledger) == {"p0"}
    assert triggers(ticket, fired(ledger), POLICY) == ()


@pytest.mark.parametrize("status", [Status.SOLVED, Status.CLOSED])
def test_what_is_done_asks_for_nothing(status):
    done = replace(OMARS, priority=Priority.P0, status=status)
    assert triggers(done, frozenset(), POLICY) == offers(done, (), POLICY) == ()


def test_an_offer_stays_until_somebody_takes_it_up():
    ticket = replace(OMARS, replies=3)
    made = pull("stuck", ticket)
    later = replace(ticket, replies=0, assignee=None)
    assert [one.value.name for one in offers(later, made, POLICY)] == ["stuck"], "the desk has made it, so it stands"
    taken = decide(ticket, Verb.ALERT, by=ADA, at=T0, data={"trigger": "stuck"})
    assert offers(ticket, [*made, *taken], POLICY) == ()


def test_a_person_pulls_a_trigger_in_its_own_words():
    assert by_hand("viral", OMARS, POLICY).because == "A complaint in public that may spread."


def event(verb: Verb, minutes: int, by: str = ADA) -> Event:
    return Event(minutes, verb, by, T0 + minutes * MINUTE, Status.OPEN, Status.OPEN)


TAKEN = event(Verb.ASSIGN, 0)


def test_whoever_takes_a_ticket_has_not_begun_to_work_on_it():
    assert working_since(OMARS, [TAKEN]) is None
    assert list(POLICY.timed(OMARS, [TAKEN])) == []


def test_work_counts_from_its_first_sign_since_the_ticket_last_got_on():
    assert working_since(OMARS, [TAKEN, event(Verb.NOTE, 5), event(Verb.TAG, 20)]) == T0 + 5 * MINUTE
    assert working_since(OMARS, [TAKEN, event(Verb.NOTE, 5), event(Verb.REPLY, 9), event(Verb.NOTE, 12)]) == T0 + 12 * MINUTE
    assert working_since(OMARS, [TAKEN, event(Verb.NOTE, 5, "agent:2")]) is None, "a colleague's note is not theirs"
    assert working_since(OMARS, [event(Verb.NOTE, 5)]) == T0 + 5 * MINUTE
    assert working_since(replace(OMARS, status=Status.PENDING), [TAKEN, event(Verb.NOTE, 5)]) is None
    assert working_since(replace(OMARS, assignee=None), [TAKEN, event(Verb.NOTE, 5)]) is None


def test_half_an_hour_of_work_without_an_answer_is_offered_help_once():
    ledger = [TAKEN, event(Verb.NOTE, 5)]
    (due,) = POLICY.timed(OMARS, ledger)
    assert (due.at, due.verb, due.by, due.data["trigger"]) == (T0 + 35 * MINUTE, Verb.SUGGEST, BY, "stuck")
    offered = decide(OMARS, due.verb, by=due.by, at=due.at, because=due.because, data=due.data)
    assert list(POLICY.timed(OMARS, [*ledger, *offered])) == []
    assert list(POLICY.timed(replace(OMARS, level=2), ledger)) == []
    assert list(replace(POLICY, triggers={}).timed(OMARS, ledger)) == []


WAITS = replace(OMARS, status=Status.ESCALATED, level=2, team="technical", assignee=None, escalated_at=T0)


def missed(ticket: Ticket, last: dict | None = None) -> list[Event]:
    return unanswered(ticket, last or {}, POLICY, at=T0 + HOUR, form=handoff(ticket, (), number=42), place=Place("technical"))


def test_what_nobody_takes_over_goes_up_a_level_with_the_same_time_limit():
    (event,) = missed(WAITS, {"acknowledge_within": 15})
    after = evolve(WAITS, event)
    assert (event.verb, after.level, after.status, after.escalated_at) == (Verb.ESCALATE, 3, Status.ESCALATED, T0 + HOUR)
    assert (event.because, event.data["unanswered"]) == ("Nobody of Specialists took it over in time.", 2)
    assert acknowledge_within(event) == 15 * MINUTE


def test_at_the_top_the_manager_is_told():
    (event,) = missed(replace(WAITS, level=3))
    assert (event.verb, event.data["tell"], event.changes) == (Verb.ALERT, ["manager"], {})


def test_an_escalation_without_a_time_of_its_own_has_that_of_the_desk():
    (event,) = missed(WAITS)
    assert acknowledge_within(event) is None


def test_what_was_taken_over_meanwhile_stays_where_it_is():
    assert missed(replace(WAITS, status=Status.OPEN)) == []


@pytest.mark.parametrize(("trigger", "tell"), [("manager", ["leads", "manager"]), ("social", ["team", "leads", "manager"])])
def test_what_was_for_people_and_not_for_a_level_stays_there_and_more_people_are_told(trigger, tell):
    (event,) = missed(replace(WAITS, level=1), {"trigger": trigger, "acknowledge_within": 5})
    assert (event.verb, event.data["tell"], event.changes) == (Verb.ALERT, tell, {})
