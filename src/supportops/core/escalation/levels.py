"""The support levels, and the people behind names, as the handbook says them. Source: methodology, phase 5."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from supportops.core.conditions import Any, Condition

Rank = Literal["L0", "L1", "L2", "L3"]
NEVER: Condition = Any()


@dataclass(frozen=True)
class Aim:
    """A figure by which a level is judged; without bounds it is watched only."""

    metric: str
    over: float | None = None
    under: float | None = None
    unit: str = "%"

    def words(self) -> str:
        bounds = [f"{word} {bound:g}" for word, bound in (("over", self.over), ("under", self.under)) if bound is not None]
        return f"{self.metric} {' and '.join(bounds)} {self.unit}" if bounds else self.metric


@dataclass(frozen=True)
class Exit:
    """When a level hands a ticket on, and where to; `condition` is what the desk can see of it by itself."""

    when: str
    to: str = ""
    condition: Condition = NEVER
    after: timedelta | None = None
    tell: tuple[str, ...] = ()


@dataclass(frozen=True)
class Level:
    """A support level: what it does, what it must be able to do, how it is judged, when tickets come and go."""

    name: str
    does: str
    skills: tuple[str, ...] = ()
    aims: tuple[Aim, ...] = ()
    enters: tuple[str, ...] = ()
    exits: tuple[Exit, ...] = ()
    unanswered: str = ""  # the level that gets what nobody here takes over in time; empty: the people below are told
    tell: tuple[str, ...] = ()


@dataclass(frozen=True)
class Member:
    """Who stands behind a name: everybody for whom all of this holds, or an address of somebody who has no account here."""

    team: str = ""
    role: Literal["", "agent", "lead", "admin"] = ""
    level: int = 0  # at least
    address: str = ""
    name: str = ""

    def __post_init__(self) -> None:
        if not (self.team or self.role or self.level or self.address):
            raise ValueError("expected a team, a role, a level or an address")
