"""A customer's own tickets: what was said in public, and an answer."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from supportops.actions.policy import current
from supportops.actions.thanks import heard_as
from supportops.actions.tickets import act
from supportops.core import sla
from supportops.core.ticket import Refused
from supportops.interfaces import clock
from supportops.interfaces.portal.bucket import spend
from supportops.interfaces.web import keyset, timeline
from supportops.interfaces.web.tickets import HEAVY
from supportops.interfaces.web.uploads import uploads
from supportops.models import Message, Person, Ticket

ANSWERS = 30  # an hour


class Answer(forms.Form):
    text = forms.CharField(label=_("Your answer"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 5}))


def mine(request: HttpRequest) -> HttpResponse:
    """Every ticket of the reader."""
    rows, next_url = keyset.newest_first(_mine(request.reader).defer(*HEAVY), request)
    for row in rows:
        row.url = f"/my/tickets/{row.pk}"
    return render(request, "portal/tickets.html", {"tickets": rows, "next_url": next_url})


def _mine(person: Person):
    """Also one of us sees here only what they asked for themselves."""
    return Ticket.objects.visible_to(person).filter(requester=person)


def ticket(request: HttpRequest, number: int) -> HttpResponse:
    """One ticket without what is ours alone, and a place to answer."""
    row = get_object_or_404(_mine(request.reader), pk=number)
    form = Answer(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _hear(request, row, form.cleaned_data["text"])
            return HttpResponseRedirect(f"/my/tickets/{number}", status=303)
        except Refused as refused:
            form.add_error(None, str(refused))
    said = [message for message in timeline.words(row, request.reader) if message.kind == "public"]
    shown = None if row.status == "closed" else form
    context = {"ticket": row, "entries": said, "form": shown, "season": _season(row), "back_url": "/my"}
    return render(request, "portal/ticket.html", context, status=422 if form.errors else 200)


def _season(row: Ticket) -> str:
    """What a customer who waits for us is told of the days in which they wrote."""
    return sla.season_words(row.snapshot(), current()) if row.waiting_since else ""


def _hear(request: HttpRequest, row: Ticket, text: str) -> None:
    person, at = request.reader, clock.now()
    if not spend("answer", str(person.pk), at, most=ANSWERS):
        raise Refused(_("That were many answers in a short time: please wait a little."))
    message = Message(
        kind="public",
        direction="in",
        author=person,
        author_name=str(person)[:200],
        author_email=person.email or "",
        verified=True,  # the session comes from a link that only this address received
        occurred_at=at,
        text=text.strip(),
        new_text=text.strip(),
    )
    files = uploads(request)
    verb, why = heard_as(row, message, files, "answered on the page of their own tickets")
    act(row, verb, by=person.actor, at=at, message=message, attachments=files, **why)
