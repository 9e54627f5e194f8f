"""Dice with a seed: the same for the same thing, whatever else was rolled before it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import timedelta
from random import Random
from typing import TypeVar

T = TypeVar("T")


def dice(*what: object) -> Random:
    """Dice of one thing's own."""
    return Random("/".join(map(str, what)))  # noqa: S311 - a demo, not a secret


def lasting(roll: Random, middle: timedelta, spread: float = 0.8) -> timedelta:
    """A duration as people's work takes: mostly about so long, now and then much longer (log-normal)."""
    seconds = middle.total_seconds() * math.exp(roll.gauss(0.0, spread))
    return timedelta(seconds=max(1, round(seconds)))


def between(roll: Random, least: timedelta, most: timedelta) -> timedelta:
    return timedelta(seconds=round(roll.uniform(least.total_seconds(), most.total_seconds())))


def weighted(roll: Random, weights: Mapping[T, float]) -> T:
    return roll.choices(list(weights), list(weights.values()))[0]


def pick(roll: Random, things: Sequence[T]) -> T:
    return things[int(roll.random() * len(things))]
