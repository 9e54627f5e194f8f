"""The reasons behind a ticket's values, read from its ledger alone: nothing is decided again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from supportops.core.decision import told
from supportops.core.ticket import Event, Ticket, Verb, effective, evolve
from supportops.core.triage import Reading
from supportops.core.triage.judge import tags

TRIAGED = ("priority", "category", "language", "sentiment", "affected")
ROUTED = ("team", "assignee", "level")
KEPT = (*TRIAGED, *ROUTED)
"""What has one value, so that the last decision on it counts; of everything else there may be several."""

NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something on a ticket is as it is: the event that made it so, and the decision that was written down with it."""

    about: str
    value: Any
    event: Event
    decision: Mapping[str, Any] = field(default_factory=dict)
    heard: int = 0  # the event whose words were read

    @property
    def by_person(self) -> bool:
        """Somebody chose it; there is nothing to explain but who and why."""
        return self.event.by.startswith(("agent:", "customer:"))

    @property
    def because(self) -> str:
        return str(self.decision.get("because") or self.event.because)

    @property
    def rule(self) -> str:
        return str(self.decision.get("rule", ""))

    @property
    def evidence(self) -> tuple[str, ...]:
        return tuple(self.decision.get("evidence", ()))

    @property
    def rejected(self) -> tuple[tuple[str, str], ...]:
        return tuple((str(name), str(why)) for name, why in self.decision.get("rejected", ()))

    def as_data(self) -> dict[str, Any]:
        """As programs read it."""
        return {
            "about": self.about,
            "value": list(self.value) if isinstance(self.value, tuple) else self.value,
            "by": self.event.by,
            "at": self.event.occurred_at.isoformat(),
            "event": self.event.number,
            "rule": self.rule,
            "because": self.because,
            "evidence": list(self.evidence),
            "rejected": [list(pair) for pair in self.rejected],
            "policy_version": self.event.policy_version,
        }


def standing(ledger: Sequence[Event]) -> dict[str, Reason]:
    """The reason of each value that stands now: the last decision on it that was not taken back."""
    return {reason.about: reason for reason in reasons(ledger)}


def reasons(ledger: Sequence[Event]) -> tuple[Reason, ...]:
    """Every reason that still counts, in the order in which things were decided."""
    ticket, heard = Ticket(), 0
    found: dict[object, Reason] = {}
    for event in effective(ledger):
        ticket = evolve(ticket, event)
        heard = event.number if event.verb in (Verb.OPEN, Verb.HEAR) else heard
        for about, decision in _about(event, ticket):
            value = getattr(ticket, about) if about in KEPT else _value(about, event, ticket)
            key: object = about if about in KEPT else (about, event.number)
            found.pop(key, None)
            found[key] = Reason(about, value, event, decision, heard)
    return tuple(one for one in found.values() if one.about != "proposed_priority" or ticket.proposed_priority == one.value)


def _about(event: Event, ticket: Ticket) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What an event decided, each with the decision."""
    data, decision = event.data, event.data.get("decision", NOTHING)
    if event.verb is Verb.TRIAGE:
        yield from _triage(data)
    elif event.verb in (Verb.ROUTE, Verb.ASSIGN) and "facts" in data:
        yield from ((name, decision) for name in ROUTED)
    else:
        yield from ((name, decision) for name in KEPT if name in event.changes or (name, event.verb) == ("priority", Verb.PRIORITISE))
    if (about := _OWN.get(event.verb) or _suggested(event)) is not None:
        yield about, decision
    if "trigger" in data or event.verb is Verb.ESCALATE:
        yield "escalation", decision
    if event.by.startswith("rule:"):
        yield "rule", decision


_OWN = {Verb.TAG: "tags", Verb.PROPOSE: "proposed_priority", Verb.PROMISE: "promise"}


def _triage(data: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The tags are not written down with their reason, but they follow from what was read alone."""
    for name in TRIAGED:
        yield name, data.get("decision" if name == "priority" else name, NOTHING)
    reading = data.get("facts", NOTHING).get("reading", NOTHING)
    if reading.get("tags"):
        yield "tags", told(tags(Reading.of(reading)))


def _suggested(event: Event) -> str | None:
    """Replies and articles that are offered, and the problem that a ticket is a case of."""
    if event.verb is Verb.LINK and "problem" in event.changes:
        return "problem"
    return "suggestion" if event.verb is Verb.SUGGEST and event.data.get("kind") != "escalation" else None


def _value(about: str, event: Event, ticket: Ticket) -> Any:
    """What an event came to, for a list of values."""
    data = event.data
    said = {"tags": ticket.tags, "proposed_priority": ticket.proposed_priority, "problem": ticket.problem}
    if about in said:
        return said[about]
    named = {"promise": data.get("policy"), "rule": data.get("rule"), "suggestion": data.get("name") or data.get("article")}
    return named.get(about) or data.get("trigger") or event.verb.value
