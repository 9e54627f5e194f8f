"""Our own people: who begins here, who is here or away, and how somebody new comes in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from supportops.actions import people, queueing
from supportops.actions.policy import current
from supportops.core.ticket import Refused
from supportops.interfaces import clock
from supportops.interfaces.web.accounts import first_link
from supportops.interfaces.web.colleague_form import ColleagueFacts, known
from supportops.interfaces.web.people_forms import NewColleague
from supportops.interfaces.web.standing import parts, standings
from supportops.interfaces.web.tickets import HEAVY
from supportops.models import Person, Ticket

DOOR = "door"  # where a session keeps the link of somebody new until it was shown once
SHOWN = 50
SAYS = {"yes": True, "no": False}


def colleague(request: HttpRequest, shown: Person) -> HttpResponse:
    """How a colleague stands, what they work on, and, for a lead, what they know and when they are there."""
    form = _form(request, shown)
    if request.method == "POST":
        if form is None:
            return _refused(request, _("Only a lead changes what is known of colleagues."), shown)
        if form.is_valid():
            queueing.change(shown, by=request.reader.actor, at=clock.now(), **form.cleaned_data)
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(f"/people/{shown.pk}", status=303)
    return render(request, "people/colleague.html", _context(request, shown, form), status=422 if form and form.errors else 200)


def _context(request: HttpRequest, shown: Person, form: ColleagueFacts | None) -> dict[str, Any]:
    (standing,) = standings([shown], current(), clock.now())
    works_on = Ticket.objects.visible_to(request.reader).mine(shown).defer(*HEAVY).order_by("-changed_at", "-id")[:SHOWN]
    door = request.session.pop(DOOR, None) if DOOR in request.session else None
    return {
        "shown": shown,
        "standing": standing,
        "parts": parts(shown, current()),
        "form": form,
        "tickets": works_on,
        "says_presence": may_say(request.reader, shown),
        "may_open": form is not None and not shown.has_usable_password(),
        "door": door["link"] if door and door["person"] == shown.pk else "",
        "section": "people",
    }


def _form(request: HttpRequest, shown: Person) -> ColleagueFacts | None:
    if not may_change(request.reader, shown):
        return None
    return ColleagueFacts(request.POST or None, initial=known(shown), by_admin=request.reader.is_admin)


def may_change(reader: Person, shown: Person) -> bool:
    """A lead changes colleagues; an admin is changed by admins alone."""
    return reader.is_admin or (reader.is_lead and not shown.is_admin)


def may_say(reader: Person, shown: Person) -> bool:
    """Each says for themselves whether they are here; a lead says it for anyone."""
    return reader == shown or reader.is_lead


def _refused(request: HttpRequest, sentence: str, shown: Person) -> HttpResponse:
    return render(request, "refused.html", {"sentence": sentence, "back_url": f"/people/{shown.pk}"}, status=409)


def presence(request: HttpRequest, number: int) -> HttpResponse:
    """Here or away. Whoever goes away leaves what waits for us on their desk to others."""
    shown = get_object_or_404(Person.objects.visible_to(request.reader).staff(), pk=number)
    here = SAYS.get(request.POST.get("here", ""))
    if not may_say(request.reader, shown):
        return _refused(request, _("You say for yourself whether you are here; for others a lead says it."), shown)
    if here is None:
        return _refused(request, _("expected here=yes or here=no"), shown)
    left = queueing.change(shown, by=request.reader.actor, at=clock.now(), available=here)
    messages.success(request, _told(shown, here=here, left=left))
    return HttpResponseRedirect(_back(request, shown), status=303)


def _told(shown: Person, *, here: bool, left: int) -> str:
    if here:
        return _("%(name)s is here: tickets come again.") % {"name": shown}
    away = _("%(name)s is away.") % {"name": shown}
    went = ngettext("%(n)d ticket that waited was dealt out again.", "%(n)d tickets that waited were dealt out again.", left)
    return f"{away} {went % {'n': left}}" if left else away


def _back(request: HttpRequest, shown: Person) -> str:
    """To the page on which the button was, if it is one of ours."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else f"/people/{shown.pk}"


def new(request: HttpRequest) -> HttpResponse:
    """A new colleague; the link to their first password is shown once. Tickets come when they say they are here."""
    form = NewColleague(request.POST or None, by_admin=request.reader.is_admin)
    if request.method == "POST" and form.is_valid():
        try:
            added = people.enlist(**form.cleaned_data, available=False, created_at=clock.now())
        except Refused as known_already:
            form.add_error("email", str(known_already))
        else:
            return _shown_the_door(request, added)
    return render(request, "people/new.html", {"form": form, "section": "people"}, status=422 if form.errors else 200)


def door(request: HttpRequest, number: int) -> HttpResponse:
    """Another first link, for somebody who has not come in yet. It never opens an account that is in use."""
    shown = get_object_or_404(Person.objects.visible_to(request.reader).staff(), pk=number)
    if not may_change(request.reader, shown):
        return _refused(request, _("Only an admin lets admins in."), shown)
    if shown.has_usable_password():
        return _refused(
            request, _("%(name)s has a password. Whoever forgot theirs asks for a link by mail on the login page.") % {"name": shown}, shown
        )
    return _shown_the_door(request, shown)


def _shown_the_door(request: HttpRequest, shown: Person) -> HttpResponse:
    request.session[DOOR] = {"person": shown.pk, "link": first_link(shown)}
    return HttpResponseRedirect(f"/people/{shown.pk}", status=303)
