"""`supportops user`: how colleagues stand, whether they are here, and how they come in."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner

from supportops.actions.people import change
from supportops.actions.tickets import act
from supportops.core.ticket import Verb
from supportops.interfaces.commands import user
from supportops.models import Person
from tests.cast import T0

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(monkeypatch):
    """`supportops user WORDS` on the test's desk, at the test's hour."""
    from supportops.interfaces import clock

    monkeypatch.setattr(user, "open_desk", lambda: None)
    monkeypatch.setattr(clock, "now", lambda: T0)

    def run(*words):
        return CliRunner().invoke(user.user, words)

    return run


def test_the_list_says_how_everybody_stands(run, ada, lin) -> None:
    change(lin, available=False, shift={"monday": ["08:00-12:00"]}, skills={"debugging": 2})
    found = {each["email"]: each for each in json.loads(run("list", "--json").output)}
    assert (found["ada@desk.example"]["here"], found["ada@desk.example"]["shift_changes_at"]) == (True, None)
    lins = found["lin@desk.example"]
    assert (lins["here"], lins["on_shift"], lins["skills"]) == (False, True, {"debugging": 2})
    assert lins["shift_changes_at"] == (T0 + timedelta(hours=3)).isoformat()
    lines = run("list").output.splitlines()
    assert ("at work" in lines[0], "away" in lines[1], lines[1].endswith("0 of 40")) == (True, True, True)


def test_an_empty_desk_says_what_to_do(run, desk) -> None:
    assert "supportops user create" in run("list").output


def test_whoever_is_set_away_leaves_what_waits(run, ada, arrive, a_mail) -> None:
    ticket = arrive(a_mail()).ticket
    act(ticket, Verb.ASSIGN, by=ada.actor, at=T0, assignee=ada.pk)
    assert run("away", "ADA@desk.example").output == "Ada Okafor is away; tickets dealt out again: 1.\n"
    ticket.refresh_from_db()
    assert (ticket.assignee, Person.objects.get(pk=ada.pk).available) == (None, False)
    assert run("here", "ada@desk.example").output == "Ada Okafor is here.\n"
    assert Person.objects.get(pk=ada.pk).available


def test_a_link_leads_to_a_new_password(run, ada) -> None:
    assert "/accounts/password/reset/" in run("link", "ada@desk.example").output


@pytest.mark.parametrize("command", ["link", "here", "away"])
def test_a_stranger_or_a_customer_is_nobody_who_works_here(run, omar, command) -> None:
    for address in ("omar@acme.example", "nobody@desk.example"):
        done = run(command, address)
        assert (done.exit_code, f"Nobody who works here has the address {address}." in done.output) == (1, True)
