"""Who can take a ticket now: read once for a batch, kept right while it is dealt out, and its turns saved."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from django.db.models import Count

from supportops.core import routing
from supportops.models import Person, Ticket


class Roster:
    """The agents with their load. The round robin's position lies in the database, so a restart forgets nothing."""

    def __init__(self) -> None:
        self._took: dict[int, datetime] = {}

    @cached_property
    def candidates(self) -> dict[int, routing.Candidate]:
        staff = list(Person.objects.staff().exclude(team=None))
        busy = Ticket.objects.open().filter(assignee__in=[person.pk for person in staff]) if staff else Ticket.objects.none()
        load = dict(busy.values_list("assignee").annotate(n=Count("id")))
        return {person.pk: _candidate(person, load.get(person.pk, 0)) for person in staff}

    def pool(self, at: datetime) -> list[routing.Candidate]:
        """Who might take a ticket at that moment."""
        return list(self.candidates.values())

    def took(self, person: int, at: datetime) -> None:
        """The next one sees this one's load."""
        before = self.candidates[person]
        self.candidates[person] = before._replace(load=before.load + 1, last_assigned_at=at)
        self._took[person] = at

    def save(self) -> None:
        for person, at in self._took.items():
            Person.objects.filter(pk=person).update(last_assigned_at=at)


def _candidate(person: Person, load: int) -> routing.Candidate:
    return routing.Candidate(
        person=person.pk,
        name=str(person),
        team=person.team_id,
        senior=person.senior,
        level=person.level,
        languages=tuple(person.languages) or ("en",),
        skills=person.skills,
        available=person.available,
        load=load,
        capacity=person.capacity,
        last_assigned_at=person.last_assigned_at,
    )
