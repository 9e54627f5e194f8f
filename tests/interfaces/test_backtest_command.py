"""`supportops policy backtest`: a proposal tried on what came in, from the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from supportops.actions.policy import SHIPPED
from tests.interfaces.test_commands import supportops


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = str(tmp_path_factory.mktemp("demo"))
    assert supportops("migrate", "--data", folder).returncode == 0
    done = supportops("demo", "--tickets", "80", "--days", "6", "--data", folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def stricter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped handbook with a promise that nobody can keep."""
    folder = Path(shutil.copytree(SHIPPED, tmp_path_factory.mktemp("handbook") / "mine"))
    file = folder / "priorities.yaml"
    file.write_text(file.read_text().replace("first_reply: 4h", "first_reply: 1m"))
    return folder


def test_the_handbook_in_force_would_have_decided_the_same(demo: str) -> None:
    done = supportops("policy", "backtest", "--json", "--data", demo)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["tickets"], found["differing"], found["changed"]) == (80, 0, [])


def test_a_proposal_says_what_it_would_have_changed(demo: str, stricter: Path, tmp_path: Path) -> None:
    every = tmp_path / "changes.jsonl"
    done = supportops("policy", "backtest", "--policy", str(stricter), "--all", str(every), "--json", "--data", demo)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert set(found["fields"]) == {"first_reply_due_at"}
    assert found["targets"]["first_reply"]["after"]["missed"] > found["targets"]["first_reply"]["before"]["missed"]
    assert [json.loads(line) for line in every.read_text().splitlines()] == found["changed"]
    assert found["unknown"]


def test_a_person_reads_it_as_tables(demo: str, stricter: Path) -> None:
    done = supportops("policy", "backtest", "--policy", str(stricter), "--processes", "1", "--data", demo)
    assert "80 tickets from" in done.stdout
    assert "first reply before" in done.stdout
    assert "What this cannot know:" in done.stdout
    assert "first_reply_due_at:" in done.stdout


def test_the_days_can_be_named(demo: str) -> None:
    done = supportops("policy", "backtest", "--from", "2020-01-01", "--to", "2020-02-01", "--json", "--data", demo)
    assert json.loads(done.stdout)["tickets"] == 0


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("--from", "soon"), "'soon' is not a day"),
        (("--from", "2026-02-01", "--to", "2026-01-01"), "The first day has to lie before the last one."),
        (("--policy", ".", "--version", "1"), "Say either --policy or --version."),
    ],
)
def test_what_is_asked_wrongly_is_said(demo: str, words: tuple[str, ...], error: str) -> None:
    done = supportops("policy", "backtest", *words, "--data", demo)
    assert done.returncode == 2
    assert error in done.stderr


def test_a_proposal_keeps_what_its_last_backtest_said(demo: str, stricter: Path) -> None:
    made = supportops("policy", "propose", str(stricter), "--reason", "stricter", "--json", "--data", demo)
    assert made.returncode == 0, made.stderr
    number = json.loads(made.stdout)["number"]
    done = supportops("policy", "backtest", "--version", str(number), "--json", "--data", demo)
    assert set(json.loads(done.stdout)["fields"]) == {"first_reply_due_at"}
