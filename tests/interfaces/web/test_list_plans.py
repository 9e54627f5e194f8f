"""What keeps the lists fast on a large desk: each view and each count is read from an index of its own, in order, and nothing is sorted."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from supportops.interfaces.web import keyset, views
from tests.cast import T0

OWN = {
    "mine": "ticket_mine",
    "unassigned": "ticket_mine",  # nobody is one more assignee; PostgreSQL keeps the order only by ticket_nobodys
    "open": "ticket_live",
    "breaching": "ticket_alarmed",
    "snoozed": "ticket_snoozed",
    "solved": "ticket_done",
    "all": "ticket_changed",
}
KEPT_APART = ("breaching", "snoozed", "solved")  # their rows are few among many: counted through any other index, all would be read

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by statistics, and a dozen rows it reads whole"),
]


def plan(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return "\n".join(line for *_, line in cursor.fetchall())


@pytest.mark.parametrize("view", OWN)
def test_a_page_from_the_middle_of_a_view_is_read_from_its_index(cast, view) -> None:
    tickets = keyset.older(views.named(view).tickets(cast.ada), T0, 7).order_by("-changed_at", "-id")[: keyset.PAGE]
    told = tickets.explain()
    assert OWN[view] in told, told
    assert "TEMP B-TREE" not in told


@pytest.mark.parametrize("view", KEPT_APART)
def test_a_rare_kind_is_counted_by_its_own_index(cast, view) -> None:
    with CaptureQueriesContext(connection) as seen:
        views.listed(cast.ada)
    assert OWN[view] in plan(seen[-1]["sql"].replace("%", "%%"))
