"""Many workers run the same rules at once: every run is counted, and nobody waits for ever."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import connection, connections

from supportops.actions.opening import Request, entries
from supportops.actions.policy import current, inforce
from supportops.actions.roster import Roster
from supportops.actions.tickets import act, save
from supportops.core.automation import Act, Rule
from supportops.core.ticket import Verb
from supportops.models import RuleWatch, Ticket, TicketEvent
from tests.cast import HOUR, MINUTE, T0

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS, EACH = 6, 4
RULES = (Rule("b", (Act(tag=("b",)), Act(note="Look.")), on=(Verb.HEAR,)), Rule("a", (Act(tell=("leads",)),), on=(Verb.HEAR,)))


@pytest.fixture
def tickets(desk, monkeypatch):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets only one transaction write at all")
    policy = current()
    policy = replace(policy, automation=replace(policy.automation, rules=RULES))
    monkeypatch.setattr(inforce, "_held", replace(inforce._held, policy=policy, unasked=False))
    save(entries([Request("Hello", "Hello", None, None, T0) for _ in range(WORKERS * EACH)], policy, Roster()), policy)
    return list(Ticket.objects.order_by("pk").values_list("pk", flat=True))


def hear(numbers) -> None:
    try:
        for place, number in enumerate(numbers):
            act(Ticket.objects.get(pk=number), Verb.HEAR, by="mail", at=T0 + HOUR + place * MINUTE)
    finally:
        connections.close_all()


def side_by_side(tickets) -> None:
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(hear, [tickets[start::WORKERS] for start in range(WORKERS)]))


def test_every_run_is_counted(tickets):
    side_by_side(tickets)
    assert dict(RuleWatch.objects.values_list("rule", "fired")) == {"a": WORKERS * EACH, "b": WORKERS * EACH}


@pytest.mark.parametrize("wild", ["a", "b"])
def test_a_rule_is_paused_while_others_run_it(tickets, wild):
    RuleWatch.objects.create(rule=wild, expected_a_day=0.1)
    side_by_side(tickets)
    assert RuleWatch.objects.get(rule=wild).paused_at is not None
    assert 1 <= TicketEvent.objects.filter(by="system:rules").count() <= WORKERS  # whoever finds it at the same moment tells it, too
    assert TicketEvent.objects.filter(by=f"rule:{wild}").exclude(verb="note").count() < WORKERS * EACH
    other = {"a": "b", "b": "a"}[wild]
    assert TicketEvent.objects.filter(by=f"rule:{other}").exclude(verb="note").count() == WORKERS * EACH
