"""What must be known of a ticket before it is solved."""

from dataclasses import replace

import pytest

from supportops.actions.policy import current
from supportops.core.conditions import parse
from supportops.core.taxonomy import check, lacking
from supportops.core.ticket import Priority, Refused, Ticket, Verb

SHIPPED = current().taxonomy
STRICT = replace(SHIPPED, required={"root_cause": parse({"fact": "priority", "in": ["P0", "P1"]}), "resolution_type": parse([])})


@pytest.mark.parametrize(
    "cause", ["user_error", "documentation_gap", "product_bug", "missing_feature", "third_party_issue", "billing_system"]
)
def test_every_root_cause_of_the_methodology_is_known(cause):
    check(Ticket(), Ticket(root_cause=cause), Verb.CLASSIFY, SHIPPED)


@pytest.mark.parametrize(
    "ending", ["self_service_redirect", "agent_resolved", "engineering_fix", "product_change", "refund_credit", "no_action_needed"]
)
def test_every_resolution_type_of_the_methodology_is_known(ending):
    check(Ticket(), Ticket(resolution_type=ending), Verb.SOLVE, SHIPPED)


def test_the_shipped_handbook_lets_ada_solve_without_either():
    assert lacking(Ticket(), SHIPPED) == ()
    check(Ticket(), Ticket(), Verb.SOLVE, SHIPPED)


def test_lin_may_ask_for_them_of_some_tickets():
    assert lacking(Ticket(priority=Priority.P1), STRICT) == ("root_cause", "resolution_type")
    assert lacking(Ticket(priority=Priority.P2), STRICT) == ("resolution_type",)
    assert lacking(Ticket(priority=Priority.P1, root_cause="user_error", resolution_type="agent_resolved"), STRICT) == ()


def test_ada_is_told_what_is_missing_and_only_when_she_solves():
    urgent = Ticket(priority=Priority.P0)
    with pytest.raises(Refused, match="say its root cause and its resolution type: the handbook asks for it"):
        check(urgent, urgent, Verb.SOLVE, STRICT)
    check(urgent, urgent, Verb.REPLY, STRICT)


def test_a_cause_that_nobody_knows_is_refused_with_those_that_are_known():
    with pytest.raises(Refused, match="“gremlins” is no root cause of this desk: choose one of user_error, "):
        check(Ticket(), Ticket(root_cause="gremlins"), Verb.SOLVE, SHIPPED)


def test_a_cause_from_an_older_handbook_does_not_stand_in_the_way():
    old = Ticket(root_cause="gremlins")
    check(old, replace(old, resolution_type="agent_resolved"), Verb.SOLVE, SHIPPED)
