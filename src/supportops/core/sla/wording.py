"""Durations and clocks in words."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache

MINUTE = timedelta(minutes=1)
INTERNAL = "team_"

_NAMES = {
    "pick_up": "picked up",
    "first_reply": "first reply",
    "next_reply": "next reply",
    "resolution": "solved",
    "acknowledgement": "taken over by a specialist",
}


def said(name: str, target: timedelta) -> str:
    """A promise as a reason: first reply within 4 h."""
    among = " among ourselves" if name.startswith(INTERNAL) else ""
    return f"{_NAMES[name.removeprefix(INTERNAL)]} within {in_words(target)}{among}"


@lru_cache(256)  # a desk promises the same few again and again
def in_words(span: timedelta) -> str:
    """A duration as people say it: 15 min, 4 h, 2 d."""
    minutes = round(span / MINUTE)
    if minutes % 1440 == 0 and minutes > 4320:
        return f"{minutes // 1440} d"
    return (
        f"{minutes // 60} h"
        if minutes and minutes % 60 == 0
        else f"{minutes // 60} h {minutes % 60} min"
        if minutes > 60
        else f"{minutes} min"
    )
