"""A choice that the program made, with its reason."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Decision(Generic[T]):
    """A value, the sentence that says why, and what it was read from.

    `evidence` holds the exact words found; `rejected` pairs each candidate that was not chosen with why not.
    """

    value: T
    because: str
    rule: str = ""
    evidence: tuple[str, ...] = ()
    rejected: tuple[tuple[str, str], ...] = ()


def told(decision: Decision[Any]) -> dict[str, Any]:
    """A decision as the ledger keeps it."""
    return {
        "value": str(decision.value),
        "rule": decision.rule,
        "evidence": list(decision.evidence),
        "rejected": [list(pair) for pair in decision.rejected],
        "because": decision.because,
    }
