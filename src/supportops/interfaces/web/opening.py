"""A ticket written down by hand: a phone call, somebody at the counter."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from supportops.actions.contact import written_down
from supportops.core.ticket import Priority, Refused
from supportops.interfaces import clock
from supportops.interfaces.web.forms import NewTicket
from supportops.interfaces.web.uploads import uploads


def new(request: HttpRequest) -> HttpResponse:
    """The form, and the ticket that comes of it: decided and promised as for a mail."""
    form = NewTicket(request.POST or None, initial={"name": request.GET.get("name", ""), "email": request.GET.get("email", "")})
    if request.method == "POST" and form.is_valid():
        try:
            return HttpResponseRedirect(f"/tickets/{_opened(request, form)}", status=303)
        except Refused as refused:
            form.add_error(None, str(refused))
    return render(request, "tickets/new.html", {"form": form, "section": "tickets"}, status=422 if form.errors else 200)


def _opened(request: HttpRequest, form: NewTicket) -> int:
    said = form.cleaned_data
    ticket = written_down(
        by=request.reader,
        at=clock.now(),
        channel=said["channel"],
        name=said["name"],
        address=said["email"],
        subject=said["subject"],
        text=said["text"],
        priority=Priority(said["priority"]) if said["priority"] else None,
        attachments=uploads(request),
    )
    return ticket.pk
