"""The published vectors: what they expect is what a counter of minutes finds, and what the desk says."""

from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportops.core import ticket as core
from supportops.core.sla import deadlines, explain
from supportops.core.sla.runs import runs
from tests import sla_vectors
from tests.sla_vectors import expected_of_calendar, expected_of_ticket, hours, ledger, minutes, ours, told

DATA = sla_vectors.read()
CALENDARS = DATA["calendars"]
calendar_vectors = pytest.mark.parametrize("vector", DATA["calendar_vectors"], ids=lambda vector: vector["name"])
ticket_vectors = pytest.mark.parametrize("vector", DATA["ticket_vectors"], ids=lambda vector: vector["name"])


@calendar_vectors
def test_a_calendar_vector_holds_by_the_counter(vector):
    assert expected_of_calendar(vector, CALENDARS) == vector["expected"]


@calendar_vectors
def test_a_calendar_vector_holds_here(vector):
    desk, start = hours(CALENDARS[vector["calendar"]]), datetime.fromisoformat(vector["from"])
    if "add" in vector:
        assert desk.due(start, timedelta(minutes=minutes(vector["add"]))) == datetime.fromisoformat(vector["expected"]["due_at"])
    else:
        assert desk.elapsed(start, datetime.fromisoformat(vector["to"])) == timedelta(minutes=vector["expected"]["minutes"])


@ticket_vectors
def test_a_ticket_vector_holds_by_the_counter(vector):
    assert expected_of_ticket(vector, CALENDARS) == vector["expected"]


def found(vector: dict) -> dict:
    """What the desk says of a vector's ticket."""
    policy, events, now = ours(vector, CALENDARS), ledger(vector), datetime.fromisoformat(vector["now"])
    ticket, said = core.evolve_all(core.Ticket(), events), {}
    for run in runs(ticket, events, policy):
        explained = explain(ticket, events, policy, run.name, now)
        warnings = [at for warning in run.warnings if (at := run.reaches(run.target * warning.at))]
        said[run.name] = told(explained.clock, explained.elapsed, warnings, now)
    assert {clock.name for clock in deadlines(ticket, events, policy).clocks} == set(said)
    return said


@ticket_vectors
def test_a_ticket_vector_holds_here(vector):
    assert found(vector) == vector["expected"]


WHAT = ("assigned", "queued", "replied", "customer_wrote", "noted", "waiting", "escalated", "acknowledged", "solved", "reopened", "closed")
fives = st.integers(1, 120).map(lambda fifth: f"{5 * fifth}m")


@st.composite
def vectors(draw: st.DrawFn) -> dict:
    """A life as the vectors tell it, to the minute, around clock changes; only what the rules allow."""
    at = datetime.fromisoformat(draw(st.sampled_from(["2026-03-28T12:00Z", "2026-04-04T08:00Z", "2026-10-03T09:00Z", "2026-10-24T15:00Z"])))
    target = {name: draw(fives) for name in ("first_reply", "next_reply", "resolution")}
    vector = {
        "calendar": draw(
            st.sampled_from(["always", "berlin", "berlin_nights", "sydney_nights", "lord_howe", "midnight", "chatham", "lunch"])
        ),
        "targets": {"P1": target},
        "events": [{"at": at.isoformat(), "what": "opened", "priority": "P1"}],
    }
    for what, gap in draw(st.lists(st.tuples(st.sampled_from(WHAT), st.integers(0, 400)), max_size=7)):
        at += timedelta(minutes=gap)
        asked = {"acknowledge_within": 35} if what == "escalated" and gap % 2 else {}
        longer = vector | {"events": [*vector["events"], {"at": at.isoformat(), "what": what, **asked}]}
        with suppress(core.Refused):
            ledger(longer)
            vector = longer
    return vector | {"now": (at + timedelta(minutes=draw(st.integers(0, 600)))).isoformat()}


@settings(max_examples=40)  # the counter takes its time
@given(vectors())
def test_any_life_is_counted_here_as_the_counter_counts_it(vector):
    assert found(vector) == expected_of_ticket(vector, CALENDARS)


def test_there_are_enough_of_them_and_each_has_a_name_of_its_own():
    names = [vector["name"] for vector in (*DATA["calendar_vectors"], *DATA["ticket_vectors"])]
    assert len(names) == len(set(names)) >= 90
    zones = {CALENDARS[vector["calendar"]]["zone"].split("/")[0] for vector in DATA["calendar_vectors"]}
    assert {"Europe", "America", "Australia", "Asia", "Pacific"} <= zones


def test_the_manual_says_how_many_there_are_and_what_their_words_mean():
    page = (sla_vectors.PLACE.parent / "sla.md").read_text()
    assert f"holds {len(DATA['calendar_vectors'])} vectors for calendars and {len(DATA['ticket_vectors'])} for tickets" in page
    said = {event["what"] for vector in DATA["ticket_vectors"] for event in vector["events"]}
    states = {clock["state"] for vector in DATA["ticket_vectors"] for clock in vector["expected"].values()}
    assert states == {"running", "late", "paused", "kept", "missed"}
    assert not [word for word in said | states if f"`{word}`" not in page]


def test_the_file_reads_as_it_is_written():
    assert sla_vectors.written(DATA) == sla_vectors.PLACE.read_text()
