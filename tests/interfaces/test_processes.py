"""One command, one tree: what is started together ends together, and what falls over gets up."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from supportops.interfaces import processes

pytestmark = pytest.mark.skipif(not Path("/proc").is_dir(), reason="reads /proc to find child processes")


def until(true: Callable[[], object], seconds: float = 20.0) -> object:
    deadline = time.monotonic() + seconds
    while not (value := true()):
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.05)
    return value


def children(pid: int) -> dict[str, int]:
    """The parts of a desk by name: web, worker, smtp."""
    found = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rpartition(")")[2].split()[1])
            words = (status.parent / "cmdline").read_text().split("\0")
        except OSError:
            continue
        if parent == pid and "supportops" in words:
            found[words[words.index("supportops") + 1]] = int(status.parent.name)
    return found


def alive(pid: int) -> bool:
    """Neither gone nor a zombie that nobody has fetched yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class Desk:
    def __init__(self, folder: Path) -> None:
        environment = {key: value for key, value in os.environ.items() if key not in ("SUPPORTOPS_URL", "DATABASE_URL")}
        command = [sys.executable, "-u", "-m", "supportops", "up", "--empty", "--port", "0", "--smtp-port", "0", "--data", str(folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
        self.said = ""
        while "Ctrl-C" not in self.said:
            line = self.process.stdout.readline()  # type: ignore[union-attr]
            assert line, f"the desk did not start:\n{self.said}"
            self.said += line
        self.port = int(re.search(r"http://127.0.0.1:(\d+)", self.said)[1])  # type: ignore[index]
        self.smtp_port = int(re.search(r"smtp://127.0.0.1:(\d+)", self.said)[1])  # type: ignore[index]
        self.parts = until(lambda: len(found := children(self.process.pid)) == 3 and found)

    def health(self) -> dict[str, object] | None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return json.loads(connection.getresponse().read())
        except OSError:
            return None
        finally:
            connection.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "data")
    yield desk
    desk.process.kill()
    desk.process.wait()
    desk.process.stdout.close()  # type: ignore[union-attr]


def test_a_desk_starts_says_where_it_is_and_ends_within_ten_seconds(desk: Desk) -> None:
    assert set(desk.parts) == {"web", "worker", "smtp"}
    until(lambda: (desk.health() or {}).get("worker") == "ok")
    with socket.create_connection(("127.0.0.1", desk.smtp_port), timeout=5) as line:
        assert line.recv(4) == b"220 "
    assert oct((desk_folder(desk)).stat().st_mode & 0o777) == "0o700"
    asked_at = time.monotonic()
    desk.process.send_signal(signal.SIGINT)
    assert desk.process.wait(10) == 0
    assert time.monotonic() - asked_at < 10
    assert not any(alive(pid) for pid in desk.parts.values())


def desk_folder(desk: Desk) -> Path:
    arguments: list[str] = desk.process.args  # type: ignore[assignment]
    return Path(arguments[-1])


def test_a_first_start_can_be_ended_while_it_makes_the_demo(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "supportops", "up", "--port", "0", "--smtp-port", "0", "--data", str(tmp_path / "data")]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as start:
        made = until(lambda: children(start.pid).get("prepare"))
        until((tmp_path / "data" / "supportops.sqlite3").exists)
        start.terminate()
        assert start.wait(10) == 0
    assert not alive(int(made))  # type: ignore[call-overload]


def test_the_parts_end_when_the_parent_is_killed(desk: Desk) -> None:
    desk.process.kill()
    until(lambda: not any(alive(pid) for pid in desk.parts.values()), seconds=12)


def test_a_part_that_is_killed_is_started_again(desk: Desk) -> None:
    os.kill(desk.parts["web"], signal.SIGKILL)
    until(lambda: children(desk.process.pid).get("web") not in (None, desk.parts["web"]))
    until(desk.health)


def test_a_part_that_keeps_falling_over_is_started_ever_more_slowly() -> None:
    child = processes.Child("web", ["web"])
    pauses = []
    for _ in range(8):
        child.started_at = time.monotonic()
        child.bury()
        pauses.append(child.pause)
    assert pauses == [1, 2, 4, 8, 16, 30, 30, 30]


def test_a_port_in_use_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "supportops", "up", "--port", port, "--data", str(tmp_path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == f"supportops: Port {port} on 127.0.0.1 cannot be used (Address already in use); choose another with --port.\n"


def test_zero_takes_a_free_port() -> None:
    assert processes.free_port("127.0.0.1", 0, "--port") > 0
