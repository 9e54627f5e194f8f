"""Plain data into a typed policy, and every way in which it does not fit."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import pytest

from supportops.core.hours import BusinessHours
from supportops.core.policy import CHAPTERS, PolicyError, assemble
from supportops.core.schema import Malformed, build, dotted, duration, shown
from supportops.core.ticket import Priority

PHRASES = {"en": ["down"]}
WEEK = {"monday": ["09:00-17:00"]}


def chapters() -> dict:
    """The smallest handbook that stands."""
    target = {"first_reply": "15m", "next_reply": "15m", "resolution": "4h", "calendar": "office"}
    return {
        "lifecycle": {"pick_up_calendar": "office"},
        "priorities": {priority.value: target | {} for priority in Priority},
        "calendars": {"office": {"zone": "Europe/Berlin", "week": {"monday": ["09:00-17:00", "22:00-06:00"]}, "holidays": ["2026-12-25"]}},
        "sla": {},
        "triage": {
            "priority": {"outage": PHRASES, "fault": {}, "revenue": {}, "enhancement": {}, "enhancement_categories": ["product.bug"]},
            "counting": {"people": {}, "of": {}, "more_than": {}, "amounts": {"dozens": 24}},
            "cues": {},
            "categories": {"product.bug": PHRASES},
            "sentiment": {"urgent": PHRASES},
            "tags": {},
            "languages": {"en": ["the"]},
        },
        "taxonomy": {"categories": {"product": ["bug"]}, "sentiment": ["urgent"], "root_cause": [], "resolution_type": []},
        "routing": {
            "teams": {"frontline": {"name": "Frontline"}},
            "default_team": "frontline",
            "tree": {"social": {"when": {"fact": "channel", "is": "social"}, "team": "frontline", "answer_within": "1h"}},
            "categories": {"product": "frontline", "product.bug": "frontline"},
        },
        "channels": {"matrix": {"social": {"name": "Social", "best_for": [], "answer_within": "1h", "cost": 2, "complexity": "low"}}},
        "escalation": {"levels": {f"L{rank}": {"name": f"Level {rank}", "does": "It helps."} for rank in range(4)}},
        "automation": {"stack": {}, "thanks": {"phrases": {}, "courtesy": {}, "farewell": {}}},
        "playbooks": {"situations": {}},
        "notices": {"acknowledges": ["social"]},
        "survey": {},
    }


def where(chapter: str, path: tuple) -> int:
    return 10 + len(path)


def changed(place: str, value: object) -> dict:
    """The handbook with one place set, or taken out where the value is None."""
    data = chapters()
    *outer, last = place.split("/")
    inner = data
    for step in outer:
        inner = inner[step]
    if value is None:
        del inner[last]
    else:
        inner[last] = value
    return data


def test_a_handbook_becomes_a_policy():
    policy = assemble(chapters(), where, "abc")
    assert policy.version == "abc"
    assert policy.priorities[Priority.P0].first_reply == timedelta(minutes=15)
    assert policy.calendars["office"] == BusinessHours(
        ZoneInfo("Europe/Berlin"), {0: ((540, 1020), (1320, 1800))}, frozenset({date(2026, 12, 25)})
    )
    assert policy.routing.tree["social"].answer_within == timedelta(hours=1)
    assert policy.triage.priority.outage == {"en": ("down",)}
    assert policy.taxonomy.keys == ("product.bug",)
    assert policy.lifecycle.pick_up == timedelta(minutes=15)  # a field with a default may be left out
    assert policy.calendars["office"].due(datetime(2026, 11, 23, 21, 30, tzinfo=UTC), timedelta(hours=2)) == datetime(
        2026, 11, 23, 23, 30, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("place", "value", "error"),
    [
        (
            "priorities/P1/first_reply",
            "soon",
            "priorities.yaml:12: P1.first_reply: expected a duration such as 15m, 4h or 2d, found 'soon'",
        ),
        ("priorities/P1/first_reply", 15, "P1.first_reply: expected a duration such as 15m, 4h or 2d, found 15"),
        ("priorities/P1/first_reply", "", "P1.first_reply: expected a duration"),
        ("priorities/P1/first_reply", None, "priorities.yaml:12: P1.first_reply: is missing and has no default"),
        (
            "priorities/P1/frist_reply",
            "1h",
            "P1.frist_reply: no such field (did you mean first_reply?); the fields are first_reply, next_reply",
        ),
        ("priorities/P1/zzz", "1h", "P1.zzz: no such field; the fields are"),
        ("priorities/P9", {}, "P9: expected one of P0, P1, P2, P3, found 'P9'"),
        ("priorities/P3", None, "priorities.yaml:10: P3 is missing"),
        ("priorities/P2/calendar", "nights", "priorities.yaml:12: P2.calendar: expected a calendar: office; found 'nights'"),
        ("priorities", [], "priorities.yaml:10: expected names with values, found []"),
        ("lifecycle", None, "lifecycle.yaml: this chapter is missing"),
        ("lifecycle/pick_up_calendar", "always", "pick_up_calendar: expected a calendar: office; found 'always'"),
        (
            "automation/rules",
            [{"name": "x", "on": ["hear"], "when": [{"fact": "tier", "is": "free"}, {"fact": "tier", "is": "pro"}], "then": [{"tag": ["a"]}]}],
            "automation.yaml:13: rules[0].when: It can never hold: tier is free and tier is pro exclude each other.",
        ),
        ("automation/rules", [{"name": "x", "on": ["shout"], "then": [{"tag": ["a"]}]}], "rules[0].on[0]: expected one of open, triage"),
        ("automation/rules", [{"name": "x", "on": ["hear"], "then": [{"tag": ["a"], "note": "b"}]}], "rules[0].then[0]: expected exactly one of"),
        ("automation/rules", [{"name": "x", "then": [{"tag": ["a"]}]}], "rules[0]: rule x needs either on (verbs) or after and since (a time)"),
        ("automation/rules", [{"name": "x", "on": ["hear"], "then": [{"route": "press"}]}], "rules[0].then[0].route: expected one of frontline"),
        ("automation/rules", [{"name": "x", "after": "1h", "since": "changed_at", "then": [{"tag": ["a"]}]}], "rules[0].since: expected one of"),
        ("sla/warnings", [{"at": 1.0}], "sla.yaml:12: warnings[0]: expected a share between 0 and 1, found 1.0"),
        ("sla/warnings", [{"at": "most"}], "warnings[0].at: expected a number, found 'most'"),
        ("calendars/office/zone", "Europe/Atlantis", "office.zone: expected a time zone such as Europe/Berlin, found 'Europe/Atlantis'"),
        ("calendars/office/zone", 1, "office.zone: expected a time zone such as Europe/Berlin, found 1"),
        ("calendars/office/zone", "../etc/passwd", "office.zone: expected a time zone"),
        ("calendars/office/week", {}, "calendars.yaml:11: office: A desk that never opens can keep no promise"),
        ("calendars/office/week", {"moonday": []}, "office.week.moonday: expected one of monday, tuesday"),
        ("calendars/office/week", {"monday": ["9-5"]}, "office.week.monday[0]: expected opening hours such as 09:00-17:00, found '9-5'"),
        ("calendars/office/week", {"monday": [540]}, "office.week.monday[0]: expected opening hours such as 09:00-17:00, found 540"),
        ("calendars/office/week", {"monday": ["00:00-24:30"]}, "The slot 0-1470 must open within its day"),
        ("calendars/office/week", {"monday": "09:00-17:00"}, "office.week.monday: expected a list, found '09:00-17:00'"),
        ("calendars/office/holidays", ["25 December"], "office.holidays[0]: expected a date such as 2026-12-25, found '25 December'"),
        ("calendars/office/holidays", None, ""),
        ("taxonomy/categories", {"product": "bug"}, "categories.product: expected a list, found 'bug'"),
        ("taxonomy/sentiment", [1], "sentiment[0]: expected text, found 1"),
        ("triage/reads", 1.5, "reads: expected a whole number, found 1.5"),
        ("triage/reads", True, "reads: expected a whole number, found True"),
        ("triage/categories", {"product.bugs": {}}, "categories.product.bugs: expected one of product.bug; found 'product.bugs'"),
        ("triage/sentiment", {"gloomy": {}}, "sentiment.gloomy: expected one of urgent; found 'gloomy'"),
        ("triage/fault_category", "bug", "fault_category: expected one of product.bug; found 'bug'"),
        ("triage/priority/enhancement_categories", ["x"], "priority.enhancement_categories: expected one of product.bug; found 'x'"),
        ("routing/default_team", "nobody", "default_team: expected one of frontline; found 'nobody'"),
        ("routing/tree/social/team", "press", "tree.social.team: expected one of frontline; found 'press'"),
        ("routing/categories", {"product": "x"}, "categories.product: expected one of frontline; found 'x'"),
        ("routing/categories", {"prodct": "frontline"}, "categories.prodct: expected one of product.bug, product; found 'prodct'"),
        ("routing/tree/social/when/is", "fax", "tree.social.when: expected one of social; found 'fax'"),
        ("routing/teams/frontline", "Frontline", "teams.frontline: expected names with values, found 'Frontline'"),
        ("notices/asks", "maybe", "notices.yaml:11: asks: expected true or false, found 'maybe'"),
        ("escalation/levels/L1/unanswered", "L1", "levels.L1: expected a way that ends; tickets go round in a circle: L1 -> L1"),
        ("escalation/triggers", {"p0": {"says": "x", "when": [], "within": "0m"}}, "triggers.p0: expected a time limit of at least a minute"),
        ("escalation/triggers", {"p0": {"says": "x", "when": {"fact": "mood"}, "within": "1h"}}, "triggers.p0.when.fact: expected one of"),
        ("playbooks/refund", {"approves": "boss"}, "playbooks.yaml:12: refund.approves: expected one of assignee, team, leads; found 'boss'"),
        ("survey/scale", "5", "scale: expected a whole number, found '5'"),
        ("calendars/office/holidays", {"2026-12-25": "Christmas Day"}, ""),
        ("triage/priority/boost", {"by": 0}, "priority.boost.by: expected a whole number of at least 1, found 0"),
        ("sla/policies", {"none": {"when": [{"fact": "priority", "is": "P0"}, {"fact": "priority", "is": "P1"}]}}, "It can never hold"),
        ("calendars/office/week", {"monday": ["09:00-17:00", "16:30-20:00"]}, "office.week.monday: slots overlap: one opens at 16:30"),
        ("priorities/P1/first_reply", "0m", "P1.first_reply: expected a time of at least 1m, found none"),
        ("notices/acknowledges", ["fax"], "acknowledges: expected one of social; found 'fax'"),
        ("triage/tags", {"late": {"en": ["late", "!"]}}, "tags.late.en[1]: expected a word or phrase, found nothing"),
    ],
)
def test_what_does_not_fit_is_named_with_file_line_field_and_expectation(place, value, error):
    if not error:
        assemble(changed(place, value), where)
        return
    with pytest.raises(PolicyError) as refused:
        assemble(changed(place, value), where)
    assert error in str(refused.value)


def test_an_error_without_a_line_names_the_file():
    with pytest.raises(PolicyError, match=r"^survey\.yaml: scale: expected"):
        assemble(changed("survey/scale", "5"), lambda chapter, path: None)


def test_the_chapters_are_the_fields():
    assert tuple(chapters()) == CHAPTERS


@dataclass(frozen=True)
class Plan:
    name: str | None
    mood: Literal["calm", "busy"] = "calm"
    days: frozenset[date] = field(default_factory=frozenset)
    share: float = 0.5

    def __post_init__(self) -> None:
        if self.share > 1:
            raise ValueError("A share is at most 1.")


def test_a_record_is_built_by_its_types():
    plan = build(Plan, {"name": None, "mood": "busy", "days": ["2026-01-02"], "share": 1})
    assert plan == Plan(None, "busy", frozenset({date(2026, 1, 2)}), 1)
    assert build(Plan, {"name": "May"}).name == "May"
    assert build(int, "7", (), {int: lambda data, path: int(data)}) == 7


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"name": "May", "mood": "sad"}, "mood: expected one of calm, busy, found 'sad'"),
        ({"name": 3}, "name: expected text, found 3"),
        (None, "found nothing"),
        ({"name": "May", "share": 2}, "A share is at most 1."),
    ],
)
def test_a_record_that_does_not_fit_says_where(data, error):
    with pytest.raises(Malformed) as refused:
        build(Plan, data)
    assert error in str(refused.value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("15m", timedelta(minutes=15)),
        ("4h", timedelta(hours=4)),
        ("2d", timedelta(days=2)),
        ("1h 30m", timedelta(minutes=90)),
        ("1d12h", timedelta(hours=36)),
    ],
)
def test_durations(text, value):
    assert duration(text, ()) == value


def test_places_and_data_are_shown_as_people_write_them():
    assert dotted(("week", "monday", 0, "opens")) == "week.monday[0].opens"
    assert shown("x" * 100).endswith("...")
    assert len(shown("x" * 100)) == 60
