"""People and their organizations."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from supportops.actions.people import amend, change
from supportops.actions.policy import current
from supportops.interfaces import clock
from supportops.interfaces.web import keyset
from supportops.interfaces.web.colleagues import colleague
from supportops.interfaces.web.people_forms import CustomerFacts, OrganizationFacts
from supportops.interfaces.web.standing import standings
from supportops.interfaces.web.tickets import HEAVY
from supportops.models import Organization, Person, Ticket
from supportops.models.tickets import TicketQuerySet

SHOWN = 50


def kinds(active: str) -> list[dict[str, object]]:
    """Customers, colleagues, teams: the tabs of these pages."""
    names = {
        "customers": (_("Customers"), "/people"),
        "colleagues": (_("Colleagues"), "/people?role=staff"),
        "teams": (_("Teams"), "/teams"),
    }
    return [{"name": name, "url": url, "active": key == active} for key, (name, url) in names.items()]


def people(request: HttpRequest) -> HttpResponse:
    """Customers, or colleagues, by name; found by the beginning of an address or a part of the name."""
    staff, query = request.GET.get("role") == "staff", request.GET.get("query", "").strip()
    everybody = Person.objects.visible_to(request.reader)
    found = _named(everybody, query) if query else everybody.staff() if staff else everybody.customers()
    rows, next_url = keyset.by_name(found.select_related("organization", "team"), request)
    active = "" if query else "colleagues" if staff else "customers"
    context = {"people": rows, "next_url": next_url, "query": query, "filters": kinds(active), "section": "people"}
    if active == "colleagues":
        return render(request, "people/colleagues.html", context | {"standings": standings(rows, current(), clock.now())})
    return render(request, "people/list.html", context)


def _named(people: Any, query: str) -> Any:
    return people.filter(Q(email__startswith=query.casefold()) | Q(name__icontains=query))


def person(request: HttpRequest, number: int) -> HttpResponse:
    """One person with their tickets; any of us mends a customer's, a lead what decides whom they reach, and what is known of colleagues."""
    shown = get_object_or_404(Person.objects.visible_to(request.reader).select_related("organization", "team"), pk=number)
    return colleague(request, shown) if shown.is_agent else _customer(request, shown)


def _customer(request: HttpRequest, shown: Person) -> HttpResponse:
    known = {name: getattr(shown, name) for name in CustomerFacts.base_fields}
    form = CustomerFacts(request.POST or None, initial=known, by_lead=request.reader.is_lead)
    if request.method == "POST" and form.is_valid():
        change(shown, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(f"/people/{shown.pk}", status=303)
    tickets = _newest(Ticket.objects.visible_to(request.reader).filter(requester=shown))
    context = {"shown": shown, "form": form, "tickets": tickets, "section": "people"}
    return render(request, "people/person.html", context, status=422 if form.errors else 200)


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
    """A company, its people and its tickets; a lead changes its tier, its worth and its being a VIP, for they decide what is promised."""
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
