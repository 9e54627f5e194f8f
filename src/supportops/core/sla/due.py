"""An act that time asks for: a warning, a breach, a reminder, a rule of the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from supportops.core.ticket.lifecycle import Verb


@dataclass(frozen=True)
class Due:
    """What is to be done at a moment, and why; `data` goes into the event, `detail` to the verb."""

    at: datetime
    verb: Verb
    about: str
    because: str
    data: Mapping[str, Any] = field(default_factory=dict, hash=False)
    detail: Mapping[str, Any] = field(default_factory=dict, hash=False)
    by: str = "system:due"
