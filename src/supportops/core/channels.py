"""Channels: what each is good for, what it costs, how soon it is answered, how much of an agent it takes. Source: methodology, phase 2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from supportops.core.decision import Decision


@dataclass(frozen=True)
class Channel:
    """A row of the channel selection matrix, and how its tickets are dealt out."""

    name: str
    best_for: tuple[str, ...]
    answer_within: timedelta
    cost: Literal[1, 2, 3, 4]
    complexity: Literal["low", "medium", "high"]
    answer_from: timedelta = timedelta()
    weight: int = 1
    queue_at_most: timedelta | None = None

    def __post_init__(self) -> None:
        if self.weight < 1:
            raise ValueError(f"expected a weight of at least 1, found {self.weight}")


@dataclass(frozen=True)
class Stage:
    """What a desk of this size offers and how its people are arranged."""

    tickets_from: int
    channels: tuple[str, ...]
    people: str


@dataclass(frozen=True)
class ChannelPolicy:
    """The matrix, and the channels by the company's stage."""

    matrix: Mapping[str, Channel] = field(default_factory=dict)
    stages: Mapping[str, Stage] = field(default_factory=dict)

    def weight(self, channel: str) -> int:
        """How much of an agent's capacity a ticket of this channel takes."""
        found = self.matrix.get(channel)
        return found.weight if found else 1


def stage(tickets_a_month: int, policy: ChannelPolicy) -> Decision[str] | None:
    """The stage of a desk with so many tickets a month, and what is offered in it."""
    reached = [(each.tickets_from, name) for name, each in policy.stages.items() if each.tickets_from <= tickets_a_month]
    if not reached:
        return None
    least, name = max(reached)
    offers = ", ".join(policy.matrix[key].name for key in policy.stages[name].channels)
    because = f"{tickets_a_month} tickets a month are {least} or more: {offers}; {policy.stages[name].people}"
    return Decision(name, because, f"channels.{name}")
