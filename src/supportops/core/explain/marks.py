"""The evidence of a decision, found again in the words it was read in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

APART = 5  # words between a phrase and what turns it round, as in "not really happy"


class Piece(NamedTuple):
    """A part of a text, and whether it is evidence."""

    text: str
    is_evidence: bool


def marked(text: str, evidence: Iterable[str]) -> tuple[Piece, ...]:
    """The whole text in pieces; phrases are kept by their words, so line breaks and quotes may be others in the text."""
    text = unicodedata.normalize("NFC", text)
    spans = [span for phrase in evidence for span in _spans(text, phrase)]
    return tuple(_pieces(text, sorted(spans)))


def _spans(text: str, phrase: str) -> list[tuple[int, int]]:
    """Where a phrase stands as it is; where it does not, its words with a few others between."""
    words = [re.escape(word).replace("'", "['’]") for word in phrase.split()]
    if not words:
        return []
    for between in (r"\s+", rf"\W+(?:\w+\W+){{0,{APART}}}?"):
        if spans := [found.span() for found in re.finditer(rf"(?<!\w){between.join(words)}(?!\w)", text, re.IGNORECASE)]:
            return spans
    return []


def _pieces(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[Piece]:
    reached = 0
    for start, end in spans:
        if start > reached:
            yield Piece(text[reached:start], False)
        if end > reached:
            yield Piece(text[max(start, reached) : end], True)
            reached = end
    if reached < len(text):
        yield Piece(text[reached:], False)
