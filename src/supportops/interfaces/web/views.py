"""The named views of the ticket list, and their counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from supportops.models import Person, Ticket
from supportops.models.tickets import TicketQuerySet

MOST = 1000  # counting further costs more than it tells


@dataclass(frozen=True)
class View:
    """A name for a selection of tickets."""

    key: str
    name: str | Promise
    chosen: Callable[[TicketQuerySet, Person], TicketQuerySet]

    def tickets(self, person: Person) -> TicketQuerySet:
        return self.chosen(Ticket.objects.visible_to(person), person)


VIEWS = {
    view.key: view
    for view in (
        View("mine", _("Mine"), lambda tickets, person: tickets.mine(person).filter(snoozed_until=None)),
        View("unassigned", _("Unassigned"), lambda tickets, person: tickets.unassigned().filter(snoozed_until=None)),
        View("open", _("Open"), lambda tickets, person: tickets.open()),
        View("breaching", _("Breaching"), lambda tickets, person: tickets.breaching()),
        View("snoozed", _("Snoozed"), lambda tickets, person: tickets.snoozed()),
        View("solved", _("Solved"), lambda tickets, person: tickets.solved()),
        View("all", _("All tickets"), lambda tickets, person: tickets),
    )
}
FIRST = "open"


def named(key: str | None) -> View:
    return VIEWS.get(key or "", VIEWS[FIRST])


def listed(person: Person, active: str = "") -> list[dict[str, object]]:
    """The views as the navigation shows them."""
    counts = zip(VIEWS.values(), _counts(person), strict=True)
    return [
        {"key": view.key, "name": view.name, "count": count, "url": f"/tickets?view={view.key}", "active": view.key == active}
        for view, count in counts
    ]


def _counts(person: Person) -> list[str]:
    """How many tickets each view holds, as far as it is worth counting."""
    with connection.cursor() as cursor:
        cursor.execute(*_statement(person, person.is_agent, MOST))
        return [f"{MOST - 1}+" if found >= MOST else str(found) for found in cursor.fetchone()]


@lru_cache(maxsize=1000)
def _statement(person: Person, _is_agent: bool, most: int) -> tuple[str, list[object]]:
    """One statement for all counts, composed once a person: composing takes longer than counting."""
    parts = [view.tickets(person).order_by().values("pk")[:most].query.sql_with_params() for view in VIEWS.values()]
    counts = ", ".join(f"(SELECT COUNT(*) FROM ({sql}) AS found)" for sql, _ in parts)  # noqa: S608 - Django's own words
    return f"SELECT {counts}", [value for _, values in parts for value in values]
