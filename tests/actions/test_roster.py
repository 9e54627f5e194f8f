"""The roster: who can take a ticket at a moment, how much lies on each desk, and whose turn it is after a restart."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from supportops.actions import contact, people, teams
from supportops.actions.opening import Request, entries
from supportops.actions.policy import current
from supportops.actions.roster import Roster, loads
from supportops.actions.tickets import act, save
from supportops.core.ticket import Verb
from supportops.models import Team, Ticket
from tests.cast import HOUR, MINUTE, T0

pytestmark = pytest.mark.django_db


def asked(at=T0, channel=None, by=None) -> Ticket:
    said = {"at": at, "name": "Omar", "address": "omar@acme.example", "subject": "Good morning", "text": "Hello"}
    return contact.written_down(by=by, channel=channel, **said) if channel else contact.asked(**said)


def candidate(person, at=T0):
    return next(one for one in Roster().pool(at) if one.person == person.pk)


def test_a_candidate_is_what_is_known_of_the_colleague(ada):
    people.change(ada, skills={"api": 2}, languages=["en", "de"], senior=True, level=2, capacity=7)
    one = candidate(ada)
    assert (one.name, one.team, one.skills, one.languages) == ("Ada Okafor", "frontline", {"api": 2}, ("en", "de"))
    assert (one.senior, one.level, one.capacity, one.load, one.available, one.on_shift) == (True, 2, 7, 0, True, True)


def test_whoever_works_in_no_team_or_has_left_is_no_candidate(ada, lin, omar):
    people.change(ada, team=None)
    people.change(lin, is_active=False)
    assert Roster().pool(T0) == []


def test_a_load_is_the_weight_of_what_is_open(ada, lin):
    asked(), asked(channel="phone", by=lin)
    done = asked(channel="chat", by=lin)
    act(done, Verb.SOLVE, by=ada.actor, at=T0 + MINUTE, root_cause="user_error", resolution_type="agent_resolved")
    assert loads([ada.pk], current().channels) == {ada.pk: 5}
    assert candidate(ada).load == 5


def test_a_batch_is_dealt_out_in_turn(ada):
    ben = people.enlist(name="Ben", email="ben@desk.example", role="agent", team_id="frontline")
    roster = Roster()
    made = entries([Request("Good morning", "Hello", None, None, T0) for _ in range(5)], current(), roster)
    save(made, current())
    roster.save()
    assert [entry.row.assignee_id for entry in made] == [ada.pk, ben.pk, ada.pk, ben.pk, ada.pk]


def test_the_turn_is_kept_over_a_restart(ada):
    ben = people.enlist(name="Ben", email="ben@desk.example", role="agent", team_id="frontline")
    first = asked()
    act(first, Verb.SOLVE, by=ada.actor, at=T0 + MINUTE, root_cause="user_error", resolution_type="agent_resolved")
    stranger = {"name": "Eve", "address": "eve@elsewhere.example", "subject": "Good morning", "text": "Hello"}
    assert (first.assignee, contact.asked(at=T0 + HOUR, **stranger).assignee) == (ada, ben)


def test_a_shift_is_read_for_the_moment_that_is_asked(ada):
    people.change(ada, shift={"monday": ["09:00-10:00"]}, zone="Europe/Berlin")
    roster = Roster()
    on = {hour: roster.pool(T0 + timedelta(hours=hour))[0].on_shift for hour in (-2, -1, 0)}
    assert on == {-2: False, -1: True, 0: False}


def test_a_whole_batch_reads_the_desks_once(ada):
    roster = Roster()
    with CaptureQueriesContext(connection) as asked_for:
        for minute in range(20):
            roster.pool(T0 + minute * MINUTE)
    assert len(asked_for) <= 3


def test_a_team_that_only_the_handbook_knows_is_made_once(desk):
    Team.objects.filter(slug="social").delete()
    Team.objects.filter(slug="billing").update(name="Money")
    teams.keep(current())
    teams.keep(current())
    assert Team.objects.get(slug="social").name == "Social"
    assert Team.objects.get(slug="billing").name == "Money"
    assert set(current().routing.teams) == set(Team.objects.values_list("slug", flat=True))


def test_what_a_public_message_asks_for_comes_to_the_social_team(cast):
    sol = people.enlist(name="Sol", email="sol@desk.example", role="agent", team_id="social")
    ticket = asked(channel="social", by=cast.lin)
    assert (ticket.team_id, ticket.assignee) == ("social", sol)


def test_a_ticket_that_waits_keeps_the_level_that_it_was_given(cast, lin):
    people.change(lin, available=False)
    said = {"at": T0, "name": "Omar", "address": "omar@acme.example", "subject": "A bug", "text": "There is a bug on the page."}
    ticket = contact.asked(**said)
    assert (ticket.team_id, ticket.assignee, ticket.level) == ("technical", None, 2)
