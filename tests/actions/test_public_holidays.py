"""Calendars that name a country know its holidays, the same ones every time."""

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from supportops.actions.policy import SHIPPED, load, public_holidays
from supportops.core.policy import PolicyError

ABROAD = """
abroad:
  zone: {zone}
  {country}
  week:
    monday: [09:00-17:00]
    friday: [09:00-17:00]
{more}
"""


@pytest.fixture
def handbook(tmp_path: Path):
    """The shipped handbook with one more calendar."""

    def write(country: str = "country: DE", more: str = "", zone: str = "Europe/Berlin"):
        folder = Path(shutil.copytree(SHIPPED, tmp_path / "policy", dirs_exist_ok=True))
        shipped = (SHIPPED / "calendars.yaml").read_text()
        (folder / "calendars.yaml").write_text(shipped + ABROAD.format(zone=zone, country=country, more=more))
        return load(folder)

    return write


def test_the_holidays_of_a_country_are_closed_and_named(handbook):
    desk = handbook().calendars["abroad"]
    assert desk.names[date(2026, 4, 3)] == "Good Friday"
    thursday = datetime(2026, 4, 2, 12, tzinfo=UTC)
    assert desk.due(thursday, timedelta(hours=1)) == datetime(2026, 4, 10, 8, tzinfo=UTC)  # Friday and Easter Monday are holidays


def test_a_part_of_a_country_has_holidays_of_its_own(handbook):
    womens_day = date(2026, 3, 8)
    assert womens_day not in handbook().calendars["abroad"].holidays
    assert womens_day in handbook("country: DE\n  subdivision: BE").calendars["abroad"].holidays


def test_the_desks_own_days_come_on_top_and_their_names_win(handbook):
    own = "  holidays: {2026-12-24: Half a holiday, 2026-04-03: Founders' day}\n  works_on: [2026-05-01]"
    desk = handbook(more=own).calendars["abroad"]
    assert (desk.names[date(2026, 12, 24)], desk.names[date(2026, 4, 3)]) == ("Half a holiday", "Founders' day")
    assert date(2026, 5, 1) not in desk.holidays and date(2026, 12, 25) in desk.holidays


def test_dates_alone_are_enough(handbook):
    desk = handbook(more="  holidays: [2026-12-24]").calendars["abroad"]
    assert desk.names[date(2026, 12, 24)] == "holiday" and date(2026, 12, 25) in desk.holidays
    assert handbook("", more="  holidays: [2026-12-24]").calendars["abroad"].holidays == {date(2026, 12, 24)}


def test_a_text_always_says_the_same_days(handbook):
    days = handbook().calendars["abroad"].holidays
    public_holidays.days_of.cache_clear()
    assert handbook().calendars["abroad"].holidays == days
    assert {day.year for day in days} == set(range(2020, 2041))


@pytest.mark.parametrize(
    ("country", "more", "error"),
    [
        ("country: Germany", "", "abroad.country: expected a country's two letters, such as DE or US, found 'Germany'"),
        ("country: DE\n  subdivision: ZZ", "", "abroad.subdivision: expected one of BB, BE,"),
        ("country: MC\n  subdivision: ZZ", "", "abroad.subdivision: expected one of none, for MC has the same holidays everywhere"),
        ("country: 49", "", "abroad.country: expected text, found 49"),
        ("country: DE", "  holidays: christmas", "abroad.holidays: expected a list, found 'christmas'"),
        ("country: DE", "  holidays: [christmas]", "abroad.holidays.christmas: expected a date such as 2026-12-25"),
    ],
)
def test_a_place_that_is_not_known_is_named_with_its_line(handbook, country, more, error):
    with pytest.raises(PolicyError) as refused:
        handbook(country, more)
    assert "calendars.yaml:" in str(refused.value) and error in str(refused.value)
