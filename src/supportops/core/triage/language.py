"""Which language a text is in, from its script and its commonest words. No model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain, islice
from typing import Literal, NamedTuple

from supportops.core.decision import Decision

FALLBACK = "en"
SHOWN = 5  # of the words that gave it away
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
_TELLTALE = {"ru": ("uk", "іїєґ"), "ar": ("fa", "پچژگ")}  # letters that only the other language of this script has

Codes = tuple[str, ...]


class Spoken(NamedTuple):
    """A language with what gave it away: how many of its common words, which, and how many of others."""

    code: str
    by: Literal["words", "script", "fallback"]
    times: int = 0
    words: tuple[str, ...] = ()
    others: tuple[tuple[str, int], ...] = ()


NO_LANGUAGE = Spoken(FALLBACK, "fallback")


def spoken(folded: Sequence[str], languages_of: Mapping[str, Codes], letters_of: Mapping[str, Codes]) -> Spoken:
    """The language of a text, with the words that gave it away: common ones, and others with a letter that few languages have."""
    if foreign := _foreign(folded):
        return _by_script(foreign)
    common = [word for word in folded if word in languages_of]
    rare = {} if "".join(folded).isascii() else _rare(folded, languages_of, letters_of)
    best = Counter(chain([code for word in common for code in languages_of[word]], *rare.values())).most_common()[:2]
    if not best or (len(best) > 1 and best[0][1] == best[1][1]):
        return NO_LANGUAGE
    code, count = best[0]
    said = (word for word in (*common, *rare) if code in (languages_of.get(word) or rare[word]))
    return Spoken(code, "words", count, tuple(dict.fromkeys(islice(said, SHOWN))), tuple(best[1:]))


def _rare(folded: Sequence[str], languages_of: Mapping[str, Codes], letters_of: Mapping[str, Codes]) -> dict[str, Codes]:
    """The other words with letters beyond the plain ones, and the languages that have all of these."""
    return {word: _by_letters(word, letters_of) for word in folded if not word.isascii() and word not in languages_of}


def _by_letters(word: str, letters_of: Mapping[str, Codes]) -> Codes:
    """The languages that have every rare letter of a word."""
    able = [set(letters_of[letter]) for letter in word if letter in letters_of]
    return tuple(sorted(set.intersection(*able))) if able else ()


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
    if not counts:
        return NO_LANGUAGE
    code = counts.most_common(1)[0][0]
    other, letters = _TELLTALE.get(code, (code, ""))
    return Spoken(other if set(letters) & set(text) else code, "script", 0, (text[:20],))


_UNKNOWN = Decision(FALLBACK, "No language stands out, so English is assumed.", "language.fallback")


def language(said: Spoken) -> Decision[str]:
    """The language as a decision."""
    if said.by == "words":
        others = tuple((other, f"{hits} of its common words") for other, hits in said.others)
        return Decision(said.code, f"{said.times} common words of this language.", "language.words", said.words, others)
    return Decision(said.code, "The script is that of this language.", "language.script", said.words) if said.by == "script" else _UNKNOWN
