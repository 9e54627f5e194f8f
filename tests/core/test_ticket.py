"""The lifecycle: every pair answered, every walk replayable, the last act undoable."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportops.core.ticket import (
    BECOMES,
    Priority,
    Refused,
    Status,
    Ticket,
    Verb,
    allowed,
    decide,
    effective,
    evolve,
    evolve_all,
    opened,
    undo,
    undoable,
)

T0 = datetime(2026, 1, 5, 9, tzinfo=UTC)
ADA, OMAR = "agent:1", "customer:9"
HOUR = timedelta(hours=1)

DETAIL = {
    Verb.TRIAGE: {"priority": Priority.P1, "category": "product.bug", "language": "de", "sentiment": "negative", "tags": ("bug",)},
    Verb.ROUTE: {"team": "billing"},
    Verb.ASSIGN: {"assignee": 1},
    Verb.REPLY: {"assignee": 1},
    Verb.PRIORITISE: {"priority": Priority.P0},
    Verb.PROPOSE: {"priority": Priority.P0},
    Verb.DECLARE: {"known_by": ("blank page",), "article": "Clear the cache."},
    Verb.CLASSIFY: {"root_cause": "product_bug"},
    Verb.CATEGORISE: {"category": "account.login"},
    Verb.TAG: {"tags": ("b", "a", "a")},
    Verb.RENAME: {"subject": " Printer on fire "},
    Verb.ESCALATE: {"reason": "needs the logs"},
    Verb.ACKNOWLEDGE: {"assignee": 2},
    Verb.DEESCALATE: {"learned": "the log names the printer"},
    Verb.SOLVE: {"assignee": 1},
    Verb.RATE: {"score": 5},
}


def detail(verb, at):
    return {"until": at + HOUR} if verb is Verb.SNOOZE else DETAIL.get(verb, {})


def begin(subject="Printer"):
    event = opened(Ticket(subject=subject, requester=9), by=OMAR, at=T0)
    return evolve(Ticket(), event), [event]


def walk(*verbs):
    ticket, ledger = begin()
    for step, verb in enumerate(verbs, 1):
        at = T0 + step * HOUR
        events = undo(ticket, ledger, by=ADA, at=at) if verb is Verb.UNDO else decide(ticket, verb, by=ADA, at=at, **detail(verb, at))
        ticket, ledger = evolve_all(ticket, events), [*ledger, *events]
    return ticket, ledger


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("verb", [v for v in Verb if v is not Verb.UNDO])
def test_every_pair_moves_or_is_refused_with_a_sentence(status, verb):
    ticket = replace(begin()[0], status=status, level=2, snoozed_until=T0 + HOUR, pending_since=T0)
    if (status, verb) in BECOMES:
        (event,) = decide(ticket, verb, by=ADA, at=T0, **detail(verb, T0))
        assert evolve(ticket, event).status is BECOMES[status, verb]
        assert verb in allowed(status)
    else:
        with pytest.raises(Refused, match=r"A ticket that is \w+ .+\."):
            decide(ticket, verb, by=ADA, at=T0, **detail(verb, T0))
        assert verb not in allowed(status)


def test_a_new_ticket_waits_for_us_in_the_queue():
    ticket, _ = begin()
    assert (ticket.status, ticket.opened_at, ticket.queued_at, ticket.waiting_since, ticket.version) == (Status.NEW, T0, T0, T0, 1)


def test_assigning_opens_it_and_handing_it_back_makes_it_new_again():
    assert walk(Verb.ASSIGN)[0].status is Status.OPEN
    ticket, _ = walk(Verb.ASSIGN, Verb.ROUTE)
    assert (ticket.status, ticket.assignee, ticket.team, ticket.queued_at) == (Status.NEW, None, "billing", T0 + 2 * HOUR)


def test_the_first_answer_waits_for_the_customer_and_takes_the_ticket():
    ticket, _ = walk(Verb.REPLY)
    assert (ticket.status, ticket.assignee, ticket.first_replied_at, ticket.waiting_since) == (Status.PENDING, 1, T0 + HOUR, None)


def test_an_answer_never_takes_a_ticket_from_its_owner():
    ticket, _ = walk(Verb.ASSIGN)
    (event,) = decide(ticket, Verb.REPLY, by="agent:2", at=T0 + 2 * HOUR, assignee=2)
    assert evolve(ticket, event).assignee == 1


def test_a_second_answer_restarts_the_wait_for_the_customer():
    assert walk(Verb.REPLY, Verb.REPLY)[0].pending_since == T0 + 2 * HOUR


def test_the_customers_answer_opens_it_again():
    ticket, _ = walk(Verb.REPLY, Verb.HEAR)
    assert (ticket.status, ticket.waiting_since, ticket.pending_since) == (Status.OPEN, T0 + 2 * HOUR, None)


def test_a_second_message_does_not_make_the_customer_wait_from_anew():
    assert walk(Verb.ASSIGN, Verb.REPLY, Verb.HEAR, Verb.HEAR)[0].waiting_since == T0 + 3 * HOUR


def test_an_answer_to_a_solved_ticket_reopens_it_and_counts():
    ticket, _ = walk(Verb.SOLVE, Verb.HEAR)
    assert (ticket.status, ticket.solved_at, ticket.reopenings) == (Status.OPEN, None, 1)


def test_a_closed_ticket_says_what_to_do_instead():
    ticket, _ = walk(Verb.SOLVE, Verb.CLOSE)
    with pytest.raises(Refused, match="open a follow-up instead"):
        decide(ticket, Verb.REPLY, by=ADA, at=T0)


def test_a_machine_changes_nothing_but_the_ledger():
    ticket, _ = walk(Verb.SOLVE)
    (event,) = decide(ticket, Verb.OVERHEAR, by="mail", at=T0 + 9 * HOUR)
    assert event.changes == {} and evolve(ticket, event).status is Status.SOLVED


def test_an_escalation_goes_up_waits_for_a_specialist_and_comes_down():
    ticket, _ = walk(Verb.ASSIGN, Verb.ESCALATE)
    assert (ticket.status, ticket.level, ticket.escalated_at, ticket.assignee) == (Status.ESCALATED, 2, T0 + 2 * HOUR, None)
    ticket, _ = walk(Verb.ASSIGN, Verb.ESCALATE, Verb.ACKNOWLEDGE)
    assert (ticket.status, ticket.assignee) == (Status.OPEN, 2)
    assert walk(Verb.ASSIGN, Verb.ESCALATE, Verb.ACKNOWLEDGE, Verb.DEESCALATE)[0].level == 1


def test_whoever_gives_a_ticket_back_says_what_was_learned():
    ticket, _ = walk(Verb.ASSIGN, Verb.ESCALATE, Verb.ACKNOWLEDGE)
    with pytest.raises(Refused, match="what was learned"):
        decide(ticket, Verb.DEESCALATE, by=ADA, at=T0 + 9 * HOUR, learned=" ")
    (event,) = decide(ticket, Verb.DEESCALATE, by="rule:calm", at=T0 + 9 * HOUR)
    assert evolve(ticket, event).level == 1


def test_telling_the_customer_does_not_end_an_escalation():
    assert walk(Verb.ESCALATE, Verb.REPLY)[0].status is Status.ESCALATED


@pytest.mark.parametrize(
    ("verb", "wrong", "says"),
    [
        (Verb.RENAME, {"subject": "  "}, "needs a subject"),
        (Verb.SNOOZE, {"until": T0}, "still to come"),
        (Verb.ESCALATE, {"reason": " "}, "needs its reason"),
        (Verb.PRIORITISE, {"priority": Priority.P2}, "P2 already"),
        (Verb.RATE, {"score": 6}, "from 1 to 5"),
        (Verb.WAKE, {}, "awake already"),
        (Verb.DEESCALATE, {}, "first line already"),
    ],
)
def test_a_wrong_detail_is_refused_with_what_was_expected(verb, wrong, says):
    ticket = replace(begin()[0], status=Status.OPEN)
    with pytest.raises(Refused, match=says):
        decide(ticket, verb, by=ADA, at=T0, **wrong)


def test_a_customer_is_reminded_once():
    ticket, _ = walk(Verb.REPLY, Verb.NUDGE)
    with pytest.raises(Refused, match="reminded already"):
        decide(ticket, Verb.NUDGE, by="system:due", at=T0 + 9 * HOUR)


def test_tags_are_a_set_in_order():
    assert walk(Verb.TAG)[0].tags == ("a", "b")


def test_undo_gives_back_what_was_and_leaves_both_lines_in_the_ledger():
    before, _ = walk(Verb.ASSIGN)
    after, ledger = walk(Verb.ASSIGN, Verb.SOLVE, Verb.UNDO)
    assert replace(after, version=0, changed_at=None) == replace(before, version=0, changed_at=None)
    assert [e.verb for e in ledger][-2:] == [Verb.SOLVE, Verb.UNDO]
    assert [e.verb for e in effective(ledger)] == [Verb.OPEN, Verb.ASSIGN]


def test_undo_twice_goes_further_back():
    assert walk(Verb.ASSIGN, Verb.SOLVE, Verb.UNDO, Verb.UNDO)[0].status is Status.NEW


def test_what_left_the_house_cannot_be_undone():
    ticket, ledger = walk(Verb.ASSIGN, Verb.REPLY)
    assert undoable(ledger) is None
    with pytest.raises(Refused, match="nothing to undo"):
        undo(ticket, ledger, by=ADA, at=T0)


def test_a_note_does_not_stand_in_the_way_of_undo():
    assert walk(Verb.SOLVE, Verb.NOTE, Verb.UNDO)[0].status is Status.NEW


def test_an_act_of_the_system_is_not_a_persons_to_undo():
    ticket, ledger = begin()
    events = decide(ticket, Verb.ASSIGN, by="system", at=T0, assignee=1)
    assert undoable([*ledger, *events]) is None and undoable([]) is None


@given(st.lists(st.sampled_from([v for v in Verb if v is not Verb.OPEN]), max_size=25))
def test_any_walk_replays_to_the_same_ticket_and_none_leaves_closed(verbs):
    ticket, ledger = begin()
    for step, verb in enumerate(verbs, 1):
        at = T0 + step * HOUR
        closed = ticket.status is Status.CLOSED
        try:
            events = undo(ticket, ledger, by=ADA, at=at) if verb is Verb.UNDO else decide(ticket, verb, by=ADA, at=at, **detail(verb, at))
        except Refused:
            continue
        ticket, ledger = evolve_all(ticket, events), [*ledger, *events]
        assert not closed or ticket.status is Status.CLOSED
    assert evolve_all(Ticket(), ledger) == ticket
    assert [event.number for event in ledger] == list(range(1, len(ledger) + 1))
    assert (ticket.pending_since is not None) == (ticket.status is Status.PENDING)


def test_the_rules_propose_beside_a_choice_and_the_choice_ends_the_proposal():
    ticket, _ = walk(Verb.PROPOSE)
    assert (ticket.priority, ticket.proposed_priority, ticket.priority_given) == (Priority.P2, "P0", False)
    with pytest.raises(Refused, match="already"):
        decide(ticket, Verb.PROPOSE, by="system:triage", at=T0, priority=Priority.P0)
    ticket, _ = walk(Verb.PROPOSE, Verb.PRIORITISE)
    assert (ticket.priority, ticket.proposed_priority, ticket.priority_given) == (Priority.P0, "", True)


def test_a_priority_of_the_system_is_no_choice_of_a_person():
    ticket, _ = begin()
    (event,) = decide(ticket, Verb.PRIORITISE, by="system:triage", at=T0, priority=Priority.P0)
    assert not evolve(ticket, event).priority_given


def test_a_known_problem_has_words_and_a_case_of_it_its_number():
    ticket, _ = walk(Verb.DECLARE)
    assert (ticket.known_by, ticket.article) == (("blank page",), "Clear the cache.")
    with pytest.raises(Refused, match="at least one"):
        decide(ticket, Verb.DECLARE, by=ADA, at=T0, known_by=(" ",))
    (event,) = decide(begin()[0], Verb.LINK, by="system:routing", at=T0, problem=7)
    assert evolve(begin()[0], event).problem == 7


def test_cause_and_ending_are_noted_alone_or_with_the_solution_and_one_keeps_the_other():
    ticket, _ = walk(Verb.CLASSIFY)
    (event,) = decide(ticket, Verb.SOLVE, by=ADA, at=T0, resolution_type="engineering_fix")
    assert (evolve(ticket, event).root_cause, evolve(ticket, event).resolution_type) == ("product_bug", "engineering_fix")
