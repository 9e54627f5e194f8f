"""The drawings of the handbook's pages: bars whose lengths are figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from supportops.interfaces.web.words import moment, spoken

register = template.Library()
HOURS = """<svg class="hours" viewBox="0 0 480 56" preserveAspectRatio="none" role="img" aria-label="{}">
<line x1="0" x2="480" y1="56" y2="56"/>{}</svg>
<div class="axis"><span>0</span><span>6</span><span>12</span><span>18</span><span>24</span></div>"""


@register.filter
def chapter(name: str) -> str:
    """A chapter's name as a heading."""
    return "SLA" if name == "sla" else spoken(name)


@register.simple_tag
def meter(width: float, kind: str) -> SafeString:
    """A bar of so many percent; an attribute, because the page's policy allows no styles of its own."""
    return format_html(
        '<svg class="meter {}" width="{}%" height="8" aria-hidden="true"><rect width="100%" height="100%"/></svg>', kind, f"{width:.2f}"
    )


@register.simple_tag
def hour_bars(team: Mapping[str, Any]) -> SafeString:
    """A team's requests by hour, before and after; the table beside it says the same."""
    marks = format_html_join("", '<rect class="{}" x="{}" y="{}" width="8" height="{}"><title>{}</title></rect>', _bars(team))
    words = _("%(team)s: %(before)s requests as it was, %(after)s as proposed") % {
        "team": team["name"],
        "before": team["before"],
        "after": team["after"],
    }
    return format_html(HOURS, words, marks)


def _bars(team: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str, str]]:
    for hour in team["hours"]:
        for side, left in (("before", 1.5), ("after", 10.5)):
            height = 54 * hour[side] / team["top"]
            title = f"{hour['hour']}:00, {side}: {hour[side]}"
            yield side, f"{20 * hour['hour'] + left:.1f}", f"{56 - height:.1f}", f"{height:.1f}", title


@register.simple_tag
def plainly(value: Any) -> SafeString | str:
    """A value as it stands; a moment as moments are shown."""
    return moment(value) if isinstance(value, datetime) else format_html("{}", value)
