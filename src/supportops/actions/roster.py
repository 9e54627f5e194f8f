"""Who can take a ticket now: read once for a batch, kept right while it is dealt out, and its turns saved."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from supportops.actions import rows
from supportops.core import routing
from supportops.models import Person
from supportops.models.people import STAFF
from supportops.models.tickets import LIVE


class Roster:
    """The agents with their load. The round robin's position lies in the database, so a restart forgets nothing."""

    def __init__(self) -> None:
        self._took: dict[int, datetime] = {}

    @cached_property
    def candidates(self) -> dict[int, routing.Candidate]:
        staff = rows.objects(Person, _STAFF)
        load = _load([person.pk for person in staff])
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
            rows.change(Person, ["last_assigned_at"], [(at, person)], "id = %s")


_STAFF = f"SELECT {{columns}} FROM supportops_person WHERE role IN {STAFF} AND is_active AND team_id IS NOT NULL ORDER BY id"  # noqa: S608
_LIVE = ", ".join(f"'{status}'" for status in LIVE)


def _load(staff: list[int]) -> dict[int, int]:
    """How many open tickets lie on each desk."""
    if not staff:
        return {}
    sql = f"""
        SELECT assignee_id, COUNT(*) FROM supportops_ticket
        WHERE status IN ({_LIVE}) AND assignee_id IN ({rows.places(staff)}) GROUP BY assignee_id
    """  # noqa: S608 - our own words only
    return dict(rows.read(sql, staff))


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
