"""The pages as each of the cast sees them."""

from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.test import Client

from tests.cast import T0


@pytest.fixture(autouse=True)
def _an_empty_cache(db):
    cache.clear()


@pytest.fixture(autouse=True)
def clock(monkeypatch, settings):
    """The desk's time, which a test moves on: clock.at."""
    from supportops.interfaces import clock

    settings.ALLOWED_HOSTS = ["testserver"]
    moved = SimpleNamespace(at=T0)
    monkeypatch.setattr(clock, "now", lambda *_: moved.at)
    return moved


@pytest.fixture
def visit(cast):
    """A browser in which somebody is logged in: visit(cast.ada)."""

    def visit(person=None):
        browser = Client()
        if person is not None:
            browser.force_login(person)
        return browser

    return visit


@pytest.fixture
def ada_sees(visit, ada):
    return visit(ada)


@pytest.fixture
def ticket(cast, arrive, a_mail, clock):
    """Omar's mail, just come in."""
    from datetime import timedelta

    item = arrive(a_mail(words="My login is broken.\n\nPlease help.", Message_ID="<one@acme.example>", Cc="boss@acme.example"))
    clock.at += timedelta(minutes=5)
    return item.ticket


@pytest.fixture
def post(ada_sees, ticket):
    """A form of Ada's on the ticket's page, sent with the version that she saw."""

    def post(place, version=None, browser=None, **fields):
        ticket.refresh_from_db()
        said = {"version": ticket.version if version is None else version} | fields
        answer = (browser or ada_sees).post(f"/tickets/{ticket.pk}/{place}", said)
        ticket.refresh_from_db()
        return answer

    return post
