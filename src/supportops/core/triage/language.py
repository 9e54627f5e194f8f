"""Which language a text is in, from its script and its commonest words. No model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

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


def language(folded: Sequence[str], languages_of: Mapping[str, tuple[str, ...]]) -> Decision[str]:
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
        return Decision(FALLBACK, "No language stands out, so English is assumed.", "language.fallback")
    code, count = best[0]
    words = tuple(word for word in known if code in languages_of[word])[:5]
    others = tuple((other, f"{hits} of its common words") for other, hits in best[1:])
    return Decision(code, f"{count} common words of this language.", "language.words", words, others)


def _foreign(folded: Sequence[str]) -> str:
    """A sample of the letters beyond the Latin ones, where they are more than a third of the text."""
    if max(folded, default="") < _LATIN_ENDS:
        return ""
    letters = "".join(word for word in folded if word > _LATIN_ENDS and word.isalnum())
    return letters[:_SAMPLE] if 3 * len(letters) > sum(map(len, folded)) else ""


def _by_script(text: str) -> Decision[str]:
    counts = Counter(code for letter in text for first, last, code in _BLOCKS if first <= letter <= last)
    if counts["ja"]:
        counts["ja"] += counts.pop("zh", 0)  # Japanese writes with both, Chinese has no kana
    if not counts:
        return Decision(FALLBACK, "The script is not known, so English is assumed.", "language.fallback")
    return Decision(counts.most_common(1)[0][0], "The script is that of this language.", "language.script", (text[:20],))
