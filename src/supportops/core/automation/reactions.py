"""The rules that a verb sets off: in order, each at most once for an act, and never by another rule."""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import datetime
from typing import Protocol

from supportops.core.automation.acts import Check, carried_out, lets
from supportops.core.automation.rule import BY, Rule, is_automatic, ran_by_itself
from supportops.core.ticket import Event, Ticket, Verb, evolve_all


class Rules(Protocol):
    """The part of the chapter that is asked here."""

    @property
    def by_verb(self) -> tuple[Rule, ...]: ...
    @property
    def verbs(self) -> frozenset[Verb]: ...


def reactions(
    ledger: Sequence[Event],
    ticket: Ticket,
    new: Sequence[Event],
    rules: Rules,
    at: datetime,
    *,
    paused: Container[str] = (),
    check: Check = lets,
) -> list[Event]:
    """What follows from an act. `ledger` ends with the act's own events `new`; `ticket` stands as they left it; later rules see what
    earlier ones did. The number of events is bounded by the acts of all rules, whatever they say."""
    if rules.verbs.isdisjoint(event.verb for event in new):
        return []
    further: list[Event] = []
    for rule in rules.by_verb:
        found = None if rule.name in paused else cause(rule, ledger, new)
        if found and rule.when.matches(vars(ticket)):
            more = carried_out(rule, ticket, at, because(rule, found), check)
            further += more
            ticket = evolve_all(ticket, more)
    return further


def cause(rule: Rule, ledger: Sequence[Event], new: Sequence[Event]) -> Event | None:
    """The event that sets a rule off. What a rule did sets off none; and where a rule sets clocks going again, what the clocks do sets it
    off once only, until somebody has done something."""
    causes = [event for event in new if event.verb in rule.on and not event.by.startswith(BY)]
    if rule.moves and all(map(is_automatic, causes)) and ran_by_itself(rule, ledger):
        return None
    return causes[0] if causes else None


def because(rule: Rule, found: Event) -> str:
    """The rule as a sentence: what happened, and what held."""
    return f"Rule {rule.name}: on {found.verb}, {rule.when.words()}."
