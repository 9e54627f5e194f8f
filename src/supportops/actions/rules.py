"""The desk's own rules at work: run, counted, and paused where they run wild."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import connection

from supportops.core import automation, taxonomy
from supportops.core import ticket as core
from supportops.core.automation import BY, Rule
from supportops.core.policy import Policy
from supportops.models import Message, Person, RuleWatch

if TYPE_CHECKING:
    from supportops.actions.tickets import Entry


def paused() -> frozenset[str]:
    """The rules that do not run for now."""
    return frozenset(RuleWatch.objects.filter(paused_at__isnull=False).values_list("rule", flat=True))


def resume(rule: str) -> None:
    """Let a paused rule run again; today's count begins anew."""
    RuleWatch.objects.filter(rule=rule).update(paused_at=None, paused_because="", fired=0)


@dataclass(frozen=True)
class Standing:
    """How a rule fares."""

    rule: Rule
    watch: RuleWatch | None

    @property
    def state(self) -> str:
        watch = self.watch
        if watch is not None and watch.paused_at is not None:
            return f"Paused since {watch.paused_at:%Y-%m-%d %H:%M} UTC. {watch.paused_because}"
        if not self.rule.active:
            return "It is switched off."
        expected = "" if watch is None or watch.expected_a_day is None else f" About {watch.expected_a_day:.1f} times a day are expected."
        ran = f"It ran {watch.fired} times on {watch.day}." if watch is not None and watch.day else "It has not run yet."
        return ran + expected

    def as_data(self) -> dict[str, Any]:
        """As programs read it."""
        paused = bool(self.watch and self.watch.paused_at)
        return {"rule": self.rule.name, "sentence": automation.sentence(self.rule), "paused": paused, "state": self.state}


def standing(policy: Policy) -> list[Standing]:
    """Every rule of the handbook with how it fares, in order."""
    watched = {row.rule: row for row in RuleWatch.objects.all()}
    return [Standing(rule, watched.get(rule.name)) for rule in policy.automation.rules]


class Watch:
    """The rules in one transaction. What they need of the database is read when the first of them has something to do."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.rules = policy.automation

    @cached_property
    def paused(self) -> frozenset[str]:
        return paused()

    @cached_property
    def staff(self) -> frozenset[int]:
        """Those of us whom rules name."""
        named = {act.assign for rule in self.rules.rules for act in rule.then if act.assign}
        return frozenset(Person.objects.staff().filter(pk__in=named).values_list("pk", flat=True) if named else ())

    def react(self, entry: Entry, at: datetime) -> list[core.Event]:
        """What the rules do after an act, if anything listens and holds."""
        more: list[core.Event] = []
        if self.rules.reactions(entry.ledger, entry.after, entry.new, at):
            more = self.rules.reactions(entry.ledger, entry.after, entry.new, at, paused=self.paused, check=self._check)
            entry.add(more)
        _write_notes(entry)
        return more

    def run(self, about: str, ticket: core.Ticket, at: datetime) -> list[core.Event]:
        """What a rule that is due does."""
        rule = self.rules.named[about.removeprefix(BY)]
        return automation.passed_over(rule, ticket, at) if rule.name in self.paused else self.rules.run(about, ticket, at, self._check)

    def _check(self, before: core.Ticket, after: core.Ticket, verb: core.Verb) -> None:
        """A rule may do no more than a person: what the handbook asks of whoever solves it asks of a rule."""
        taxonomy.check(before, after, verb, self.policy.taxonomy)
        if verb is core.Verb.ASSIGN and after.assignee not in self.staff:
            raise core.Refused("nobody who works here has this number.")

    def judge(self, entries: Sequence[Entry]) -> None:
        """Whoever runs wild is paused, and that is told at the last ticket that it touched."""
        ran = [(name, day, entry) for entry in entries for name, day in ran_in(entry)]
        watched = {row.rule: row for row in RuleWatch.objects.filter(rule__in={name for name, *_ in ran})} if ran else {}
        for (name, day), times in sorted(Counter((name, day) for name, day, _ in ran).items()):
            row = watched.get(name)
            if row and row.paused_at is None and name in self.rules.named:
                fired = times + (row.fired if row.day == day else 0)
                self._pause(name, automation.runs_wild(fired, row.expected_a_day, day), [entry for one, _, entry in ran if one == name][-1])

    def _pause(self, name: str, why: str | None, entry: Entry) -> None:
        if why:
            at = entry.new[-1].occurred_at
            entry.add(automation.paused_alert(self.rules.named[name], entry.after, at, why))


def count(entries: Sequence[Entry]) -> None:
    """How often each rule ran, by day, and which is paused from now on: the last thing in a transaction, so that others wait for these
    rows no longer than they must; and in the order of the names, so that two transactions never wait for each other."""
    pauses = {event.data["rule"]: event for entry in entries for event in entry.new if event.by == automation.WATCH}
    for (rule, day), times in sorted(Counter(run for entry in entries for run in ran_in(entry)).items()):
        with connection.cursor() as cursor:
            cursor.execute(_ADD, [rule, day, times])
        if event := pauses.get(rule):
            facts = {"paused_at": event.occurred_at, "paused_because": event.data["why"]}
            RuleWatch.objects.filter(rule=rule, paused_at=None).update(**facts)


def ran_in(entry: Entry) -> set[tuple[str, date]]:
    """The rules that ran in an entry, each with its day. What is history already is not counted."""
    if is_history(entry):
        return set()
    runs = (event for event in entry.new if event.by.startswith(BY) and not event.data.get("paused"))
    return {(event.by.removeprefix(BY), event.occurred_at.date()) for event in runs}


def is_history(entry: Entry) -> bool:
    """What is brought in from elsewhere happened long ago: no rule answers it."""
    return entry.quiet and entry.new[0].verb is core.Verb.OPEN


_ADD = """
    INSERT INTO supportops_rulewatch (rule, day, fired, paused_because) VALUES (%s, %s, %s, '')
    ON CONFLICT (rule) DO UPDATE SET day = excluded.day,
    fired = excluded.fired + CASE WHEN supportops_rulewatch.day = excluded.day THEN supportops_rulewatch.fired ELSE 0 END
"""


def _write_notes(entry: Entry) -> None:
    """A rule's note is a note like any other, in the rule's name."""
    written = {words.number for words in entry.words}
    for event in entry.new:
        if event.by.startswith(BY) and event.verb is core.Verb.NOTE and event.number not in written:
            entry.say(event.number, _note(event))


def _note(event: core.Event) -> Message:
    text = event.data["text"]
    name = f"Rule {event.data['rule']}"
    return Message(kind="note", direction="out", author_name=name, occurred_at=event.occurred_at, text=text, new_text=text)
