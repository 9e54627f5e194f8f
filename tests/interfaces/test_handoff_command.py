"""`supportops ticket handoff`: the form that other programs read."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import yaml

from tests.interfaces.test_commands import migrated, supportops  # noqa: F401 - a fixture


def one(data: str, where: str) -> str:
    with sqlite3.connect(Path(data) / "supportops.sqlite3") as database:
        return str(database.execute(f"SELECT id FROM supportops_ticket WHERE {where} LIMIT 1").fetchone()[0])


def test_a_form_is_printed_as_yaml_also_before_an_escalation(migrated: str) -> None:  # noqa: F811
    assert supportops("demo", "--tickets", "40", "--data", migrated).returncode == 0
    number = one(migrated, "escalated_at IS NULL AND replies > 0")
    form = yaml.safe_load(supportops("ticket", "handoff", number, "--data", migrated).stdout)["escalation"]
    assert form["ticket_id"] == number
    assert form["what_needed"] == ""
    assert form["what_tried"][0]["action"]
    missing = supportops("ticket", "handoff", "99999", "--data", migrated)
    assert (missing.returncode, "There is no ticket 99999." in missing.stderr) == (1, True)
