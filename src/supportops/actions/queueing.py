"""The waiting queue: what waits is dealt out as soon as somebody can take it; whoever goes away leaves their tickets to others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import structlog
from django.db import transaction
from django.db.models import Q

from supportops.actions import people
from supportops.actions.past import Past
from supportops.actions.policy import current
from supportops.actions.roster import Roster, one_at_a_time
from supportops.actions.tickets import Stale, act
from supportops.core import routing
from supportops.core.decision import Decision, told
from supportops.core.policy import Policy
from supportops.core.routing import Candidate, Route, RoutingFacts
from supportops.core.ticket import Priority, Refused, Verb
from supportops.models import Person, Team, Ticket, TicketEvent
from supportops.models.people import STAFF

log = structlog.get_logger()
LOOK = 200  # tickets at the head of each queue that a turn looks at
MINUTE = timedelta(minutes=1)
BY = "system:routing"


class Place(NamedTuple):
    """A ticket that somebody can take now, with all that was looked at."""

    ticket: int
    decision: Decision[Route]
    facts: RoutingFacts
    pool: Sequence[Candidate]

    @property
    def data(self) -> dict[str, Any]:
        """As the ledger keeps it, so that the decision can be taken again."""
        asked = self.decision.value.asked
        seen = {"asked": list(asked), "pool": [one.as_data() for one in self.pool if one.team in asked]}
        return {"decision": told(self.decision), "facts": self.facts.as_data() | seen}


def run(at: datetime, most: int = 20) -> int:
    """Deal out what waits, as far as somebody can take it; says how many tickets found a person.

    The first look locks nothing: where everybody is full or away, a long queue costs a few small questions.
    """
    return _from_who_is_gone(at, most) + _from_the_queues(at, most)


def _from_who_is_gone(at: datetime, most: int) -> int:
    """A customer answered somebody who no longer works here."""
    gone = list(Person.objects.filter(role__in=STAFF, is_active=False).values_list("pk", flat=True))
    theirs = Ticket.objects.open().filter(status__in=("new", "open"), waiting_since__isnull=False, assignee__in=gone)
    if not gone or not theirs.exists():
        return 0
    with transaction.atomic():
        return _hand_on(list(theirs.select_related("assignee").order_by("priority", "waiting_since")[:most]), BY, at)


def _from_the_queues(at: datetime, most: int) -> int:
    if not Ticket.objects.queued().exists() or not any(_places(Roster(alone=False), at)):
        return 0
    with transaction.atomic():
        roster, given = Roster(), 0
        for place in _places(roster, at):
            given += _given(place, roster, at)
            if given == most:
                break
        roster.save()
    return given


def _given(place: Place, roster: Roster, at: datetime) -> bool:
    """The ticket has its person; not where somebody else did something with it meanwhile."""
    ticket, route = Ticket.objects.get(pk=place.ticket), place.decision.value
    if ticket.status != "new" or ticket.assignee_id is not None:
        return False
    detail = {"assignee": route.assignee, "team": route.team, "level": route.level}
    try:
        act(ticket, Verb.ASSIGN, by=BY, at=at, because=place.decision.because, data=place.data, **detail)
    except (Stale, Refused) as reason:
        log.info("queued_ticket_was_not_given", ticket=ticket.pk, because=str(reason))
        return False
    roster.took(route.assignee, at, current().channels.weight(ticket.channel))
    return True


def _places(roster: Roster, at: datetime) -> Iterator[Place]:
    """What can be given now, the most urgent first, then what has waited longest."""
    policy = current()
    waiting = sorted(_waiting(roster.pool(at), at, policy), key=lambda each: (each["priority"], each["queued_at"]))
    if not waiting:
        return
    past = Past(policy, {each["requester"] for each in waiting if each["requester"]})
    resting, gave_back = _put_back([each["id"] for each in waiting], at - policy.routing.rests)
    for each in waiting:
        facts = _facts(each, past, at)
        pool = [one for one in roster.pool(at) if one.person != gave_back.get(each["id"])]
        decision = routing.route(facts, pool, policy.routing, policy.channels)
        if decision.value.assignee is not None and each["id"] not in resting:
            yield Place(each["id"], decision, facts, pool)


_READ = ("id", "team", "priority", "category", "tier", "channel", "language", "vip", "tags", "affected", "repeats", "problem", "level")
_COLUMNS = (*_READ, "requester", "queued_at")


def _waiting(pool: Sequence[Candidate], at: datetime, policy: Policy) -> Iterator[dict[str, Any]]:
    """The head of each queue for which anybody at all has room."""
    free = {one.team for one in pool if one.available and one.on_shift and one.load < one.capacity}
    for team in Team.objects.values_list("slug", flat=True) if free else ():
        queue = Ticket.objects.queued().filter(team=team, queued_at__isnull=False)
        if team not in free:
            queue = queue.filter(_can_be_helped(team, free, at, policy))
        yield from queue.values(*_COLUMNS)[:LOOK]


def _can_be_helped(team: str, free: set[str], at: datetime, policy: Policy) -> Q:
    """What has waited so long that somebody of another team may take it."""
    limits = {name: channel.queue_at_most for name, channel in policy.channels.matrix.items() if channel.queue_at_most is not None}
    over = Q(pk__in=[])
    for channel, limit in limits.items():
        over |= Q(channel=channel, queued_at__lte=at - limit)
    rule = policy.routing.teams.get(team)
    return over | Q(queued_at__lte=at - rule.overflow_after) if rule and free.intersection(rule.overflow) else over


def _put_back(tickets: Sequence[int], since: datetime) -> tuple[set[int], dict[int, int]]:
    """What a person put into its queue only just now, and by whom each was: it is not theirs again at once."""
    events = TicketEvent.objects.filter(ticket__in=tickets, verb=Verb.ROUTE, by__startswith="agent:").order_by("number")
    found = list(events.values_list("ticket", "by", "occurred_at"))
    return {ticket for ticket, _, at in found if at > since}, {ticket: int(by.partition(":")[2]) for ticket, by, _ in found}


def _facts(each: dict[str, Any], past: Past, at: datetime) -> RoutingFacts:
    """As they stand in the row; it stays in its queue."""
    return RoutingFacts(
        priority=Priority(each["priority"]),
        category=each["category"],
        tier=each["tier"],
        channel=each["channel"],
        language=each["language"],
        vip=each["vip"],
        tags=tuple(each["tags"]),
        affected=each["affected"],
        repeats=each["repeats"],
        problem=each["problem"],
        sticky=past.agent(each["requester"], at),
        waited=(at - each["queued_at"]) // MINUTE,
        team=each["team"],
        level=each["level"],
    )


def change(person: Person, *, by: str, at: datetime, **facts: object) -> int:
    """New facts about a colleague. Whoever takes no work any more leaves what waits to others; says how many tickets that were."""
    was_here = _is_here(person)
    with transaction.atomic():
        one_at_a_time()  # before this row is ours: whoever deals out will write into it
        people.change(person, **facts)
        return left(person, by, at) if was_here and not _is_here(person) else 0


def _is_here(person: Person) -> bool:
    return person.is_agent and person.is_active and person.available


def left(person: Person, by: str, at: datetime) -> int:
    """Somebody went away: what waits for us on their desk is somebody else's, or waits in its queue. Says how many tickets."""
    mine = Ticket.objects.mine(person).filter(status__in=("new", "open"), waiting_since__isnull=False)
    with transaction.atomic():
        return _hand_on(list(mine.select_related("assignee").order_by("priority", "waiting_since")), by, at)


def _hand_on(tickets: Sequence[Ticket], by: str, at: datetime) -> int:
    """Each to whoever can take it now."""
    roster = Roster()
    for ticket in tickets:
        _hand_over(ticket, roster, by, at)
    roster.save()
    return len(tickets)


def _hand_over(ticket: Ticket, roster: Roster, by: str, at: datetime) -> None:
    """To somebody else, or back into its queue."""
    person = ticket.assignee
    policy = current()
    facts = routing.facts_of(ticket.snapshot(), team=ticket.team_id or "")
    pool = [one for one in roster.pool(at) if one.person != person.pk]
    decision = routing.route(facts, pool, policy.routing, policy.channels)
    route = decision.value
    said = {"because": f"{person} is away. {decision.because}", "data": Place(ticket.pk, decision, facts, pool).data | {"left": by}}
    if route.assignee is None:
        act(ticket, Verb.ROUTE, by=BY, at=at, team=route.team, level=route.level, **said)
    else:
        act(ticket, Verb.ASSIGN, by=BY, at=at, assignee=route.assignee, team=route.team, level=route.level, **said)
        roster.took(route.assignee, at, policy.channels.weight(ticket.channel))
