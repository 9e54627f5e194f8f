"""What a backtest found, added up as it goes: the memory does not grow with the desk."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from supportops.analytics.backtest.again import Again, Change, plain
from supportops.analytics.backtest.targets import CLOCKS, Kept

SHOWN = 1_000  # changed tickets that are listed one by one
MOVES = 12  # most frequent moves of a field
WORDS = {True: "kept", False: "missed", None: "open"}


@dataclass(slots=True)
class Tally:
    """The sum over some tickets; two of them can be added."""

    most: int = SHOWN
    tickets: int = 0
    differing: int = 0
    unread: int = 0  # never decided by the desk, or nothing is left to decide from
    blank: int = 0  # the words should have been read again and are gone
    reread: int = 0
    nobody: int = 0  # another team: who was free there is not known
    listed: list[list[Change]] = field(default_factory=list)  # ticket by ticket
    moves: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    targets: Counter[tuple[str, str, bool | None]] = field(default_factory=Counter)
    turned: Counter[tuple[str, bool | None, bool | None]] = field(default_factory=Counter)
    load: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    escalations: Counter[tuple[str, str]] = field(default_factory=Counter)
    runs: Counter[tuple[str, str]] = field(default_factory=Counter)

    def count(self, side: str, runs: Mapping[str, int]) -> None:
        """How often the desk's own rules ran on one ticket."""
        for name, times in runs.items():
            self.runs[side, name] += times

    def add(self, again: Again, changes: list[Change], before: Kept, after: Kept) -> None:
        """One more ticket."""
        self.tickets += 1
        self.reread += again.reread
        self.nobody += not again.person_known
        hour = again.known.facts.at.hour
        self.load["before", again.before.team or "", hour] += 1
        self.load["after", again.after.team or "", hour] += 1
        for side, names in (("before", again.recorded.escalated), ("after", again.escalations)):
            for name in names:
                self.escalations[side, name] += 1
        self._promises(before, after)
        if changes:
            self._differs(changes)

    def _promises(self, before: Kept, after: Kept) -> None:
        for name in CLOCKS:
            self.targets["before", name, before[name]] += 1
            self.targets["after", name, after[name]] += 1
            if before[name] != after[name]:
                self.turned[name, before[name], after[name]] += 1

    def _differs(self, changes: list[Change]) -> None:
        self.differing += 1
        for change in changes:
            self.moves[_move(change)] += 1
        if len(self.listed) < self.most:
            self.listed.append(changes)

    def join(self, other: Tally) -> None:
        """The tickets of another part, which come after those of this one."""
        for name in ("tickets", "differing", "unread", "blank", "reread", "nobody"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.listed += other.listed[: self.most - len(self.listed)]
        for name in ("moves", "targets", "turned", "load", "escalations", "runs"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def as_data(self) -> dict[str, Any]:
        """The result as JSON has it."""
        return {
            "tickets": self.tickets,
            "differing": self.differing,
            "changed": [change.as_data() for changes in self.listed for change in changes],
            "fields": self._fields(),
            "targets": {name: self._target(name) for name in CLOCKS},
            "load": self._load(),
            "escalations": _beside(self.escalations),
            "rules": _beside(self.runs),
            "unknown": list(self._unknown()),
        }

    def _fields(self) -> dict[str, Any]:
        """Each field that changes: on how many tickets, and its most frequent moves. Moments only count."""
        found: dict[str, Any] = {}
        for (name, was, becomes), times in sorted(self.moves.items(), key=lambda item: -item[1]):
            told = found.setdefault(name, {"tickets": 0, "moves": []})
            told["tickets"] += times
            if (was or becomes) and len(told["moves"]) < MOVES:
                told["moves"].append({"from": was, "to": becomes, "tickets": times})
        return found

    def _target(self, name: str) -> dict[str, Any]:
        sides = {side: {word: self.targets[side, name, kept] for kept, word in WORDS.items()} for side in ("before", "after")}
        turned = {(was, now): times for (clock, was, now), times in self.turned.items() if clock == name}
        moves = [{"from": WORDS[was], "to": WORDS[now], "tickets": times} for (was, now), times in turned.items()]
        return sides | {"turned": sorted(moves, key=lambda move: -move["tickets"])}

    def _load(self) -> dict[str, dict[str, list[int]]]:
        teams = sorted({team for _, team, _ in self.load})
        return {team: {side: [self.load[side, team, hour] for hour in range(24)] for side in ("before", "after")} for team in teams}

    def _unknown(self) -> Iterator[str]:
        """What no backtest can tell, and what this one could not."""
        yield "How people would have worked is not known: answers and solutions stand at the moments at which they were given."
        yield "What a person decided later, and what followed from later messages, stands as it stood."
        yield "Each request meets the desk as it was recorded: that others would have gone elsewhere before it is not simulated."
        yield "Rules of the desk's own are counted over what happened; what they would have changed is not carried on."
        yield "Of the promises, the first reply and the resolution are counted; the others as long as they run are not."
        if self.nobody:
            yield f"{self.nobody:,} tickets would have gone to another team. Who was free there was not recorded, so that nobody is named."
        if self.blank:
            yield f"The words of {self.blank:,} tickets are gone, so that they were decided by what was read in them then."
        if self.unread:
            yield f"{self.unread:,} tickets were left out: nothing was recorded from which they could be decided again."


def _beside(counts: Counter[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """Each name with its count before and after."""
    return {name: {side: counts[side, name] for side in ("before", "after")} for name in sorted({name for _, name in counts})}


def _move(change: Change) -> tuple[str, str, str]:
    if change.field.endswith("_at"):
        return change.field, "", ""
    return change.field, _short(change.was), _short(change.becomes)


def _short(value: Any) -> str:
    """A value as a table names it."""
    if isinstance(value, tuple):
        return ", ".join(value)
    return "" if value is None else str(value)


def lines(listed: Iterable[list[Change]]) -> Iterator[str]:
    """Changes as JSON lines."""
    for changes in listed:
        for change in changes:
            yield json.dumps(change.as_data(), ensure_ascii=False, default=plain)
