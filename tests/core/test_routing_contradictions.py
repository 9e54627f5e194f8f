"""A routing chapter that no desk can work by is told where it is wrong."""

from dataclasses import replace
from datetime import timedelta

import pytest

from supportops.actions.policy import SHIPPED, load
from supportops.core.channels import Stage
from supportops.core.routing import Branch, Scores, TeamRule, when
from supportops.core.routing.contradictions import contradictions

POLICY = load(SHIPPED)
ROUTING = POLICY.routing


def wrong(routing=ROUTING, channels=POLICY.channels):
    return list(contradictions(routing, channels, POLICY.taxonomy.keys, tuple(POLICY.taxonomy.categories)))


def asks(**test) -> Branch:
    return Branch(when(test, ()))


def test_the_shipped_chapter_is_sound():
    assert wrong() == []


@pytest.mark.parametrize(
    ("field", "value", "path", "sentence"),
    [
        ("default_team", "nobody", ("default_team",), "found 'nobody'"),
        ("tree", {"a": Branch(when([], ()), team="press")}, ("tree", "a", "team"), "found 'press'"),
        (
            "tree",
            {"a": asks(fact="tier", **{"is": "gold"})},
            ("tree", "a", "when"),
            "expected one of free, pro, business, enterprise; found 'gold'",
        ),
        ("tree", {"a": asks(fact="priority", **{"in": ["P0", "P9"]})}, ("tree", "a", "when"), "found 'P9'"),
        ("tree", {"a": asks(fact="channel", **{"is": "fax"})}, ("tree", "a", "when"), "found 'fax'"),
        ("tree", {"a": asks(fact="category", **{"is": "product"})}, ("tree", "a", "when"), "found 'product'"),
        ("tree", {"a": asks(fact="group", **{"is": "products"})}, ("tree", "a", "when"), "found 'products'"),
        ("tree", {"a": Branch(when([], ()), level=4)}, ("tree", "a", "level"), "expected a level from 1 to 3, found 4"),
        ("tree", {"a": Branch(when([], ()), skills={"api": 0})}, ("tree", "a", "skills", "api"), "found 0"),
        ("categories", {"prodct": "frontline"}, ("categories", "prodct"), "found 'prodct'"),
        ("categories", {"product": "press"}, ("categories", "product"), "found 'press'"),
        ("skills", {"prodct": {"api": 1}}, ("skills", "prodct"), "found 'prodct'"),
        ("skills", {"product": {"api": 7}}, ("skills", "product", "api"), "found 7"),
        ("teams", {**ROUTING.teams, "x": TeamRule("X", overflow=("y",))}, ("teams", "x", "overflow", 0), "found 'y'"),
        ("teams", {**ROUTING.teams, "x": TeamRule("X", overflow=("x",))}, ("teams", "x", "overflow"), "a team cannot help itself out"),
        ("teams", {**ROUTING.teams, "x": TeamRule("X", level=0)}, ("teams", "x", "level"), "found 0"),
        ("relax_skills_every", timedelta(), ("relax_skills_every",), "expected a time of at least 1m"),
        ("scores", Scores(free=-1), ("scores", "free"), "expected 0 or more points, found -1"),
    ],
)
def test_what_nobody_can_route_by(field, value, path, sentence):
    ((chapter, place, said),) = wrong(replace(ROUTING, **{field: value}))
    assert (chapter, place) == ("routing", path)
    assert sentence in said


def test_a_stage_that_offers_an_unknown_channel():
    channels = replace(POLICY.channels, stages={"startup": Stage(0, ("email", "fax"), "")})
    ((chapter, place, said),) = wrong(channels=channels)
    assert (chapter, place) == ("channels", ("stages", "startup", "channels", 1))
    assert said.endswith("found 'fax'")
