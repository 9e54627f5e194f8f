"""The usual changes by form: the fields of the handbook with their values, and back into its text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from supportops.core.policy import PolicyError
from supportops.core.ticket import Refused
from supportops.interfaces.web.policy.cases import CASES, Case, Field, plain
from supportops.interfaces.web.policy.filled import Unreadable, edited
from supportops.interfaces.web.policy.meanings import field_at, meanings
from supportops.interfaces.web.policy.proposing import around, base, proposed
from supportops.models import PolicyVersion


def case(request: HttpRequest, key: str) -> HttpResponse:
    """One of the usual changes; sent, it is a proposal."""
    form, start = CASES.get(key), base(request)
    if form is None:
        raise Http404
    return _sent(request, form, start) if request.method == "POST" else _page(request, form, start)


def _sent(request: HttpRequest, form: Case, start: PolicyVersion) -> HttpResponse:
    fields = list(form.fields(plain(start.texts)))
    try:
        return proposed(request, start, edited(start.texts, fields, request.POST))
    except Unreadable as no:
        return _page(request, form, start, {no.name: str(no)})
    except PolicyError as error:
        return _page(request, form, start, *_placed(error.all, fields))
    except Refused as no:
        return _page(request, form, start, {}, [str(no)])


def _placed(wrong: Sequence[PolicyError], fields: Sequence[Field]) -> tuple[dict[str, str], list[str]]:
    """What is wrong beside its field, and above all of them what belongs to none."""
    by_name: dict[str, str] = {}
    others: list[str] = []
    for fault in wrong:
        place = next((one for one in fields if one.chapter == fault.chapter and fault.path[: len(one.path)] == one.path), None)
        if place:
            by_name.setdefault(place.name, fault.sentence)
        else:
            others.append(str(fault))
    return by_name, others


def _page(
    request: HttpRequest, form: Case, start: PolicyVersion, wrong: Mapping[str, str] | None = None, others: Sequence[str] = ()
) -> HttpResponse:
    groups = [_group(group, request, wrong or {}) for group in form.groups(plain(start.texts))]
    context = {"case": form, "groups": groups, "others": others, "wrong": wrong}
    return render(request, "policy/case.html", context | around(request, start), status=422 if wrong or others else 200)


def _group(group: Any, request: HttpRequest, wrong: Mapping[str, str]) -> dict[str, Any]:
    rows = [
        {"label": row.label, "says": row.says, "fields": [_shown(one, row.label, request, wrong) for one in row.fields]}
        for row in group.rows
    ]
    return {"title": group.title, "hint": group.hint, "columns": group.columns, "rows": rows}


def _shown(one: Field, row: Any, request: HttpRequest, wrong: Mapping[str, str]) -> dict[str, Any]:
    """A field as the page draws it, with what was typed where the form comes back."""
    typed = request.POST.getlist(one.name) if request.method == "POST" else None
    chosen = typed if typed is not None else _as_typed(one.value)
    known = [(key, word) for key, word in one.choices]
    strange = [(name, name) for name in chosen if name not in dict(known)] if one.choices else []
    meaning = meanings().get(field_at(one.chapter, one.path), "")
    label = one.label if str(one.label) == str(row) else f"{row}: {one.label}"
    return {
        "name": one.name,
        "label": label,
        "short": one.label,
        "kind": one.kind,
        "value": chosen[0] if chosen else "",
        "chosen": chosen,
        "choices": [*known, *strange],
        "optional": one.optional,
        "wrong": wrong.get(one.name, ""),
        "meaning": meaning,
        "placeholder": _("none") if one.optional else "",
    }


def _as_typed(value: Any) -> list[str]:
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    return [] if value is None else [str(value)]
