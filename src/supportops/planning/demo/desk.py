"""What comes in at the demo desk: who writes about what, when, and by which door."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import accumulate
from random import Random

from supportops.planning.demo.arrivals import Outage, arrivals, is_month_end, outage
from supportops.planning.demo.customers import Crowd, Customer
from supportops.planning.demo.dice import dice, weighted
from supportops.planning.demo.letters import Letter, Pen, pen
from supportops.planning.demo.story import Language, Story
from supportops.planning.demo.words import LANGUAGES

CHANNELS = {"email": 0.62, "web": 0.16, "chat": 0.12, "phone": 0.07, "social": 0.03}
ALARMED_CHANNELS = {"email": 0.5, "phone": 0.2, "chat": 0.2, "social": 0.1}
MONEY_WAVE = 3.0  # times as many questions about money around the end of a month
IN_ENGLISH = 0.15  # of the customers who speak something else


@dataclass(frozen=True)
class Plan:
    """A demo desk's size, time and seed: everything else follows."""

    tickets: int
    days: int
    seed: int
    end: datetime

    @property
    def crowd(self) -> Crowd:
        return Crowd(self.seed, self.tickets)

    @property
    def down(self) -> Outage:
        return outage(self.end, self.days)

    @property
    def capacity(self) -> int:
        """How many tickets fit on one agent's desk: forty, or more where the demo is larger than its cast."""
        return max(40, self.tickets // self.days)


@dataclass(frozen=True)
class Scene:
    """A request as it comes in, with what is needed to go on."""

    number: int
    at: datetime
    channel: str
    customer: Customer
    subject: str
    letter: Letter
    pen: Pen
    roll: Random

    @property
    def about_outage(self) -> bool:
        return self.pen.story is self.pen.language.outage


def scenes(plan: Plan) -> Iterator[Scene]:
    """All requests, one after the other; nothing of them is kept."""
    crowd = plan.crowd
    for arrival in arrivals(plan.tickets, plan.days, plan.end, plan.seed):
        roll = dice(plan.seed, "ticket", arrival.number)
        customer = crowd.somebody(roll.random())
        language = LANGUAGES["en" if roll.random() < IN_ENGLISH else customer.language]
        story = language.outage if arrival.about_outage else _story(roll, language, is_month_end(arrival.at))
        channel = weighted(roll, ALARMED_CHANNELS if arrival.about_outage else CHANNELS)
        writes = pen(roll, language, story, customer, arrival.at)
        yield Scene(arrival.number, arrival.at, channel, customer, writes.subject(), writes.ask(arrival.at), writes, roll)


def _story(roll: Random, language: Language, month_end: bool) -> Story:
    stories, weights = _stories(language.code, month_end)
    return roll.choices(stories, cum_weights=weights)[0]


@cache
def _stories(code: str, month_end: bool) -> tuple[tuple[Story, ...], list[float]]:
    stories = LANGUAGES[code].stories
    return stories, list(accumulate(story.weight * (MONEY_WAVE if story.money and month_end else 1.0) for story in stories))
