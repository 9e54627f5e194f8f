"""A reply that says nothing but thanks: it reopens no ticket and starts no clock. In doubt it is a message like any other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from supportops.core.automation.chapter import Thanks
from supportops.core.decision import Decision
from supportops.core.phrases import tokens, words

LONGEST = 600  # characters: who writes more says more
_MORE = re.compile(r"[?？¿؟]|[:;]-?[(/\\]|\d|https?:|@|\.\.\.|…|[(\[]")
"""Signs of a question, of a frown, of figures and addresses, of something left unsaid."""


def only_thanks(text: str, names: Sequence[str], policy: Thanks) -> Decision[bool] | None:
    """That a text is thanks and nothing else, or None. `names` are those of customer, agent and desk, which may stand in it."""
    if not policy.on or len(text) > LONGEST or _MORE.search(text) or not _friendly(text, policy.faces):
        return None
    reader = _Reader(policy, names)
    said_more = not all(map(reader.takes, text.splitlines()))
    thanked = reader.thanked or next((sign for sign in text if sign in policy.faces), "")
    if said_more or not thanked:
        return None
    return Decision(True, f"“{thanked}” is all that it says: thanks reopen nothing.", "thanks", (thanked,))


def _friendly(text: str, faces: str) -> bool:
    """No drawing that the policy does not know as friendly."""
    return all(sign in faces for sign in text if unicodedata.category(sign) in ("So", "Sk", "Sc", "Sm"))


class _Reader:
    """What is known while the lines of a reply are read: whether thanks were said, and whether a name may follow."""

    def __init__(self, policy: Thanks, names: Sequence[str]) -> None:
        self.phrases = policy.arranged
        self.names = {word for name in names for word in words(name)}
        self.left = policy.names  # words of an unknown name that may still follow a farewell
        self.signed = False
        self.thanked = ""

    def takes(self, line: str) -> bool:
        """Whether a line says nothing else."""
        spoken = [(written, folded) for written, folded in zip(*tokens(line), strict=True) if written[0].isalnum()]
        written, folded = [word for word, _ in spoken], [word for _, word in spoken]
        at = 0
        while at < len(folded):
            reach = self._phrase(folded, at) or self._name(written[at], folded[at])
            if not reach:
                return False
            at += reach
        return True

    def _phrase(self, folded: Sequence[str], at: int) -> int:
        for phrase, table in self.phrases.get(folded[at], ()):
            if tuple(folded[at : at + len(phrase)]) == phrase:
                self.thanked = self.thanked or (" ".join(phrase) if table == "phrases" else "")
                self.signed = self.signed or table == "farewell"
                return len(phrase)
        return 0

    def _name(self, written: str, folded: str) -> int:
        """A name that is known, or after a farewell a word that is written as names are."""
        if folded in self.names:
            return 1
        self.left -= 1
        return int(self.signed and self.left >= 0 and written[0].isupper())
