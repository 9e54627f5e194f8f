"""What routing looks at, who might take a ticket, and where it goes. All of it can be kept in the ledger and read back exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, NamedTuple

from supportops.core.ticket import Priority, Ticket


@dataclass(frozen=True)
class RoutingFacts:
    """What is known of a ticket when somebody is looked for."""

    priority: Priority = Priority.P2
    category: str = ""
    tier: str = "free"
    channel: str = "email"
    language: str = "en"
    vip: bool = False
    tags: tuple[str, ...] = ()
    affected: int = 0
    repeats: int = 0
    problem: int | None = None
    bot_confidence: float | None = None
    sticky: int | None = None  # the agent who last had this customer
    waited: int = 0  # whole minutes in the queue
    team: str = ""  # the queue in which it waits already
    level: int = 1  # the support level that it has reached already
    group: str = field(init=False, compare=False, default="")  # the first part of the category

    def __post_init__(self) -> None:
        vars(self)["group"] = self.category.partition(".")[0]

    def as_data(self) -> dict[str, Any]:
        """What is not as usual, as plain data."""
        mine = vars(self)
        said = {name: mine[name] for name, usual in _USUAL.items() if mine[name] != usual}
        return said | {"tags": list(self.tags)} if self.tags else said

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> RoutingFacts:
        """Back from plain data; whatever stands beside the facts is left alone."""
        known = _USUAL | {name: value for name, value in data.items() if name in _USUAL}
        return _made(known | {"priority": Priority(known["priority"]), "tags": tuple(known["tags"])})


def _made(known: dict[str, Any]) -> RoutingFacts:
    """Facts from all their values, at a fraction of what the constructor of a frozen value costs: it is done for every ticket."""
    facts = object.__new__(RoutingFacts)
    known["group"] = known["category"].partition(".")[0]
    object.__setattr__(facts, "__dict__", known)
    return facts


_USUAL: dict[str, Any] = {each.name: each.default for each in fields(RoutingFacts) if each.init}


_OF_THE_TICKET = tuple(name for name in _USUAL if name not in ("bot_confidence", "sticky", "waited", "team"))


def facts_of(
    ticket: Ticket, *, sticky: int | None = None, waited: int = 0, team: str = "", bot_confidence: float | None = None
) -> RoutingFacts:
    """The facts of a ticket; what stands outside of it is said beside it. With a team it stays in that queue."""
    known = {name: getattr(ticket, name) for name in _OF_THE_TICKET}
    return _made(known | {"bot_confidence": bot_confidence, "sticky": sticky, "waited": waited, "team": team})


class Candidate(NamedTuple):
    """An agent who might take it. `load` is the weight of the tickets on the desk now, `capacity` the weight that fits."""

    person: int
    name: str
    team: str
    senior: bool = False
    level: int = 1
    languages: tuple[str, ...] = ("en",)
    skills: Mapping[str, int] = {}  # skill -> level from 1 to 3; read only
    on_shift: bool = True
    available: bool = True
    load: int = 0
    capacity: int = 40
    last_assigned_at: datetime | None = None

    def as_data(self) -> list[Any]:
        """Its values in their order, as plain data."""
        last = self.last_assigned_at
        return [*self[:5], list(self.languages), dict(self.skills), *self[7:11], last.isoformat() if last else None]

    @classmethod
    def of(cls, data: Sequence[Any]) -> Candidate:
        """Back from plain data."""
        last = data[11]
        return cls._make((*data[:5], tuple(data[5]), *data[6:11], datetime.fromisoformat(last) if last else None))


class Route(NamedTuple):
    """Where a ticket goes; without an assignee it waits in the team's queue."""

    team: str
    assignee: int | None = None
    level: int = 1
    branch: str = ""  # what in the tree named the team
    skills: tuple[str, ...] = ()  # what whoever takes it must know
    asked: tuple[str, ...] = ()  # the teams whose people were looked at
    answer: bool = False  # the bot answers, and offers a person
    article: bool = False  # what helps with the known problem is suggested
    escalate: bool = False  # it is handed up at once

    def __str__(self) -> str:
        return f"{self.team}, level {self.level}, {f'person {self.assignee}' if self.assignee is not None else 'in the queue'}"
