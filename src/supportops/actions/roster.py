"""Who can take a ticket now: read once for a batch, kept right while it is dealt out, and its turns saved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property

from django.db import connection

from supportops.actions import rows
from supportops.actions.policy import current
from supportops.core import routing
from supportops.core.channels import ChannelPolicy
from supportops.core.routing.shift import Shift, on_shift
from supportops.models import Person
from supportops.models.people import STAFF
from supportops.models.tickets import LIVE

TURNS = 4_711_001  # the number of the lock that whoever deals out tickets holds until the end of the transaction


class Roster:
    """The agents with their load. The round robin's position lies in the database, so a restart forgets nothing."""

    def __init__(self, *, alone: bool = True) -> None:
        self._alone = alone  # only whoever deals out needs to be; to look, nobody is kept waiting
        self._took: dict[int, datetime] = {}
        self._shifts: dict[int, tuple[Shift, str]] = {}
        self._as_at: datetime | None = None

    @cached_property
    def candidates(self) -> dict[int, routing.Candidate]:
        """As they stand now; nobody else deals out tickets until this transaction ends."""
        if self._alone:
            one_at_a_time()
        staff = rows.objects(Person, f"SELECT {{columns}} {_STAFF} ORDER BY id")
        self._shifts = {person.pk: (person.shift, person.zone) for person in staff if person.shift}
        load = loads([person.pk for person in staff], current().channels)
        return {person.pk: _candidate(person, load.get(person.pk, 0)) for person in staff}

    def pool(self, at: datetime) -> list[routing.Candidate]:
        """Who might take a ticket at that moment."""
        candidates = self.candidates
        if self._shifts and at != self._as_at:
            self._as_at = at
            for person, (shift, zone) in self._shifts.items():
                candidates[person] = candidates[person]._replace(on_shift=on_shift(shift, zone, at))
        return list(candidates.values())

    def took(self, person: int, at: datetime, weight: int = 1) -> None:
        """The next one sees this one's load."""
        before = self.candidates[person]
        self.candidates[person] = before._replace(load=before.load + weight, last_assigned_at=at)
        self._took[person] = at

    def save(self) -> None:
        rows.change(Person, ["last_assigned_at"], [(at, person) for person, at in self._took.items()], "id = %s")


def one_at_a_time() -> None:
    """Two who deal out tickets at once would both see the same free place: the second waits for the first one's commit.

    On SQLite the transaction itself is that lock. A desk without staff has no turns, and its workers wait for nobody.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_advisory_xact_lock({TURNS}) WHERE EXISTS (SELECT 1 {_STAFF})")


_STAFF = f"FROM supportops_person WHERE role IN ({rows.literals(STAFF)}) AND is_active AND team_id IS NOT NULL"


def loads(staff: list[int], channels: ChannelPolicy) -> Mapping[int, int]:
    """How much lies on each desk: open tickets by the weight of their channel."""
    found: dict[int, int] = {}
    for person, channel, number in rows.read(_LOADS.format(staff=rows.places(staff)), staff) if staff else ():
        found[person] = found.get(person, 0) + number * channels.weight(channel)
    return found


_LOADS = f"""
    SELECT assignee_id, channel, COUNT(*) FROM supportops_ticket
    WHERE status IN ({rows.literals(LIVE)}) AND assignee_id IN ({{staff}}) GROUP BY assignee_id, channel
"""  # noqa: S608


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
