"""Who stands behind the names that rules tell, among the people of this desk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Count

from supportops.core import ticket as core
from supportops.core.escalation import Colleague, Told, shown
from supportops.core.escalation import resolve as among
from supportops.core.policy import Policy
from supportops.models import Person, Ticket


def staff() -> list[Colleague]:
    """Everybody of the desk who is not gone."""
    return [_colleague(person) for person in Person.objects.staff().order_by("pk")]


def _colleague(person: Person) -> Colleague:
    return Colleague(person.pk, str(person), person.email or "", person.team_id, person.role, person.level, person.available)


def resolve(names: Iterable[str], ticket: core.Ticket, policy: Policy, people: Sequence[Colleague] | None = None) -> tuple[Told, ...]:
    """The people behind these names on this ticket, each once."""
    return among(names, ticket, staff() if people is None else people, policy.escalation)


def told(names: Iterable[str], ticket: core.Ticket, policy: Policy) -> str:
    """The same for a page: "Lin Mori, Ada Okafor (engineering)"."""
    return shown(resolve(names, ticket, policy))


def free(names: Iterable[str], ticket: core.Ticket, policy: Policy) -> int | None:
    """Of these, whoever is there and has the fewest open tickets; None where nobody is."""
    able = [one.who.person for one in resolve(names, ticket, policy) if one.who.person and one.who.available]
    load = dict(Ticket.objects.open().filter(assignee__in=able).values_list("assignee").annotate(n=Count("id"))) if able else {}
    return min(able, key=lambda person: (load.get(person, 0), person), default=None)
