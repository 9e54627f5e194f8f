"""The decisions on a ticket taken again under another handbook, by the functions that took them, and what comes out differently."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from supportops.analytics.backtest import own_rules
from supportops.analytics.backtest.recorded import Known, Recorded, known
from supportops.core import escalation, handling
from supportops.core.automation import Rule
from supportops.core.decision import Decision
from supportops.core.handling import Handling
from supportops.core.policy import Policy
from supportops.core.ticket import Ticket, Verb
from supportops.core.ticket.facts import changed

Versions = Callable[[str], Policy | None]
"""Finds a handbook by the name that the ledger has for it; another one, or none, where it is not known any more."""


class Change(NamedTuple):
    """Something that the proposal decides differently."""

    ticket: int
    field: str
    was: Any
    becomes: Any
    because: str

    def as_data(self) -> dict[str, Any]:
        return {"ticket": self.ticket, "field": self.field, "from": plain(self.was), "to": plain(self.becomes), "because": self.because}


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


@dataclass(frozen=True, slots=True)
class Again:
    """A ticket beside itself: as it was opened, and as the proposal would have opened it."""

    recorded: Recorded
    known: Known
    handling: Handling
    before: Ticket
    after: Ticket
    person_known: bool
    reread: bool  # the customer's words were read again

    @property
    def escalations(self) -> Mapping[str, Decision[escalation.Trigger]]:
        """The triggers that would hold at once; none for what was brought in from elsewhere, which nobody hurries for."""
        found = () if self.recorded.is_history else self.handling.escalations
        return {one.value.name: one for one in found}


class Unread(Exception):
    """The ticket was never decided by the desk, or nothing is left of what was read."""


class _Then(NamedTuple):
    """A handbook of the past, beside the one that is tried."""

    policy: Policy | None
    reads_alike: bool
    promises_alike: bool
    fresh: tuple[Rule, ...]  # rules of the desk's own that are new or other now


def _compared(then: Policy | None, policy: Policy) -> _Then:
    rules = own_rules.fresh(then.automation if then else None, policy.automation)
    if then is None:
        return _Then(None, False, False, rules)
    chapters = ("priorities", "lifecycle", "calendars", "sla")
    alike = all(getattr(then, name) == getattr(policy, name) for name in chapters)
    return _Then(then, handling.reads_alike(then.triage, policy.triage), alike, rules)


@dataclass(frozen=True)
class Court:
    """Takes decisions again under one handbook."""

    policy: Policy
    versions: Versions

    def then(self, version: str) -> Policy | None:
        """The handbook that the ledger calls so, where it is still known."""
        return self._past(version).policy

    def promises_alike(self, version: str) -> bool:
        """Whether that handbook promises the same to every ticket."""
        return self._past(version).promises_alike

    def fresh(self, version: str) -> tuple[Rule, ...]:
        """The desk's own rules that this handbook did not have like this."""
        return self._past(version).fresh

    def needs_words(self, ticket: Recorded) -> bool:
        """Whether the proposal would find other phrases than those that were kept."""
        triaged = ticket.said(Verb.TRIAGE)
        kept = triaged is not None and "reading" in triaged.data.get("facts", {})
        return not kept or not self._past(triaged.policy_version).reads_alike  # type: ignore[union-attr]

    def _past(self, version: str) -> _Then:
        """Compared once: whole chapters lie side by side."""
        if version not in self._compared:
            then = self.versions(version)
            self._compared[version] = _compared(then if then and then.version == version else None, self.policy)
        return self._compared[version]

    @cached_property
    def _compared(self) -> dict[str, _Then]:
        return {}

    def again(self, ticket: Recorded, words: str | None = None) -> Again:
        """Decide from what was kept; from the words where they are given."""
        known_then = known(ticket)
        facts = known_then.facts
        reading = handling.read(facts.ticket.subject, words, self.policy) if words else known_then.reading
        if reading is None or ticket.said(Verb.TRIAGE) is None:
            raise Unread
        decided, before = handling.judge(reading, facts, self.policy), ticket.opened
        sure = known_then.asked.issuperset(decided.route.value.asked)
        after = decided.ticket if sure else _with_the_person_of(before, decided.ticket)
        return Again(ticket, known_then, decided, before, after, sure, bool(words))


def _with_the_person_of(before: Ticket, after: Ticket) -> Ticket:
    """Who would have taken it in another team is not known: somebody, where somebody took it."""
    return changed(after, assignee=before.assignee, queued_at=before.queued_at, status=before.status)


_COMPARED: Mapping[str, Callable[[Handling], str]] = {
    "priority": lambda decided: decided.triage.priority.because,
    "category": lambda decided: decided.triage.category.because,
    "sentiment": lambda decided: decided.triage.sentiment.because,
    "language": lambda decided: decided.triage.language.because,
    "tags": lambda decided: decided.triage.tags.because,
    "affected": lambda decided: decided.triage.affected.because,
    "repeats": lambda decided: decided.triage.category.because,
    "team": lambda decided: decided.route.because,
    "assignee": lambda decided: decided.route.because,
    "level": lambda decided: decided.route.because,
}


def changes(again: Again) -> Iterator[Change]:
    """Field by field, what the proposal decides differently."""
    number, before, after = again.recorded.number, vars(again.before), vars(again.after)
    for name, because in _COMPARED.items():
        if before[name] != after[name]:
            yield Change(number, name, before[name], after[name], because(again.handling))
    yield from _promises(again)
    yield from _escalations(again)


def _promises(again: Again) -> Iterator[Change]:
    """The policy that holds, and its dates."""
    given = again.recorded.said(Verb.PROMISE)
    if given is None:
        return
    decided = again.handling.promise
    now = decided.value.as_data()
    for name in ("policy", "first_reply_due_at", "resolution_due_at"):
        if name in given.data and given.data[name] != now[name]:
            yield Change(again.recorded.number, "sla" if name == "policy" else name, given.data[name], now[name], decided.because)


def _escalations(again: Again) -> Iterator[Change]:
    """The triggers that hold at once."""
    was, now = again.recorded.escalated, again.escalations
    number = again.recorded.number
    yield from (Change(number, "escalation", name, "", NO_TRIGGER) for name in was if name not in now)
    yield from (Change(number, "escalation", "", name, found.because) for name, found in now.items() if name not in was)


NO_TRIGGER = "No row of the matrix holds any more."
