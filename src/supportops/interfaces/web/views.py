"""The named views of the ticket list, and their counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

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

    def count(self, person: Person) -> str:
        """How many, as far as it is worth counting."""
        found = self.tickets(person).order_by()[:MOST].count()
        return f"{MOST - 1}+" if found >= MOST else str(found)


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
    return [
        {"key": view.key, "name": view.name, "count": view.count(person), "url": f"/tickets?view={view.key}", "active": view.key == active}
        for view in VIEWS.values()
    ]
