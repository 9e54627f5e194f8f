"""Ada's shift: when she is at work."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportops.core.routing.shift import WEEK, Turn, hours, on_shift, turn

OFFICE = {"monday": ["09:00-12:00", "13:00-17:00"], "friday": ["22:00-06:00"]}


@pytest.mark.parametrize(
    ("moment", "zone", "there"),
    [
        ("2026-11-23T09:00", "UTC", True),
        ("2026-11-23T08:59", "UTC", False),
        ("2026-11-23T12:30", "UTC", False),
        ("2026-11-23T17:00", "UTC", False),
        ("2026-11-23T08:00", "Europe/Berlin", True),
        ("2026-11-23T16:00", "Europe/Berlin", False),
        ("2026-11-24T10:00", "UTC", False),
        ("2026-11-28T05:59", "UTC", True),  # Saturday, on the shift that began on Friday
        ("2026-11-28T06:00", "UTC", False),
    ],
)
def test_a_shift_is_kept_in_its_own_zone(moment, zone, there):
    assert on_shift(OFFICE, zone, datetime.fromisoformat(moment).replace(tzinfo=UTC)) is there


@pytest.mark.parametrize("shift", [{}, {"monday": []}])
def test_whoever_has_no_shift_is_always_there(shift):
    assert on_shift(shift, "UTC", datetime(2026, 11, 22, 3, tzinfo=UTC))


@pytest.mark.parametrize(
    ("shift", "sentence"),
    [
        ({"mon": ["09:00-17:00"]}, "expected one of monday"),
        ({"monday": ["nine to five"]}, "expected opening hours such as 09:00-17:00"),
        ({"monday": ["09:00-13:00", "12:00-17:00"]}, "slots overlap: one opens at 12:00, before another has closed; join them"),
    ],
)
def test_a_shift_that_cannot_be_is_refused(shift, sentence):
    with pytest.raises(ValueError, match=sentence):
        hours(shift, "UTC")


def moment(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "on", "changes"),
    [
        ("2026-11-23T09:00", True, "2026-11-23T12:00"),
        ("2026-11-23T12:00", False, "2026-11-23T13:00"),
        ("2026-11-23T17:00", False, "2026-11-27T22:00"),
        ("2026-11-28T03:00", True, "2026-11-28T06:00"),  # Saturday, on the shift that began on Friday
        ("2026-11-28T06:00", False, "2026-11-30T09:00"),
    ],
)
def test_a_turn_says_until_when(now, on, changes):
    assert turn(OFFICE, "UTC", moment(now)) == Turn(on, moment(changes))


def test_a_shift_over_midnight_is_one_turn():
    nights = {"monday": ["22:00-24:00"], "tuesday": ["00:00-06:00"]}
    assert turn(nights, "UTC", moment("2026-11-23T23:00")) == Turn(True, moment("2026-11-24T06:00"))


@pytest.mark.parametrize("shift", [{}, {"monday": []}, {day: ["00:00-24:00"] for day in WEEK}])
def test_whoever_is_always_there_has_no_end_of_turn(shift):
    assert turn(shift, "UTC", moment("2026-11-22T03:00")) == Turn(True, None)


def test_a_shift_that_the_clock_jumps_over_is_left_out():
    small = {"sunday": ["02:00-02:30"]}
    assert turn(small, "Europe/Berlin", moment("2026-03-28T12:00")) == Turn(False, moment("2026-04-05T00:00"))


SLOTS = st.sampled_from([[], ["09:00-12:00", "13:00-17:00"], ["22:00-06:00"], ["00:00-02:00"], ["02:00-02:30"], ["00:00-24:00"]])
DAYS = st.fixed_dictionaries({day: SLOTS for day in WEEK})
MINUTE = timedelta(minutes=1)


@given(DAYS, st.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns"]), st.integers(0, 366 * 1440))
def test_a_turn_agrees_with_the_shift_at_its_beginning_and_its_end(shift, zone, minute):
    at = datetime(2026, 1, 1, tzinfo=UTC) + minute * MINUTE
    now = turn(shift, zone, at)
    assert now.on is on_shift(shift, zone, at)
    if now.changes_at is not None:
        assert now.changes_at > at
        assert on_shift(shift, zone, now.changes_at) is not now.on
        assert on_shift(shift, zone, max(at, now.changes_at - MINUTE)) is now.on
