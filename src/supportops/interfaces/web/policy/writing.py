"""A chapter's text in a box with line numbers: whatever the forms do not know can be written here."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from supportops.actions.policy.proposals import written
from supportops.actions.policy.recording import faults
from supportops.core.policy import PolicyError
from supportops.core.schema import dotted
from supportops.core.ticket import Refused
from supportops.interfaces.web.policy.chapters import about
from supportops.interfaces.web.policy.proposing import around, base, proposed
from supportops.models import PolicyVersion


def text(request: HttpRequest, name: str) -> HttpResponse:
    """The text of a chapter; sent, it is a proposal, or what is wrong with it is shown at its lines."""
    start = base(request)
    if name not in start.texts:
        raise Http404
    if request.method != "POST":
        return _page(request, start, name, start.texts[name])
    return _sent(request, start, name)


def _sent(request: HttpRequest, start: PolicyVersion, name: str) -> HttpResponse:
    typed = written({name: request.POST.get("text", "")}, start)[name]
    wrong = faults(start.texts | {name: typed})
    if wrong or request.POST.get("act") == "check":
        return _page(request, start, name, typed, wrong, checked=True)
    try:
        return proposed(request, start, {name: typed})
    except (Refused, PolicyError) as no:
        return _page(request, start, name, typed, refused=str(no))


def _page(
    request: HttpRequest,
    start: PolicyVersion,
    name: str,
    typed: str,
    wrong: Sequence[PolicyError] = (),
    checked: bool = False,
    refused: str = "",
) -> HttpResponse:
    here = {fault.line: fault.sentence for fault in wrong if fault.chapter == name}
    context = {
        "name": name,
        "about": about(typed),
        "text": typed,
        "numbers": [(number, here.get(number, "")) for number in range(1, typed.count("\n") + 2)],
        "wrong": [(fault, dotted(fault.path)) for fault in sorted(wrong, key=lambda fault: (fault.chapter != name, fault.line or 0))],
        "checked": checked,
        "refused": refused,
    }
    status = 422 if wrong else 409 if refused else 200
    return render(request, "policy/text.html", context | around(request, start), status=status)
