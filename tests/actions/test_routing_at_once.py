"""Eight workers deal out tickets at once: what comes in and what waits. Nobody is given too many, nobody is passed over, no ticket goes twice."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, connections, transaction

from supportops.actions import people, queueing
from supportops.actions.opening import Request, entries
from supportops.actions.policy import current
from supportops.actions.roster import TURNS, Roster
from supportops.actions.tickets import save
from supportops.models import Person, Ticket, TicketEvent
from tests.cast import MINUTE, T0

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS, BATCH = 8, 25


def arrive(count: int, at) -> None:
    """Requests of strangers, as a batch of a worker opens them."""
    requests = [Request("Good morning", "Hello", None, None, at) for _ in range(count)]
    with transaction.atomic():
        roster = Roster()
        save(entries(requests, current(), roster), current())
        roster.save()


def agents(count: int, capacity: int) -> list[Person]:
    return [
        people.enlist(name=f"Agent {n}", email=f"agent{n}@desk.example", role="agent", team_id="frontline", capacity=capacity)
        for n in range(count)
    ]


def side_by_side(each: int) -> None:
    """Every worker, on a connection of its own, opens so many tickets and then empties the queue."""

    def work(_: int) -> None:
        try:
            for _ in range(each // BATCH):
                queueing.run(T0 + 5 * MINUTE)
                arrive(count=BATCH, at=T0 + 5 * MINUTE)
            while queueing.run(T0 + 5 * MINUTE):
                pass
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, range(WORKERS)))


def loads() -> Counter[int]:
    return Counter(Ticket.objects.exclude(assignee=None).values_list("assignee", flat=True))


def given() -> Counter[int]:
    """How often each ticket was given to somebody."""
    return Counter(TicketEvent.objects.filter(verb="assign").values_list("ticket", flat=True))


def test_eight_workers_give_each_of_two_thousand_tickets_to_one_person_and_as_many_to_everybody(desk):
    count = 2_000 if connection.vendor == "postgresql" else 400
    for _ in range(count // 2 // 200):
        arrive(count=200, at=T0)
    staff = agents(6, capacity=1_000)
    side_by_side(each=count // 2 // WORKERS)
    assert Ticket.objects.count() == count
    assert Ticket.objects.queued().count() == 0
    assert set(given().values()) == {1}
    found = loads()
    assert set(found) == {agent.pk for agent in staff}
    assert max(found.values()) - min(found.values()) <= 1


def test_eight_workers_never_give_anybody_more_than_fits(desk):
    arrive(count=100, at=T0)
    staff = agents(5, capacity=30)
    side_by_side(each=BATCH)
    assert loads() == {agent.pk: 30 for agent in staff}
    assert set(given().values()) == {1}
    assert Ticket.objects.queued().count() == 100 + WORKERS * BATCH - 150


def test_whoever_deals_out_waits_for_the_one_before(desk):
    """The lock itself: while one transaction has looked at the desks, another cannot."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets only one transaction write at all")
    agents(1, capacity=5)
    other = connections.create_connection("default")
    with transaction.atomic():
        Roster().pool(T0)
        with other.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
            with pytest.raises(OperationalError, match="lock timeout"):
                cursor.execute(f"SELECT pg_advisory_xact_lock({TURNS})")
    other.close()


def test_a_desk_without_staff_waits_for_nobody(desk):
    arrive(count=1, at=T0)
    assert queueing.run(T0 + timedelta(hours=1)) == 0
