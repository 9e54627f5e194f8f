"""Explain this deadline: every span that counts and every one that does not, adding up to the minute."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse

from supportops.core.sla import Part, in_words
from supportops.core.ticket import Refused
from supportops.interfaces.explained import Explained
from supportops.interfaces.web.labels import TARGETS
from supportops.interfaces.web.panel import panel

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Span:
    """A part of the reckoning; its minutes are the difference of whole minutes, so that what is shown adds up."""

    part: Part
    length: str


def deadline(request: HttpRequest, explained: Explained, name: str) -> HttpResponse:
    try:
        told = explained.deadline(name)
    except Refused:
        raise Http404 from None
    promises = explained.whys("promise")
    facts = {
        "told": told,
        "elapsed": in_words(_floor(told.elapsed)),
        "uncounted": in_words(_floor(told.uncounted)),
        "target": in_words(told.target),
        "passed": list(_spans(told.passed, timedelta())),
        "ahead": list(_spans(told.ahead, told.elapsed)),
        "promise": None if told.clock.internal or not promises else promises[-1],
    }
    return panel(request, explained.row, "_deadline", str(TARGETS[name]), **facts)


def _spans(parts: Iterable[Part], elapsed: timedelta) -> Iterator[Span]:
    spent = {True: elapsed, False: timedelta()}
    for part in parts:
        before = spent[part.counted]
        spent[part.counted] = before + part.length
        yield Span(part, in_words(_floor(spent[part.counted]) - _floor(before)))


def _floor(span: timedelta) -> timedelta:
    return span // MINUTE * MINUTE
