"""What a request can be about, how it feels, what caused it and how it ended. Source: methodology, phase 3."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Taxonomy:
    """Categories stand in groups; elsewhere they are named with their group, as in account.billing."""

    categories: Mapping[str, tuple[str, ...]]
    sentiment: tuple[str, ...]
    root_cause: tuple[str, ...]
    resolution_type: tuple[str, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """Every category with its group."""
        return tuple(f"{group}.{name}" for group, names in self.categories.items() for name in names)
