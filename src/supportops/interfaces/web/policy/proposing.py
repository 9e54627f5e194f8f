"""What every page that changes the handbook shares: which version it starts from, and what comes of a proposal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from supportops.actions.policy.proposals import find, in_force, propose
from supportops.core.ticket import Refused
from supportops.interfaces import clock
from supportops.models import PolicyVersion


def base(request: HttpRequest) -> PolicyVersion:
    """The version whose texts are edited: the one that the form was drawn from, or a proposal to go on with, or the one in force."""
    number = request.POST.get("base") or request.GET.get("from") or ""
    if not number:
        return in_force(clock.now())
    try:
        return find(int(number))
    except (Refused, ValueError, OverflowError):
        raise Http404 from None


def proposed(request: HttpRequest, start: PolicyVersion, texts: Mapping[str, str]) -> HttpResponse:
    """The proposal's page. PolicyError and Refused are the caller's to show."""
    reason = request.POST.get("reason", "")
    version = propose(texts, by=request.reader, reason=reason, base=start.pk, at=clock.now())  # type: ignore[attr-defined]
    messages.success(request, _("Proposal %(number)s is made. Nothing changes until it is put in force.") % {"number": version.pk})
    return HttpResponseRedirect(f"/policy/versions/{version.pk}", status=303)


def around(request: HttpRequest, start: PolicyVersion) -> dict[str, Any]:
    """What such a form shows besides its fields."""
    going_on = start.reason if start.state == "proposed" else ""
    return {
        "base": start,
        "reason": request.POST.get("reason", going_on),
        "is_proposal": start.state == "proposed",
        "section": "policy",
        "tab": "handbook",
    }
