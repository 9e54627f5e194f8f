"""Which language a text is in, from its script and its commonest words. No model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from supportops.core.decision import Decision

FALLBACK = "en"
_LATIN_ENDS = "\u0250"
_SAMPLE = 200  # letters; a script shows itself at once
_BLOCKS = (
    ("\u0370", "\u03ff", "el"),
    ("\u0400", "\u052f", "ru"),
    ("\u0590", "\u05ff", "he"),
    ("\u0600", "\u06ff", "ar"),
    ("\u0900", "\u097f", "hi"),
    ("\u0e00", "\u0e7f", "th"),
    ("\u3040", "\u30ff", "ja"),
    ("\u4e00", "\u9fff", "zh"),
    ("\uac00", "\ud7af", "ko"),
)


class Spoken(NamedTuple):
    """A language with what gave it away: how many of its common words, which, and how many of others."""

    code: str
    by: Literal["words", "script", "fallback"]
    times: int = 0
    words: tuple[str, ...] = ()
    others: tuple[tuple[str, int], ...] = ()


NO_LANGUAGE = Spoken(FALLBACK, "fallback")


def spoken(folded: Sequence[str], languages_of: Mapping[str, tuple[str, ...]]) -> Spoken:
    """The language of a text, with the words that gave it away."""
    if foreign := _foreign(folded):
        return _by_script(foreign)
    known = {word: times for word, times in Counter(folded).items() if word in languages_of}
    counts: Counter[str] = Counter()
    for word, times in known.items():
        for code in languages_of[word]:
            counts[code] += times
    best = counts.most_common(2)
    if not best or (len(best) > 1 and best[0][1] == best[1][1]):
        return NO_LANGUAGE
    code, count = best[0]
    return Spoken(code, "words", count, tuple(word for word in known if code in languages_of[word])[:5], tuple(best[1:]))


def _foreign(folded: Sequence[str]) -> str:
    """A sample of the letters beyond the Latin ones, where they are more than a third of the text."""
    if max(folded, default="") < _LATIN_ENDS:
        return ""
    letters = "".join(word for word in folded if word > _LATIN_ENDS and word.isalnum())
    return letters[:_SAMPLE] if 3 * len(letters) > sum(map(len, folded)) else ""


def _by_script(text: str) -> Spoken:
    counts = Counter(code for letter in text for first, last, code in _BLOCKS if first <= letter <= last)
    if counts["ja"]:
        counts["ja"] += counts.pop("zh", 0)  # Japanese writes with both, Chinese has no kana
    return Spoken(counts.most_common(1)[0][0], "script", 0, (text[:20],)) if counts else NO_LANGUAGE


_UNKNOWN = Decision(FALLBACK, "No language stands out, so English is assumed.", "language.fallback")


def language(said: Spoken) -> Decision[str]:
    """The language as a decision."""
    if said.by == "words":
        others = tuple((other, f"{hits} of its common words") for other, hits in said.others)
        return Decision(said.code, f"{said.times} common words of this language.", "language.words", said.words, others)
    return Decision(said.code, "The script is that of this language.", "language.script", said.words) if said.by == "script" else _UNKNOWN
