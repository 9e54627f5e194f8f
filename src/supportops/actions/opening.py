"""Opening tickets: facts gathered, the core asked, one ledger begun for each request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from supportops.actions import files
from supportops.actions.roster import Roster
from supportops.actions.tickets import Entry
from supportops.core import sla, triage
from supportops.core import ticket as core
from supportops.core.decision import Decision
from supportops.core.policy import Policy
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


def entries(requests: Iterable[Request], policy: Policy, roster: Roster) -> list[Entry]:
    """The first page of each ledger; the caller saves them."""
    return [_entry(request, policy, roster) for request in requests]


def _entry(request: Request, policy: Policy, roster: Roster) -> Entry:
    ledger = [core.opened(_first(request), by=request.by, at=request.at, because=request.because)]
    ticket = core.evolve(core.Ticket(), ledger[0])
    for step in (_triage, _route, _promise, _link):
        for event in step(ticket, request, policy, roster):
            ledger.append(event)
            ticket = core.evolve(ticket, event)
    row = Ticket(opened_at=request.at)
    return Entry(row, ledger, ledger, ticket, request.message, 1, request.attachments, request.quiet, request.facts, request.requester)


def _first(request: Request) -> core.Ticket:
    person = request.requester
    return core.Ticket(
        subject=request.subject.strip()[:500] or "(no subject)",
        channel=request.channel,
        mailbox=request.mailbox,
        requester=person.pk if person else None,
        organization=person.organization_id if person else None,
        tier=person.promised_tier if person else "free",
        vip=bool(person and person.is_vip),
        arr=person.arr if person else 0,
    )


def _triage(ticket: core.Ticket, request: Request, policy: Policy, roster: Roster) -> list[core.Event]:
    facts = triage.TriageFacts(request.subject, request.words, ticket.tier, ticket.channel, request.priority)
    found = triage.triage(facts, policy.triage)
    return core.decide(
        ticket,
        core.Verb.TRIAGE,
        by="system:triage",
        at=request.at,
        because=found.priority.because,
        data={"decision": told(found.priority), "category": told(found.category), "sentiment": told(found.sentiment)},
        priority=found.priority.value,
        category=found.category.value,
        language=found.language.value,
        sentiment=found.sentiment.value,
        tags=found.tags.value,
    )


def _route(ticket: core.Ticket, request: Request, policy: Policy, roster: Roster) -> list[core.Event]:
    chosen = roster.route(ticket, policy)
    because, data = chosen.because, {"decision": told(chosen)}
    if chosen.value.assignee is None:
        detail = {"team": chosen.value.team}
        return core.decide(ticket, core.Verb.ROUTE, by="system:routing", at=request.at, because=because, data=data, **detail)
    roster.took(chosen.value.assignee, request.at)
    place = {"assignee": chosen.value.assignee, "team": chosen.value.team, "level": chosen.value.level}
    return core.decide(ticket, core.Verb.ASSIGN, by="system:routing", at=request.at, because=because, data=data, **place)


def _promise(ticket: core.Ticket, request: Request, policy: Policy, roster: Roster) -> list[core.Event]:
    target = policy.priorities[ticket.priority]
    hours = policy.calendars[target.calendar]
    because = f"{ticket.priority}: first reply within {sla.in_words(target.first_reply)}, solved within {sla.in_words(target.resolution)}"
    data = {
        "calendar": target.calendar,
        "first_reply_due_at": hours.due(request.at, target.first_reply).isoformat(),
        "resolution_due_at": hours.due(request.at, target.resolution).isoformat(),
    }
    return core.decide(ticket, core.Verb.PROMISE, by="system:sla", at=request.at, because=because, data=data)


def _link(ticket: core.Ticket, request: Request, policy: Policy, roster: Roster) -> list[core.Event]:
    if request.follows is None:
        return []
    because = f"may belong to #{request.follows}"
    return core.decide(ticket, core.Verb.LINK, by="system:threading", at=request.at, because=because, data={"ticket": request.follows})


def told(decision: Decision[Any]) -> dict[str, Any]:
    """A decision as the ledger keeps it."""
    return {
        "value": str(decision.value),
        "rule": decision.rule,
        "evidence": list(decision.evidence),
        "rejected": [list(pair) for pair in decision.rejected],
        "because": decision.because,
    }
