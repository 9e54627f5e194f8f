"""The demo's requests come in as at a real desk: by weekday, by hour, at the end of the month, and all at once when everything is down."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from supportops.planning.demo.arrivals import arrivals, is_month_end, outage

END = datetime(2026, 3, 30, 14, 20, tzinfo=UTC)  # a Monday
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def ninety_days():
    return list(arrivals(3_000, 90, END, seed=7))


def test_as_many_come_as_were_asked_for(ninety_days):
    assert [arrival.number for arrival in ninety_days] == list(range(3_000))


@pytest.mark.parametrize("tickets", [1, 7, 49, 50, 333])
def test_small_desks_get_every_ticket_too(tickets):
    assert len(list(arrivals(tickets, 3, END, seed=1))) == tickets


def test_they_come_in_order_within_the_days_before_the_end(ninety_days):
    moments = [arrival.at for arrival in ninety_days]
    assert moments == sorted(moments)
    assert END - timedelta(days=90) <= moments[0] < moments[-1] < END


def test_mondays_are_the_busiest_and_sundays_the_quietest(ninety_days):
    days = Counter(arrival.at.weekday() for arrival in ninety_days if not arrival.about_outage)
    assert max(days, key=days.get) == 0
    assert min(days, key=days.get) == 6
    assert days[0] > 3 * days[6]


def test_the_night_is_quiet(ninety_days):
    hours = Counter(arrival.at.hour for arrival in ninety_days)
    assert sum(hours[h] for h in range(8, 18)) > 4 * sum(hours[h] for h in range(6))


def test_the_end_of_the_month_brings_more(ninety_days):
    weekdays = [a.at.date() for a in ninety_days if a.at.weekday() < 5 and not a.about_outage]
    counts = Counter(weekdays)
    late = [counts[day] for day in counts if is_month_end(datetime.combine(day, datetime.min.time(), UTC))]
    other = [counts[day] for day in counts if not is_month_end(datetime.combine(day, datetime.min.time(), UTC))]
    assert sum(late) / len(late) > 1.1 * sum(other) / len(other)


def test_on_one_day_everything_is_down_and_everybody_writes_about_it(ninety_days):
    down = outage(END, 90)
    alarmed = [arrival.at for arrival in ninety_days if arrival.about_outage]
    assert len(alarmed) == 75
    assert all(down.since <= at <= down.until for at in alarmed)
    first_hour = [at for at in alarmed if at < down.since + HOUR]
    assert len(first_hour) > len(alarmed) / 3


def test_somebody_wrote_within_the_last_hour(ninety_days):
    assert sum(arrival.at > END - HOUR for arrival in ninety_days) >= 8


def test_the_same_seed_gives_the_same_requests_and_another_gives_others():
    once, again, other = (list(arrivals(200, 10, END, seed)) for seed in (1, 1, 2))
    assert once == again
    assert once != other
