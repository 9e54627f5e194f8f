"""The tier architecture of the shipped handbook, level by level, and what cannot be escalated by."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from supportops.actions.policy import current
from supportops.core.conditions import parse
from supportops.core.escalation import Aim, Exit, Level, Member, TriggerRule, complaints, left, ways
from supportops.core.ticket import Status, Ticket, Verb

POLICY = current().escalation
TEAMS = tuple(current().routing.teams)
MINUTE = timedelta(minutes=1)


def aims(rank: str) -> list[str]:
    return [aim.words() for aim in POLICY.levels[rank].aims]


def goals(rank: str) -> set[str]:
    return {way.to for way in POLICY.levels[rank].exits}


def test_level_l0_self_service_deflects_30_to_50_percent_and_goes_to_l1_below_90_percent_or_on_request():
    assert aims("L0") == ["Requests that need no person over 30 and under 50 %"]
    assert goals("L0") == {"L1"}
    assert [way.when for way in POLICY.levels["L0"].exits] == ["The answer is less than 90 % sure.", "The customer asks for a person."]


def test_level_l1_front_line_solves_70_percent_at_first_contact_pleases_85_and_takes_15_minutes():
    level = POLICY.levels["L1"]
    assert aims("L1") == ["First contact resolution over 70 %", "CSAT over 85 %", "Average handle time under 15 min"]
    assert level.skills == ("product knowledge", "communication", "basic troubleshooting")
    assert goals("L1") == {"L2"}
    assert [way.after for way in level.exits] == [None, None, 30 * MINUTE]
    assert level.exits[1].condition.matches(vars(Ticket(root_cause="product_bug")))


def test_level_l2_specialists_solve_within_a_day_please_90_percent_and_pass_on_less_than_20():
    level = POLICY.levels["L2"]
    assert aims("L2") == ["Resolution time under 24 h", "CSAT over 90 %", "Escalated to engineering under 20 %"]
    assert level.skills == ("technical debugging", "log analysis", "API knowledge")
    assert goals("L2") == {"L3"}
    assert level.exits[0].condition.matches(vars(Ticket(resolution_type="engineering_fix")))


def test_level_l3_engineering_is_watched_by_recovery_and_failed_changes_and_goes_to_management():
    level = POLICY.levels["L3"]
    assert aims("L3") == ["Mean time to recovery", "Change failure rate"]
    assert level.skills == ("code access", "deployment", "database access")
    assert (goals("L3"), level.exits[0].tell, level.tell) == ({""}, ("manager",), ("manager",))
    assert level.exits[0].condition.matches(vars(Ticket(affected=101)))


def test_every_level_says_how_tickets_come_and_go():
    for level in POLICY.levels.values():
        assert level.name and level.does and level.enters and level.exits


def test_an_escalation_nobody_takes_ends_at_the_top():
    assert [POLICY.levels[rank].unanswered for rank in ("L0", "L1", "L2", "L3")] == ["L1", "L2", "L3", ""]


def test_the_shipped_chapter_is_sound():
    assert list(complaints(POLICY, TEAMS)) == []


def with_level(rank: str, **changed: object) -> list[tuple]:
    levels = {**POLICY.levels, rank: replace(POLICY.levels[rank], **changed)}
    return list(complaints(replace(POLICY, levels=levels), TEAMS))


@pytest.mark.parametrize(
    ("wrong", "path", "says"),
    [
        (with_level("L3", unanswered="L1"), ("levels", "L1"), "tickets go round in a circle: L1 -> L2 -> L3 -> L1"),
        (with_level("L2", exits=(Exit("back", to="L2"),)), ("levels", "L2"), "in a circle: L2 -> L2"),
        (with_level("L3", exits=(Exit("down", to="L0"),)), ("levels", "L0"), "in a circle: L0 -> L1 -> L2 -> L3 -> L0"),
        (with_level("L3", unanswered="L4"), ("levels", "L3", "unanswered"), "expected one of L0, L1, L2, L3; found 'L4'"),
        (with_level("L3", exits=(Exit("up", to="management"),)), ("levels", "L3", "exits", 0, "to"), "found 'management'"),
        (with_level("L3", exits=(Exit("up", tell=("boss",)),)), ("levels", "L3", "exits", 0, "tell"), "found 'boss'"),
        (with_level("L3", tell=("boss",)), ("levels", "L3", "tell"), "expected one of assignee, team, leads, engineering"),
    ],
)
def test_levels_that_no_desk_can_work_by(wrong, path, says):
    assert (path, True) in [(place, says in sentence) for place, sentence in wrong]


def test_a_missing_level_is_named():
    levels = {rank: level for rank, level in POLICY.levels.items() if rank != "L2"}
    assert (("levels",), "L2 is missing") in list(complaints(replace(POLICY, levels=levels), TEAMS))


def test_a_circle_beside_the_way_is_found_too():
    levels = {rank: Level(rank, "helps") for rank in ("L0", "L1", "L2", "L3")}
    levels |= {"L0": Level("L0", "helps", unanswered="L1"), "L1": Level("L1", "helps", unanswered="L2", exits=(Exit("odd", to="L9"),))}
    levels |= {"L2": Level("L2", "helps", unanswered="L1")}
    circles = [sentence for _, sentence in complaints(replace(POLICY, levels=levels), TEAMS) if "circle" in sentence]
    assert circles == ["expected a way that ends; tickets go round in a circle: L1 -> L2 -> L1"]


T0 = datetime(2026, 1, 5, 9, tzinfo=UTC)
OMARS = Ticket(status=Status.OPEN, root_cause="product_bug", version=4)


def test_a_level_says_when_it_is_time_to_hand_on():
    assert [is_time for _, is_time in ways(OMARS, POLICY)] == [False, True, False]


def test_a_confirmed_bug_at_the_front_line_is_offered_to_the_specialists_once():
    (event,) = left(OMARS, (), POLICY, T0)
    assert (event.verb, event.data["kind"], event.data["to"]) == (Verb.SUGGEST, "escalation", "L2")
    assert event.because == "Front line hands this on: A bug is confirmed."
    assert left(OMARS, [event], POLICY, T0) == []
    assert left(replace(OMARS, status=Status.SOLVED), (), POLICY, T0) == []
    assert left(replace(OMARS, root_cause=""), (), POLICY, T0) == []


def test_engineering_tells_management_when_many_customers_are_hit():
    (event,) = left(replace(OMARS, level=3, affected=250), (), POLICY, T0)
    assert (event.verb, event.data["tell"], event.changes) == (Verb.ALERT, ["manager"], {})


ALWAYS = parse([])


@pytest.mark.parametrize(
    ("rule", "field", "says"),
    [
        (TriggerRule("Odd", ALWAYS, MINUTE, team="moon"), "team", "found 'moon'"),
        (TriggerRule("Odd", ALWAYS, MINUTE, to="boss"), "to", "found 'boss'"),
        (TriggerRule("Odd", ALWAYS, MINUTE, tell=("boss",)), "tell", "found 'boss'"),
        (TriggerRule("Odd", ALWAYS, MINUTE, does="alert"), "tell", "an alert that nobody gets helps nobody"),
    ],
)
def test_triggers_that_no_desk_can_work_by(rule, field, says):
    ((path, sentence),) = complaints(replace(POLICY, triggers={"odd": rule}), TEAMS)
    assert path == ("triggers", "odd", field) and says in sentence


def test_people_of_a_team_that_is_not_there():
    people = {**POLICY.people, "pr": Member(team="moon")}
    assert list(complaints(replace(POLICY, people=people), TEAMS)) == [
        (("people", "pr", "team"), f"expected one of {', '.join(TEAMS)}; found 'moon'")
    ]


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: TriggerRule("Odd", ALWAYS, MINUTE, level=4), "expected a level from 1 to 3, found 4"),
        (lambda: TriggerRule("Odd", ALWAYS, timedelta()), "at least a minute"),
        (lambda: Member(), "expected a team, a role, a level or an address"),
    ],
)
def test_a_row_that_cannot_be_is_refused_where_it_stands(make, says):
    with pytest.raises(ValueError, match=says):
        make()


def test_an_aim_without_bounds_is_watched_only():
    assert Aim("Change failure rate").words() == "Change failure rate"
