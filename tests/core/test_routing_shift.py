"""Ada's shift: when she is at work."""

from datetime import UTC, datetime

import pytest

from supportops.core.routing.shift import hours, on_shift

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
        ({"monday": ["09:00-13:00", "12:00-17:00"]}, "the shifts of monday overlap"),
    ],
)
def test_a_shift_that_cannot_be_is_refused(shift, sentence):
    with pytest.raises(ValueError, match=sentence):
        hours(shift, "UTC")
