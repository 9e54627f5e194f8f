"""The command line: help at once, one sentence for what goes wrong, `--data` wherever it is written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

QUIET = {"SUPPORTOPS_URL", "DATABASE_URL", "SUPPORTOPS_DATA", "DJANGO_SETTINGS_MODULE"}


def supportops(*words: str, **extra: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in QUIET} | extra
    command = [sys.executable, "-m", "supportops", *words]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=60)


@pytest.fixture
def migrated(tmp_path: Path) -> str:
    folder = str(tmp_path / "data")
    assert supportops("migrate", "--data", folder).returncode == 0
    return folder


def test_help_names_every_command() -> None:
    done = supportops("--help")
    assert done.returncode == 0
    for name in ("up", "web", "worker", "smtp", "check", "migrate", "demo", "intake", "mail", "ticket", "replay", "metrics", "user"):
        assert f"\n  {name} " in done.stdout
    assert "prepare" not in done.stdout


def test_an_unknown_command_is_asked_wrongly() -> None:
    done = supportops("launch")
    assert done.returncode == 2
    assert "No such command 'launch'" in done.stderr


def test_the_data_folder_may_stand_before_or_after_the_command(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    assert supportops("--data", str(before), "migrate").returncode == 0
    assert supportops("migrate", "--data", str(after)).returncode == 0
    assert (before / "supportops.sqlite3").exists()
    assert (after / "supportops.sqlite3").exists()


def test_migrating_again_changes_nothing(migrated: str) -> None:
    assert supportops("migrate", "--data", migrated).stdout == "The database is up to date.\n"


def test_a_desk_that_is_not_migrated_says_so(tmp_path: Path) -> None:
    done = supportops("user", "create", "ada@example.com", "--name", "Ada", "--password", "a long enough phrase", "--data", str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.startswith("supportops: The database is not ready")
    assert "supportops migrate" in done.stderr


def test_a_configuration_that_cannot_be_is_one_sentence(tmp_path: Path) -> None:
    done = supportops("check", "--data", str(tmp_path), DATABASE_URL="mysql://nobody")
    assert done.returncode == 1
    assert done.stderr == "supportops: DATABASE_URL must look like postgres://user:password@host:5432/name; leave it empty for SQLite.\n"


def test_a_database_that_is_not_there_is_found_by_check(tmp_path: Path) -> None:
    done = supportops("check", "--json", "--data", str(tmp_path), DATABASE_URL="postgres://ada:x@127.0.0.1:1/desk")
    assert done.returncode == 1
    assert any("does not answer" in finding["what"] and finding["grave"] for finding in json.loads(done.stdout))


def test_check_is_content_with_a_fresh_desk(migrated: str) -> None:
    done = supportops("check", "--data", migrated)
    assert (done.returncode, done.stdout) == (0, "All is well.\n")


def test_check_asks_for_a_migration(tmp_path: Path) -> None:
    done = supportops("check", "--data", str(tmp_path / "data"))
    assert done.returncode == 1
    assert "Run `supportops migrate`." in done.stdout


def test_check_notes_what_is_unwise(migrated: str) -> None:
    Path(migrated).chmod(0o755)
    outside = {"SUPPORTOPS_URL": "http://help.example.com", "SUPPORTOPS_DEBUG": "1", "SUPPORTOPS_SMTP_URL": "smtp://127.0.0.1:1"}
    done = supportops("check", "--data", migrated, **outside)
    assert done.returncode == 0
    for words in ("not encrypted", "SUPPORTOPS_DEBUG", "mail server 127.0.0.1:1 cannot be reached", f"chmod 700 {migrated}"):
        assert words in done.stdout


def test_ada_is_enlisted_once_and_gets_a_new_password(migrated: str) -> None:
    ada = ("ada@example.com", "--data", migrated)
    first = supportops("user", "create", *ada, "--name", "Ada", "--team", "billing", "--password", "a long enough phrase")
    assert first.stdout == "Ada may log in as ada@example.com.\n", first.stderr
    again = supportops("user", "create", *ada, "--name", "Ada", "--password", "a long enough phrase")
    assert (again.returncode, again.stderr) == (1, "supportops: ada@example.com is known already: change that person instead.\n")
    weak = supportops("user", "password", *ada, "--password", "12345")
    assert weak.returncode == 1
    assert "too short" in weak.stderr
    assert supportops("user", "password", *ada, "--password", "another long phrase").stdout == "Ada has a new password.\n"


def test_eve_who_does_not_work_here_gets_no_password(migrated: str) -> None:
    done = supportops("user", "password", "eve@example.com", "--password", "a long enough phrase", "--data", migrated)
    assert (done.returncode, done.stderr) == (1, "Error: Nobody who works here has the address eve@example.com.\n")
