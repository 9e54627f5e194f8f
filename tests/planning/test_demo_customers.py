"""The demo's people are worked out from their number: enough of them, each with their own address, and a million cost no memory."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from supportops.planning.demo.cast import BY_EMAIL, CAST
from supportops.planning.demo.customers import Crowd

MONDAY = datetime(2026, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize("seed", [1, 7, 42])
def test_four_hundred_customers_in_about_a_hundred_and_twenty_companies(seed):
    crowd = Crowd(seed, tickets=3_000)
    customers = [crowd.customer(number) for number in range(crowd.customers)]
    assert len(customers) == 400
    assert len({customer.email for customer in customers}) == 400
    assert 100 <= len({customer.company.domain for customer in customers if customer.company}) <= 125
    assert {customer.tier for customer in customers} == {"free", "pro", "business", "enterprise"}
    assert {customer.language for customer in customers} == {"en", "de", "es", "fr", "tr"}


def test_addresses_stay_apart_in_a_large_crowd():
    crowd = Crowd(7, tickets=200_000)
    emails = Counter(crowd.customer(number).email for number in range(crowd.customers))
    assert [email for email, times in emails.items() if times > 1] == []


def test_who_pays_more_has_the_higher_tier():
    crowd = Crowd(7, tickets=3_000)
    revenue = {tier: [] for tier in ("free", "pro", "business", "enterprise")}
    for number in range(crowd.companies):
        revenue[crowd.company(number).tier].append(crowd.company(number).arr)
    assert max(revenue["free"]) == 0 < max(revenue["pro"]) < min(revenue["business"]) <= max(revenue["business"]) < min(revenue["enterprise"])


def test_some_customers_write_far_more_often_than_others():
    crowd = Crowd(7, tickets=3_000)
    numbers = [crowd.somebody(n / 1_000).number for n in range(1_000)]
    assert sum(number < 100 for number in numbers) > 1.5 * sum(number >= 300 for number in numbers)


def test_fourteen_agents_in_five_teams_with_ada_lin_and_one_admin():
    assert len(CAST) == 14
    assert {colleague.team for colleague in CAST} == {"frontline", "billing", "technical", "priority", "social"}
    assert BY_EMAIL["ada@tallyfern.example"].role == "agent"
    assert BY_EMAIL["lin@tallyfern.example"].role == "lead"
    assert [colleague.role for colleague in CAST].count("admin") == 1


def test_somebody_is_at_work_whenever_many_customers_write():
    hours = [MONDAY + timedelta(days=day, hours=hour) for day in range(7) for hour in range(7, 24)]
    assert all(any(colleague.on_shift(at) for colleague in CAST) for at in hours)


def test_whoever_is_asleep_comes_back_at_their_first_hour():
    ada = BY_EMAIL["ada@tallyfern.example"]
    friday_night = datetime(2026, 1, 9, 22, 30, tzinfo=UTC)
    assert not ada.on_shift(friday_night)
    assert ada.next_on_shift(friday_night) == datetime(2026, 1, 12, 8, tzinfo=UTC)
