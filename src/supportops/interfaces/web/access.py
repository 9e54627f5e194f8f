"""Who may open which page: the one guard that stands before every view."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from functools import wraps
from typing import Any, NamedTuple
from urllib.parse import urlencode

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import URLPattern, path

from supportops.actions import policy
from supportops.models import Person

READER = "reader"  # where the session of a customer who came by signed link says who they are
View = Callable[..., Any]


class Who(IntEnum):
    """Each may do what those before it may."""

    ANYBODY = 0
    READER = 1  # a customer by signed link or login, or one of us
    AGENT = 2
    LEAD = 3
    ADMIN = 4


class Route(NamedTuple):
    """One address, who may open it, and how."""

    address: str
    view: View
    who: Who
    methods: str = "GET"
    name: str = ""

    def pattern(self) -> URLPattern:
        return path(self.address, guarded(self), name=self.name or None)


def reader(request: HttpRequest) -> Person | None:
    """The person who reads: logged in, or a customer who followed their signed link."""
    if request.user.is_authenticated:
        return request.user  # type: ignore[return-value]
    number = request.session.get(READER)
    return Person.objects.customers().filter(pk=number, is_active=True).first() if number else None


def rank(person: Person | None) -> Who:
    if person is None or not person.is_active:
        return Who.ANYBODY
    if not person.is_agent:
        return Who.READER
    return Who.ADMIN if person.is_admin else Who.LEAD if person.is_lead else Who.AGENT


def guarded(route: Route) -> View:
    """The view, for those who may open it. It finds the reader as `request.reader`."""

    @wraps(route.view)
    def view(request: HttpRequest, **place: Any) -> HttpResponse:
        return _stopped(request, route) or route.view(request, **place)

    @wraps(route.view)
    async def view_later(request: HttpRequest, **place: Any) -> HttpResponse:
        return await sync_to_async(_stopped)(request, route) or await route.view(request, **place)

    return view_later if iscoroutinefunction(route.view) else view


def _stopped(request: HttpRequest, route: Route) -> HttpResponse | None:
    """The answer to those who may not go on; nothing for those who may."""
    if request.method not in _methods(route):
        return HttpResponseNotAllowed(_methods(route))
    policy.refresh()
    person = reader(request)
    request.reader = person  # type: ignore[attr-defined]
    if rank(person) >= route.who:
        return None
    return _elsewhere(request, person, route)


def _methods(route: Route) -> list[str]:
    listed = route.methods.split()
    return [*listed, "HEAD"] if "GET" in listed else listed


def _elsewhere(request: HttpRequest, person: Person | None, route: Route) -> HttpResponse:
    """The unknown log in, customers go to their own pages; whoever else is told nothing, not even that the page is there."""
    if person is None:
        return _to_the_door(request, route)
    if request.method == "GET" and not person.is_agent:
        return redirect("my_tickets")
    raise Http404


def _to_the_door(request: HttpRequest, route: Route) -> HttpResponse:
    if route.who is Who.READER:
        return redirect("my_link")
    back = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
    return HttpResponseRedirect(f"/accounts/login/?{back}" if back else "/accounts/login/")
