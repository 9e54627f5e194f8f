"""`supportops explain`: why a ticket is as it is, for people and for programs."""

from __future__ import annotations

import json
from datetime import datetime
from itertools import pairwise

from tests.interfaces.test_commands import migrated, supportops  # noqa: F401 - a fixture
from tests.interfaces.test_handoff_command import one


def test_a_ticket_is_explained_in_words_and_as_data(migrated: str) -> None:  # noqa: F811
    assert supportops("demo", "--tickets", "40", "--data", migrated).returncode == 0
    number = one(migrated, "escalated_at IS NULL AND assignee_id > 0")

    words = supportops("explain", number, "--data", migrated).stdout
    assert words.startswith(f"#{number} ")
    assert "decided: system:routing" in words
    assert "policy version 1" in words
    assert f"Minute by minute: supportops explain {number} --deadline " in words

    facts = json.loads(supportops("explain", number, "--json", "--data", migrated).stdout)
    why = {each["about"]: each for each in facts["why"]}
    assert {"priority", "category", "language", "sentiment", "team", "assignee", "level", "promise"} <= set(why)
    assert why["team"]["rule"].startswith("routing.")
    assert (why["team"]["policy"], bool(why["team"]["otherwise"])) == (1, True)
    assert f"assignee: {why['assignee']['name']}" in words
    assert {each["deadline"] for each in facts["deadlines"]} >= {"resolution"}


def test_a_deadline_is_explained_minute_by_minute(migrated: str) -> None:  # noqa: F811
    assert supportops("demo", "--tickets", "40", "--data", migrated).returncode == 0
    number = one(migrated, "id > 0")
    told = json.loads(supportops("explain", number, "--deadline", "resolution", "--json", "--data", migrated).stdout)
    spans = told["passed"]
    assert told["started_at"] == spans[0]["from"]
    assert all(before["to"] == after["from"] for before, after in pairwise(spans))
    assert sum(span["seconds"] for span in spans if span["counted"]) == told["elapsed"]
    assert datetime.fromisoformat(spans[-1]["to"]).tzinfo
    assert "counted so far: " in supportops("explain", number, "--deadline", "resolution", "--data", migrated).stdout

    refused = supportops("explain", number, "--deadline", "weather", "--data", migrated)
    assert (refused.returncode, "This ticket has no deadline 'weather' now" in refused.stderr) == (1, True)
    missing = supportops("explain", "99999", "--data", migrated)
    assert (missing.returncode, "There is no ticket 99999." in missing.stderr) == (1, True)
