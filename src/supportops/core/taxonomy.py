"""What a request can be about, how it feels, what caused it and how it ended. Source: methodology, phase 3."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from supportops.core.conditions import Condition
from supportops.core.ticket import Refused, Ticket, Verb

Finding = Literal["root_cause", "resolution_type"]


@dataclass(frozen=True)
class Taxonomy:
    """Categories stand in groups; elsewhere they are named with their group, as in account.billing.

    `required` names what must be known before a ticket is solved, each with the tickets for which it must.
    """

    categories: Mapping[str, tuple[str, ...]]
    sentiment: tuple[str, ...]
    root_cause: tuple[str, ...]
    resolution_type: tuple[str, ...]
    required: Mapping[Finding, Condition] = field(default_factory=dict)

    @property
    def keys(self) -> tuple[str, ...]:
        """Every category with its group."""
        return tuple(f"{group}.{name}" for group, names in self.categories.items() for name in names)


def check(before: Ticket, after: Ticket, verb: Verb, taxonomy: Taxonomy) -> None:
    """Refuse a root cause or resolution type that nobody knows, and to solve without one that the handbook asks for."""
    for name, known in (("root_cause", taxonomy.root_cause), ("resolution_type", taxonomy.resolution_type)):
        now = getattr(after, name)
        if now and now != getattr(before, name) and now not in known:
            raise Refused(f"“{now}” is no {_spoken(name)} of this desk: choose one of {', '.join(known)}.")
    if verb is Verb.SOLVE and (missing := lacking(after, taxonomy)):
        raise Refused(f"Before this ticket is solved, say its {' and its '.join(map(_spoken, missing))}: the handbook asks for it.")


def lacking(ticket: Ticket, taxonomy: Taxonomy) -> tuple[str, ...]:
    """What the handbook asks of such a ticket and the ticket does not say."""
    facts = vars(ticket)
    return tuple(name for name, asked in taxonomy.required.items() if not facts[name] and asked.matches(facts))


def _spoken(name: str) -> str:
    return name.replace("_", " ")
