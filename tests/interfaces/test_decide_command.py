"""`supportops decide`: a handbook asked from outside, without a desk, a line for a line."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from supportops.actions.policy import SHIPPED

DOWN = {
    "id": "mail-1",
    "subject": "Everything down",
    "text": "The whole site is down for all 250 of our users.",
    "tier": "enterprise",
    "at": "2026-01-05T09:00:00+00:00",
    "agents": [{"name": "Ada", "team": "priority", "senior": True}, {"name": "Lin", "team": "billing"}],
}
HOW_TO = {"subject": "Password", "text": "How do I change my password?"}


def decide(*lines: object, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    words = [] if folder is None else ["--policy", str(folder)]
    given = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("SUPPORTOPS", "DATABASE", "DJANGO"))}
    command = [sys.executable, "-m", "supportops", "decide", *words]
    return subprocess.run(command, input=given, capture_output=True, text=True, env=environment, check=False, timeout=60)


def test_each_line_is_decided_with_its_reasons() -> None:
    done = decide(DOWN, "", HOW_TO)
    assert done.returncode == 0, done.stderr
    down, how_to = map(json.loads, done.stdout.splitlines())
    assert (down["line"], down["id"], how_to["line"]) == (1, "mail-1", 3)
    assert (down["priority"]["value"], down["priority"]["rule"]) == ("P0", "priority.outage-tier")
    assert down["affected"]["value"] == "250"
    assert down["route"]["value"] == {"team": "priority", "agent": "Ada", "level": 2}
    assert down["promise"]["first_reply_due_at"] == "2026-01-05T09:15:00+00:00"
    assert [one["value"] for one in down["escalations"]] == ["p0"]
    assert how_to["route"]["value"] == {"team": "frontline", "agent": None, "level": 1}
    assert all(how_to[name]["because"] for name in ("priority", "category", "language", "sentiment", "route", "promise"))


def test_a_line_that_cannot_be_decided_is_named_and_the_others_are_decided() -> None:
    done = decide({"tier": "gold"}, "not JSON", HOW_TO, [1], {"agents": [{"name": "Ada", "team": "night"}]})
    assert done.returncode == 1
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["line"] for answer in answers] == [1, 2, 3, 4, 5]
    assert answers[0]["error"] == "tier: expected one of free, pro, business, enterprise, found 'gold'"
    assert answers[1]["error"].startswith("expected a JSON object")
    assert "priority" in answers[2]
    assert answers[3]["error"] == "expected names with values, found [1]"
    assert answers[4]["error"].startswith("agents[0].team: expected one of frontline")


def test_the_handbook_is_the_one_that_was_named(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SHIPPED, tmp_path / "mine"))
    file = folder / "priorities.yaml"
    file.write_text(file.read_text().replace("first_reply: 15m", "first_reply: 5m"))
    (answer,) = map(json.loads, decide(DOWN, folder=folder).stdout.splitlines())
    assert answer["promise"]["first_reply_due_at"] == "2026-01-05T09:05:00+00:00"


def test_a_broken_handbook_decides_nothing(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SHIPPED, tmp_path / "mine"))
    (folder / "survey.yaml").write_text("scale: five\n")
    done = decide(HOW_TO, folder=folder)
    assert done.returncode == 1
    assert "survey.yaml:1: scale: expected a whole number" in done.stderr


def test_no_framework_and_no_data_folder_are_needed(tmp_path: Path) -> None:
    script = (
        "import io, sys; sys.stdin = io.TextIOWrapper(io.BytesIO(b'{}'))\n"
        "from supportops.interfaces.commands.decide import decide; decide([], standalone_mode=False)\n"
        "sys.exit('django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["\ud800", "x" * 300_000, "\0", "[" * 3_000])
def test_hostile_words_are_only_words(text: str) -> None:
    done = decide(json.dumps({"text": text, "id": text}))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["id"] == text
