"""Known problems: tickets declared as such, and found again by their phrases in what others write. Source: methodology, phase 2."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from supportops.core.decision import Decision
from supportops.core.phrases import Cues, Found, Index, tokens


@dataclass(frozen=True)
class Problem:
    """A known problem: the number of its ticket, the phrases by which it is known, and what helps."""

    number: int
    phrases: tuple[str, ...]
    article: str = ""

    def __str__(self) -> str:
        return f"#{self.number}"


class Known:
    """The open problems, arranged so that a text is read once however many there are."""

    def __init__(self, problems: Sequence[Problem], cues: Cues, reads: int = 20_000) -> None:
        self.problems = {str(problem.number): problem for problem in problems}
        self.reads = reads  # characters of a text
        tables = {f"problem {key}": {key: {"": problem.phrases}} for key, problem in self.problems.items()}
        self._index = Index(tables, cues) if tables else None

    def match(self, subject: str, words: str) -> Decision[Problem] | None:
        """The problem that a request is a case of: the one with most of its words in the customer's own, then the newest."""
        if self._index is None:
            return None
        named = self._named(self._index.find(*tokens(f"{subject}\n\n{words}"[: self.reads])))
        if not named:
            return None
        ranked = sorted(named, key=lambda key: (-sum(hit.end - hit.start for hit in named[key]), -int(key)))
        best, *others = ranked
        said = tuple(dict.fromkeys(hit.written for hit in named[best]))
        lost = tuple((f"#{key}", f"Fewer of its words: {', '.join(hit.written for hit in named[key])}") for key in others)
        return Decision(self.problems[best], f"“{said[0]}” is how the known problem #{best} is described.", "problem.words", said, lost)

    def _named(self, found: Sequence[Found]) -> dict[str, list[Found]]:
        """Each problem with the phrases of it that are meant."""
        named: dict[str, list[Found]] = {}
        for hit in found:
            if not hit.denied:
                named.setdefault(hit.key, []).append(hit)
        return named
