"""Reading: the handbook by chapters, line by line, each field with its meaning; and who did what with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString

from supportops.actions.policy import parsed
from supportops.actions.policy.proposals import history as acts
from supportops.actions.policy.proposals import in_force
from supportops.core.policy import CHAPTERS
from supportops.interfaces import clock
from supportops.interfaces.web.policy.cases import CASES
from supportops.interfaces.web.policy.meanings import field_at, meanings
from supportops.models import PolicyVersion

ACTS = 100


def handbook(request: HttpRequest) -> HttpResponse:
    """All chapters, what is in force, what is proposed, and where to change the usual things."""
    version = in_force(clock.now())
    proposed = PolicyVersion.objects.visible_to(request.reader).filter(state="proposed").select_related("author").order_by("-pk")  # type: ignore[attr-defined]
    context = {
        "version": version,
        "act": version.acts.order_by("-pk").select_related("by").first(),
        "proposals": proposed[:20],
        "chapters": [_headline(version, name) for name in CHAPTERS if name in version.texts],
        "cases": CASES.values(),
    }
    return render(request, "policy/handbook.html", context | shelf("handbook"))


def shelf(tab: str) -> dict[str, Any]:
    return {"section": "policy", "tab": tab}


def _headline(version: PolicyVersion, name: str) -> dict[str, Any]:
    return {"name": name, "about": about(version.texts[name]), "own": name in version.own}


def about(text: str) -> str:
    """The first sentence of a chapter's own introduction."""
    said = " ".join(line.lstrip("# ") for line in _introduction(text))
    return re.split(r"(?<=\.)\s", said, maxsplit=1)[0]


def _introduction(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if not line.startswith("#"):
            return
        yield line


def chapter(request: HttpRequest, name: str) -> HttpResponse:
    """One chapter as it is in force, or as ?version= has it."""
    version = asked(request)
    if name not in version.texts:
        raise Http404
    names = [one for one in CHAPTERS if one in version.texts]
    place = names.index(name) if name in names else 0
    context = {
        "version": version,
        "name": name,
        "about": about(version.texts[name]),
        "lines": list(lines(name, version.texts[name])),
        "chapters": names,
        "cases": [case for case in CASES.values() if name in case.chapters],
        "before": names[place - 1] if place else "",
        "after": names[place + 1] if place + 1 < len(names) else "",
    }
    return render(request, "policy/chapter.html", context | shelf("handbook"))


def asked(request: HttpRequest) -> PolicyVersion:
    """The version that an address names, else the one in force."""
    number = request.GET.get("version", "")
    found = PolicyVersion.objects.visible_to(request.reader)  # type: ignore[attr-defined]
    version = found.filter(pk=int(number)).first() if number.isascii() and number.isdigit() and len(number) < 16 else None
    if number and version is None:
        raise Http404
    return version or in_force(clock.now())


class Line(NamedTuple):
    """A line of a chapter, and the meaning of the field that begins there."""

    number: int
    code: SafeString
    meaning: str = ""


def lines(name: str, text: str) -> Iterator[Line]:
    """Each line; a field's meaning stands where it comes first."""
    said = _meanings_by_line(name, text)
    for number, line in enumerate(text.splitlines(), 1):
        yield Line(number, highlighted(line), said.get(number, ""))


def _meanings_by_line(name: str, text: str) -> Mapping[int, str]:
    found: dict[int, list[tuple[str, str]]] = {}
    told: set[tuple[str, ...]] = set()
    for place, line in parsed(name, text.encode()).lines.items():
        field = field_at(name, place)
        if field and field not in told:
            told.add(field)
            found.setdefault(line, []).append((field[-1], meanings()[field]))
    return {line: _together(said) for line, said in found.items()}


def _together(said: Sequence[tuple[str, str]]) -> str:
    """Several on one line are told apart by their names."""
    return " ".join(f"{name}: {words}" for name, words in said) if len(said) > 1 else said[0][1]


_PARTS = re.compile(
    r"(?P<lead>\s*(?:- )*)(?P<name>[^\s:#\"'{\[][^:#]*?:(?=\s|$))?(?P<value>(?:\"[^\"]*\"|'[^']*'|[^#]|(?<=\S)#)*)(?P<comment>#.*)?"
)


def highlighted(line: str) -> SafeString:
    """A line with its name and its comment set apart."""
    found = _PARTS.fullmatch(line)
    if found is None:
        return format_html("{}", line)
    parts = {name: part or "" for name, part in found.groupdict().items()}
    return format_html("{lead}<b>{name}</b>{value}<i>{comment}</i>", **parts)


def history(request: HttpRequest) -> HttpResponse:
    """Who did what with the handbook, when and why; the latest first."""
    found = acts()
    if (before := request.GET.get("before", "")).isdecimal() and len(before) < 16:
        found = found.filter(pk__lt=int(before))
    rows = list(found[: ACTS + 1])
    more = rows[ACTS - 1].pk if len(rows) > ACTS else None
    return render(request, "policy/history.html", {"acts": rows[:ACTS], "more": more} | shelf("history"))
