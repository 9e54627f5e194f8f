"""What triage is told of a request, and what it decides."""

from __future__ import annotations

from dataclasses import dataclass

from supportops.core.decision import Decision
from supportops.core.ticket import Priority

TIERS = ("free", "pro", "business", "enterprise")


@dataclass(frozen=True)
class TriageFacts:
    """What is known of a new request. `new_text` is without quotes and signature; `given` is a person's choice."""

    subject: str
    new_text: str
    tier: str = "free"
    channel: str = "email"
    given: Priority | None = None


@dataclass(frozen=True)
class Triage:
    """What a request is, each with its reason."""

    priority: Decision[Priority]
    category: Decision[str]
    language: Decision[str]
    sentiment: Decision[str]
    tags: Decision[tuple[str, ...]]
    affected: Decision[int]
