"""Open time, checked against tables, and against a walk through the minutes that shares no code with it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportops.core.hours import ALWAYS, BusinessHours

OFFICE = {day: ((540, 1020),) for day in range(5)}
NIGHT = {day: ((1320, 1800),) for day in range(5)}  # 22:00 to 06:00 of the next day
MINUTE = timedelta(minutes=1)
ZONES = [
    "UTC", "Europe/Berlin", "Europe/Istanbul", "America/New_York", "America/Havana", "America/Santiago", "America/St_Johns", "Africa/Cairo",
    "Asia/Kolkata", "Asia/Kathmandu", "Asia/Beirut", "Australia/Sydney", "Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Kiritimati", "Etc/GMT+12",
]  # fmt: skip
CHANGES = {  # clock changes of 2026, forwards and back, in both hemispheres
    "Europe/Berlin": ("2026-03-29", "2026-10-25"), "America/New_York": ("2026-03-08", "2026-11-01"), "America/Havana": ("2026-03-08", "2026-11-01"),
    "America/Santiago": ("2026-09-06", "2026-04-05"), "Australia/Sydney": ("2026-10-04", "2026-04-05"), "Australia/Lord_Howe": ("2026-10-04", "2026-04-05"),
    "Asia/Beirut": ("2026-03-29", "2026-10-25"), "Pacific/Chatham": ("2026-09-27", "2026-04-05"),
}  # fmt: skip


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def hours(zone: str = "UTC", week: dict = OFFICE, *holidays: str) -> BusinessHours:
    return BusinessHours(ZoneInfo(zone), week, frozenset(map(date.fromisoformat, holidays)))


def open_minutes(desk: BusinessHours, start: datetime, end: datetime) -> int:
    """Walks from minute to minute with the latest wall time seen so far, as a person with a clock on the wall would."""
    seen, moment, count = datetime(2000, 1, 1), start.astimezone(UTC) - timedelta(hours=30), 0  # noqa: DTZ001
    while moment < end:
        seen = max(seen, moment.astimezone(desk.zone).replace(tzinfo=None))
        if moment >= start and _stands_open(desk, seen):
            count += 1
        moment += MINUTE
    return count


def _stands_open(desk: BusinessHours, wall: datetime) -> bool:
    for back in (0, 1, 2):
        day = wall.date() - timedelta(days=back)
        minute = (wall - datetime.combine(day, time())) / MINUTE
        if day not in desk.holidays and any(opens <= minute < closes for opens, closes in desk.week.get(day.weekday(), ())):
            return True
    return False


@st.composite
def desks(draw: st.DrawFn, zones: list[str] = ZONES, shortest: int = 240) -> BusinessHours:
    slot = st.builds(lambda opens, length: (opens, opens + length), st.integers(0, 1439), st.integers(shortest, 1440))
    week = draw(
        st.dictionaries(st.integers(0, 6), st.lists(slot, max_size=3).map(tuple), min_size=1).filter(lambda week: any(week.values()))
    )
    holidays = draw(st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=5))
    return BusinessHours(ZoneInfo(draw(st.sampled_from(zones))), week, holidays)


moments = st.datetimes(datetime(2025, 11, 1), datetime(2027, 2, 1), timezones=st.just(UTC))  # noqa: DTZ001
targets = st.timedeltas(timedelta(0), timedelta(days=5))


@pytest.mark.parametrize(
    ("zone", "start", "target", "due"),
    [
        ("UTC", "2026-11-23T10:00+00:00", 60, "2026-11-23T11:00+00:00"),
        ("UTC", "2026-11-23T10:00+00:00", 7 * 60, "2026-11-23T17:00+00:00"),  # used up at closing time, not at the next opening
        ("UTC", "2026-11-23T16:30+00:00", 60, "2026-11-24T09:30+00:00"),
        ("UTC", "2026-11-27T16:30+00:00", 60, "2026-11-30T09:30+00:00"),  # over the weekend
        ("Europe/Berlin", "2026-03-27T15:30+00:00", 60, "2026-03-30T07:30+00:00"),  # over a weekend with a clock change
        ("Europe/Berlin", "2026-10-23T14:30+00:00", 60, "2026-10-26T08:30+00:00"),
        ("Australia/Sydney", "2026-04-03T05:30+00:00", 60, "2026-04-05T23:30+00:00"),
        ("Asia/Kolkata", "2026-11-23T11:00+00:00", 60, "2026-11-24T04:00+00:00"),
    ],
)
def test_a_target_ends_when_its_open_time_has_passed(zone, start, target, due):
    assert hours(zone).due(at(start), timedelta(minutes=target)) == at(due)


@pytest.mark.parametrize(
    ("created", "opening"),
    [
        ("2026-11-23T08:59:59+00:00", "2026-11-23T09:00+00:00"),
        ("2026-11-23T17:00:00+00:00", "2026-11-24T09:00+00:00"),
        ("2026-11-21T12:00:00+00:00", "2026-11-23T09:00+00:00"),  # on a Saturday
        ("2026-11-23T00:00:00+00:00", "2026-11-23T09:00+00:00"),  # at midnight
    ],
)
def test_t2_the_clock_of_a_mail_from_outside_hours_starts_at_the_opening(created, opening):
    assert hours().due(at(created), timedelta(0)) == at(opening)
    assert hours().due(at(created), timedelta(hours=1)) == at(opening) + timedelta(hours=1)
    assert hours().elapsed(at(created), at(opening)) == timedelta(0)


def test_no_time_at_all_is_due_at_once_while_the_desk_is_open():
    assert hours().due(at("2026-11-23T09:00+00:00"), timedelta(0)) == at("2026-11-23T09:00+00:00")
    assert ALWAYS.due(at("2026-11-23T03:00+00:00"), timedelta(0)) == at("2026-11-23T03:00+00:00")


@pytest.mark.parametrize(
    ("zone", "day", "slot", "open_for"),
    [
        ("Europe/Berlin", "2026-03-29", (0, 360), 300),  # the hour from 2 to 3 does not exist
        ("Europe/Berlin", "2026-10-25", (0, 360), 420),  # it exists twice
        ("Europe/Berlin", "2026-03-29", (120, 180), 0),  # the whole slot is skipped
        ("Europe/Berlin", "2026-03-29", (150, 240), 60),  # opens at a time that is skipped: opens at the jump
        ("Europe/Berlin", "2026-10-25", (0, 150), 150),  # closes when the clock first shows 2:30
        ("Europe/Berlin", "2026-10-25", (150, 240), 150),  # opens when the clock first shows 2:30
        ("Australia/Lord_Howe", "2026-10-04", (0, 360), 330),  # half an hour forwards
        ("Australia/Lord_Howe", "2026-04-05", (0, 360), 390),
        ("Australia/Sydney", "2026-10-04", (0, 360), 300),
        ("Australia/Sydney", "2026-04-05", (0, 360), 420),
        ("America/Santiago", "2026-09-06", (0, 1440), 23 * 60),  # the day begins at one o'clock
        ("America/Santiago", "2026-04-04", (0, 1440), 25 * 60),  # the hour before midnight comes twice
        ("America/Havana", "2026-11-01", (0, 1440), 25 * 60),  # the hour after midnight comes twice
        ("Asia/Beirut", "2026-03-29", (0, 1440), 23 * 60),
    ],
)
def test_t1_a_slot_on_the_day_of_a_clock_change_is_as_long_as_the_clock_on_the_wall_says(zone, day, slot, open_for):
    desk = hours(zone, {date.fromisoformat(day).weekday(): (slot,)})
    noon = at(f"{day}T12:00+00:00")
    assert desk.elapsed(noon - timedelta(days=2), noon + timedelta(days=2)) == timedelta(minutes=open_for)


def test_a_day_that_a_zone_left_out_has_no_open_time():
    samoa = hours("Pacific/Apia", {4: ((540, 1020),)})  # there was no Friday 30 December 2011
    assert samoa.due(at("2011-12-29T00:00+00:00"), MINUTE) == at("2012-01-06T09:01+14:00")


def test_a_slot_over_midnight_runs_into_the_next_day():
    desk = hours("UTC", NIGHT)
    assert desk.due(at("2026-11-23T23:00+00:00"), timedelta(hours=3)) == at("2026-11-24T02:00+00:00")
    assert desk.due(at("2026-11-28T05:30+00:00"), timedelta(hours=1)) == at("2026-11-30T22:30+00:00")  # from Saturday morning


def test_a_holiday_closes_the_slots_that_start_on_it_and_no_others():
    desk = hours("UTC", NIGHT, "2026-12-24")  # a Thursday
    assert desk.elapsed(at("2026-12-24T00:00+00:00"), at("2026-12-24T12:00+00:00")) == timedelta(hours=6)  # Wednesday's slot runs out
    assert desk.elapsed(at("2026-12-24T12:00+00:00"), at("2026-12-25T12:00+00:00")) == timedelta(0)
    assert desk.elapsed(at("2026-12-25T12:00+00:00"), at("2026-12-26T12:00+00:00")) == timedelta(hours=8)


def test_a_holiday_is_a_day_of_the_desks_own_zone():
    sydney = hours("Australia/Sydney", OFFICE, "2026-12-25")
    assert sydney.due(at("2026-12-24T05:30+00:00"), timedelta(hours=1)) == at("2026-12-27T22:30+00:00")


def test_overlapping_slots_count_once():
    desk = hours("UTC", {0: ((540, 720), (600, 780), (780, 800)), 1: ((0, 60),), 6: ((1400, 1440 + 600),)})
    assert desk.elapsed(at("2026-11-22T00:00+00:00"), at("2026-11-25T00:00+00:00")) == timedelta(minutes=40 + 800 + 60)


@given(desks(), moments, targets)
@settings(max_examples=100, deadline=None)
def test_elapsed_is_the_exact_inverse_of_due(desk, start, target):
    assert desk.elapsed(start, desk.due(start, target)) == target


@given(desks(), moments, targets)
@settings(max_examples=60, deadline=None)
def test_due_is_the_first_moment_of_its_kind(desk, start, target):
    due = desk.due(start, target)
    tick = timedelta(microseconds=1)
    assert due >= start
    assert not target or desk.elapsed(start, due - tick) == target - tick


@given(desks(), moments, targets, targets)
@settings(max_examples=60, deadline=None)
def test_a_split_changes_nothing(desk, start, first, second):
    middle = desk.due(start, first)
    # No time at all is due at the next opening, where the first part ended with the hours.
    assert not second or desk.due(middle, second) == desk.due(start, first + second)
    assert desk.elapsed(start, middle + second) == desk.elapsed(start, middle) + desk.elapsed(middle, middle + second)


@given(st.data(), st.sampled_from(sorted(CHANGES)), st.booleans(), st.integers(-1000, 1000), st.integers(0, 2000))
@settings(max_examples=40, deadline=None)
def test_t1_a_walk_through_the_minutes_around_a_clock_change_agrees(data, zone, forwards, offset, length):
    desk = data.draw(desks([zone], shortest=1))
    start = at(f"{CHANGES[zone][0 if forwards else 1]}T00:00+00:00") + offset * MINUTE
    end = start + length * MINUTE
    assert desk.elapsed(start, end) == open_minutes(desk, start, end) * MINUTE


@given(desks(shortest=1), st.integers(0, 600_000), st.integers(0, 3000))
@settings(max_examples=30, deadline=None)
def test_a_walk_through_the_minutes_of_any_week_agrees(desk, offset, length):
    start = at("2025-12-20T00:00+00:00") + offset * MINUTE
    end = start + length * MINUTE
    assert desk.elapsed(start, end) == open_minutes(desk, start, end) * MINUTE


@given(moments, targets, st.sampled_from(ZONES))
def test_a_desk_that_never_sleeps_counts_real_time(start, target, zone):
    night_and_day = hours(zone, {day: ((0, 720), (700, 1440)) for day in range(7)})
    for desk in (ALWAYS, night_and_day):
        assert desk.due(start, target) == start + target
        assert desk.elapsed(start, start + target) == target


def test_a_desk_that_never_sleeps_still_keeps_its_holidays():
    desk = hours("UTC", {day: ((0, 1440),) for day in range(7)}, "2026-12-25")
    assert desk.due(at("2026-12-24T23:00+00:00"), timedelta(hours=2)) == at("2026-12-26T01:00+00:00")


def test_nothing_passes_backwards():
    assert hours().elapsed(at("2026-11-24T12:00+00:00"), at("2026-11-23T12:00+00:00")) == timedelta(0)
    assert ALWAYS.elapsed(at("2026-11-24T12:00+00:00"), at("2026-11-23T12:00+00:00")) == timedelta(0)


def test_moments_may_come_in_any_zone_and_leave_in_utc():
    due = hours().due(at("2026-11-23T12:00+02:00"), timedelta(hours=1))
    assert due == at("2026-11-23T11:00+00:00")
    assert due.tzinfo is UTC


@pytest.mark.parametrize(
    "week", [{}, {0: ()}, {7: ((540, 1020),)}, {0: ((600, 600),)}, {0: ((600, 540),)}, {0: ((1440, 1500),)}, {0: ((60, 1501),)}]
)
def test_impossible_hours_are_refused_with_a_sentence(week):
    with pytest.raises(ValueError, match=r"^[A-Z0-9].* .*\.$"):
        hours("UTC", week)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="has no time zone"):
        hours().due(datetime(2026, 11, 23), MINUTE)  # noqa: DTZ001


def test_a_negative_target_is_refused():
    with pytest.raises(ValueError, match="cannot be negative"):
        hours().due(at("2026-11-23T12:00+00:00"), -MINUTE)


def test_a_year_without_opening_ends_the_search():
    closed = [(date(2026, 12, 30) + timedelta(days=n)).isoformat() for n in range(400)]
    with pytest.raises(ValueError, match="closed for the whole of 2027"):
        hours("UTC", OFFICE, *closed).due(at("2026-12-29T16:00+00:00"), timedelta(hours=8))


def test_a_target_of_a_lifetime_ends_the_search():
    with pytest.raises(ValueError, match="do not fit into the 20 years"):
        hours().due(at("2026-12-29T16:00+00:00"), timedelta(days=36500))


def test_every_slot_can_be_asked_for_with_the_holiday_that_closes_it():
    day = date(2026, 11, 24)
    desk = BusinessHours(ZoneInfo("UTC"), NIGHT, frozenset({day, date(2026, 11, 25)}), {day: "Market day"})
    found = {f"{opens:%a}": name for (opens, _), name in desk.written(at("2026-11-23T12:00+00:00"), at("2026-11-26T12:00+00:00"))}
    assert (found["Mon"], found["Tue"], found["Wed"], found["Thu"]) == ("", "Market day", "holiday", "")


@given(desks(), moments, st.integers(1, 4000))
def test_the_slots_that_are_open_are_what_is_counted(desk, start, length):
    end, reached, counted = start + length * MINUTE, start, timedelta(0)
    for (opens, closes), name in desk.written(start, end):
        begin, stop = max(opens, reached), min(closes, end)
        if not name and begin < stop:
            counted, reached = counted + (stop - begin), stop
    assert counted == desk.elapsed(start, end)


def test_a_desk_can_be_a_key():
    assert len({hours(), hours(), ALWAYS}) == 2
