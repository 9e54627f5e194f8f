"""What holds of the matrix on any ticket: it comes to rest, never goes down, never loses anybody's ticket that is where it belongs."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from supportops.actions.policy import current
from supportops.core.escalation import Place, again, fired, handoff, left, pulled, triggers, unanswered
from supportops.core.ticket import LIVE, Event, Priority, Status, Ticket, Verb, evolve_all

POLICY = current().escalation
T0 = datetime(2026, 1, 5, 9, tzinfo=UTC)
TAGS = ("legal", "churn-risk", "wants-manager", "bug-report", "login")

tickets = st.builds(
    Ticket,
    status=st.sampled_from(LIVE),
    priority=st.sampled_from(Priority),
    channel=st.sampled_from(["email", "social"]),
    sentiment=st.sampled_from(["neutral", "negative", "urgent"]),
    category=st.sampled_from(["", "product.bug", "account.login"]),
    tags=st.sets(st.sampled_from(TAGS)).map(lambda tags: tuple(sorted(tags))),
    arr=st.sampled_from([0, 10_000, 10_001, 200_000]),
    affected=st.sampled_from([0, 100, 101]),
    repeats=st.integers(0, 4),
    replies=st.integers(0, 4),
    reopenings=st.integers(0, 1),
    level=st.integers(1, 3),
    team=st.sampled_from(["frontline", "technical", "priority"]),
    assignee=st.sampled_from([None, 1]),
    version=st.just(4),
)


def whole_matrix(ticket: Ticket, ledger: list[Event]) -> list[Event]:
    """Every trigger that holds, each on the ticket as the one before it left it."""
    events: list[Event] = []
    for found in triggers(ticket, fired(ledger), POLICY):
        now = evolve_all(ticket, events)
        events += pulled(
            again(found.value.name, now, POLICY), now, at=T0, form=handoff(now, ledger, number=1), place=Place(found.value.team or None)
        )
    return events + left(evolve_all(ticket, events), [*ledger, *events], POLICY, T0)


@given(tickets)
def test_the_matrix_comes_to_rest_in_one_turn(ticket):
    events = whole_matrix(ticket, [])
    named = [event.data["trigger"] for event in events if "trigger" in event.data]
    assert len(named) == len(set(named))
    again_ = whole_matrix(evolve_all(ticket, events), events)
    # A tag or a level that the first turn brought may let a further row hold; after that there is nothing left.
    assert not {event.data.get("trigger") for event in again_} & set(named)
    third = whole_matrix(evolve_all(ticket, [*events, *again_]), [*events, *again_])
    assert third == []


@given(tickets)
def test_nothing_goes_down_and_whoever_is_high_enough_keeps_their_ticket(ticket):
    after = evolve_all(ticket, whole_matrix(ticket, []))
    assert after.level >= ticket.level
    if ticket.assignee and after.level == ticket.level:
        assert after.assignee == ticket.assignee


@given(tickets)
def test_every_escalation_carries_a_whole_form_and_a_time(ticket):
    for event in whole_matrix(ticket, []):
        if event.verb is Verb.ESCALATE:
            form = event.data["handoff"]
            assert all(form[name] for name in ("what_tried", "what_needed", "customer_expectation", "urgency_reason"))
            assert event.data["acknowledge_within"] > 0
            assert event.because


@given(st.integers(1, 3), st.sampled_from([None, *POLICY.triggers]))
def test_what_nobody_ever_takes_over_ends_with_people_who_were_told(level, trigger):
    ticket, last, ledger = Ticket(status=Status.ESCALATED, level=level, team="frontline", version=4), {"trigger": trigger or ""}, []
    for turn in range(4):
        form = handoff(ticket, ledger, number=1)
        (event,) = unanswered(ticket, last, POLICY, at=T0 + turn * timedelta(hours=1), form=form, place=Place())
        ticket, last = evolve_all(ticket, [event]), event.data
        ledger.append(event)
        if event.verb is Verb.ALERT:
            break
    assert ledger[-1].verb is Verb.ALERT and "manager" in ledger[-1].data["tell"]
