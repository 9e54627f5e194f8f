"""The published vectors on a real database: what the rows say is what the vectors expect."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from supportops.actions.policy import current
from supportops.actions.tickets import Entry, replayed, save
from supportops.core import ticket as core
from supportops.core.policy import Policy
from supportops.models import Ticket
from tests import sla_vectors

pytestmark = pytest.mark.django_db
DATA = sla_vectors.read()


def handbook(vector: dict) -> Policy:
    """The handbook in force with the promises of a vector, and without what follows by itself."""
    said, policy = sla_vectors.ours(vector, DATA["calendars"]), current()
    quiet = {"escalation": replace(policy.escalation, triggers={}), "automation": replace(policy.automation, rules=())}
    return replace(policy, lifecycle=said.lifecycle, priorities=said.priorities, calendars=said.calendars, sla=said.sla, **quiet)


def moments(vector: dict, ticket: core.Ticket) -> list[datetime]:
    """What time asks for, by the vector: the warnings and ends of what is owed, and the desk's own patience."""
    owed = [one for one in vector["expected"].values() if one["state"] in ("running", "late")]
    asked = [datetime.fromisoformat(text) for one in owed for text in (*one["warnings_at"], one["due_at"])]
    if ticket.is_done:
        return [ticket.solved_at + timedelta(hours=48)] if ticket.status == "solved" else []
    return [*asked, ticket.pending_since + timedelta(hours=72)] if ticket.pending_since else asked


@pytest.mark.parametrize("vector", DATA["ticket_vectors"], ids=lambda vector: vector["name"])
def test_a_vector_holds_in_the_database(vector, cast):
    policy = handbook(vector)
    ledger = sla_vectors.ledger(vector, agent=cast.ada.pk, requester=cast.omar.pk, team="frontline")
    ticket, row = core.evolve_all(core.Ticket(), ledger), Ticket()
    save([Entry(row, ledger, ledger, ticket, quiet=True)], policy)
    row = Ticket.objects.get(pk=row.pk)
    owed = {name: one for name, one in vector["expected"].items() if one["state"] in ("running", "late")}
    soonest = min(owed, key=lambda name: owed[name]["due_at"], default="")
    assert row.target == soonest
    assert row.target_due_at == (datetime.fromisoformat(owed[soonest]["due_at"]) if soonest else None)
    assert row.next_due_at == min(moments(vector, ticket), default=None)
    verdict = {"kept": (True,), "missed": (False,), "late": (False, None)}  # the ledger learns of a late one by its breach
    assert row.first_reply_kept in verdict.get(vector["expected"].get("first_reply", {}).get("state"), (None,))
    assert row.resolution_kept in verdict.get(vector["expected"]["resolution"]["state"], (None,))
    assert replayed(row, policy) == {}
