"""Who may open what: every address of the house is in one list, and none of them shows a stranger anything."""

from __future__ import annotations

import pytest

from supportops.interfaces.web.access import Who
from supportops.interfaces.web.urls import ROUTES

STAFF_ONLY = [route for route in ROUTES if route.who >= Who.AGENT]
PLACES = {
    "<int:number>": "1",
    "<int:ticket>": "1",
    "<str:token>": "abc",
    "<str:sha256>": "0" * 64,
    "<str:about>": "priority",
    "<str:name>": "triage",
    "<str:key>": "targets",
}


def address(route, ticket=None):
    path = "/" + route.address
    for place, value in PLACES.items():
        path = path.replace(place, str(ticket.pk) if ticket and place == "<int:number>" and path.startswith(("/tickets", "/my")) else value)
    return path


def ask(browser, route, ticket):
    """The route's first way of asking, HTML pages by GET and acts by POST."""
    method = browser.get if "GET" in route.methods else browser.post
    return method(address(route, ticket), {"version": 1, "text": "let me in", "assignee": 1})


def test_every_address_is_in_the_list() -> None:
    from supportops import urls
    from supportops.interfaces.web import urls as pages

    listed = [pattern for pattern in urls.urlpatterns if getattr(pattern, "urlconf_module", None) is not pages]
    others = {str(pattern.pattern).lstrip("^") for pattern in listed}
    assert all(address.startswith(("healthz", "accounts/", "static/")) for address in others)
    assert len({route.address for route in ROUTES}) == len(ROUTES) == len(pages.urlpatterns)


def test_only_what_a_stranger_needs_is_open_to_anybody() -> None:
    opened = {route.address for route in ROUTES if route.who is Who.ANYBODY}
    assert opened == {
        *("", "contact", "contact/sent", "my/link", "my/leave", "my/<str:token>", "survey/thanks", "survey/<str:token>"),
    }


@pytest.mark.parametrize("route", [r for r in ROUTES if r.who > Who.ANYBODY], ids=lambda r: r.address or "home")
def test_nobody_unknown_gets_in(route, visit, ticket) -> None:
    answer = ask(visit(), route, ticket)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(("/accounts/login/", "/my/link"))
    assert b"login is broken" not in answer.content


@pytest.mark.parametrize("route", STAFF_ONLY, ids=lambda r: r.address)
def test_eve_sees_no_page_of_the_staff(route, visit, eve, ticket) -> None:
    answer = ask(visit(eve), route, ticket)
    assert answer.status_code in (302, 404)
    assert answer.status_code == 404 or answer.headers["Location"] == "/my"
    assert b"login is broken" not in answer.content
    assert ticket.events.count() == ticket.version


@pytest.mark.parametrize("route", [r for r in ROUTES if r.who is Who.ADMIN], ids=lambda r: r.address)
def test_ada_changes_no_setting(route, ada_sees, ticket) -> None:
    assert ask(ada_sees, route, ticket).status_code == 404


@pytest.mark.parametrize("route", [r for r in ROUTES if r.methods == "POST"], ids=lambda r: r.address)
def test_an_act_is_never_done_by_a_link(route, visit, lin, ticket) -> None:
    assert visit(lin).get(address(route, ticket)).status_code in (404, 405)


@pytest.mark.parametrize("route", [r for r in STAFF_ONLY if "POST" in r.methods], ids=lambda r: r.address)
def test_a_form_from_elsewhere_is_refused(route, lin, ticket) -> None:
    from django.test import Client

    browser = Client(enforce_csrf_checks=True)
    browser.force_login(lin)
    assert browser.post(address(route, ticket), {"version": 1}).status_code == 403
    assert ticket.events.count() == ticket.version


def test_eve_cannot_open_omars_ticket_on_her_own_pages(visit, eve, ticket) -> None:
    browser = visit(eve)
    assert browser.get(f"/my/tickets/{ticket.pk}").status_code == 404
    assert browser.post(f"/my/tickets/{ticket.pk}", {"text": "mine now"}).status_code == 404
    assert b"login" not in browser.get("/my").content


def test_who_has_left_is_a_stranger(visit, ada, ticket) -> None:
    from supportops.actions.people import change

    browser = visit(ada)
    assert browser.get("/tickets").status_code == 200
    change(ada, is_active=False)
    assert browser.get("/tickets").status_code == 302


def test_whoever_logs_in_comes_where_they_belong(visit, ada, omar) -> None:
    assert visit(ada).get("/").headers["Location"] == "/tickets"
    assert visit(omar).get("/").headers["Location"] == "/my"
    assert visit().get("/").headers["Location"] == "/accounts/login/"
