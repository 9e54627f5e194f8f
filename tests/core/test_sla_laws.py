"""What holds of every ledger, calendar and target: later targets are due later, a split pause is one, explanations add up."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from supportops.core import ticket as core
from supportops.core.sla import Change, Internal, Lifecycle, SlaPolicy, Target, Warn, deadlines, explain
from supportops.core.ticket import Event, Priority, Refused, Status, Ticket, Verb
from tests.sla_vectors import NOTHING_TIMED, hours, read

T0 = datetime(2026, 3, 25, 7, tzinfo=UTC)
ZERO, SECOND, HOUR = timedelta(), timedelta(seconds=1), timedelta(hours=1)
FAR = timedelta(days=40)
CALENDARS = {name: hours(written) for name, written in read()["calendars"].items()}
STEPS = {
    Verb.ASSIGN: {"assignee": 1},
    Verb.ROUTE: {"team": "billing"},
    Verb.REPLY: {},
    Verb.HEAR: {},
    Verb.NOTE: {},
    Verb.WAIT: {},
    Verb.ESCALATE: {"reason": "logs", "data": {"acknowledge_within": 90}},
    Verb.ACKNOWLEDGE: {"assignee": 2},
    Verb.SOLVE: {},
    Verb.REOPEN: {},
    Verb.CLOSE: {},
}
spans = st.timedeltas(SECOND, timedelta(days=3)).map(lambda span: timedelta(seconds=int(span.total_seconds())))


def policy(target: Target, **sla) -> SimpleNamespace:
    return SimpleNamespace(
        lifecycle=Lifecycle(),
        priorities=dict.fromkeys(Priority, target),
        calendars=CALENDARS,
        sla=SlaPolicy(warnings=(Warn(0.5), Warn(0.75), Warn(0.9)), **sla),
        automation=NOTHING_TIMED,
        escalation=NOTHING_TIMED,
    )


@st.composite
def ledgers(draw: st.DrawFn) -> list[Event]:
    """A request, and up to eight things that the rules allow, each some time after the last."""
    at = T0 + draw(st.timedeltas(ZERO, timedelta(days=280)).map(lambda span: timedelta(minutes=int(span / timedelta(minutes=1)))))
    told = [core.opened(Ticket(team="frontline"), by="customer:9", at=at)]
    for verb, gap in draw(st.lists(st.tuples(st.sampled_from(list(STEPS)), spans), max_size=8)):
        at += gap
        try:
            told += core.decide(core.evolve_all(Ticket(), told), verb, by="agent:1", at=at, **STEPS[verb])
        except Refused:
            continue
    return told


targets = st.builds(Target, *[spans] * 3, st.sampled_from(sorted(CALENDARS)))
ahead = st.timedeltas(ZERO, timedelta(days=20))


def after(ledger: list[Event]) -> Ticket:
    return core.evolve_all(Ticket(), ledger)


@given(ledgers(), targets, spans)
def test_a_later_target_is_never_due_earlier(ledger, target, more):
    longer = Target(target.first_reply + more, target.next_reply + more, target.resolution + more, target.calendar)
    near, far = (deadlines(after(ledger), ledger, policy(one)).clocks for one in (target, longer))
    assert [clock.name for clock in near] == [clock.name for clock in far]
    for first, second in zip(near, far, strict=True):
        assert (second.due_at or datetime.max.replace(tzinfo=UTC)) >= (first.due_at or T0)
        assert first.warn_at is None or second.warn_at is None or second.warn_at >= first.warn_at
        assert not (first.state == "met" and second.state == "breached")


@given(ledgers(), targets, st.floats(0.05, 0.95))
def test_a_pause_that_was_split_is_one_pause(ledger, target, share):
    """In the midst of each wait the ticket is taken up and put down again at the same instant."""
    divided = list(ledger)
    stays = [(one, two) for one, two in pairwise(ledger) if one.became is Status.PENDING and two.was is Status.PENDING]
    for event, following in stays:
        at = event.occurred_at + (following.occurred_at - event.occurred_at) * share
        place = divided.index(following)
        up = Event(event.number, Verb.REOPEN, "agent:1", at, Status.PENDING, Status.OPEN)
        down = Event(event.number, Verb.WAIT, "agent:1", at, Status.OPEN, Status.PENDING)
        divided[place:place] = [up, down]
    whole, parts = (deadlines(after(ledger), one, policy(target)).clocks for one in (ledger, divided))
    assert whole == parts


@given(ledgers(), targets, ahead)
def test_an_explanation_adds_up_to_what_has_passed(ledger, target, later):
    rules = policy(target, internal={"frontline": Internal("berlin", {Priority.P2: Change(HOUR, HOUR, HOUR)})})
    ticket, now = after(ledger), ledger[-1].occurred_at + later
    for clock in deadlines(ticket, ledger, rules).clocks:
        told = explain(ticket, ledger, rules, clock.name, now)
        until = clock.met_at or max(now, clock.started_at)
        assert told.elapsed + told.uncounted == until - clock.started_at
        places = [place for part in told.passed for place in (part.start, part.end)]
        assert places == sorted(places) and all(part.length > ZERO for part in told.passed)
        assert places[1:-1:2] == places[2::2]  # no gap, no overlap
        assert not places or (places[0], places[-1]) == (clock.started_at, until)
        if clock.state == "running" and clock.due_at >= now:
            rest = sum((part.length for part in told.ahead if part.counted), ZERO)
            assert told.elapsed + rest == told.target


@given(ledgers(), targets, ahead)
def test_what_an_explanation_counts_is_what_the_calendar_counts(ledger, target, later):
    ticket, now, rules = after(ledger), ledger[-1].occurred_at + later, policy(target)
    desk = CALENDARS[target.calendar]
    told = explain(ticket, ledger, rules, "resolution", now)
    for part in told.passed:
        still = part.why.startswith(("waiting", "it was"))
        assert desk.elapsed(part.start, part.end) == (part.length if part.counted else ZERO) or still


@given(ledgers(), targets)
def test_time_asks_for_each_thing_once_and_in_order(ledger, target):
    """Whoever does what is due, one after the other, comes to an end, and the dates are those that were told."""
    rules, at = policy(target), ledger[-1].occurred_at
    for _ in range(30):
        found = deadlines(after(ledger), ledger, rules)
        if found.next is None:
            return
        at = max(at, found.next)
        due = found.due(at)
        assert due is not None
        ledger = [*ledger, *core.decide(after(ledger), due.verb, by=due.by, at=at, data=due.data)]
    raise AssertionError([(event.verb, event.data) for event in ledger])


@given(ledgers(), targets, st.sampled_from(sorted(CALENDARS)))
def test_internal_targets_never_move_what_the_customer_was_promised(ledger, target, calendar):
    own = {team: Internal(calendar, dict.fromkeys(Priority, Change(HOUR, HOUR, HOUR))) for team in ("frontline", "billing")}
    plain, both = policy(target), policy(target, internal=own)
    first, second = (deadlines(after(ledger), ledger, one) for one in (plain, both))
    assert first.clocks == tuple(clock for clock in second.clocks if not clock.internal)
    assert (first.target, first.breached) == (second.target, second.breached)
    assert replace(first, clocks=()).acts == tuple(act for act in second.acts if not act.about.startswith("team_"))
