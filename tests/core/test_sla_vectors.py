"""The published vectors: what they expect is what a counter of minutes finds, and what the desk says."""

from datetime import datetime, timedelta

import pytest

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


@ticket_vectors
def test_a_ticket_vector_holds_here(vector):
    policy, events, now = ours(vector, CALENDARS), ledger(vector), datetime.fromisoformat(vector["now"])
    ticket, found = core.evolve_all(core.Ticket(), events), {}
    for run in runs(ticket, events, policy):
        explained = explain(ticket, events, policy, run.name, now)
        warnings = [at for warning in run.warnings if (at := run.reaches(run.target * warning.at))]
        found[run.name] = told(explained.clock, explained.elapsed, warnings, now)
    assert found == vector["expected"]
    assert {clock.name for clock in deadlines(ticket, events, policy).clocks} == set(found)


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
