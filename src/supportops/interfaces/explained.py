"""A ticket explained, for its page and the command line alike: reasons, what would have changed them, deadlines minute by minute."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from supportops.actions.policy import by_version, known
from supportops.core import explain, sla
from supportops.core.explain import Reason
from supportops.core.ticket import Event
from supportops.models import Person, PolicyVersion, Ticket


@dataclass(frozen=True)
class Why:
    """A reason with what it takes to ask further."""

    reason: Reason
    otherwise: tuple[str, ...]
    version: int | None  # the number under which the handbook that decided is kept

    def as_data(self) -> dict[str, Any]:
        return self.reason.as_data() | {"otherwise": list(self.otherwise), "policy": self.version}


@dataclass(frozen=True)
class Explained:
    """Asked of what was written down, under the handbook that decided; nothing is changed."""

    row: Ticket
    at: datetime

    @cached_property
    def ledger(self) -> list[Event]:
        return self.row.ledger()

    def whys(self, about: str = "") -> list[Why]:
        """Every reason, or those of one thing."""
        found = [one for one in explain.reasons(self.ledger) if about in ("", one.about)]
        numbers = numbers_of(one.event.policy_version for one in found)
        return [Why(one, self._otherwise(one), numbers.get(one.event.policy_version)) for one in found]

    def _otherwise(self, reason: Reason) -> tuple[str, ...]:
        """Nothing where the handbook of then is not known any more: another one would answer something else."""
        policy = known(reason.event.policy_version)
        return explain.otherwise(reason, self.ledger, policy) if policy else ()

    @property
    def clocks(self) -> tuple[sla.Clock, ...]:
        return sla.deadlines(self.row.snapshot(), self.ledger, by_version(self.row.policy_version)).clocks

    def deadline(self, name: str) -> sla.Explanation:
        """Every span that counts and every one that does not; Refused where there is no such clock."""
        return sla.explain(self.row.snapshot(), self.ledger, by_version(self.row.policy_version), name, self.at)

    def as_data(self) -> dict[str, Any]:
        """All of it, as programs read it."""
        return {
            "ticket": self.row.pk,
            "subject": self.row.subject,
            "at": self.at.isoformat(),
            "why": [why.as_data() | self._named(why.reason) for why in self.whys()],
            "deadlines": [self.deadline(clock.name).as_data() for clock in self.clocks],
        }

    def _named(self, reason: Reason) -> dict[str, str]:
        """Whoever was chosen stands there by name too."""
        person = Person.objects.filter(pk=reason.value).first() if reason.about == "assignee" and reason.value else None
        return {"name": str(person)} if person else {}


def numbers_of(versions: Iterable[str]) -> dict[str, int]:
    """The numbers of handbooks that the ledger knows by their texts; the first that said exactly this."""
    rows = PolicyVersion.objects.filter(version__in=set(versions)).order_by("-pk").values_list("version", "pk")
    return dict(rows)
