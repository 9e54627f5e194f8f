"""People and their organizations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from supportops.actions import queueing
from supportops.actions.people import amend
from supportops.interfaces import clock
from supportops.interfaces.web import keyset
from supportops.interfaces.web.forms import ColleagueFacts, CustomerFacts, OrganizationFacts
from supportops.interfaces.web.tickets import HEAVY
from supportops.models import Organization, Person, Ticket
from supportops.models.tickets import TicketQuerySet

SHOWN = 50


def people(request: HttpRequest) -> HttpResponse:
    """Customers, or colleagues, by name; found by the beginning of an address or a part of the name."""
    staff, query = request.GET.get("role") == "staff", request.GET.get("query", "").strip()
    everybody = Person.objects.visible_to(request.reader)
    found = _named(everybody, query) if query else everybody.staff() if staff else everybody.customers()
    rows, next_url = keyset.by_name(found.select_related("organization", "team"), request)
    filters = [
        {"name": _("Customers"), "url": "/people", "active": not staff and not query},
        {"name": _("Colleagues"), "url": "/people?role=staff", "active": staff and not query},
    ]
    context = {"people": rows, "next_url": next_url, "query": query, "filters": filters, "section": "people"}
    return render(request, "people/list.html", context)


def _named(people: Any, query: str) -> Any:
    return people.filter(Q(email__startswith=query.casefold()) | Q(name__icontains=query))


def person(request: HttpRequest, number: int) -> HttpResponse:
    """One person with their tickets; a lead changes colleagues, anybody of us changes what is known of a customer."""
    shown = get_object_or_404(Person.objects.visible_to(request.reader).select_related("organization", "team"), pk=number)
    form = _form(request, shown)
    if request.method == "POST":
        if form is None:
            return render(request, "refused.html", {"sentence": _("Only a lead changes what is known of colleagues.")}, status=409)
        if form.is_valid():
            left = queueing.change(shown, by=request.reader.actor, at=clock.now(), **form.cleaned_data)
            messages.success(request, _("Saved. What waited here went to others: %(n)d.") % {"n": left} if left else _("Saved."))
            return HttpResponseRedirect(f"/people/{number}", status=303)
    tickets = Ticket.objects.visible_to(request.reader)
    theirs = tickets.filter(assignee=shown).open() if shown.is_agent else tickets.filter(requester=shown)
    context = {"shown": shown, "form": form, "tickets": _newest(theirs), "section": "people"}
    return render(request, "people/person.html", context, status=200 if form is None or not form.errors else 422)


def _form(request: HttpRequest, shown: Person) -> forms.Form | None:
    """The form for those who may change this person. Nobody makes an admin, or changes one, but an admin."""
    kind = ColleagueFacts if shown.is_agent else CustomerFacts
    if shown.is_agent and not _may_change(request.reader, shown):
        return None
    initial = {name: getattr(shown, name) for name in kind.base_fields}
    form = kind(request.POST or None, initial=initial)
    if isinstance(form, CustomerFacts):
        form.fields["organization"].queryset = Organization.objects.order_by("name")  # type: ignore[attr-defined]
    if isinstance(form, ColleagueFacts) and not request.reader.is_admin:
        form.fields["role"].choices = [choice for choice in form.fields["role"].choices if choice[0] != "admin"]  # type: ignore[attr-defined]
    return form


def _may_change(reader: Person, shown: Person) -> bool:
    return reader.is_admin or (reader.is_lead and not shown.is_admin)


def _newest(tickets: TicketQuerySet) -> list[Ticket]:
    return list(tickets.defer(*HEAVY).order_by("-changed_at", "-id")[:SHOWN])


def organizations(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("query", "").strip()
    found = Organization.objects.all()
    if query:
        found = found.filter(Q(name__icontains=query) | Q(domain__startswith=query.casefold()))
    rows, next_url = keyset.by_name(found, request)
    context = {"organizations": rows, "next_url": next_url, "query": query, "section": "organizations"}
    return render(request, "people/organizations.html", context)


def organization(request: HttpRequest, number: int) -> HttpResponse:
    """A company, its people and its tickets; a lead changes its tier, for it says what was promised."""
    shown = get_object_or_404(Organization, pk=number)
    form = _organization_form(request, shown) if request.reader.is_lead else None
    if request.method == "POST" and form is not None and form.is_valid():
        amend(shown, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(f"/organizations/{number}", status=303)
    if request.method == "POST" and form is None:
        return render(request, "refused.html", {"sentence": _("Only a lead changes an organization.")}, status=409)
    tickets = _newest(Ticket.objects.visible_to(request.reader).filter(organization=shown))
    members = Person.objects.visible_to(request.reader).filter(organization=shown).order_by("name")[:SHOWN]
    context = {"organization": shown, "form": form, "people": members, "tickets": tickets, "section": "organizations"}
    return render(request, "people/organization.html", context, status=200 if form is None or not form.errors else 422)


def _organization_form(request: HttpRequest, shown: Organization) -> OrganizationFacts:
    return OrganizationFacts(request.POST or None, initial={name: getattr(shown, name) for name in OrganizationFacts.base_fields})
