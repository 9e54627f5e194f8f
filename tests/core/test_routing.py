"""Routing: a tree as the handbook writes it, and the choice among Ada's colleagues."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportops.core.channels import Channel, ChannelPolicy
from supportops.core.routing import (
    Branch,
    Candidate,
    RoutingFacts,
    RoutingPolicy,
    TeamRule,
    facts_of,
    otherwise,
    route,
    specialists,
    teams_named,
    tree,
    when,
)
from supportops.core.ticket import Priority, Ticket


def branch(condition, **says) -> Branch:
    return Branch(when(condition, ()), **says)


HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
POLICY = RoutingPolicy(
    teams={
        "frontline": TeamRule("Frontline", overflow=("billing",), overflow_after=30 * MINUTE),
        "billing": TeamRule("Billing"),
        "technical": TeamRule("Technical", level=2),
        "priority": TeamRule("Priority", seniors_first=True, overflow=("technical", "frontline"), overflow_after=10 * MINUTE),
    },
    default_team="frontline",
    tree={
        "important": branch(
            {"any": [{"fact": "vip", "is": True}, {"fact": "tier", "in": ["enterprise"]}]},
            because="the customer is important",
            team="priority",
        ),
        "bot": branch({"fact": "bot_confidence", "gt": 0.9}, because="the bot is sure", answer=True),
        "known": branch({"fact": "problem", "empty": False}, because="it is a known problem", article=True),
        "critical": branch({"fact": "priority", "is": "P0"}, because="it is critical", team="technical", level=2, escalate=True),
        "simple": branch({"fact": "category", "in": ["product.how_to"]}, because="it is simple", level=1),
        "social": branch({"fact": "channel", "is": "social"}, because="it is said in public", team="frontline", answer_within=HOUR),
        "phone": branch({"fact": "channel", "is": "phone"}, skills={"phone": 1}, answer_within=3 * MINUTE),
        "mail": branch({"fact": "channel", "is": "email"}, by_skill=True),
    },
    categories={"account": "frontline", "account.billing": "billing", "product": "technical", "product.how_to": "frontline"},
    skills={"product": {"api": 2}, "account.billing": {"money": 1, "law": 1}},
    relax_skills_every=15 * MINUTE,
)
CHANNELS = ChannelPolicy(
    matrix={
        "phone": Channel("Phone", (), timedelta(), 4, "high", weight=4, queue_at_most=3 * MINUTE),
        "chat": Channel("Chat", (), 2 * MINUTE, 3, "medium", weight=2),
    }
)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ADA = Candidate(1, "Ada", "frontline", languages=("en", "de"), load=4, last_assigned_at=NOON)


def agent(person: int, name: str, team: str = "frontline", **about) -> Candidate:
    return Candidate(person, name, team, **about)


def to(*agents: Candidate, **facts):
    return route(RoutingFacts(**facts), agents, POLICY, CHANNELS)


@pytest.mark.parametrize(
    ("facts", "team", "level", "rule"),
    [
        ({"tier": "enterprise"}, "priority", 1, "routing.important"),
        ({"vip": True, "category": "account.billing"}, "priority", 1, "routing.important"),
        ({"tier": "enterprise", "priority": Priority.P0}, "priority", 2, "routing.important"),
        ({"priority": Priority.P0, "category": "account.billing"}, "technical", 2, "routing.critical"),
        ({"channel": "social", "category": "product.bug"}, "frontline", 1, "routing.social"),
        ({"category": "product.bug"}, "technical", 2, "routing.category"),
        ({"category": "product.how_to"}, "frontline", 1, "routing.category"),
        ({"category": "account.billing"}, "billing", 1, "routing.category"),
        ({"category": "account.login", "channel": "phone"}, "frontline", 1, "routing.category"),
        ({"category": "account.login", "level": 3}, "frontline", 3, "routing.category"),
        ({"category": "unheard.of"}, "frontline", 1, "routing.default"),
        ({}, "frontline", 1, "routing.default"),
    ],
)
def test_the_tree_names_the_queue(facts, team, level, rule):
    decision = to(**facts)
    assert (decision.value.team, decision.value.assignee, decision.value.level) == (team, None, level)
    assert decision.rule == rule == f"routing.{decision.value.branch}"


def test_every_branch_that_holds_has_its_say_and_the_first_word_counts():
    decision = to(tier="enterprise", priority=Priority.P0, problem=7, category="product.how_to", channel="social")
    place = decision.value
    assert (place.team, place.level, place.article, place.escalate) == ("priority", 2, True, True)
    assert decision.because.startswith(
        "Priority: the customer is important; it is a known problem; it is critical; it is said in public. It waits"
    )


def test_what_a_branch_cannot_change_any_more_is_not_given_as_a_reason():
    assert "simple" not in to(priority=Priority.P0, category="product.how_to").because


def test_a_sure_bot_answers_and_takes_nobodys_time():
    decision = to(ADA, bot_confidence=0.95, problem=7)
    assert decision.value == decision.value._replace(team="frontline", assignee=None, level=0, answer=True, article=True, asked=())
    assert decision.because.endswith("The bot answers, and offers a person.")
    assert to(ADA, bot_confidence=0.9).value.assignee == ADA.person


def test_the_bot_leaves_important_customers_to_people():
    assert not to(bot_confidence=0.99, vip=True).value.answer


def test_a_branch_says_how_soon():
    assert to(channel="social").because.endswith("This channel is answered within 1 h.")
    assert to(channel="phone").because.endswith("This channel is answered within 3 min.")


def test_the_reason_names_team_and_person_with_the_points():
    assert to(ADA).because == "Frontline: no rule names another team. Ada takes it: speaks en, 4 of 40: 609 points."
    ines = agent(5, "Ines", "priority", senior=True)
    assert to(ines, vip=True).because == "Priority: the customer is important. Ines takes it: speaks en, senior, 0 of 40: 610 points."


def test_nobody_free_leaves_it_in_the_queue_with_the_reasons():
    decision = to(agent(2, "Ben", available=False), agent(3, "Cleo", load=40), agent(4, "Dov", on_shift=False))
    assert decision.value.assignee is None
    assert "nobody there is free." in decision.because
    assert decision.rejected == (("Ben", "is away"), ("Cleo", "has no room (40 of 40)"), ("Dov", "is off shift"))


def test_an_empty_team_leaves_it_in_the_queue():
    decision = to(agent(9, "Finn", "billing"))
    assert decision.value.assignee is None
    assert "nobody works there" in decision.because


@pytest.mark.parametrize(
    ("other", "why_not"),
    [
        (agent(2, "Ben", load=5), "has more work (5 of 40): 608.75 points"),
        (agent(2, "Ben", load=4, capacity=20), "has more work (4 of 20): 608 points"),
        (agent(2, "Ben", load=4, last_assigned_at=NOON + MINUTE), "was given a ticket more recently: 609 points"),
        (agent(2, "Ben", load=4, last_assigned_at=NOON), "comes later in the list: 609 points"),
        (agent(2, "Ben", languages=("fr",)), "does not speak en: 290 points"),
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
    assert decision.rejected == (("Hugo", "is not senior: 530 points"),)
    assert to(agent(4, "Hugo", "priority"), tier="enterprise").value.assignee == 4


def test_whoever_works_on_the_level_comes_first():
    kenji = agent(6, "Kenji", "technical", level=2, load=20)
    decision = to(agent(7, "Nia", "technical"), kenji, priority=Priority.P0)
    assert decision.value.assignee == kenji.person
    assert decision.rejected == (("Nia", "works on level 1: 570 points"),)


def test_a_customer_comes_back_to_the_agent_they_know_where_that_one_is_free():
    decision = to(ADA, agent(2, "Ben"), sticky=ADA.person)
    assert decision.value.assignee == ADA.person
    assert "had this customer last" in decision.because
    assert decision.rejected == (("Ben", "did not have this customer last: 610 points"),)
    assert to(ADA._replace(load=40), agent(2, "Ben"), sticky=ADA.person).value.assignee == 2


def test_a_required_skill_is_required():
    kenji, nia = agent(6, "Kenji", "technical", skills={"api": 2}, load=30), agent(7, "Nia", "technical", skills={"api": 1})
    decision = to(kenji, nia, category="product.bug")
    assert decision.value.assignee == kenji.person
    assert decision.value.skills == ("api",)
    assert "knows api 2" in decision.because
    assert decision.rejected == (("Nia", "lacks api 2"),)
    waits = to(kenji._replace(available=False), nia, category="product.bug")
    assert waits.value.assignee is None
    assert "nobody there is free who knows api 2" in waits.because


@pytest.mark.parametrize(("waited", "takes_it"), [(0, None), (14, None), (15, 7), (29, 7), (30, 7)])
def test_a_level_less_is_asked_after_each_while(waited, takes_it):
    nia = agent(7, "Nia", "technical", skills={"api": 1})
    assert to(nia, category="product.bug", waited=waited).value.assignee == takes_it


def test_once_a_skill_is_let_go_whoever_has_it_still_comes_first():
    kenji, nia = agent(6, "Kenji", "technical", skills={"api": 2}, load=30), agent(7, "Nia", "technical")
    decision = to(kenji, nia, category="product.bug", waited=45)
    assert (decision.value.assignee, decision.value.skills) == (6, ())
    assert decision.rejected == (("Nia", "lacks api 2: 410 points"),)


def test_a_skill_that_nobody_of_the_team_has_is_not_waited_for():
    nia = agent(7, "Nia", "technical", level=2)
    assert to(nia, category="product.bug").value.assignee == nia.person
    strict = replace(POLICY, asks_only_known_skills=False)
    assert route(RoutingFacts(category="product.bug"), [nia], strict).value.assignee is None


def test_some_doors_do_not_ask_for_the_categorys_skills():
    kenji, nia = agent(6, "Kenji", "technical", skills={"api": 2}, load=40), agent(7, "Nia", "technical", skills={"phone": 1})
    assert to(kenji, nia, category="product.bug").value.assignee is None
    assert to(kenji, nia, category="product.bug", channel="phone").value.assignee == nia.person


def test_a_call_takes_more_room_than_a_mail():
    ada = ADA._replace(load=37)
    assert to(ada, channel="phone").rejected == (("Ada", "has no room (37 of 40, and this counts 4)"),)
    assert to(ada, channel="chat").value.assignee == to(ada).value.assignee == ADA.person


@pytest.mark.parametrize(("waited", "team", "person"), [(29, "frontline", None), (30, "billing", 9)])
def test_a_team_that_helps_out_takes_over_after_too_long_a_wait(waited, team, person):
    decision = to(ADA._replace(available=False), agent(9, "Finn", "billing"), agent(6, "Kenji", "technical"), waited=waited)
    assert (decision.value.team, decision.value.assignee) == (team, person)


def test_helping_out_is_told_and_keeps_the_level():
    decision = to(ADA._replace(load=40), agent(9, "Finn", "billing"), waited=31)
    assert decision.value.asked == ("frontline", "billing")
    assert decision.value.level == 1
    assert decision.because == (
        "Frontline: no rule names another team. Nobody there could take it for 31 min, so Billing helps out. "
        "Finn takes it: speaks en, 0 of 40: 610 points."
    )
    assert decision.rejected == (("Ada", "has no room (40 of 40)"),)


def test_where_nobody_can_help_it_stays_at_home():
    decision = to(ADA._replace(load=40), agent(9, "Finn", "billing", on_shift=False), waited=31)
    assert (decision.value.team, decision.value.assignee) == ("frontline", None)


@pytest.mark.parametrize(("waited", "person"), [(2, None), (3, 6)])
def test_a_call_never_waits_longer_than_its_limit_while_anybody_is_free(waited, person):
    ada, kenji = ADA._replace(skills={"phone": 1}, available=False), agent(6, "Kenji", "technical")
    assert to(ada, kenji, channel="phone", waited=waited).value.assignee == person


def test_where_the_queue_is_over_no_skill_is_asked():
    ada, ben = ADA._replace(skills={"phone": 1}, available=False), agent(2, "Ben")
    assert to(ada, ben, channel="phone", waited=2).value.assignee is None
    assert to(ada, ben, channel="phone", waited=3).value.assignee == ben.person


def test_a_round_robin_is_fair_within_one_ticket():
    agents = [agent(n, f"Agent {n}") for n in range(5)]
    for turn in range(23):
        chosen = to(*agents).value.assignee
        assert chosen is not None
        mine = agents[chosen]
        agents[chosen] = mine._replace(load=mine.load + 1, last_assigned_at=NOON + turn * MINUTE)
    loads = [one.load for one in agents]
    assert max(loads) - min(loads) <= 1
    assert sum(loads) == 23


candidates = st.builds(
    Candidate,
    person=st.integers(1, 50),
    name=st.sampled_from(["Ada", "Ben", "Cleo"]),
    team=st.sampled_from(sorted(POLICY.teams)),
    senior=st.booleans(),
    level=st.integers(1, 3),
    languages=st.sampled_from([("en",), ("de",), ("en", "tr")]),
    skills=st.dictionaries(st.sampled_from(["api", "money", "law", "phone"]), st.integers(1, 3)),
    on_shift=st.booleans(),
    available=st.booleans(),
    load=st.integers(0, 8),
    capacity=st.integers(0, 9),
    last_assigned_at=st.none() | st.datetimes(datetime(2026, 1, 1), datetime(2026, 2, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
facts = st.builds(
    RoutingFacts,
    priority=st.sampled_from(Priority),
    category=st.sampled_from(["", "account.billing", "product.bug", "product.how_to", "other"]),
    tier=st.sampled_from(["free", "enterprise"]),
    channel=st.sampled_from(["email", "social", "phone", "chat"]),
    language=st.sampled_from(["en", "de", "tr"]),
    vip=st.booleans(),
    tags=st.lists(st.sampled_from(["security", "refund"]), unique=True).map(tuple),
    affected=st.integers(0, 300),
    repeats=st.integers(0, 5),
    problem=st.none() | st.integers(1, 9),
    bot_confidence=st.none() | st.floats(0, 1),
    sticky=st.none() | st.integers(1, 50),
    waited=st.integers(0, 60),
    team=st.sampled_from(["", "", "billing", "gone"]),
    level=st.integers(1, 3),
)
pools = st.lists(candidates, max_size=8, unique_by=lambda one: one.person)


@given(facts, pools)
def test_nobody_is_given_a_ticket_while_away_off_shift_full_or_without_a_skill_that_is_still_required(asked, pool):
    place = route(asked, pool, POLICY, CHANNELS).value
    if place.assignee is None:
        return
    one = next(each for each in pool if each.person == place.assignee)
    assert one.available
    assert one.on_shift
    assert one.load + CHANNELS.weight(asked.channel) <= one.capacity
    assert one.team == place.team == place.asked[-1]
    steps = asked.waited // 15
    required = {"account.billing": {"money": 1, "law": 1}, "product.bug": {"api": 2}, "product.how_to": {"api": 2}}
    asks = required.get(asked.category, {}) if asked.channel == "email" else {"phone": 1} if asked.channel == "phone" else {}
    over = asked.channel == "phone" and asked.waited >= 3
    for skill, level in asks.items():
        known = any(skill in each.skills for each in pool if each.team == one.team)
        assert one.skills.get(skill, 0) >= level - steps or not known or over


@given(facts, pools)
def test_it_only_waits_where_nobody_who_was_asked_can_take_it(asked, pool):
    place = route(asked, pool, POLICY, CHANNELS).value
    if place.assignee is None and not place.answer:
        weight = CHANNELS.weight(asked.channel)
        here = [each for each in pool if each.team in place.asked and each.available and each.on_shift]
        free = [each for each in here if each.load + weight <= each.capacity]
        assert all(place.skills for _ in free)


@given(facts, pools)
def test_everybody_who_was_looked_at_is_chosen_or_told_why_not(asked, pool):
    decision = route(asked, pool, POLICY, CHANNELS)
    looked_at = [one for one in pool if one.team in decision.value.asked]
    assert len(decision.rejected) == len(looked_at) - (decision.value.assignee is not None)
    assert route(asked, pool[::-1], POLICY, CHANNELS).value == decision.value


@given(facts, pools)
def test_from_what_the_ledger_keeps_the_same_decision_is_taken_again(asked, pool):
    decision = route(asked, pool, POLICY, CHANNELS)
    kept = [one.as_data() for one in pool if one.team in decision.value.asked]
    again = route(RoutingFacts.of(asked.as_data() | {"pool": kept}), [Candidate.of(one) for one in kept], POLICY, CHANNELS)
    assert again == decision
    assert RoutingFacts.of(asked.as_data()) == asked
    assert [Candidate.of(one.as_data()) for one in pool] == pool


def test_the_ledger_keeps_only_what_is_not_as_usual():
    assert RoutingFacts().as_data() == {}
    assert RoutingFacts(tags=("vip",), waited=3).as_data() == {"tags": ["vip"], "waited": 3}


def test_the_facts_of_a_ticket():
    ticket = Ticket(
        priority=Priority.P1, category="product.bug", tier="pro", vip=True, tags=("a",), affected=3, repeats=2, problem=8, level=2
    )
    expected = RoutingFacts(Priority.P1, "product.bug", "pro", "email", "en", True, ("a",), 3, 2, 8, 0.5, 4, 6, "billing", 2)
    assert facts_of(ticket, sticky=4, waited=6, team="billing", bot_confidence=0.5) == expected


def test_a_place_is_told_in_a_few_words():
    assert str(to().value) == "frontline, level 1, in the queue"
    assert str(to(ADA).value) == "frontline, level 1, person 1"


def test_only_so_many_ways_are_remembered(monkeypatch):
    monkeypatch.setattr(tree, "REMEMBERED", 3)
    policy = replace(POLICY)
    for number in range(10):
        assert route(RoutingFacts(category=f"other.{number}"), (), policy).value.team == "frontline"
    assert len(policy.ways) <= 3


def test_what_would_have_made_it_go_elsewhere():
    said = otherwise(RoutingFacts(), [ADA], POLICY)
    assert said == (
        "It would go to Priority if the customer were a VIP.",
        "It would go to Priority if the customer were enterprise.",
        "It would go to Technical if it were P0.",
        "It would be work of level 1 if it were about product.how_to.",
        "It would go to Billing if it were about account.billing.",
        "It would go to Technical if it were about product.",
    )


def test_what_stays_in_its_queue_would_go_nowhere_else():
    said = otherwise(RoutingFacts(team="frontline", waited=5), [ADA, agent(2, "Ben", available=False)], POLICY)
    assert said == ("Ben would have it if Ben were not away.",)


def test_what_holds_is_told_the_other_way_round():
    said = otherwise(RoutingFacts(vip=True, bot_confidence=0.95), [], POLICY)
    assert "A person would answer it" not in " ".join(said)
    assert "The bot would answer it if the customer were no VIP." in said
    assert otherwise(RoutingFacts(bot_confidence=0.95), [], POLICY)[0] == "A person would answer it if the customer were a VIP."


@pytest.mark.parametrize(
    ("condition", "facts", "sentence"),
    [
        ({"fact": "tags", "contains": "legal"}, {"tags": ("refund",)}, "its tags were refund, legal"),
        ({"fact": "tags", "contains": "legal"}, {"tags": ("legal",)}, "its tags were none"),
        ({"fact": "affected", "gt": 100}, {}, "101 people were affected"),
        ({"fact": "repeats", "lt": 2}, {"repeats": 3}, "it were this customer's request number 1 about this"),
        ({"fact": "language", "in": ["de", "fr"]}, {}, "it were written in de or fr"),
        ({"fact": "channel", "is": "fax"}, {}, "it came by fax"),
        ({"fact": "problem", "empty": False}, {}, "it were a case of a known problem"),
        ({"fact": "problem", "empty": False}, {"problem": 4}, "it were no case of a known problem"),
        ({"fact": "category", "is": "x"}, {"category": "x"}, "it were about nothing that is known"),
        ({"fact": "bot_confidence", "gt": 0.5}, {"bot_confidence": 0.4}, "the bot were sure of its answer"),
        ({"fact": "bot_confidence", "gt": 0.5}, {"bot_confidence": 0.6}, "the bot were not sure of its answer"),
    ],
)
def test_each_fact_has_its_words(condition, facts, sentence):
    teams = {"here": TeamRule("Here"), "there": TeamRule("There")}
    policy = RoutingPolicy(teams, "here", {"away": branch(condition, team="there"), "late": branch({"fact": "waited", "gt": 5}, level=2)})
    assert any(said.endswith(f" if {sentence}.") for said in otherwise(RoutingFacts(**facts), [], policy))


@pytest.mark.parametrize(
    ("ben", "sentence"),
    [
        ({"available": False}, "Ben would have it if Ben were not away."),
        ({"on_shift": False}, "Ben would have it if Ben were on shift."),
        ({"languages": ("fr",)}, "Ben would have it if Ben spoke en."),
        ({"load": 20}, "Ben would have it if Ben had nothing else to do."),
    ],
)
def test_who_would_have_got_it_but_for_one_thing(ben, sentence):
    said = otherwise(RoutingFacts(), [ADA, agent(2, "Ben", **ben), agent(3, "Cleo", capacity=0)], POLICY)
    assert said[-1] == sentence
    assert not any(each.startswith("Ada") for each in said)


def test_every_team_that_the_policy_names_can_be_checked():
    assert set(teams_named(POLICY)) == {
        (("default_team",), "frontline"),
        (("tree", "important", "team"), "priority"),
        (("tree", "critical", "team"), "technical"),
        (("tree", "social", "team"), "frontline"),
        *((("categories", name), team) for name, team in POLICY.categories.items()),
        (("teams", "frontline", "overflow", 0), "billing"),
        (("teams", "priority", "overflow", 0), "technical"),
        (("teams", "priority", "overflow", 1), "frontline"),
    }


@pytest.mark.parametrize(
    ("team", "level", "goal"),
    [("frontline", 2, "technical"), ("technical", 2, "technical"), ("billing", 3, "technical"), (None, 2, "technical")],
)
def test_an_escalation_goes_to_the_queue_whose_people_work_on_that_level(team, level, goal):
    teams = {"frontline": TeamRule("Frontline"), "billing": TeamRule("Billing"), "technical": TeamRule("Technical", level=2)}
    assert specialists(team, level, RoutingPolicy(teams, default_team="frontline")) == goal


def test_what_waits_stays_in_its_queue_whatever_the_tree_says():
    decision = to(ADA, agent(9, "Finn", "billing"), team="billing", category="product.how_to", waited=7, bot_confidence=0.95)
    assert (decision.value.team, decision.value.assignee, decision.rule) == ("billing", 9, "routing.queue")
    assert decision.because.startswith("Billing: it has waited in this queue for 7 min. Finn takes it")
    assert to(ADA, team="frontline").because.startswith("Frontline: it is in this queue. Ada takes it")


def test_a_queue_that_the_handbook_no_longer_knows_is_left():
    assert to(ADA, team="gone").value.team == "frontline"
