"""One ticket with both decisions side by side: as it was decided, and as the proposal would have decided it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from supportops.analytics.backtest import rows
from supportops.analytics.backtest.again import Again, Change, Court, Unread, Versions, changes
from supportops.analytics.backtest.recorded import Recorded
from supportops.core.decision import Decision, told
from supportops.core.handling import Handling
from supportops.core.policy import Policy
from supportops.core.ticket import Event, Verb

Told = Mapping[str, Any]
"""A decision as the ledger keeps it: value, rule, evidence, rejected, because."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One decision, as it was taken and as it would be."""

    name: str
    recorded: Told | None  # None where the ledger is from before this was kept
    proposed: Told
    differs: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """A ticket with all its decisions in pairs."""

    ticket: int
    pairs: tuple[Pair, ...]
    changes: tuple[Change, ...]
    person_known: bool
    reread: bool

    def as_data(self) -> dict[str, Any]:
        pairs = {pair.name: {"recorded": pair.recorded, "proposed": pair.proposed, "differs": pair.differs} for pair in self.pairs}
        changed = [change.as_data() for change in self.changes]
        return {"ticket": self.ticket, "decisions": pairs, "changed": changed, "person_known": self.person_known, "reread": self.reread}


def beside(ticket: int, policy: Policy, versions: Versions) -> Beside | None:
    """Both decisions on a ticket; None where it cannot be decided again."""
    found = next(rows.tickets(ticket, ticket, rows.ALWAYS, whole=True), None)
    if found is None:
        return None
    court = Court(policy, versions)
    words = rows.words(ticket, ticket).get(ticket, "") if court.needs_words(found) else None
    try:
        again = court.again(found, words)
    except Unread:
        return None
    return Beside(ticket, tuple(pairs(again)), tuple(changes(again)), again.person_known, again.reread)


def pairs(again: Again) -> list[Pair]:
    """Every decision of the opening, as it was taken and as it would be."""
    return [_pair(name, _said(again.recorded, verb, key), told(decision(again.handling))) for name, verb, key, decision in _DECISIONS]


def _pair(name: str, was: Told | None, now: Told) -> Pair:
    return Pair(name, was, now, was is not None and was["value"] != now["value"])


def _said(ticket: Recorded, verbs: tuple[Verb, ...], key: str) -> Told | None:
    event: Event | None = ticket.said(*verbs)
    return event.data.get(key) if event else None


_ROUTED = (Verb.ROUTE, Verb.ASSIGN)
_DECISIONS: tuple[tuple[str, tuple[Verb, ...], str, Callable[[Handling], Decision[Any]]], ...] = (
    ("priority", (Verb.TRIAGE,), "decision", lambda decided: decided.triage.priority),
    ("category", (Verb.TRIAGE,), "category", lambda decided: decided.triage.category),
    ("sentiment", (Verb.TRIAGE,), "sentiment", lambda decided: decided.triage.sentiment),
    ("language", (Verb.TRIAGE,), "language", lambda decided: decided.triage.language),
    ("affected", (Verb.TRIAGE,), "affected", lambda decided: decided.triage.affected),
    ("route", _ROUTED, "decision", lambda decided: decided.route),
    ("promise", (Verb.PROMISE,), "decision", lambda decided: decided.promise),
)
