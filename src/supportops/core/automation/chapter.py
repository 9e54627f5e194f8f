"""What the handbook says about automation. Source: methodology, phases 3 and 10."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal

from supportops.core.automation.acts import Check, carried_out, lets
from supportops.core.automation.reactions import reactions
from supportops.core.automation.rule import BY, Rule
from supportops.core.automation.timed import timed
from supportops.core.conditions import ALWAYS, Condition
from supportops.core.phrases import Phrases, words
from supportops.core.sla import Due
from supportops.core.ticket import Event, Priority, Ticket, Verb

Size = Literal["high", "medium", "low"]


@dataclass(frozen=True)
class Automation:
    """One automation of the stack: what it is worth, and which part of the program does it."""

    impact: Size
    effort: Size
    priority: Priority
    by: tuple[str, ...] = ()  # modules
    built: bool = True
    on: bool | None = None  # only where it can be switched here


@dataclass(frozen=True)
class Chatbot:
    """What a bot keeps to, as soon as the desk has one."""

    offers_a_person: bool = True
    says_it_is_a_machine: bool = True
    confidence: float = 0.85
    turns: int = 3
    hands_over_the_conversation: bool = True
    watches_satisfaction: bool = True
    built: bool = False

    def __post_init__(self) -> None:
        if not 0 < self.confidence <= 1:
            raise ValueError(f"expected a confidence above 0 and up to 1, found {self.confidence}")
        if self.turns < 1:
            raise ValueError(f"expected at least one turn, found {self.turns}")


@dataclass(frozen=True)
class Thanks:
    """Which replies say nothing but thanks. Whatever else stands in them makes them a message like any other."""

    phrases: Phrases  # one of them must be there
    courtesy: Phrases  # may stand beside it: greetings, good wishes
    farewell: Phrases  # after it, a name
    faces: str = ""  # drawings that are as good as a thank you
    names: int = 4  # words of a name at most
    on: bool = True

    @cached_property
    def arranged(self) -> Mapping[str, Sequence[tuple[tuple[str, ...], str]]]:
        """First word -> the phrases that begin with it, the longest first, each with its table."""
        tables = {"phrases": self.phrases, "farewell": self.farewell, "courtesy": self.courtesy}
        said = {(phrase, name) for name, table in tables.items() for phrase in _folded(table)}
        found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for phrase, name in sorted(said, key=lambda pair: (-len(pair[0]), pair)):
            found.setdefault(phrase[0], []).append((phrase, name))
        return found


def _folded(table: Phrases) -> Iterable[tuple[str, ...]]:
    return filter(None, (tuple(words(text)) for texts in table.values() for text in texts))


@dataclass(frozen=True)
class Suggestion:
    """A reply that is offered where its condition holds, in the customer's language where it is written in it."""

    name: str
    text: Mapping[str, str]
    when: Condition = ALWAYS

    def __post_init__(self) -> None:
        if "en" not in self.text:
            raise ValueError(f"suggestion {self.name} needs its text in English (en): whoever has another language gets that")

    @cached_property
    def because(self) -> str:
        """Why it is offered."""
        return f"The reply {self.name} fits: {self.when.words()}."


@dataclass(frozen=True)
class AutomationPolicy:
    """The automation stack, the bot's rules, what counts as thanks, suggested replies, and the desk's own rules."""

    stack: Mapping[str, Automation]
    thanks: Thanks
    chatbot: Chatbot = Chatbot()
    suggestions: tuple[Suggestion, ...] = ()
    rules: tuple[Rule, ...] = ()

    @cached_property
    def by_verb(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if rule.active and rule.on)

    @cached_property
    def by_time(self) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if rule.active and rule.after)

    @cached_property
    def verbs(self) -> frozenset[Verb]:
        """What any rule listens to."""
        return frozenset(verb for rule in self.by_verb for verb in rule.on)

    @cached_property
    def named(self) -> Mapping[str, Rule]:
        return {rule.name: rule for rule in self.rules}

    def suggests(self) -> bool:
        """Whether replies are suggested at all."""
        row = self.stack.get("reply_suggestions")
        return bool(self.suggestions) and not (row and row.on is False)

    def timed(self, ticket: Ticket, ledger: Sequence[Event]) -> Iterable[Due]:
        """When the rules over time are due on this ticket."""
        return timed(self.by_time, ticket, ledger) if self.by_time else ()

    def run(self, about: str, ticket: Ticket, at: datetime, check: Check = lets) -> list[Event]:
        """What a rule that is due does; `about` is the one of its Due."""
        rule = self.named[about.removeprefix(BY)]
        return carried_out(rule, ticket, at, rule.over_time, check)

    def reactions(
        self,
        ledger: Sequence[Event],
        ticket: Ticket,
        new: Sequence[Event],
        at: datetime,
        *,
        paused: Container[str] = (),
        check: Check = lets,
    ) -> list[Event]:
        """What follows from an act by the rules that listen to it."""
        return reactions(ledger, ticket, new, self, at, paused=paused, check=check)
