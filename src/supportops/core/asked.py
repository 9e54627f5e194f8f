"""Facts about a request as somebody outside writes them, for `supportops decide`: typed, with a sentence for whatever does not fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from supportops.core.handling import NO_SUBJECT, RequestFacts
from supportops.core.policy import Policy
from supportops.core.problems import Known, Problem
from supportops.core.routing import Candidate
from supportops.core.schema import Builder, Malformed, Path, shown
from supportops.core.ticket import Priority, Ticket, evolve, opened

Tier = Literal["free", "pro", "business", "enterprise"]


@dataclass(frozen=True)
class Agent:
    """Somebody who might take the request."""

    name: str
    team: str
    person: int | None = None  # their place in the list, where nothing is said
    senior: bool = False
    level: int = 1
    languages: tuple[str, ...] = ("en",)
    skills: Mapping[str, int] = field(default_factory=dict)
    on_shift: bool = True
    available: bool = True
    load: int = 0
    capacity: int = 40
    last_assigned_at: datetime | None = None


@dataclass(frozen=True)
class Asked:
    """A request, with everything that a handbook may look at. Nothing but the words is needed."""

    subject: str = ""
    text: str = ""  # the customer's own words, without quoted history and signature
    channel: str = "email"
    tier: Tier = "free"
    vip: bool = False
    arr: float = 0
    at: datetime | None = None
    priority: Priority | None = None  # chosen by a person
    earlier: Mapping[str, int] = field(default_factory=dict)  # requests of the same customer of late, by category
    problems: tuple[Problem, ...] = ()  # known ones that are open
    last_agent: int | None = None
    bot_confidence: float | None = None
    agents: tuple[Agent, ...] = ()
    id: str = ""  # given back beside the decisions


def asked(data: Any) -> Asked:
    """A request from plain data, or Malformed."""
    return _BUILDER.build(Asked, data, ())  # type: ignore[no-any-return]


def _moment(data: Any, path: Path) -> datetime:
    try:
        at = datetime.fromisoformat(data)
    except (TypeError, ValueError):
        raise Malformed(path, f"expected a moment such as 2026-01-05T09:00:00+01:00, found {shown(data)}") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)




_BUILDER = Builder({datetime: _moment})


def facts(request: Asked, at: datetime, policy: Policy) -> RequestFacts:
    """What the handbook is asked about."""
    at = request.at or at
    first = Ticket(
        subject=request.subject.strip() or NO_SUBJECT, channel=request.channel, tier=request.tier, vip=request.vip, arr=int(request.arr)
    )
    known = Known(request.problems, policy.triage.cues, policy.triage.reads).match(request.subject, request.text)
    return RequestFacts(
        ticket=evolve(Ticket(), opened(first, by="outside", at=at)),
        at=at,
        words=request.text,
        given=request.priority,
        earlier=request.earlier,
        problem=known.value.number if known else None,
        sticky=request.last_agent,
        bot_confidence=request.bot_confidence,
        pool=[_candidate(place, agent, policy) for place, agent in enumerate(request.agents)],
    )


def _candidate(place: int, agent: Agent, policy: Policy) -> Candidate:
    if agent.team not in policy.routing.teams:
        raise Malformed(("agents", place, "team"), f"expected one of {', '.join(policy.routing.teams)}; found {agent.team!r}")
    values = {name: getattr(agent, name) for name in Candidate._fields}
    return Candidate(**values | {"person": place + 1 if agent.person is None else agent.person})
