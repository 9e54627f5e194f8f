"""A choice that the program made, with its reason."""

from dataclasses import dataclass
from typing import Generic, TypeVar

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
