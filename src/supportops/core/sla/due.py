"""An act that time asks for: a warning, a breach, a reminder, a rule of the desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from supportops.core.ticket.lifecycle import Verb

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Due(NamedTuple):
    """What is to be done at a moment, and why; `data` goes into the event, `detail` to the verb."""

    at: datetime
    verb: Verb
    about: str
    because: str
    data: Mapping[str, Any] = NOTHING
    detail: Mapping[str, Any] = NOTHING
    by: str = "system:due"
