"""Opening tickets: facts gathered, the core asked, one ledger begun for each request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from supportops.actions import files, rows
from supportops.actions.following import follow
from supportops.actions.past import Past
from supportops.actions.roster import Roster
from supportops.actions.tickets import Entry
from supportops.core import handling, triage
from supportops.core import ticket as core
from supportops.core.decision import Decision, told
from supportops.core.handling import Handling, RequestFacts
from supportops.core.policy import Policy
from supportops.core.problems import Problem
from supportops.core.routing import Candidate
from supportops.models import Message, Person, Ticket


@dataclass(slots=True)
class Request:
    """What somebody asks for, by whatever door it came."""

    subject: str
    words: str  # the customer's own, without quoted history and signature
    message: Message | None
    requester: Person | None
    at: datetime
    by: str = "mail"
    channel: str = "email"
    mailbox: int | None = None
    priority: core.Priority | None = None  # a person's own choice is never overruled
    attachments: Sequence[files.File] = ()
    because: str = ""
    follows: int | None = None  # the ticket that this may belong to
    quiet: bool = False
    facts: dict[str, Any] = field(default_factory=dict)


def entries(requests: Sequence[Request], policy: Policy, roster: Roster, past: Past | None = None) -> list[Entry]:
    """The first page of each ledger; the caller saves them."""
    past = past or Past(policy, _asking(requests))
    opened = [_entry(request, policy, roster, past) for request in requests]
    follow(opened, policy)
    return opened


def _asking(requests: Iterable[Request]) -> set[int]:
    return {request.requester.pk for request in requests if request.requester}


def _entry(request: Request, policy: Policy, roster: Roster, past: Past) -> Entry:
    page = _Page(request)
    problem = past.problem(page.ticket.subject, request.words, request.at)
    reading = handling.read(page.ticket.subject, request.words, policy)
    earlier = past.earlier(page.ticket.requester, request.at)
    facts = RequestFacts(
        ticket=page.ticket,
        at=request.at,
        given=request.priority,
        earlier=earlier,
        problem=problem.value.number if problem else None,
        sticky=past.agent(page.ticket.requester, request.at),
        pool=roster.pool(request.at),
    )
    decided = handling.judge(reading, facts, policy)
    _triage(page, decided, facts, reading)
    if problem:
        _known(page, problem)
    _place(page, decided, facts.pool)
    _promise(page, decided)
    if request.follows is not None:
        page.add(core.Verb.LINK, "threading", f"may belong to #{request.follows}", {"ticket": request.follows})
    assignee = decided.route.value.assignee
    if assignee is not None:
        roster.took(assignee, request.at, policy.channels.weight(page.ticket.channel))
    past.opened(page.ticket.requester, page.ticket.category, request.at, assignee)
    return page.entry()


class _Page:
    """The first page of a ledger while it is written."""

    def __init__(self, request: Request) -> None:
        self.request = request
        data = {"history": True} if request.quiet else {}
        self.ledger = [core.opened(_first(request), by=request.by, at=request.at, because=request.because, data=data)]
        self.ticket = core.evolve(core.BLANK, self.ledger[0])

    def add(self, verb: core.Verb, who: str, because: str, data: dict[str, Any], **detail: Any) -> None:
        for event in core.decide(self.ticket, verb, by=f"system:{who}", at=self.request.at, because=because, data=data, **detail):
            self.ledger.append(event)
            self.ticket = core.evolve(self.ticket, event)

    def entry(self) -> Entry:
        request, row = self.request, rows.new(Ticket, opened_at=self.request.at)
        more = (request.message, 1, request.attachments, request.quiet, request.facts, request.requester)
        return Entry(row, self.ledger, self.ledger, self.ticket, *more)


def _first(request: Request) -> core.Ticket:
    person = request.requester
    return core.changed(
        core.BLANK,
        subject=request.subject.strip()[:500] or handling.NO_SUBJECT,
        channel=request.channel,
        mailbox=request.mailbox,
        requester=person.pk if person else None,
        organization=person.organization_id if person else None,
        tier=person.promised_tier if person else "free",
        vip=bool(person and person.is_vip),
        arr=person.arr if person else 0,
    )


def _triage(page: _Page, decided: Handling, facts: RequestFacts, reading: triage.Reading) -> None:
    found, after = decided.triage, decided.ticket
    page.add(
        core.Verb.TRIAGE,
        "triage",
        found.priority.because,
        {
            "decision": told(found.priority),
            "category": told(found.category),
            "sentiment": told(found.sentiment),
            "language": told(found.language),
            "affected": told(found.affected),
            "facts": _read(facts, reading),
        },
        priority=after.priority,
        category=after.category,
        language=after.language,
        sentiment=after.sentiment,
        tags=after.tags,
        affected=after.affected,
        repeats=after.repeats,
        given=after.priority_given,
    )


def _read(facts: RequestFacts, reading: triage.Reading) -> dict[str, Any]:
    """What triage was told, so that it can be asked again."""
    known = {"reading": reading.as_data(), "tier": facts.ticket.tier, "channel": facts.ticket.channel, "given": facts.given}
    return known | ({"earlier": facts.earlier} if facts.earlier else {})


def _known(page: _Page, match: Decision[Problem]) -> None:
    """The request is a case of a known problem, and gets what helps with it."""
    problem = match.value
    about = {"problem": problem.number, "article": problem.article}
    page.add(core.Verb.LINK, "problems", match.because, about | {"decision": told(match)}, problem=problem.number)
    if problem.article:
        words = f"What helps with the known problem #{problem.number} may help here."
        page.add(core.Verb.SUGGEST, "problems", words, about | {"kind": "article"})


def _place(page: _Page, decided: Handling, pool: Sequence[Candidate]) -> None:
    chosen = decided.route
    place = chosen.value
    data = {"decision": told(chosen), "facts": decided.wanted.as_data() | _seen(pool, place.asked)}
    if place.assignee is None:
        page.add(core.Verb.ROUTE, "routing", chosen.because, data, team=place.team, level=place.level)
    else:
        page.add(core.Verb.ASSIGN, "routing", chosen.because, data, assignee=place.assignee, team=place.team, level=place.level)


def _seen(pool: Sequence[Candidate], asked: Sequence[str]) -> dict[str, Any]:
    """The people who were looked at, as they were at that moment."""
    return {"asked": list(asked), "pool": [one.as_data() for one in pool if one.team in asked]}


def _promise(page: _Page, decided: Handling) -> None:
    given = decided.promise
    page.add(core.Verb.PROMISE, "sla", given.because, {"decision": told(given)} | given.value.as_data())
