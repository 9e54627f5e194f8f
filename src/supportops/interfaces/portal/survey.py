"""The survey: one signed link, one click, a score."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from supportops.actions.policy import current
from supportops.actions.survey import rate
from supportops.core import survey
from supportops.core.ticket import Refused
from supportops.interfaces import clock
from supportops.models import Ticket


@csrf_exempt  # the signed token is the permission; a mail program's browser may bring no cookie
def ask(request: HttpRequest, token: str) -> HttpResponse:
    """The chosen score; a look by itself changes nothing, for mail scanners look at every link."""
    try:
        row = _invited(token)
        if request.method == "POST":
            return _rated(request, row)
    except (ValueError, Refused) as problem:
        return render(request, "refused.html", {"sentence": str(problem)}, status=404 if request.method == "GET" else 409)
    return render(request, "portal/survey.html", {"ticket": row, "score": request.GET.get("score", ""), "action": f"/survey/{token}"})


def _invited(token: str) -> Ticket:
    """The ticket that the token was made for, with its requester."""
    number = survey.ticket_of(token)
    row = Ticket.objects.select_related("requester").filter(pk=number).first() if number else None
    recipient = row.requester.email if row and row.requester else None
    survey.read(settings.SECRET_KEY.encode(), token, recipient or "", clock.now(), current().survey)
    if row is None:
        raise ValueError("This survey link is not one of ours.")
    return row


def _rated(request: HttpRequest, row: Ticket) -> HttpResponse:
    score = survey.score(request.POST.get("score", ""), current().survey)
    by = row.requester.actor if row.requester else "mail"
    rate(row, score, by=by, at=clock.now(), comment=request.POST.get("comment", ""))
    if request.headers.get("Sec-Fetch-Dest") == "empty":
        return HttpResponse(status=204)  # the page's own script; the page stays for a comment
    return HttpResponseRedirect(f"/survey/thanks?score={score}", status=303)


def thanks(request: HttpRequest) -> HttpResponse:
    score = request.GET.get("score", "")
    return render(request, "portal/thanks.html", {"score": score if score in ("1", "2", "3", "4", "5") else ""})
