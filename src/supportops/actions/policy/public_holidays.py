"""The public holidays of a country, for the calendars that name one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from supportops.actions.policy.chapter import Chapter
from supportops.core.policy import PolicyError

YEARS = range(2020, 2041)  # the same for every text, so that a text always says the same days


def add(chapter: Chapter) -> Chapter:
    """The chapter of calendars, each country's days written out beside the desk's own, which win."""
    if isinstance(chapter.data, dict):
        chapter.data = {name: _with_days(chapter, name, calendar) for name, calendar in chapter.data.items()}
    return chapter


def _with_days(chapter: Chapter, name: str, calendar: Any) -> Any:
    if not isinstance(calendar, dict) or not isinstance(calendar.get("country"), str) or not calendar["country"]:
        return calendar
    own = calendar.get("holidays", {})
    own = dict.fromkeys(map(str, own), "holiday") if isinstance(own, list) else own
    days = _asked(chapter, name, calendar["country"], calendar.get("subdivision", ""))
    return calendar | {"holidays": days | own if isinstance(own, dict) else own}


def _asked(chapter: Chapter, name: str, country: str, subdivision: Any) -> Mapping[str, str]:
    try:
        return days_of(country, str(subdivision or ""))
    except KeyError as unknown:
        field, sentence = unknown.args
        raise PolicyError("calendars", chapter.line((name, field)), (name, field), sentence) from None


@lru_cache(maxsize=32)
def days_of(country: str, subdivision: str = "") -> dict[str, str]:
    """Date -> name in English; KeyError with the field and a sentence where the place is not known."""
    import holidays  # when a calendar first asks: it is large

    parts = holidays.list_supported_countries().get(country)
    if parts is None:
        raise KeyError("country", f"expected a country's two letters, such as DE or US, found {country!r}")
    if subdivision and subdivision not in parts:
        known = ", ".join(parts) or f"none, for {country} has the same holidays everywhere"
        raise KeyError("subdivision", f"expected one of {known}; found {subdivision!r}")
    found = holidays.country_holidays(country, subdiv=subdivision or None, years=YEARS, language="en_US")
    return {day.isoformat(): str(name) for day, name in sorted(found.items())}
