"""A story: what customers of one kind ask, what they are told, and how such a ticket tends to go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Nature:
    """How a kind of request tends to go."""

    work: timedelta  # an agent's hands on it, in the middle
    at_once: float  # the share that the first answer settles
    rounds: int  # at most so many questions back
    escalates: float
    file: str = ""  # what customers like to attach


QUICK = Nature(timedelta(minutes=5), 0.62, 1, 0.01)
STEADY = Nature(timedelta(minutes=11), 0.38, 2, 0.04)
MONEY = Nature(timedelta(minutes=9), 0.45, 2, 0.03, "pdf")
PICTURE = Nature(timedelta(minutes=16), 0.22, 3, 0.17, "png")
DEEP = Nature(timedelta(minutes=28), 0.14, 3, 0.26, "txt")
WISH = Nature(timedelta(minutes=6), 0.80, 1, 0.01)


@dataclass(frozen=True)
class Story:
    """The words of one kind of request in one language; {braces} are filled in for each ticket."""

    category: str
    weight: float
    nature: Nature
    subjects: tuple[str, ...]
    asks: tuple[str, ...]
    answers: tuple[str, ...]
    more: tuple[str, ...]  # the customer, when the first answer was not the last
    fixes: tuple[str, ...]
    money: bool = False  # comes in a wave at the end of the month


@dataclass(frozen=True)
class Language:
    """A language's small change of politeness, and its stories."""

    code: str
    hello: tuple[str, ...]
    bye: tuple[str, ...]
    dear: tuple[str, ...]
    regards: tuple[str, ...]
    thanks: tuple[str, ...]
    back: tuple[str, ...]  # it was solved, and it is not
    again: tuple[str, ...]  # what an agent answers to that
    wrote: str
    months: tuple[str, ...]
    stories: tuple[Story, ...]
    outage: Story
