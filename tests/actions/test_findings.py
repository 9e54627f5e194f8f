"""What must be known of a ticket before Ada solves it, where Lin asks for it."""

from dataclasses import replace

import pytest

from supportops.actions import tickets
from supportops.actions.policy import current
from supportops.core.conditions import ALWAYS
from supportops.core.ticket import Refused, Verb
from supportops.models import Ticket
from tests.cast import HOUR, T0

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(cast, a_mail, arrive):
    arrive(a_mail("The export is broken.", "Export"))
    return Ticket.objects.get()


def solve(ticket, ada, **findings):
    return tickets.act(ticket, Verb.SOLVE, by=ada.actor, at=T0 + HOUR, assignee=ada.pk, **findings)


def test_ada_solves_without_them_as_shipped_and_they_are_kept_where_she_names_them(ticket, ada):
    solve(ticket, ada, root_cause="product_bug", resolution_type="engineering_fix")
    ticket.refresh_from_db()
    assert (ticket.status, ticket.root_cause, ticket.resolution_type) == ("solved", "product_bug", "engineering_fix")


def test_where_lin_demands_them_nothing_is_solved_without(ticket, ada, monkeypatch):
    shipped = current()
    strict = replace(shipped, taxonomy=replace(shipped.taxonomy, required={"root_cause": ALWAYS}))
    monkeypatch.setattr(tickets, "current", lambda: strict)
    with pytest.raises(Refused, match="say its root cause"):
        solve(ticket, ada)
    assert Ticket.objects.get().status == "open"
    solve(ticket, ada, root_cause="user_error")
    assert Ticket.objects.get().status == "solved"


def test_a_cause_that_the_handbook_does_not_know_is_refused(ticket, ada):
    with pytest.raises(Refused, match="“bad luck” is no root cause"):
        solve(ticket, ada, root_cause="bad luck")
