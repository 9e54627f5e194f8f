"""`supportops policy rules`, `dry-run` and `resume`: the desk's own rules from the command line."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

from supportops.actions.policy import SHIPPED
from tests.interfaces.test_commands import migrated, supportops  # noqa: F401 - a fixture


def run(data: str, *words: str) -> str:
    done = supportops("policy", *words, "--data", data)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_rules_are_listed_as_sentences(migrated: str) -> None:  # noqa: F811
    said = run(migrated, "rules")
    assert said == "stale-new: 2 h since queued, where status is new: tell leads. It has not run yet.\n"
    assert json.loads(run(migrated, "rules", "--json"))[0]["paused"] is False


def test_a_dry_run_tells_what_a_rule_of_a_folder_would_do(migrated: str, tmp_path: Path) -> None:  # noqa: F811
    folder = Path(shutil.copytree(SHIPPED, tmp_path / "mine"))
    chapter = folder / "automation.yaml"
    chapter.write_text(chapter.read_text() + "  - {name: loud, on: [hear], then: [{tag: [loud]}]}\n")
    assert supportops("demo", "--tickets", "40", "--data", migrated).returncode == 0
    told = json.loads(run(migrated, "dry-run", "loud", "--policy", str(folder), "--most", "5", "--json"))
    assert told["matching"] == 40
    assert [row["acts"] for row in told["tickets"]] == [["tag it loud"]] * 5
    assert told["a_day"] > 0
    assert "times a day of late." in run(migrated, "dry-run", "loud", "--policy", str(folder))
    unknown = supportops("policy", "dry-run", "loud", "--data", migrated)
    assert (unknown.returncode, "There is no rule 'loud'; the rules are stale-new." in unknown.stderr) == (1, True)


def test_a_paused_rule_is_shown_and_resumed(migrated: str) -> None:  # noqa: F811
    refused = supportops("policy", "resume", "stale-new", "--data", migrated)
    assert refused.returncode == 1 and "No rule 'stale-new' is paused." in refused.stderr
    with sqlite3.connect(Path(migrated) / "supportops.sqlite3") as database:
        database.execute(
            "INSERT INTO supportops_rulewatch (rule, day, fired, paused_at, paused_because) "
            "VALUES ('stale-new', '2026-01-05', 99, '2026-01-05 09:00:00', 'It ran wild.')"
        )
    assert "Paused since 2026-01-05 09:00 UTC. It ran wild." in run(migrated, "rules")
    assert run(migrated, "resume", "stale-new") == "Rule stale-new runs again.\n"
    assert "Paused" not in run(migrated, "rules")
