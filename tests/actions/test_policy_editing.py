"""A form changes one value in the handbook's text; everything else, comments above all, stays as it is."""

import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from supportops.actions.policy import SHIPPED, Chapter, read
from supportops.actions.policy.editing import append, put, remove, written

TEXT = """\
# The chapter.

P1: # high
  first_reply: 1h   # soon
  calendar: always

teams: {frontline: {name: Frontline, level: 1}, billing: {name: Billing}} # two
tiers: [business, enterprise]   # who
warnings:
  - {at: 0.75, tell: [assignee]}
  # the second one
  - {at: 0.9, tell: [assignee, leads]} # late

# At the end.
rules: [] # the desk's own
"""


def data(text):
    return Chapter("x", text.encode()).data


def comments(text):
    return re.findall(r"#.*", text)


@pytest.mark.parametrize(
    ("path", "value", "line"),
    [
        (("P1", "first_reply"), "30m", "  first_reply: 30m   # soon"),
        (("P1", "resolution"), "8h", "  resolution: 8h"),
        (("teams", "frontline", "level"), 2, "teams: {frontline: {name: Frontline, level: 2}, billing: {name: Billing}} # two"),
        (("teams", "billing", "level"), 1, "teams: {frontline: {name: Frontline, level: 1}, billing: {name: Billing, level: 1}} # two"),
        (("tiers",), ["enterprise"], "tiers: [enterprise]   # who"),
        (("tiers",), [], "tiers: []   # who"),
        (("tiers", 0), "no", "tiers: [no, enterprise]   # who"),
        (("warnings", 1, "at"), 0.95, "  - {at: 0.95, tell: [assignee, leads]} # late"),
        (("P1",), {"first_reply": "2h"}, "P1: {first_reply: 2h} # high"),
        (("new",), "a: b", 'new: "a: b"'),
    ],
)
def test_one_value_changes_and_nothing_else(path, value, line):
    text = put(TEXT, path, value)
    assert line in text.splitlines()
    found = data(text)
    for step in path:
        found = found[step]
    assert found == value
    assert set(comments(text)) == set(comments(TEXT)) - ({"# soon"} if path == ("P1",) else set())
    changed = [new for new in text.splitlines() if new not in TEXT.splitlines()]
    assert changed == [line]


def test_what_is_put_twice_is_there_once():
    assert put(put(TEXT, ("P1", "resolution"), "8h"), ("P1", "resolution"), "9h").count("resolution") == 1


@pytest.mark.parametrize(
    ("path", "gone"),
    [
        (("P1", "calendar"), "  calendar: always\n"),
        (("warnings", 0), "  - {at: 0.75, tell: [assignee]}\n"),
        (("warnings", 1), "  - {at: 0.9, tell: [assignee, leads]} # late\n"),
        (("teams", "billing"), ", billing: {name: Billing}"),
        (("teams", "frontline"), "frontline: {name: Frontline, level: 1}, "),
        (("tiers", 1), ", enterprise"),
    ],
)
def test_what_is_removed_leaves_the_rest(path, gone):
    assert remove(TEXT, path) == TEXT.replace(gone, "")


def test_the_last_one_leaves_an_empty_place():
    assert "tiers: []   # who" in remove(remove(TEXT, ("tiers", 0)), ("tiers", 0))
    assert data(remove(remove(TEXT, ("warnings", 0)), ("warnings", 0)))["warnings"] == []


def test_a_text_of_several_lines_is_edited_and_followed():
    text = "a:\n  en: |-\n    Hello,\n\n    you.\n\n# Later.\nb: 1\n"
    assert put(text, ("a", "en"), "Hi") == "a:\n  en: Hi\n\n# Later.\nb: 1\n"
    assert put(text, ("a", "de"), "Hallo") == "a:\n  en: |-\n    Hello,\n\n    you.\n  de: Hallo\n\n# Later.\nb: 1\n"
    assert remove(put(text, ("a", "de"), "Hallo"), ("a", "en")) == "a:\n  de: Hallo\n\n# Later.\nb: 1\n"


RULE = {"name": "vip", "when": {"fact": "vip", "is": True}, "then": [{"tag": "vip"}]}


def test_rules_are_added_on_lines_of_their_own_changed_and_removed():
    one = append(TEXT, ("rules",), RULE)
    assert one.endswith("rules: # the desk's own\n  - name: vip\n    when: {fact: vip, is: true}\n    then: [{tag: vip}]\n")
    two = append(one, ("rules",), RULE | {"name": "other"})
    assert data(two)["rules"] == [RULE, RULE | {"name": "other"}]
    changed = put(two, ("rules", 0), RULE | {"name": "again"})
    assert data(changed)["rules"] == [RULE | {"name": "again"}, RULE | {"name": "other"}]
    assert data(remove(changed, ("rules", 0)))["rules"] == [RULE | {"name": "other"}]
    assert comments(changed) == comments(TEXT)


@pytest.mark.parametrize(
    "act", [lambda: put(TEXT, ("x", "y"), 1), lambda: remove(TEXT, ("P1", "x")), lambda: append(TEXT, ("tiers",), RULE)]
)
def test_a_place_that_is_not_there_is_said(act):
    with pytest.raises(LookupError):
        act()


VALUES = st.recursive(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.integers(-(10**9), 10**9) | st.booleans(),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8), inside, max_size=3)
    ),
    max_leaves=6,
)


@given(value=VALUES)
def test_whatever_is_written_is_read_back(value):
    assert data(f"field: {written(value)} # comment\n")["field"] == value


PLACES = [
    (name, path)
    for name, text in read(SHIPPED).items()
    for path in Chapter(name, text.encode()).lines
    if path and isinstance(path[-1], str)
]


@settings(max_examples=30)
@given(place=st.sampled_from(PLACES), value=st.sampled_from(["30m", "x", 7, True, ["a", "b"]]))
def test_every_place_of_the_shipped_handbook_can_be_edited(place, value):
    name, path = place
    text = read(SHIPPED)[name]
    edited = put(text, path, value)
    found = data(edited)
    for step in path:
        found = found[step]
    assert found == value
    before, after = data(text), data(edited)
    assert {key: part for key, part in before.items() if key != path[0]} == {key: part for key, part in after.items() if key != path[0]}
    assert yaml.compose(put(edited, path, "again")) is not None
