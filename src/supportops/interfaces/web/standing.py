"""How our people stand at this moment: here or away, on shift until when, and how much lies on their desks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count

from supportops.actions.roster import loads
from supportops.core.policy import Policy
from supportops.core.routing.shift import Turn, turn
from supportops.interfaces.web.words import spoken
from supportops.models import Person, Ticket


class Standing(NamedTuple):
    """A colleague as routing sees them."""

    person: Person
    turn: Turn
    load: int

    @property
    def here(self) -> bool:
        return self.person.available

    @property
    def at_work(self) -> bool:
        """Tickets may come to them now."""
        return self.here and self.turn.on

    @property
    def full(self) -> bool:
        return self.load >= self.person.capacity

    @property
    def share(self) -> int:
        """How much of their capacity is taken, in percent."""
        return 100 if self.full else 100 * self.load // self.person.capacity


class Part(NamedTuple):
    """A channel's part of a load."""

    name: str
    tickets: int
    weight: int

    @property
    def takes(self) -> int:
        return self.tickets * self.weight


def standings(people: Iterable[Person], policy: Policy, at: datetime) -> list[Standing]:
    people = list(people)
    load = loads([person.pk for person in people], policy.channels)
    return [Standing(person, turn(person.shift, person.zone, at), load.get(person.pk, 0)) for person in people]


def parts(person: Person, policy: Policy) -> list[Part]:
    """What a load is made of, the heaviest first."""
    counted = Ticket.objects.mine(person).values_list("channel").annotate(n=Count("id")).order_by()
    found = [Part(_name(channel, policy), number, policy.channels.weight(channel)) for channel, number in counted]
    return sorted(found, key=lambda part: (-part.takes, part.name))


def _name(channel: str, policy: Policy) -> str:
    known = policy.channels.matrix.get(channel)
    return known.name if known else spoken(channel)
