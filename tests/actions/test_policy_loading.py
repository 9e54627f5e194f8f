"""The shipped handbook says what the methodology says, and a broken one says where it is broken."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from supportops.actions.policy import SHIPPED, Chapter, current, load, version_of
from supportops.core.policy import CHAPTERS, PolicyError
from supportops.core.ticket import Priority

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A handbook of Lin's own to break."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "policy"))


def mend(folder: Path, chapter: str, old: str, new: str) -> None:
    path = folder / f"{chapter}.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


@pytest.mark.parametrize(
    ("priority", "first_reply", "resolution"),
    [("P0", 15 * MINUTE, 4 * HOUR), ("P1", HOUR, 8 * HOUR), ("P2", 4 * HOUR, 24 * HOUR), ("P3", 24 * HOUR, 72 * HOUR)],
)
def test_priority_matrix(priority, first_reply, resolution):
    target = current().priorities[Priority(priority)]
    assert (target.first_reply, target.next_reply, target.resolution) == (first_reply, first_reply, resolution)
    assert target.calendar == "always"


@pytest.mark.parametrize(
    ("stage", "figure"),
    [
        ("pick_up", 15 * MINUTE),
        ("pending_warning", 72 * HOUR),
        ("pending_close", 48 * HOUR),
        ("escalation_acknowledgement", 4 * HOUR),
        ("solved_close", 48 * HOUR),
    ],
)
def test_stage_table(stage, figure):
    assert getattr(current().lifecycle, stage) == figure


def test_warnings_come_at_three_quarters():
    assert [warning.at for warning in current().sla.warnings] == [0.75, 0.9]


def test_taxonomy_of_the_methodology():
    taxonomy = current().taxonomy
    assert taxonomy.categories == {
        "account": ("login", "password", "billing", "subscription", "permissions"),
        "product": ("bug", "feature_request", "how_to", "integration", "performance"),
        "onboarding": ("setup", "migration", "training", "documentation"),
        "technical": ("api", "webhook", "sso", "data_export", "custom_config"),
        "feedback": ("complaint", "compliment", "suggestion", "survey_response"),
    }
    assert taxonomy.sentiment == ("positive", "neutral", "negative", "urgent")
    assert taxonomy.root_cause == (
        "user_error",
        "documentation_gap",
        "product_bug",
        "missing_feature",
        "third_party_issue",
        "billing_system",
    )
    assert taxonomy.resolution_type == (
        "self_service_redirect",
        "agent_resolved",
        "engineering_fix",
        "product_change",
        "refund_credit",
        "no_action_needed",
    )


def test_every_category_can_be_found_by_words_and_has_a_queue():
    policy = current()
    assert set(policy.triage.categories) == set(policy.taxonomy.keys)
    assert {key.partition(".")[0] for key in policy.taxonomy.keys} <= set(policy.routing.categories)


def test_auto_priority_figures():
    rules = current().triage.priority
    assert rules.critical_tiers == ("enterprise",)
    assert set(rules.high_tiers) == {"business", "enterprise"}
    assert rules.affected_over == 100


@pytest.mark.parametrize(
    ("name", "moment", "is_open"),
    [
        ("always", "2026-12-25T03:00+00:00", True),
        ("office", "2026-11-23T09:00+00:00", True),
        ("office", "2026-11-23T17:00+00:00", False),
        ("office", "2026-11-22T12:00+00:00", False),
    ],
)
def test_calendars(name, moment, is_open):
    at = datetime.fromisoformat(moment)
    assert (current().calendars[name].due(at, timedelta(0)) == at.astimezone(UTC)) is is_open


@pytest.mark.parametrize(
    ("category", "team"),
    [
        ("product.how_to", "frontline"),
        ("account.password", "frontline"),
        ("account.billing", "billing"),
        ("product.bug", "technical"),
        ("technical.api", "technical"),
    ],
)
def test_complexity_of_the_routing_tree(category, team):
    routing = current().routing
    assert routing.categories.get(category, routing.categories[category.partition(".")[0]]) == team


def test_channel_rules_of_the_routing_tree():
    tree = current().routing.tree
    assert tree["social"].answer_within == HOUR
    assert tree["phone"].answer_within == current().channels.matrix["phone"].queue_at_most == 3 * MINUTE


def test_every_field_of_the_handbook_stands_in_it():
    """A default that nobody can read in the handbook would be a rule in hiding."""
    written = {name: Chapter(name, (SHIPPED / f"{name}.yaml").read_bytes()).data for name in CHAPTERS}
    policy = current()
    assert set(written["lifecycle"]) == set(policy.lifecycle.__dataclass_fields__)
    assert set(written["triage"]) == set(policy.triage.__dataclass_fields__)
    assert set(written["triage"]["priority"]) == set(policy.triage.priority.__dataclass_fields__)
    assert set(written["triage"]["cues"]) == set(policy.triage.cues.__dataclass_fields__)
    assert set(written["routing"]) == set(policy.routing.__dataclass_fields__)
    assert set(written["notices"]) == set(policy.notices.__dataclass_fields__)


def test_the_version_names_exactly_these_texts(folder):
    before = load(folder).version
    assert before == current().version
    assert len(before) == 12
    mend(folder, "survey", "expires: 30d", "expires: 31d")
    assert load(folder).version != before
    assert version_of({"ab": b"c"}) != version_of({"a": b"bc"})


def test_a_changed_figure_is_loaded(folder):
    mend(folder, "priorities", "first_reply: 1h", "first_reply: 30m")
    assert load(folder).priorities[Priority.P1].first_reply == 30 * MINUTE


@pytest.mark.parametrize(
    ("chapter", "old", "new", "error"),
    [
        (
            "priorities",
            "first_reply: 1h",
            "first_reply: soon",
            "priorities.yaml:12: P1.first_reply: expected a duration such as 15m, 4h or 2d, found 'soon'",
        ),
        (
            "priorities",
            "first_reply: 1h",
            "frist_reply: 1h",
            "priorities.yaml:12: P1.frist_reply: no such field (did you mean first_reply?)",
        ),
        ("priorities", "  first_reply: 1h\n", "", "priorities.yaml:11: P1.first_reply: is missing"),
        ("priorities", "P2:", "P1:", "priorities.yaml:17: P1: stands twice, first in line 11"),
        (
            "priorities",
            "calendar: always\n",
            "calendar: nights\n",
            "priorities.yaml:9: P0.calendar: expected a calendar: always, office; found 'nights'",
        ),
        ("priorities", "P0:", "P0: [", "this is not YAML"),
        ("sla", "at: 0.75", "at: 75", "warnings[0]: expected a share between 0 and 1, found 75"),
        ("survey", "scale: 5", 'scale: "5"', "survey.yaml:4: scale: expected a whole number, found '5'"),
        ("survey", "scale: 5", "? [scale]\n: 5", "survey.yaml:4: expected a name before the colon"),
        ("survey", "scale: 5", "scale: &five 5\nother: *five", "survey.yaml:5: this is not YAML: references (*name) are not used here"),
        ("routing", "default_team: frontline", "default_team: nobody", "routing.yaml:15: default_team: expected one of frontline"),
        ("calendars", "tuesday: [00:00-24:00]", "tuesday: [24h]", "calendars.yaml:12: always.week.tuesday[0]: expected opening hours"),
    ],
)
def test_a_broken_handbook_names_file_line_field_and_expectation(folder, chapter, old, new, error):
    mend(folder, chapter, old, new)
    with pytest.raises(PolicyError) as refused:
        load(folder)
    assert error in str(refused.value)


def test_bytes_that_are_no_text_are_refused(folder):
    (folder / "survey.yaml").write_bytes(b"scale: \xff\xfe\x00")
    with pytest.raises(PolicyError, match=r"survey\.yaml: this is not YAML"):
        load(folder)


def test_an_empty_chapter_is_refused(folder):
    (folder / "routing.yaml").write_text("")
    with pytest.raises(PolicyError, match=r"routing\.yaml: expected names with values, found nothing"):
        load(folder)


def test_a_missing_and_an_unknown_chapter_are_refused(folder):
    (folder / "survey.yaml").rename(folder / "surveys.yaml")
    with pytest.raises(PolicyError, match=r"surveys\.yaml: no such chapter; the chapters are lifecycle"):
        load(folder)
    (folder / "surveys.yaml").unlink()
    with pytest.raises(PolicyError, match=r"survey\.yaml: this chapter is missing"):
        load(folder)


def test_only_true_false_and_null_are_special_words():
    chapter = Chapter("x", b"no: [no, on, yes, 9:30, 2026-12-25, 0x1f, 1_000, '5', -3, 1.5, true, false, null, ~]")
    assert chapter.data == {"no": ["no", "on", "yes", "9:30", "2026-12-25", "0x1f", "1_000", "5", -3, 1.5, True, False, None, None]}
    assert chapter.line(("no", 3)) == 1


def test_what_has_no_line_has_that_of_the_thing_around_it():
    chapter = Chapter("x", b"# a comment\na:\n  b: 1\n")
    assert [chapter.line(path) for path in [("a", "b"), ("a", "c"), ("z",)]] == [3, 2, 2]
    assert Chapter("x", b"").line(("a",)) is None
