"""The teams: who is there, how much they have on their desks, and what waits for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from supportops.actions.policy import current
from supportops.core.policy import Policy
from supportops.core.routing import TeamRule
from supportops.interfaces import clock
from supportops.interfaces.web.people import kinds
from supportops.interfaces.web.standing import Standing, standings
from supportops.interfaces.web.tickets import HEAVY
from supportops.models import Person, Team, Ticket
from supportops.models.tickets import TicketQuerySet

SHOWN = 50


class Row(NamedTuple):
    """A team as it stands now; one that only the handbook or only the database knows is one too."""

    slug: str
    name: str
    rule: TeamRule | None
    staff: list[Standing]
    waiting: int
    oldest_at: datetime | None

    @property
    def here(self) -> int:
        return sum(each.here for each in self.staff)

    @property
    def at_work(self) -> list[Standing]:
        return [each for each in self.staff if each.at_work]

    @property
    def load(self) -> int:
        return sum(each.load for each in self.at_work)

    @property
    def capacity(self) -> int:
        """Of those who are at work: what the others could carry helps nobody now."""
        return sum(each.person.capacity for each in self.at_work)

    @property
    def full(self) -> bool:
        return self.load >= self.capacity

    @property
    def share(self) -> int:
        return 100 if self.full else 100 * self.load // self.capacity


def teams(request: HttpRequest) -> HttpResponse:
    """Every team with its people, its room and its queue."""
    rows = _rows(Ticket.objects.visible_to(request.reader), current(), clock.now())
    return render(request, "people/teams.html", {"teams": rows, "filters": kinds("teams"), "section": "people"})


def team(request: HttpRequest, slug: str) -> HttpResponse:
    """One team: its people as they stand now, and its queue in the order in which it is dealt out."""
    tickets, policy = Ticket.objects.visible_to(request.reader), current()
    shown = next((row for row in _rows(tickets, policy, clock.now(), slug) if row.slug == slug), None)
    if shown is None:
        raise Http404
    queue = tickets.queued().filter(team=slug).defer(*HEAVY)[:SHOWN]
    helpers = [_named(key, policy) for key in shown.rule.overflow] if shown.rule else []
    context = {"team": shown, "queue": queue, "helpers": helpers, "section": "people"}
    return render(request, "people/team.html", context | _more(shown))


def _more(shown: Row) -> dict[str, Any]:
    return {"more": max(0, shown.waiting - SHOWN)}


def _rows(tickets: TicketQuerySet, policy: Policy, at: datetime, slug: str = "") -> list[Row]:
    """In the handbook's order, then those that it does not name. With a slug only that team's people are looked at."""
    there = dict(Team.objects.order_by("name").values_list("slug", "name"))
    staff, queues = _staff(policy, at, slug), _queues(tickets)
    rules = policy.routing.teams
    known = dict.fromkeys([*rules, *there])
    return [
        Row(key, there.get(key) or _named(key, policy), rules.get(key), staff.get(key, []), *queues.get(key, (0, None))) for key in known
    ]


def _named(slug: str, policy: Policy) -> str:
    rule = policy.routing.teams.get(slug)
    return rule.name if rule else slug


def _staff(policy: Policy, at: datetime, slug: str) -> Mapping[str, list[Standing]]:
    found = Person.objects.staff().exclude(team=None).order_by("name", "pk")
    by_team = defaultdict(list)
    for standing in standings(found.filter(team=slug) if slug else found, policy, at):
        by_team[standing.person.team_id].append(standing)
    return by_team


def _queues(tickets: TicketQuerySet) -> Mapping[str, tuple[int, datetime | None]]:
    """How much waits in each queue, and since when."""
    counted = tickets.queued().order_by().values_list("team").annotate(n=Count("id"), oldest=Min("queued_at"))
    return {team: (number, oldest) for team, number, oldest in counted}
