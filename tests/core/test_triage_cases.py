"""The written cases: how often the shipped handbook decides as a lead would. Each miss is printed by its name; cases/README.md says more."""

from collections import Counter

import pytest

from supportops.actions.policy import SHIPPED, load
from supportops.core import routing
from supportops.core.triage import triage
from tests.core.triage_cases import Case, cases

POLICY = load(SHIPPED)
FLOORS = {"priority": 0.97, "category": 0.965, "language": 0.99, "team": 0.985}
UNSEEN_FLOORS = {"priority": 0.86, "category": 0.75, "language": 0.98, "team": 0.9}


def decided(case: Case) -> dict[str, str]:
    found = triage(case.facts, POLICY.triage)
    priority, category, language = found.priority.value, found.category.value, found.language.value
    facts = routing.RoutingFacts(priority, category, case.tier, case.channel, language, tags=found.tags.value)
    team = routing.route(facts, (), POLICY.routing, POLICY.channels).value.team
    return {"priority": priority.value, "category": category, "language": language, "team": team}


def told(chosen: list[Case]) -> dict[str, float]:
    """The share of right decisions by field; prints it with every miss."""
    right: Counter[str] = Counter()
    for case in chosen:
        for field, value in decided(case).items():
            expected = getattr(case, field)
            right[field] += value == expected
            if value != expected:
                print(f"missed  {case.table}: {case.name}: {field} is {value or '-'}, a lead says {expected or '-'}")
    shares = {field: right[field] / len(chosen) for field in FLOORS}
    print(f"{len(chosen)} cases:", ", ".join(f"{field} {share:.1%}" for field, share in shares.items()))
    return shares


def test_the_handbook_decides_the_written_cases_as_a_lead_would(capsys):
    known = [case for case in cases() if case.table != "unseen"]
    with capsys.disabled():
        shares = told(known)
    assert len(known) >= 300
    assert {field: share for field, share in shares.items() if share < FLOORS[field]} == {}


def test_on_mails_that_its_words_were_never_fitted_to_the_handbook_does_less_well(capsys):
    unseen = [case for case in cases() if case.table == "unseen"]
    with capsys.disabled():
        shares = told(unseen)
    assert {field: share for field, share in shares.items() if share < UNSEEN_FLOORS[field]} == {}


def test_the_cases_are_in_many_languages_and_no_two_have_one_name():
    assert len({case.language for case in cases()}) >= 8
    assert [name for name, times in Counter((case.table, case.name) for case in cases()).items() if times > 1] == []


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.table}: {case.name}")
def test_a_case_names_only_what_the_handbook_knows(case):
    assert case.category in ("", *POLICY.taxonomy.keys)
    assert case.team in POLICY.routing.teams and case.priority in ("P0", "P1", "P2", "P3")
