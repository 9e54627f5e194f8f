"""Routing: the tree of the methodology over the shipped teams, and the choice among Ada's colleagues."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportops.core.routing import Candidate, ChannelRule, Route, RoutingFacts, RoutingPolicy, TeamRule, route, specialists, teams_named
from supportops.core.ticket import Priority

POLICY = RoutingPolicy(
    teams={
        "frontline": TeamRule("Frontline"),
        "billing": TeamRule("Billing"),
        "technical": TeamRule("Technical", level=2),
        "priority": TeamRule("Priority", seniors_first=True),
    },
    default_team="frontline",
    priority_team="priority",
    critical_team="technical",
    categories={"account": "frontline", "account.billing": "billing", "product": "technical", "product.how_to": "frontline"},
    channels={"social": ChannelRule("frontline", timedelta(hours=1)), "phone": ChannelRule(answer_within=timedelta(minutes=3))},
)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ADA = Candidate(1, "Ada", "frontline", languages=("en", "de"), load=4, last_assigned_at=NOON)


def agent(person: int, name: str, team: str = "frontline", **about) -> Candidate:
    return Candidate(person, name, team, **about)


def to(*agents: Candidate, **facts):
    return route(RoutingFacts(**{"priority": Priority.P2, **facts}), agents, POLICY)


@pytest.mark.parametrize(
    ("facts", "team", "level", "rule"),
    [
        ({"tier": "enterprise"}, "priority", 1, "routing.priority"),
        ({"vip": True, "category": "account.billing"}, "priority", 1, "routing.priority"),
        ({"tier": "enterprise", "priority": Priority.P0}, "priority", 2, "routing.priority"),
        ({"priority": Priority.P0, "category": "account.billing"}, "technical", 2, "routing.critical"),
        ({"channel": "social", "category": "product.bug"}, "frontline", 1, "routing.channel"),
        ({"category": "product.bug"}, "technical", 2, "routing.category"),
        ({"category": "product.how_to"}, "frontline", 1, "routing.category"),
        ({"category": "account.billing"}, "billing", 1, "routing.category"),
        ({"category": "account.login", "channel": "phone"}, "frontline", 1, "routing.category"),
        ({"category": "unheard.of"}, "frontline", 1, "routing.default"),
        ({}, "frontline", 1, "routing.default"),
    ],
)
def test_the_tree_names_the_queue(facts, team, level, rule):
    decision = to(**facts)
    assert decision.value == Route(team, None, level)
    assert decision.rule == rule


def test_a_channel_says_how_soon():
    assert to(channel="social").because.endswith("This channel is answered within 1 h.")
    assert to(channel="phone").because.endswith("This channel is answered within 3 min.")


def test_the_reason_names_team_and_person():
    assert to(ADA).because == "Frontline: no rule names another team. Ada takes it: speaks en, 4 of 40 tickets."
    ines = agent(5, "Ines", "priority", senior=True)
    assert to(ines, vip=True).because == "Priority: the customer is a VIP. Ines takes it: speaks en, senior, 0 of 40 tickets."


def test_nobody_free_leaves_it_in_the_queue_with_the_reasons():
    decision = to(agent(2, "Ben", available=False), agent(3, "Cleo", load=40))
    assert decision.value.assignee is None
    assert "nobody there is free" in decision.because
    assert decision.rejected == (("Ben", "is away"), ("Cleo", "has no room (40 of 40)"))


def test_an_empty_team_leaves_it_in_the_queue():
    decision = to(agent(9, "Finn", "billing"))
    assert decision.value.assignee is None
    assert "nobody works there" in decision.because


@pytest.mark.parametrize(
    ("other", "why_not"),
    [
        (agent(2, "Ben", load=5), "has more work (5 of 40)"),
        (agent(2, "Ben", load=4, capacity=20), "has more work (4 of 20)"),
        (agent(2, "Ben", load=4, last_assigned_at=NOON + timedelta(minutes=1)), "was given a ticket more recently"),
        (agent(2, "Ben", load=4, last_assigned_at=NOON), "comes later in the list"),
        (agent(2, "Ben", languages=("fr",)), "does not speak en"),
        (agent(2, "Ben", available=False), "is away"),
        (agent(2, "Ben", load=7, capacity=7), "has no room (7 of 7)"),
        (agent(2, "Ben", capacity=0), "has no room (0 of 0)"),
    ],
)
def test_whoever_is_not_chosen_is_told_why(other, why_not):
    decision = to(other, ADA)
    assert decision.value.assignee == ADA.person
    assert decision.rejected == (("Ben", why_not),)


def test_who_was_never_given_one_comes_before_who_was():
    assert to(ADA, agent(2, "Ben", load=4)).value.assignee == 2


def test_language_comes_before_load():
    assert to(ADA, agent(2, "Ben"), language="de").value.assignee == ADA.person


def test_a_language_that_nobody_speaks_is_said_and_stops_nothing():
    decision = to(ADA, language="tr")
    assert decision.value.assignee == ADA.person
    assert "nobody free speaks tr" in decision.because


def test_seniors_come_first_where_the_team_says_so():
    ines = agent(5, "Ines", "priority", senior=True, load=30)
    decision = to(agent(4, "Hugo", "priority"), ines, tier="enterprise")
    assert decision.value.assignee == ines.person
    assert decision.rejected == (("Hugo", "is not senior"),)
    assert to(agent(4, "Hugo", "priority"), tier="enterprise").value.assignee == 4


def test_a_round_robin_is_fair_within_one_ticket():
    agents = [agent(n, f"Agent {n}") for n in range(5)]
    for turn in range(23):
        chosen = to(*agents).value.assignee
        assert chosen is not None
        mine = agents[chosen]
        agents[chosen] = agent(chosen, mine.name, load=mine.load + 1, last_assigned_at=NOON + timedelta(minutes=turn))
    loads = [one.load for one in agents]
    assert max(loads) - min(loads) <= 1
    assert sum(loads) == 23


candidates = st.builds(
    Candidate,
    person=st.integers(1, 50),
    name=st.sampled_from(["Ada", "Ben", "Cleo"]),
    team=st.sampled_from(sorted(POLICY.teams)),
    senior=st.booleans(),
    languages=st.sampled_from([("en",), ("de",), ("en", "tr")]),
    available=st.booleans(),
    load=st.integers(0, 5),
    capacity=st.integers(0, 5),
    last_assigned_at=st.none() | st.datetimes(datetime(2026, 1, 1), datetime(2026, 2, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
facts = st.builds(
    RoutingFacts,
    priority=st.sampled_from(Priority),
    category=st.sampled_from(["", "account.billing", "product.bug", "other"]),
    tier=st.sampled_from(["free", "enterprise"]),
    channel=st.sampled_from(["email", "social", "phone"]),
    language=st.sampled_from(["en", "de", "tr"]),
    vip=st.booleans(),
)


@given(facts, st.lists(candidates, max_size=8, unique_by=lambda one: one.person))
def test_nobody_is_given_a_ticket_while_away_full_or_in_another_team(asked, agents):
    decision = route(asked, agents, POLICY)
    team = [one for one in agents if one.team == decision.value.team]
    free = [one for one in team if one.available and one.load < one.capacity]
    assert (decision.value.assignee is None) is not bool(free)
    assert decision.value.assignee in {one.person for one in free} | {None}
    assert len(decision.rejected) == len(team) - bool(free)
    assert route(asked, agents[::-1], POLICY).value == decision.value


def test_every_team_that_the_policy_names_can_be_checked():
    assert set(teams_named(POLICY)) == {
        (("default_team",), "frontline"),
        (("priority_team",), "priority"),
        (("critical_team",), "technical"),
        *((("categories", name), team) for name, team in POLICY.categories.items()),
        (("channels", "social", "team"), "frontline"),
    }


@pytest.mark.parametrize(
    ("team", "level", "goal"),
    [("frontline", 2, "technical"), ("technical", 2, "technical"), ("billing", 3, "technical"), (None, 2, "technical")],
)
def test_an_escalation_goes_to_the_queue_whose_people_work_on_that_level(team, level, goal):
    teams = {"frontline": TeamRule("Frontline"), "billing": TeamRule("Billing"), "technical": TeamRule("Technical", level=2)}
    policy = RoutingPolicy(teams, default_team="frontline", priority_team="frontline", critical_team="technical")
    assert specialists(team, level, policy) == goal
