"""Every decision on a new request in one place: the same from the text and from what was kept of it, and the same ticket as the ledger's."""

import json
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from supportops.actions.policy import SHIPPED, load
from supportops.core.handling import NO_SUBJECT, RequestFacts, handle, judge, read, reads_alike
from supportops.core.routing import Candidate
from supportops.core.ticket import Priority, Status, Ticket, Verb, decide, evolve, evolve_all, opened
from supportops.core.triage import Reading

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)  # a Monday
POLICY = load(SHIPPED)
ADA = Candidate(1, "Ada", "frontline")
LIN = Candidate(2, "Lin", "technical", True, 2)


def request(words="How do I change my password?", subject="Password", pool=(ADA, LIN), **facts):
    known = {name: facts.pop(name) for name in ("given", "earlier", "problem", "sticky", "bot_confidence") if name in facts}
    return RequestFacts(evolve(Ticket(), opened(Ticket(subject=subject, **facts), by="mail", at=AT)), AT, words, pool=pool, **known)


def test_a_request_is_triaged_placed_and_promised():
    decided = handle(request(), POLICY)
    assert decided.triage.category.value == decided.ticket.category == "account.password"
    assert (decided.ticket.team, decided.ticket.assignee, decided.ticket.status) == ("frontline", 1, Status.OPEN)
    assert decided.promise.value.first_reply_due_at > AT
    assert decided.escalations == ()


def test_where_nobody_can_take_it_the_request_waits_in_the_queue():
    waiting = handle(request(pool=()), POLICY).ticket
    assert (waiting.team, waiting.assignee, waiting.status, waiting.queued_at) == ("frontline", None, Status.NEW, AT)


def test_an_outage_of_an_enterprise_customer_is_escalated_at_once():
    decided = handle(request("The whole site is down for everybody", tier="enterprise"), POLICY)
    assert decided.ticket.priority is Priority.P0
    assert [found.value.name for found in decided.escalations] == ["p0"]


def test_a_persons_choice_of_priority_stands():
    ticket = handle(request("The site is down", given=Priority.P3), POLICY).ticket
    assert (ticket.priority, ticket.priority_given) == (Priority.P3, True)


def test_earlier_requests_count_in_the_category_that_was_found():
    earlier = {"account.password": 2, "product.bug": 5}
    assert handle(request(earlier=earlier), POLICY).ticket.repeats == 3
    assert handle(request("Hello there", "Hello", earlier=earlier), POLICY).ticket.repeats == 1


def test_the_known_problem_is_a_fact_of_the_request():
    assert handle(request(problem=12), POLICY).ticket.problem == 12
    assert handle(request(problem=12), POLICY).wanted.problem == 12


def test_a_missing_subject_is_not_read():
    assert read(NO_SUBJECT, "Hola", POLICY) == read("", "Hola", POLICY)


SAYING = "the site is down not working error for 250 of our users please cancel lawyer feature request thanks no if invoice"
words = st.lists(st.sampled_from(SAYING.split())).map(" ".join)
facts = st.builds(
    request,
    words,
    words,
    st.sampled_from([(), (ADA,), (ADA, LIN), (LIN,)]),
    tier=st.sampled_from(["free", "pro", "business", "enterprise"]),
    channel=st.sampled_from(["email", "web", "chat", "phone", "social"]),
    vip=st.booleans(),
    arr=st.sampled_from([0, 20_000]),
    given=st.sampled_from([None, *Priority]),
    problem=st.sampled_from([None, 12]),
    earlier=st.sampled_from([{}, {"product.bug": 2}]),
    sticky=st.sampled_from([None, 1, 2]),
)


@given(facts)
def test_what_was_kept_of_a_reading_decides_exactly_as_the_text_did(asked):
    kept = Reading.of(json.loads(json.dumps(read(asked.ticket.subject, asked.words, POLICY).as_data())))
    live, again = handle(asked, POLICY), judge(kept, replace(asked, words=""), POLICY)
    assert (live.triage, live.route, live.ticket, live.promise) == (again.triage, again.route, again.ticket, again.promise)


@given(facts)
def test_the_decided_ticket_is_the_one_that_the_verbs_make(asked):
    decided, ticket = handle(asked, POLICY), asked.ticket
    after, place = decided.ticket, decided.route.value
    names = ("priority", "category", "language", "sentiment", "tags", "affected", "repeats")
    steps = [(Verb.TRIAGE, {name: getattr(after, name) for name in names} | {"given": after.priority_given})]
    if asked.problem:
        steps.append((Verb.LINK, {"problem": asked.problem}))
    seat = {"assignee": place.assignee} if place.assignee else {}
    steps.append((Verb.ASSIGN if place.assignee else Verb.ROUTE, {"team": place.team, "level": place.level} | seat))
    for verb, detail in steps:
        ticket = evolve_all(ticket, decide(ticket, verb, by="system", at=AT, **detail))
    assert replace(ticket, version=0) == replace(after, version=0)


def test_handbooks_with_the_same_tables_read_alike():
    triage = POLICY.triage
    assert reads_alike(triage, triage)
    assert reads_alike(triage, replace(triage, priority=replace(triage.priority, affected_over=5)))
    assert not reads_alike(triage, replace(triage, reads=100))
    assert not reads_alike(triage, replace(triage, tags={}))
