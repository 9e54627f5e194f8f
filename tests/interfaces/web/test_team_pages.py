"""The pages about teams: who is there, how full they are, and what waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from supportops.actions.people import change
from supportops.actions.policy import current
from supportops.core.routing import TeamRule
from supportops.interfaces.web import teams
from supportops.models import Team, Ticket
from tests.cast import HOUR, T0


def rows(browser):
    return {row.slug: row for row in browser.get("/teams").context["teams"]}


def test_every_team_of_the_handbook_stands_there_with_its_people(ada_sees, ada, lin) -> None:
    found = rows(ada_sees)
    assert list(found)[: len(current().routing.teams)] == list(current().routing.teams)
    assert [each.person for each in found["frontline"].staff] == [ada]
    assert (found["technical"].name, found["technical"].rule.level, [each.person for each in found["technical"].staff]) == (
        "Technical",
        2,
        [lin],
    )


def test_a_team_that_only_the_handbook_or_only_the_database_knows_has_its_row(ada_sees, monkeypatch) -> None:
    Team.objects.create(slug="old", name="Old hands")
    Team.objects.filter(slug="social").delete()
    policy = current()
    named = {**policy.routing.teams, "hardware": TeamRule("Hardware")}
    monkeypatch.setattr(teams, "current", lambda: replace(policy, routing=replace(policy.routing, teams=named)))
    found = rows(ada_sees)
    assert (found["hardware"].name, found["social"].name, found["old"].rule) == ("Hardware", "Social", None)
    for slug in ("hardware", "social", "old"):
        assert ada_sees.get(f"/teams/{slug}").status_code == 200
    assert ada_sees.get("/teams/kitchen").status_code == 404


def test_who_is_away_or_off_shift_is_not_at_work(ada_sees, ada, lin, clock) -> None:
    change(lin, team_id="frontline", capacity=10)
    assert (rows(ada_sees)["frontline"].here, rows(ada_sees)["frontline"].capacity) == (2, 50)
    change(lin, shift={"tuesday": ["09:00-17:00"]})
    row = rows(ada_sees)["frontline"]
    assert (len(row.staff), row.here, [each.person for each in row.at_work], row.capacity) == (2, 2, [ada], 40)
    change(ada, available=False)
    row = rows(ada_sees)["frontline"]
    assert (row.here, row.at_work) == (1, [])
    assert "nobody at work" in ada_sees.get("/teams").content.decode()


def test_the_queue_says_how_long_it_is_and_who_has_waited_longest(ada_sees, ada, ticket, clock) -> None:
    Ticket.objects.update(team="billing", queued_at=T0, assignee=None, status="new")
    second = Ticket.objects.get()
    second.pk, second.priority, second.queued_at = None, "P0", T0 + HOUR
    second.save()
    row = rows(ada_sees)["billing"]
    assert (row.waiting, row.oldest_at) == (2, T0)
    page = ada_sees.get("/teams/billing")
    assert list(page.context["queue"]) == [second, ticket]
    assert rows(ada_sees)["frontline"].waiting == 0


def test_what_sleeps_or_has_somebody_waits_for_nobody(ada_sees, ada, ticket) -> None:
    Ticket.objects.update(team="billing", queued_at=T0, assignee=ada, status="open")
    assert rows(ada_sees)["billing"].waiting == 0
    Ticket.objects.update(assignee=None, status="new", snoozed_until=T0 + timedelta(days=1))
    assert rows(ada_sees)["billing"].waiting == 0


def test_a_long_queue_is_shown_from_its_head(ada_sees, ticket, monkeypatch) -> None:
    monkeypatch.setattr(teams, "SHOWN", 1)
    Ticket.objects.update(team="billing", queued_at=T0, assignee=None, status="new")
    second = Ticket.objects.get()
    second.pk = None
    second.save()
    page = ada_sees.get("/teams/billing")
    assert (len(page.context["queue"]), page.context["more"]) == (1, 1)
    assert "and 1 more" in page.content.decode()


def test_a_lead_sets_somebody_away_from_the_team_and_stays_there(visit, ada, lin) -> None:
    page = visit(lin).get("/teams/frontline").content.decode()
    assert 'aria-label="Set Ada Okafor away"' in page
    assert "Set Ada Okafor away" not in visit(ada).get("/teams/frontline").content.decode().replace("I am away", "")
    answer = visit(lin).post(f"/people/{ada.pk}/presence", {"here": "no", "next": "/teams/frontline"})
    assert answer.headers["Location"] == "/teams/frontline"


def test_the_load_of_a_team_is_that_of_those_at_work(ada_sees, ada, lin, ticket) -> None:
    Ticket.objects.update(assignee=ada, status="open", channel="phone")
    change(ada, capacity=4)
    row = rows(ada_sees)["frontline"]
    assert (row.load, row.capacity, row.full, row.share) == (4, 4, True, 100)
    change(ada, capacity=16)
    assert (rows(ada_sees)["frontline"].full, rows(ada_sees)["frontline"].share) == (False, 25)


@pytest.mark.parametrize("slug", ["frontline", "priority"])
def test_the_page_says_what_the_handbook_says_of_a_team(ada_sees, slug) -> None:
    rule = current().routing.teams[slug]
    page = ada_sees.get(f"/teams/{slug}").content.decode()
    assert ("seniors first" in page) is rule.seniors_first
    assert ", ".join(current().routing.teams[key].name for key in rule.overflow) in page
