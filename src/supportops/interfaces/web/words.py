"""The words and marks of the pages: icons, times, durations, countdowns, statuses, avatars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import groupby
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from supportops.interfaces import clock
from supportops.interfaces.web.labels import (
    ABOUT,
    CHANNELS,
    CLOCK_ICONS,
    CUSTOMER_STATUSES,
    DELIVERY_ICONS,
    DELIVERY_MARKS,
    PRIORITIES,
    STATES,
    STATUSES,
    TARGETS,
    VERB_ICONS,
    VIEW_ICONS,
)

register = template.Library()

WARN_AT = 0.75  # the share of a promise after which a row says so; the ledger's own warnings follow the policy


@register.simple_tag
@cache
def icon(name: str, size: str = "") -> SafeString:
    """A drawing from the sprite; it is decoration, so the words beside it must say the same."""
    href = f"{static('supportops/icons.svg')}#{name}"
    return format_html('<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}"/></svg>', size, href)


@register.simple_tag
def avatar(person: Any, size: str = "") -> SafeString:
    """A person's initials in a disc, filled for our own people, dashed for nobody."""
    if not person:
        return format_html('<span class="avatar nobody {}" aria-hidden="true"></span>', size)
    side = "ours" if getattr(person, "is_agent", False) else ""
    return format_html('<span class="avatar {} {}" aria-hidden="true">{}</span>', side, size, person.initials)


@register.simple_tag
def status(name: str, side: str = "agent") -> SafeString:
    """A status as mark and word, ours or the customer's."""
    if side == "customer":
        word, mark = CUSTOMER_STATUSES[name]
        return SafeString(f'<span class="status">{icon(mark)} {word}</span>')
    word, mark = STATUSES[name]
    return SafeString(f'<span class="status {name}">{icon(mark)} {word}</span>')


@register.simple_tag
def priority(name: str) -> SafeString:
    """A priority as its short name, with its word for those who hover or listen."""
    word = PRIORITIES[name]
    return SafeString(f'<span class="priority {name}" title="{word}"><span class="sr">{_("Priority")} {word}, </span>{name}</span>')


@register.filter
def priority_word(name: str) -> str:
    return str(PRIORITIES.get(name, name))


@register.filter
def status_word(name: str) -> str:
    return str(STATUSES[name][0]) if name in STATUSES else name


@register.filter
def target_word(name: str) -> str:
    return str(TARGETS.get(name, name.replace("_", " ")))


@register.filter
def state_word(name: str) -> str:
    return str(STATES.get(name, name))


@register.filter
def channel_icon(name: str) -> str:
    return CHANNELS.get(name, "globe")


@register.filter
def clock_icon(state: str) -> str:
    return CLOCK_ICONS.get(state, "clock")


@register.filter
def verb_icon(verb: str) -> str:
    return VERB_ICONS.get(verb, "activity")


@register.filter
def delivery_icon(state: str) -> str:
    return DELIVERY_ICONS.get(state, "clock")


@register.filter
def delivery_mark(state: str) -> str:
    return DELIVERY_MARKS.get(state, "")


@register.filter
def spoken(name: str) -> str:
    """walk_in -> Walk in; account.billing -> Account / billing."""
    return name.replace("_", " ").replace(".", " / ").capitalize()


@register.filter
def duration(span: timedelta | None) -> str:
    """The two largest units: 2 d 3 h, 1 h 20 min, 45 s."""
    if span is None:
        return ""
    seconds = int(abs(span.total_seconds()))
    units = [(86400, _("d")), (3600, _("h")), (60, _("min")), (1, _("s"))]
    first = next((place for place, (size, _unit) in enumerate(units) if seconds >= size), 3)
    parts = []
    for size, unit in units[first : first + 2]:
        count, seconds = divmod(seconds, size)
        parts += [f"{count} {unit}"] if count else []
    return " ".join(parts) or f"0 {units[3][1]}"


@register.simple_tag(takes_context=True)
def ago(context: Mapping[str, Any], at: datetime | None) -> SafeString | str:
    """A past instant as time since; the page keeps it fresh and shows the exact instant on hover."""
    return _time(at, "ago", duration(_now(context) - at)) if at else ""


@register.simple_tag(takes_context=True)
def until(context: Mapping[str, Any], at: datetime | None) -> SafeString | str:
    """A future instant as time left, or how long it is over."""
    if not at:
        return ""
    left = at - _now(context)
    words = _("%(span)s over") if left < timedelta() else _("in %(span)s")
    return _time(at, "until", words % {"span": duration(left)})


@register.simple_tag
def moment(at: datetime | None) -> SafeString | str:
    """An instant by date and hour, in the reader's zone once the page has its script."""
    return _time(at, "moment", f"{at:%-d %b %Y, %H:%M}") if at else ""


@register.filter
def fresh(at: datetime, now: datetime) -> bool:
    """Whether it was within the last minute."""
    return now - at < timedelta(minutes=1)


@register.filter
def instant(at: datetime | None) -> str:
    """The machine's way to write an instant."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else ""


def _time(at: datetime, way: str, words: str) -> SafeString:
    """All its words are ours, so nothing is escaped: a list has a hundred of these."""
    at = at.astimezone(UTC)
    return SafeString(f'<time datetime="{instant(at)}" title="{at:%a %-d %b %Y, %H:%M:%S} UTC" data-time="{way}">{words}</time>')


def _now(context: Mapping[str, Any]) -> datetime:
    at: datetime = context.get("at") or clock.now()
    return at


@register.simple_tag(takes_context=True)
def now_at(context: Mapping[str, Any]) -> str:
    """The desk's now, which a demo may have moved on."""
    return instant(_now(context))


@register.simple_tag(takes_context=True)
def countdown(context: Mapping[str, Any], ticket: Any) -> SafeString:
    """The next promise of a ticket as a chip: which, how long, and whether it is in danger."""
    state = promise_state(ticket, _now(context))
    if not state:
        return SafeString("")
    left = until(context, ticket.target_due_at) if state != "paused" else _("paused")
    mark = "" if state in ("running", "paused") else state
    word = target_word(ticket.target)
    return SafeString(f'<span class="chip {mark}">{icon(clock_icon(state))} {word} <span>{left}</span></span>')


def promise_state(ticket: Any, at: datetime) -> str:
    """paused, running, warning or breached; nothing where no promise is open."""
    if not ticket.target or ticket.status in ("solved", "closed"):
        return ""
    if ticket.paused or not ticket.target_due_at:
        return "paused"
    if ticket.breached or at >= ticket.target_due_at:
        return "breached"
    start = ticket.target_started_at or ticket.opened_at
    return "warning" if at - start >= WARN_AT * (ticket.target_due_at - start) else "running"


@register.simple_tag(takes_context=True)
def why(context: Mapping[str, Any], about: str) -> SafeString:
    """The way to the reason of a value, where the desk decided it; a panel, or without scripts a page."""
    if about not in TARGETS and about not in context.get("whys", ()):
        return SafeString("")
    href = f"/tickets/{context['ticket'].pk}/why/{about}"
    words = _("Why: %(name)s") % {"name": ABOUT.get(about) or target_word(about)}
    facts = f'href="{href}" hx-get="{href}" title="{words}" aria-label="{words}"'
    return SafeString(f'<a class="whylink" {facts}>{icon("circle-help", "small")}</a>')


@register.filter
def runs(entries: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[Any]]]:
    """Messages one by one, the events between them together."""
    grouped = ((kind, [entry[kind] for entry in group]) for kind, group in groupby(entries, key=lambda entry: entry["kind"]))
    return [run for kind, items in grouped for run in ([(kind, items)] if kind == "event" else [(kind, [item]) for item in items])]


@register.filter
def options(names: str) -> list[str]:
    """The words of a constant list, for a loop in a template."""
    return names.split()


@register.filter
def lines(texts: Iterable[str]) -> str:
    """Each on a line of its own, as a field is filled in."""
    return "\n".join(texts)


@register.filter
def view_icon(key: str) -> str:
    return VIEW_ICONS.get(key, "list")


@register.simple_tag(takes_context=True)
def elapsed_share(context: Mapping[str, Any], promise: Any) -> int:
    """How much of a promise's time is used, in percent."""
    whole = promise.due_at - promise.started_at
    return min(100, max(0, round(100 * ((_now(context) - promise.started_at) / whole)))) if whole else 100


BARS = """<svg class="bars" viewBox="0 0 1000 100" preserveAspectRatio="none" role="img" aria-label="{}">
<line x1="0" x2="1000" y1="100" y2="100"/>{}</svg>
<div class="axis"><span>{}</span><span>{}</span></div>"""


@register.simple_tag
def day_bars(bars: list[Mapping[str, Any]], top: int) -> SafeString:
    """Opened and solved by day, two bars each, as a drawing that scales with the page; the table beside it says the same."""
    step = 1000 / len(bars)
    marks = format_html_join("", '<rect class="{}" x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>', _rects(bars, step))
    first, last = (f"{bars[place]['day']:%-d %b}" for place in (0, -1))
    words = _("Opened and solved by day, at most %(top)s a day") % {"top": top}
    return format_html(BARS, words, marks, first, last)


def _rects(bars: list[Mapping[str, Any]], step: float) -> Iterator[tuple[str, str, str, str, str, str]]:
    for place, bar in enumerate(bars):
        for side, kind in enumerate(("opened", "solved")):
            share = bar[f"{kind}_share"]
            title = f"{bar['day']:%a %-d %b}: {bar[kind]} {kind}"
            left = step * (place + 0.14 + 0.38 * side)
            yield kind, f"{left:.1f}", f"{100 - share:.1f}", f"{step * 0.34:.1f}", f"{share:.1f}", title
