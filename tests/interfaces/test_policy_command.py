"""`supportops policy`: everything that a lead does with the handbook, from the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from supportops.actions.policy import SHIPPED
from tests.interfaces.test_commands import migrated, supportops  # noqa: F401 - a fixture


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "mine"))


def mend(folder: Path, chapter: str, old: str, new: str) -> None:
    path = folder / f"{chapter}.yaml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))


def test_a_sound_handbook_is_checked_without_a_desk(folder: Path, tmp_path: Path) -> None:
    done = supportops("policy", "check", str(folder), SUPPORTOPS_DATA=str(tmp_path / "none"))
    assert done.returncode == 0 and done.stdout.endswith("is sound.\n"), done.stderr
    assert not (tmp_path / "none").exists()


def test_everything_that_is_wrong_is_named_at_once(folder: Path) -> None:
    mend(folder, "priorities", "first_reply: 1h", "first_reply: soon")
    mend(folder, "priorities", "resolution: 4h", "resolutoin: 4h")
    (folder / "survey.yaml").write_text("scale: five\nexpires: 30d\n")
    done = supportops("policy", "check", str(folder))
    assert done.returncode == 1
    named = {line.split(": ")[0] + ": " + line.split(": ")[1] for line in done.stdout.splitlines()}
    assert {"priorities.yaml:8: P0.resolutoin", "priorities.yaml:12: P1.first_reply", "survey.yaml:1: scale"} <= named
    told = json.loads(supportops("policy", "check", str(folder), "--json").stdout)
    assert told["sound"] is False
    assert {"file": "survey.yaml", "line": 1, "field": "scale", "expected": "expected a whole number, found 'five'"} in told["errors"]


def test_from_proposal_to_rollback(migrated: str, folder: Path, tmp_path: Path) -> None:  # noqa: F811
    def run(*words: str) -> str:
        done = supportops("policy", *words, "--data", migrated)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    assert run("check").endswith("is sound.\n")
    mend(folder, "priorities", "first_reply: 1h", "first_reply: 30m")
    assert run("diff", "1", str(folder)).splitlines()[4:6] == ["-   first_reply: 1h", "+   first_reply: 30m"]
    made = json.loads(run("propose", str(folder), "--reason", "Contracts.", "--json"))
    assert (made["number"], made["state"], made["own"], made["parent"]) == (2, "proposed", ["priorities"], 1)
    assert "first_reply: 30m" not in run("show", "priorities")
    assert run("activate", "2", "--reason", "Agreed.") == "Version 2 is in force.\n"
    assert "first_reply: 30m" in run("show", "priorities")
    assert "first_reply: 30m" not in run("show", "priorities", "--version", "1")
    assert list(json.loads(run("diff", "1", "--json"))) == ["priorities"]
    assert run("diff", str(folder)) == "They say the same.\n"
    assert "chapters are in" in run("export", str(tmp_path / "out"))
    assert (tmp_path / "out" / "priorities.yaml").read_text() == (folder / "priorities.yaml").read_text()
    assert run("rollback", "--reason", "Too many breaches.") == "Version 1 is in force.\n"
    lines = run("history").splitlines()
    assert [line.split(" version ", 1)[1] for line in lines[:3]] == ["1. Too many breaches.", "2. Agreed.", "2. Contracts."]
    assert [act["act"] for act in json.loads(run("history", "--json"))] == ["restored", "activated", "proposed", "shipped"]
    assert "# ==== survey.yaml" in run("show") and list(json.loads(run("show", "survey", "--json"))) == ["survey"]


def test_a_proposal_that_was_overtaken_is_brought_up_to_date(migrated: str, folder: Path) -> None:  # noqa: F811
    def run(*words: str) -> tuple[int, str]:
        done = supportops("policy", *words, "--data", migrated)
        return done.returncode, done.stdout + done.stderr

    mend(folder, "priorities", "first_reply: 1h", "first_reply: 30m")
    assert run("propose", str(folder), "--reason", "Contracts.")[0] == 0
    mend(folder, "priorities", "first_reply: 30m", "first_reply: 45m")
    assert run("propose", str(folder), "--reason", "Rather so.")[0] == 0
    assert run("activate", "3") == (0, "Version 3 is in force.\n")
    assert "meanwhile; this proposal was made from version 1" in run("activate", "2")[1]
    assert "do not go together in priorities" in run("rebase", "2")[1]
    assert run("rebase", "2", "--take", "priorities=mine") == (0, "Version 4 is proposed.\n")
    assert run("activate", "4") == (0, "Version 4 is in force.\n")
    assert "first_reply: 30m" in run("show", "priorities")[1]


@pytest.mark.parametrize(
    ("words", "told", "status"),
    [
        (("activate", "9"), "supportops: There is no policy version 9.", 1),
        (("withdraw", "1"), "supportops: Version 1 is not a proposal: it is in force.", 1),
        (("rollback", "--reason", "?"), "supportops: Nothing was in force before version 1.", 1),
        (("show", "horoscope"), "There is no chapter 'horoscope'; the chapters are ", 1),
        (("diff", "1", "there"), "'there' is neither the number of a version nor a folder.", 2),
        (("activate", "1", "--by", "eve@elsewhere.example"), "Nobody who works here has the address eve@elsewhere.example.", 1),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(migrated: str, words: tuple[str, ...], told: str, status: int) -> None:  # noqa: F811
    done = supportops("policy", *words, "--data", migrated)
    assert done.returncode == status and told in done.stderr, done.stderr


def test_a_broken_proposal_is_refused_with_its_lines(migrated: str, folder: Path) -> None:  # noqa: F811
    (folder / "survey.yaml").write_text("scale: five\n")
    done = supportops("policy", "propose", str(folder), "--reason", "Five!", "--data", migrated)
    assert done.returncode == 1
    assert "survey.yaml:1: scale: expected a whole number, found 'five'" in done.stderr
