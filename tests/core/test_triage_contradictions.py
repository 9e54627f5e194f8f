"""What a triage chapter must not say, and where each mistake is told."""

from dataclasses import replace

import pytest

from supportops.actions.policy import SHIPPED, load
from supportops.core.triage import Boost
from supportops.core.triage.contradictions import mistakes

POLICY = load(SHIPPED)
SHIPPED_TRIAGE, CATEGORIES, MOODS = POLICY.triage, POLICY.taxonomy.keys, POLICY.taxonomy.sentiment


def found(**changes) -> list[tuple[str, str]]:
    wrong = mistakes(replace(SHIPPED_TRIAGE, **changes), CATEGORIES, MOODS)
    return [(".".join(map(str, path)), sentence) for path, sentence in wrong]


def rules(**changes) -> dict:
    return {"priority": replace(SHIPPED_TRIAGE.priority, **changes)}


def test_the_shipped_chapter_has_none():
    assert found() == []


@pytest.mark.parametrize(
    ("changes", "place", "says"),
    [
        ({"categories": {"product.bugs": {}}}, "categories.product.bugs", "found 'product.bugs'"),
        ({"sentiment": {"gloomy": {}}}, "sentiment.gloomy", "expected one of positive, neutral, negative, urgent; found 'gloomy'"),
        ({"fault_category": "bug"}, "fault_category", "found 'bug'"),
        ({"gives_way": ("product.bug", "bug")}, "gives_way.1", "found 'bug'"),
        ({"deniable": frozenset({"bug"})}, "deniable", "found 'bug'"),
        (rules(enhancement_categories=("wish",)), "priority.enhancement_categories", "found 'wish'"),
        (rules(boost=Boost(sentiments=("gloomy",))), "priority.boost.sentiments", "found 'gloomy'"),
        (rules(boost=Boost(tiers=("gold",))), "priority.boost.tiers.0", "expected one of free, pro, business, enterprise; found 'gold'"),
        (rules(critical_tiers=("entreprise",)), "priority.critical_tiers.0", "found 'entreprise'"),
        (rules(high_tiers=("business", "gold")), "priority.high_tiers.1", "found 'gold'"),
        (rules(boost=Boost(by=0)), "priority.boost.by", "expected a whole number of at least 1, found 0"),
        (rules(affected_over=-1), "priority.affected_over", "at least 0"),
        ({"reads": 0}, "reads", "at least 1"),
        ({"counting": replace(SHIPPED_TRIAGE.counting, reach=0)}, "counting.reach", "at least 1"),
        ({"cues": replace(SHIPPED_TRIAGE.cues, denial_reach=-1)}, "cues.denial_reach", "at least 0"),
    ],
)
def test_a_mistake_names_its_place_and_what_was_expected(changes, place, says):
    [(path, sentence)] = found(**changes)
    assert path == place
    assert says in sentence
