"""Conditions: one tree of tests on a ticket, with several readers. `matches` and `words` are here, the database's reader is in models."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any as Anything
from typing import Literal

from supportops.core.phrases import fold
from supportops.core.schema import Malformed, Path, shown

Kind = Literal["text", "word", "number", "moment", "words", "flag"]


@dataclass(frozen=True)
class Fact:
    """Something that a condition may ask about: a field of `core.ticket.Ticket` under the same name."""

    name: str
    kind: Kind
    meaning: str
    source: str


def catalogue(*facts: Fact) -> Mapping[str, Fact]:
    return {fact.name: fact for fact in facts}


FACTS = catalogue(
    Fact("subject", "text", "what the ticket is about, in a line", "the first message, or an agent"),
    Fact("status", "word", "where it stands in its life: new, open, pending, escalated, solved or closed", "the last verb"),
    Fact("priority", "word", "how urgent it is, from P0 to P3", "triage, or a person"),
    Fact("channel", "word", "the way it came in", "the first message"),
    Fact("category", "word", "what kind of request it is, such as account.billing", "triage, or a person"),
    Fact("tags", "words", "its tags", "triage, or a person"),
    Fact("language", "word", "the language of the customer, as a code such as de", "triage"),
    Fact("sentiment", "word", "the customer's mood: positive, neutral, negative or urgent", "triage"),
    Fact("tier", "word", "what the customer has bought: free, pro, business or enterprise", "the customer's organization"),
    Fact("vip", "flag", "whether the customer, or their organization, is a VIP", "the customer"),
    Fact(
        "arr",
        "number",
        "the annual recurring revenue of the customer's organization, in whole units of the desk's currency",
        "the customer",
    ),
    Fact("affected", "number", "how many people are affected, by the customer's own words", "triage"),
    Fact("repeats", "number", "requests of this customer in this category of late, this one included", "triage"),
    Fact("requester", "number", "the customer, by number", "the first message"),
    Fact("organization", "number", "the customer's organization, by number", "the customer"),
    Fact("mailbox", "number", "the mailbox it came to, by number", "the first message"),
    Fact("team", "word", "the team whose queue it is in", "routing, or a person"),
    Fact("assignee", "number", "the agent who works on it, by number", "routing, or a person"),
    Fact("level", "number", "the support level that has it, from 1 to 3", "routing and escalation"),
    Fact("priority_given", "flag", "whether a person chose the priority", "an agent"),
    Fact("proposed_priority", "word", "the priority that the rules propose instead of a person's choice", "triage"),
    Fact("root_cause", "word", "what caused it, such as product_bug", "an agent"),
    Fact("resolution_type", "word", "how it ended, such as agent_resolved", "an agent"),
    Fact("problem", "number", "the known problem that it is a case of, by its ticket's number", "known problems"),
    Fact("known_by", "words", "the phrases by which this problem is known, where it is one", "a person"),
    Fact("article", "word", "what helps with this problem", "a person"),
    Fact("replies", "number", "how often it was answered", "the ledger"),
    Fact("reopenings", "number", "how often it came back after it was solved", "the ledger"),
    Fact("score", "number", "what the customer said in the survey", "the survey"),
    Fact("opened_at", "moment", "when it came in", "the ledger"),
    Fact("queued_at", "moment", "since when nobody has it", "the ledger"),
    Fact("first_replied_at", "moment", "when it was first answered", "the ledger"),
    Fact("replied_at", "moment", "when it was last answered", "the ledger"),
    Fact("heard_at", "moment", "when the customer last wrote", "the ledger"),
    Fact("waiting_since", "moment", "since when the customer waits for us", "the ledger"),
    Fact("pending_since", "moment", "since when we wait for the customer", "the ledger"),
    Fact("nudged_at", "moment", "when the customer was reminded", "the ledger"),
    Fact("escalated_at", "moment", "when it was escalated", "the ledger"),
    Fact("solved_at", "moment", "when it was solved", "the ledger"),
    Fact("closed_at", "moment", "when it was closed", "the ledger"),
    Fact("snoozed_until", "moment", "until when it sleeps", "an agent"),
    Fact("changed_at", "moment", "when anything last happened to it", "the ledger"),
)

OPS: Mapping[str, frozenset[Kind]] = {
    "is": frozenset({"word", "number", "flag"}),
    "in": frozenset({"word", "number"}),
    "contains": frozenset({"text", "words"}),
    "gt": frozenset({"number", "moment"}),
    "lt": frozenset({"number", "moment"}),
    "empty": frozenset({"text", "word", "number", "moment", "words"}),
}
"""What can be asked, and of which kinds of fact."""


@dataclass(frozen=True)
class Test:
    """One question to one fact."""

    __test__ = False  # for the test runner, which collects by name

    fact: str
    op: str
    value: Anything

    def matches(self, facts: Mapping[str, Anything]) -> bool:
        return _ANSWER[self.op](facts.get(self.fact), self.value)

    def words(self) -> str:
        return f"{self.fact.replace('_', ' ')} {_SPOKEN[self.op](self.value)}"


@dataclass(frozen=True)
class All:
    """Every part holds; so it does when there is none."""

    parts: tuple[Condition, ...] = ()

    def matches(self, facts: Mapping[str, Anything]) -> bool:
        return all(part.matches(facts) for part in self.parts)

    def words(self) -> str:
        return _joined(self.parts, " and ") or "always"


@dataclass(frozen=True)
class Any:
    """At least one part holds; so none does when there is none."""

    parts: tuple[Condition, ...] = ()

    def matches(self, facts: Mapping[str, Anything]) -> bool:
        return any(part.matches(facts) for part in self.parts)

    def words(self) -> str:
        return _joined(self.parts, " or ") or "never"


@dataclass(frozen=True)
class Not:
    """The part does not hold."""

    part: Condition

    def matches(self, facts: Mapping[str, Anything]) -> bool:
        return not self.part.matches(facts)

    def words(self) -> str:
        return f"not ({self.part.words()})"


Condition = Test | All | Any | Not
ALWAYS = All()


def tests(condition: Condition) -> Iterator[Test]:
    """Every question that a condition asks."""
    if isinstance(condition, Test):
        yield condition
    else:
        for part in (condition.part,) if isinstance(condition, Not) else condition.parts:
            yield from tests(part)


def _joined(parts: Sequence[Condition], by: str) -> str:
    return by.join(f"({part.words()})" if isinstance(part, All | Any) and len(part.parts) > 1 else part.words() for part in parts)


def _contains(fact: Anything, value: str) -> bool:
    return value in (fact or ()) if not isinstance(fact, str) else fold(value) in fold(fact)


_ANSWER: Mapping[str, Callable[[Anything, Anything], bool]] = {
    "is": lambda fact, value: bool(fact == value),
    "in": lambda fact, value: fact in value,
    "contains": _contains,
    "gt": lambda fact, value: fact is not None and bool(fact > value),
    "lt": lambda fact, value: fact is not None and bool(fact < value),
    "empty": lambda fact, value: (fact in (None, "", ())) is value,
}


def _shown(value: Anything) -> str:
    return f"{value:%Y-%m-%d %H:%M} UTC" if isinstance(value, datetime) else str(value)


_SPOKEN: Mapping[str, Callable[[Anything], str]] = {
    "is": lambda value: f"is {str(value).lower() if isinstance(value, bool) else value}",
    "in": lambda value: f"is one of {', '.join(map(str, value))}",
    "contains": lambda value: f"contains “{value}”",
    "gt": lambda value: f"is after {_shown(value)}" if isinstance(value, datetime) else f"is more than {value}",
    "lt": lambda value: f"is before {_shown(value)}" if isinstance(value, datetime) else f"is less than {value}",
    "empty": lambda value: "is empty" if value else "is not empty",
}


def parse(data: object, path: Path = (), known: Mapping[str, Fact] = FACTS) -> Condition:
    """A condition from plain data: {fact: priority, in: [P0, P1]}, {all: [...]}, {any: [...]} or {not: ...}; a list means all of it.

    `known` are the facts that can be asked; a chapter that decides before there is a ticket row brings a catalogue of its own.
    """
    if isinstance(data, list):
        return All(_parts(data, path, known))
    if not isinstance(data, dict):
        raise Malformed(path, f"expected a condition such as {{fact: tier, is: enterprise}}, found {shown(data)}")
    if len(data) == 1 and (name := next(iter(data))) in _GROUPS:
        return _GROUPS[name](data[name], (*path, name), known)
    return _test(data, path, known)


def _parts(data: object, path: Path, known: Mapping[str, Fact]) -> tuple[Condition, ...]:
    if not isinstance(data, list):
        raise Malformed(path, f"expected a list of conditions, found {shown(data)}")
    return tuple(parse(part, (*path, place), known) for place, part in enumerate(data))


_GROUPS: Mapping[str, Callable[[object, Path, Mapping[str, Fact]], Condition]] = {
    "all": lambda data, path, known: All(_parts(data, path, known)),
    "any": lambda data, path, known: Any(_parts(data, path, known)),
    "not": lambda data, path, known: Not(parse(data, path, known)),
}


def _test(data: dict[str, object], path: Path, known: Mapping[str, Fact]) -> Test:
    fact = _fact(data.get("fact"), (*path, "fact"), known)
    asked = [name for name in data if name != "fact"]
    if len(asked) != 1 or asked[0] not in OPS:
        raise Malformed(path, f"expected a fact and one of {', '.join(OPS)}, found {', '.join(map(str, asked)) or 'the fact alone'}")
    op = asked[0]
    if fact.kind not in OPS[op]:
        able = ", ".join(name for name, kinds in OPS.items() if fact.kind in kinds)
        raise Malformed((*path, op), f"{fact.name} cannot be asked this; it can be asked {able}")
    return Test(fact.name, op, _value(fact, op, data[op], (*path, op)))


def _fact(name: object, path: Path, known: Mapping[str, Fact]) -> Fact:
    if not isinstance(name, str) or name not in known:
        raise Malformed(path, f"expected one of {', '.join(known)}, found {shown(name)}")
    return known[name]


def _value(fact: Fact, op: str, value: object, path: Path) -> object:
    if op == "in":
        if not isinstance(value, list) or not value:
            raise Malformed(path, f"expected a list of values, found {shown(value)}")
        return tuple(_single(fact.kind, one, (*path, place)) for place, one in enumerate(value))
    return _single("flag" if op == "empty" else fact.kind, value, path)


def _single(kind: str, value: object, path: Path) -> object:
    reader, expected = _VALUES[kind]
    try:
        return reader(value)
    except (ValueError, TypeError):
        raise Malformed(path, f"expected {expected}, found {shown(value)}") from None


def _exactly(*types: type) -> Callable[[Anything], object]:
    def read(value: Anything) -> object:
        if type(value) not in types:
            raise TypeError
        return value

    return read


def _phrase(value: Anything) -> str:
    if not isinstance(value, str) or not fold(value).strip():
        raise TypeError
    return value


def _moment(value: Anything) -> datetime:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


_VALUES: Mapping[str, tuple[Callable[[Anything], object], str]] = {
    "text": (_phrase, "a word or phrase"),
    "word": (_exactly(str), "a word"),
    "words": (_phrase, "a word"),
    "number": (_exactly(int, float), "a number"),
    "moment": (_moment, "a moment such as 2026-11-23 or 2026-11-23T09:00+01:00"),
    "flag": (_exactly(bool), "true or false"),
}
