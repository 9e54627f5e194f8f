"""Words and phrases in what somebody wrote: found whole, in one pass, and not where the writer takes them back.

"The site is down" counts; "no longer down", "if it goes down" and "scroll down" do not. In a phrase, "…" stands for a few words:
"nobody … log in".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

Phrases = Mapping[str, tuple[str, ...]]
"""Language -> phrases. The language is for whoever edits the list: mails mix languages, so all of them are looked for at once."""

_NUMBER = r"\d{1,3}(?:[.,'\u00a0\u202f ]\d{3})+(?!\w)"
_WORD = rf"(?=\d){_NUMBER}|\w+(?:'\w+)*"
_STOPS = ".,;:!?()–—…"
_TOKEN = re.compile(rf"{_WORD}|[{_STOPS}]|\n(?=[ \t\r]*\n)")
GAP = 5  # words that "…" may stand for
PARAGRAPH = "\n"  # as a token: lines are wrapped anywhere, so that only an empty line ends a clause
_BREAKS = frozenset({*_STOPS, PARAGRAPH})
_ALONE = re.compile(_WORD)
_ONE_I = str.maketrans({"ı": "i", "\u0307": None})  # Turkish has four letters where casefold expects two


def words(text: str) -> list[str]:
    """The words of a text, case-folded."""
    return _folded(_ALONE.findall(_plain(text)))


def fold(text: str) -> str:
    """A text in the form in which phrases are compared: its words between single spaces, with a space at each end."""
    return f" {' '.join(words(text))} "


def tokens(text: str) -> tuple[list[str], list[str]]:
    """The words and stops of a text: as written, and case-folded."""
    written = _TOKEN.findall(_plain(text))
    return written, _folded(written)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("’", "'")


def _folded(found: list[str]) -> list[str]:
    return "\0".join(found).casefold().translate(_ONE_I).split("\0") if found else []


class Found(NamedTuple):
    """A phrase that stands in a text: in which table, at which word, as it was written, and the words that take it back, if any."""

    table: str
    key: str
    start: int
    end: int
    written: str
    denied: str = ""


@dataclass(frozen=True)
class Cues:
    """The words that decide whether a phrase is meant. A reach is the number of words that a cue looks over, within its clause."""

    exceptions: Phrases = field(default_factory=dict)
    denial: Phrases = field(default_factory=dict)
    denial_reach: int = 3
    supposition: Phrases = field(default_factory=dict)
    supposition_reach: int = 5
    settled: Phrases = field(default_factory=dict)
    settled_reach: int = 3
    new_clause: Phrases = field(default_factory=dict)


class _Entry(NamedTuple):
    rank: int  # what is looked at first where several entries begin with the same word
    phrase: list[str]
    table: str
    key: str = ""
    reach: int = 0
    rest: tuple[list[str], ...] = ()  # what follows each "…" of the phrase


_EXCEPTION, _PHRASE, _BEFORE, _AFTER, _CLAUSE, _STOP = range(6)


class Index:
    """Tables of phrases, arranged by their first words, so that a text is read once however long the tables are."""

    def __init__(self, tables: Mapping[str, Mapping[str, Phrases]], cues: Cues) -> None:
        self._entries: list[_Entry] = []
        for table, keys in tables.items():
            for key, phrases in keys.items():
                self._add(_PHRASE, phrases, table, key)
        self._add(_EXCEPTION, cues.exceptions, "exception")
        self._add(_BEFORE, cues.denial, "denial", reach=cues.denial_reach)
        self._add(_BEFORE, cues.supposition, "supposition", reach=cues.supposition_reach)
        self._add(_AFTER, cues.settled, "settled", reach=cues.settled_reach)
        self._add(_CLAUSE, cues.new_clause, "clause")
        self._entries += [_Entry(_STOP, [stop], "clause") for stop in (*_STOPS, PARAGRAPH)]
        self._by_words = _arranged(self._entries)

    def _add(self, rank: int, phrases: Phrases, table: str, key: str = "", reach: int = 0) -> None:
        said = {tuple(map(tuple, parts)): parts for texts in phrases.values() for text in texts if (parts := _parts(text))}
        self._entries += [_Entry(rank, first, table, key, reach, tuple(rest)) for first, *rest in said.values()]

    def find(self, written: list[str], folded: list[str]) -> list[Found]:
        """Every phrase in a text (see `tokens`), in order; the longest of its table where several begin at the same word."""
        reader, begun = _Reader(written), map(self._by_words.get, folded)
        for at, (following, second) in enumerate(zip(begun, [*folded[1:], ""], strict=False)):
            if following and (entries := following.get(second) or following[""]):
                reader.read(at, entries, folded)
        return reader.found


def _parts(text: str) -> list[list[str]]:
    """The words of a phrase, parted at each "…"."""
    return [part for piece in text.split("…") if (part := words(piece))]


def _arranged(entries: Sequence[_Entry]) -> dict[str, dict[str, list[_Entry]]]:
    """First word -> second word -> what may stand there; under "" what needs no second word."""
    by_first: dict[str, list[_Entry]] = {}
    for entry in sorted(entries, key=lambda entry: (entry.rank, -len(entry.phrase) - sum(map(len, entry.rest)))):
        by_first.setdefault(entry.phrase[0], []).append(entry)
    return {first: _by_second(beginning) for first, beginning in by_first.items()}


def _by_second(entries: Sequence[_Entry]) -> dict[str, list[_Entry]]:
    seconds = {"".join(entry.phrase[1:2]) for entry in entries} | {""}
    return {second: [entry for entry in entries if "".join(entry.phrase[1:2]) in ("", second)] for second in seconds}


class _Reader:
    """What is known while a text is read from left to right."""

    def __init__(self, written: list[str]) -> None:
        self.written = written
        self.found: list[Found] = []
        self.hidden_until = 0  # by an exception
        self.covered_until = 0  # by a phrase: the "no" of "no funciona" takes nothing back
        self.denied_until = 0
        self.denied_by = ""
        self.cue_until = 0  # the "mais" of "não está mais" begins no clause
        self.clause = 0  # the place in `found` where this clause begins
        self.sentence = 0  # and where this sentence begins

    def read(self, at: int, entries: Sequence[_Entry], folded: Sequence[str]) -> None:
        tables: set[str] = set()
        for entry in entries:
            end = at + len(entry.phrase)
            if at >= self.hidden_until and entry.table not in tables and entry.phrase == folded[at:end]:
                if entry.rest and not (end := _through(entry.rest, folded, end)):
                    continue
                tables.add(entry.table)
                _READ[entry.rank](self, at, end, entry)

    def exception(self, at: int, end: int, entry: _Entry) -> None:
        self.hidden_until = end

    def phrase(self, at: int, end: int, entry: _Entry) -> None:
        denied = self.denied_by if at < self.denied_until else ""
        self.found.append(Found(entry.table, entry.key, at, end, self._text(at, end), denied))
        self.covered_until = max(self.covered_until, end)

    def before(self, at: int, end: int, entry: _Entry) -> None:
        if at >= self.covered_until and end + entry.reach > self.denied_until:
            self.denied_until, self.denied_by, self.cue_until = end + entry.reach, self._text(at, end), end

    def after(self, at: int, end: int, entry: _Entry) -> None:
        """In its clause, or, where nothing else was found there, in the one before: "it was down, but works again"."""
        begin = self.clause if self.clause < len(self.found) else self.sentence
        for place in range(begin, len(self.found)):
            found = self.found[place]
            if found.end <= at <= found.end + entry.reach and at >= self.denied_until:
                self.found[place] = found._replace(denied=self._text(at, end))

    def new_clause(self, at: int, end: int, entry: _Entry) -> None:
        if at >= self.cue_until:
            self.denied_until = 0
            self.clause = len(self.found)

    def stop(self, at: int, end: int, entry: _Entry) -> None:
        self.new_clause(at, end, entry)
        if self.written[at] != ",":
            self.sentence = self.clause

    def _text(self, at: int, end: int) -> str:
        return " ".join(self.written[at:end])


_READ = {
    _EXCEPTION: _Reader.exception,
    _PHRASE: _Reader.phrase,
    _BEFORE: _Reader.before,
    _AFTER: _Reader.after,
    _CLAUSE: _Reader.new_clause,
    _STOP: _Reader.stop,
}


def _through(rest: Sequence[list[str]], folded: Sequence[str], end: int) -> int:
    """Where a phrase with gaps ends; 0 where a part is missing, too far away or beyond a stop."""
    for part in rest:
        size = len(part)
        for at in range(end, min(end + GAP, len(folded) - size) + 1):
            if folded[at] == part[0] and folded[at : at + size] == part:
                end = at + size
                break
            if folded[at] in _BREAKS:
                return 0
        else:
            return 0
    return end
