"""The written cases: a mail with what a support lead makes of it, in tables that people can read."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from supportops.core.email.fold import fold
from supportops.core.triage import TriageFacts

FOLDER = Path(__file__).parent / "cases"


class Case(NamedTuple):
    """A mail as it arrives, and priority, category, language and team as a lead would decide."""

    table: str
    name: str
    subject: str
    text: str
    tier: str
    channel: str
    priority: str
    category: str
    language: str
    team: str

    @property
    def facts(self) -> TriageFacts:
        """What triage is given: the new words only, as when a mail comes in."""
        return TriageFacts(self.subject, fold(self.text).new, self.tier, self.channel)


@cache
def cases() -> tuple[Case, ...]:
    return tuple(_case(path.stem, row) for path in sorted(FOLDER.glob("*.yaml")) for row in yaml.safe_load(path.read_text()))


def _case(table: str, row: dict[str, str]) -> Case:
    priority, category, language, team = row["expect"].split()
    about = (row.get("subject", ""), row["text"], row["tier"], row.get("channel", "email"))
    return Case(table, row["name"], *about, priority, category.removeprefix("-"), language, team)
