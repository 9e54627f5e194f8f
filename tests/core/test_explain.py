"""Why a ticket is as it is, from its ledger: the last decision counts, and what would have changed it is asked of the policy that decided."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from supportops.actions.policy import SHIPPED, load
from supportops.core import handling
from supportops.core.decision import told
from supportops.core.explain import Reason, marked, otherwise, reasons, standing
from supportops.core.handling import RequestFacts
from supportops.core.routing import Candidate
from supportops.core.ticket import Event, Priority, Status, Ticket, Verb, decide, evolve, evolve_all, opened, undo

T0 = datetime(2026, 1, 5, 9, tzinfo=UTC)
POLICY = load(SHIPPED)
ADA = Candidate(1, "Ada Okafor", "billing", load=1)
LIN = Candidate(2, "Lin Mori", "billing", load=39)


class Story:
    """A ledger as the desk writes it."""

    def __init__(self, words: str, tier: str = "business", given: Priority | None = None, pool=(ADA, LIN)) -> None:
        self.ledger: list[Event] = [opened(Ticket(subject="Help", tier=tier), by="mail", at=T0)]
        self.ticket = evolve(Ticket(), self.ledger[0])
        facts = RequestFacts(ticket=self.ticket, at=T0, words=words, given=given, pool=pool)
        reading = handling.read("Help", words, POLICY)
        decided = handling.judge(reading, facts, POLICY)
        found, after, place = decided.triage, decided.ticket, decided.route.value
        names = ("category", "sentiment", "language", "affected")
        kept = {"reading": reading.as_data(), "tier": tier, "channel": "email", "given": given}
        data = {"decision": told(found.priority), "facts": kept} | {name: told(getattr(found, name)) for name in names}
        values = {name: getattr(after, name) for name in ("priority", "tags", *names)}
        self.do(Verb.TRIAGE, "system:triage", data=data, given=after.priority_given, **values)
        seen = decided.wanted.as_data() | {"asked": list(place.asked), "pool": [one.as_data() for one in pool]}
        routed = {"decision": told(decided.route), "facts": seen}
        self.do(Verb.ASSIGN, "system:routing", data=routed, assignee=place.assignee, team=place.team, level=place.level)
        self.do(Verb.PROMISE, "system:sla", data={"decision": told(decided.promise)} | decided.promise.value.as_data())

    def do(self, verb: Verb, by: str, **detail) -> Event:
        at = T0 + timedelta(minutes=len(self.ledger))
        events = undo(self.ticket, self.ledger, by=by, at=at) if verb is Verb.UNDO else decide(self.ticket, verb, by=by, at=at, **detail)
        self.ledger += events
        self.ticket = evolve_all(self.ticket, events)
        return events[-1]


@pytest.fixture
def story() -> Story:
    return Story("The invoice page is broken for all 20 of our users. Please refund us.")


def test_each_automatic_value_has_its_reason(story: Story) -> None:
    why = standing(story.ledger)
    assert {"priority", "category", "language", "sentiment", "affected", "tags", "team", "assignee", "level", "promise"} <= set(why)
    assert why["priority"].value is Priority.P1
    assert why["priority"].rule == "priority.fault-tier"
    assert why["priority"].evidence == ("broken",)
    assert why["affected"].value == 20
    assert why["tags"].value == ("refund",)
    assert why["tags"].evidence == ("refund",)
    assert why["assignee"].value == ADA.person
    assert why["assignee"].rejected[0][0] == "Lin Mori"
    assert why["promise"].value == "standard"
    assert not any(one.by_person for one in why.values())
    assert why["priority"].heard == 1


def test_a_reason_is_plain_data_for_programs(story: Story) -> None:
    told_so = standing(story.ledger)["tags"].as_data()
    assert told_so["value"] == ["refund"]
    assert told_so["because"] == "Tagged refund by “refund”."
    assert told_so["event"] == 2
    assert standing(story.ledger)["priority"].as_data()["rejected"] == []


def test_a_person_s_choice_is_theirs_until_it_is_taken_back(story: Story) -> None:
    story.do(Verb.PRIORITISE, "agent:1", priority="P3", because="They can wait.")
    why = standing(story.ledger)["priority"]
    assert why.by_person
    assert (why.value, why.because, why.rule, why.evidence) == (Priority.P3, "They can wait.", "", ())
    story.do(Verb.UNDO, "agent:1")
    assert standing(story.ledger)["priority"].rule == "priority.fault-tier"


def test_who_keeps_a_priority_has_chosen_it(story: Story) -> None:
    story.do(Verb.PRIORITISE, "agent:1", priority="P3")
    story.do(Verb.PROPOSE, "system:triage", priority="P1", because="The customer wrote again.")
    assert standing(story.ledger)["proposed_priority"].value == "P1"
    story.do(Verb.PRIORITISE, "agent:2", priority="P3")
    why = standing(story.ledger)
    assert "proposed_priority" not in why
    assert why["priority"].event.by == "agent:2"


def test_what_comes_several_times_is_told_each_time(story: Story) -> None:
    story.do(Verb.SUGGEST, "system:suggestions", data={"kind": "reply", "name": "refund", "text": "Hi"}, because="It fits.")
    story.do(Verb.SUGGEST, "system:escalation", data={"kind": "escalation", "trigger": "stuck"})
    story.do(Verb.LINK, "system:problems", problem=7, data={"problem": 7})
    story.do(Verb.LINK, "system:threading", data={"ticket": 8})
    story.do(Verb.HEAR, "mail")
    story.do(Verb.TAG, "rule:late", tags=("late",), data={"rule": "late", "decision": {"rule": "rule.late"}})
    story.do(Verb.ESCALATE, "agent:1", reason="Needs an engineer.", team="technical")
    found = [(one.about, one.value) for one in reasons(story.ledger) if one.event.number > 4]
    assert found == [
        ("suggestion", "refund"),
        ("escalation", "stuck"),
        ("problem", 7),
        ("tags", ("late",)),
        ("rule", "late"),
        ("team", "technical"),
        ("assignee", None),
        ("level", 2),
        ("escalation", "escalate"),
    ]
    late = next(one for one in reasons(story.ledger) if one.about == "rule")
    assert story.ledger[late.heard - 1].verb is Verb.HEAR


def test_a_ledger_from_before_reasons_were_kept_still_names_the_event() -> None:
    event = Event(1, Verb.TRIAGE, "system:triage", T0, Status.NEW, Status.NEW, because="As it was.")
    why = standing([event])["priority"]
    assert (why.because, why.rule, why.evidence, why.rejected) == ("As it was.", "", (), ())
    assert otherwise(why, [event], POLICY) == ()


def test_what_would_have_made_the_priority_different(story: Story) -> None:
    why = standing(story.ledger)["priority"]
    assert "It would be P0 if more than 100 people were affected." in otherwise(why, story.ledger, POLICY)
    assert "It would be P2 if the customer were free or pro." in otherwise(why, story.ledger, POLICY)


def test_where_a_person_chose_the_rules_would_say_something_else() -> None:
    story = Story("The invoice page is broken.", given=Priority.P3)
    assert otherwise(standing(story.ledger)["priority"], story.ledger, POLICY) == ("It would be P1 if the rules alone decided.",)


def test_a_later_choice_is_not_a_question_for_the_rules(story: Story) -> None:
    story.do(Verb.PRIORITISE, "agent:1", priority="P3")
    story.do(Verb.ASSIGN, "agent:1", assignee=2)
    why = standing(story.ledger)
    assert otherwise(why["priority"], story.ledger, POLICY) == ()
    assert otherwise(why["assignee"], story.ledger, POLICY) == ()
    assert otherwise(why["category"], story.ledger, POLICY) == ()


def test_what_would_have_sent_it_elsewhere(story: Story) -> None:
    why = standing(story.ledger)
    assert all(words.startswith("It would go to ") for words in otherwise(why["team"], story.ledger, POLICY))
    assert otherwise(why["assignee"], story.ledger, POLICY) == ("Lin Mori would have it if Lin Mori had nothing else to do.",)
    simple = Story("I cannot see the stock list.")
    (level,) = otherwise(standing(simple.ledger)["level"], simple.ledger, POLICY)
    assert level.startswith("It would be work of level 1 if it were about ")


def test_what_other_priorities_would_have_been_promised(story: Story) -> None:
    found = otherwise(standing(story.ledger)["promise"], story.ledger, POLICY)
    assert [words[:5] for words in found] == ["As P0", "As P2", "As P3"]
    assert "first reply within 15 min" in found[0]


@pytest.mark.parametrize(
    ("text", "evidence", "shown"),
    [
        ("It is broken, broken!", ["broken"], "It is [broken], [broken]!"),
        ("It is unbroken.", ["broken"], "It is unbroken."),
        ("nobody can\nlog in", ["can log in"], "nobody [can\nlog in]"),
        ("It doesn’t work", ["doesn't work"], "It [doesn’t work]"),
        ("I am not really happy.", ["not happy"], "I am [not really happy]."),
        ("Site down: the site", ["site down", "down"], "[Site down]: the site"),
        ("the whole site is down", ["whole site", "site is down"], "the [whole site][ is down]"),
        ("Nothing here.", ["", "elsewhere"], "Nothing here."),
        ("", ["x"], ""),
        ("broken", ["broken"], "[broken]"),
    ],
)
def test_the_customer_s_words_are_found_again(text: str, evidence: list[str], shown: str) -> None:
    assert "".join(f"[{piece.text}]" if piece.is_evidence else piece.text for piece in marked(text, evidence)) == shown


def test_a_reason_without_a_decision_has_the_event_s_own() -> None:
    event = Event(1, Verb.WAIT, "agent:1", T0, Status.OPEN, Status.PENDING, because="They will call.")
    assert Reason("status", "pending", event).because == "They will call."
