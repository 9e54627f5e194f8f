"""Whole installations: their own folder, database and ports, run by the real command in processes that a test may kill."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import smtplib
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from email import message_from_bytes
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from aiosmtpd.controller import Controller

LEASE = 3  # seconds: long enough for a batch on a busy machine, short enough to wait for


def until(true: Callable[[], object], seconds: float = 30.0) -> object:
    deadline = time.monotonic() + seconds
    while not (value := true()):
        assert time.monotonic() < deadline, f"it took longer than {seconds:.0f} s"
        time.sleep(0.05)
    return value


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Installation:
    """One desk. It may use the ports `smtp_port` and `web_port`, and hands its mails to `outgoing`."""

    def __init__(self, folder: Path, database: str, outgoing: int | None = None, smtp_port: int | None = None) -> None:
        self.folder, self.database = folder, database
        self.smtp_port, self.web_port = smtp_port or free_port(), free_port()
        self.running: list[subprocess.Popen[bytes]] = []
        self.logs = folder / "logs"
        self.logs.mkdir(parents=True)
        told = {"SUPPORTOPS_DATA": str(folder), "DATABASE_URL": database, "SUPPORTOPS_LEASE": str(LEASE)}
        told |= {"SUPPORTOPS_SMTP_URL": f"smtp://127.0.0.1:{outgoing}" if outgoing else ""}
        self.environment = {**os.environ, **told, "DJANGO_SETTINGS_MODULE": "supportops.settings"}
        self.environment.pop("CRASH_AT", None)

    def start(self, part: str, crash_at: str = "") -> subprocess.Popen[bytes]:
        """Start `web`, `worker` or `smtp`, and wait until it answers; the worker needs no waiting for."""
        process = self.launch(part, crash_at)
        if port := self._port(part):
            until(lambda: process.poll() is not None or _listens(port))
        return process

    def launch(self, part: str, crash_at: str = "") -> subprocess.Popen[bytes]:
        """Start it and wait for nothing."""
        port = self._port(part)
        words = [part, *(["--port", str(port)] if port else [])]
        environment = self.environment | ({"CRASH_AT": crash_at} if crash_at else {})
        with (self.logs / f"{part}-{len(self.running)}.log").open("wb") as log:
            process = subprocess.Popen([sys.executable, "-m", "supportops", *words], env=environment, stdout=log, stderr=log)
        self.running.append(process)
        return process

    def _port(self, part: str) -> int | None:
        return {"smtp": self.smtp_port, "web": self.web_port}.get(part)

    def stop(self) -> None:
        """End what runs, as a supervisor would."""
        alive = [process for process in self.running if process.poll() is None]
        for process in alive:
            process.terminate()
        for process in alive:
            process.wait(15)

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "supportops", *words], env=self.environment, capture_output=True, text=True, check=False
        )

    def rows(self, question: str) -> list[tuple]:
        """Ask the database itself, past the code under test."""
        with closing(self._connection()) as connection:
            return connection.execute(question).fetchall()

    def write(self, statement: str) -> None:
        """Prepare what no command prepares."""
        with closing(self._connection()) as connection:
            connection.execute(statement)
            connection.commit()

    def _connection(self):
        if not self.database:
            return sqlite3.connect(self.folder / "supportops.sqlite3", timeout=20)
        import psycopg

        return psycopg.connect(self.database)

    def count(self, table: str, where: str = "1 = 1") -> int:
        return int(self.rows(f"SELECT count(*) FROM supportops_{table} WHERE {where}")[0][0])

    def at_rest(self) -> bool:
        """Nothing waits to be received, and nothing is on its way out."""
        waiting = self.count("inbounditem", "outcome = 'waiting'")
        return not waiting and not self.count("delivery", "state IN ('queued', 'sending') AND kind <> 'survey'")

    def intake(self) -> dict[str, int]:
        told = self.command("intake", "status", "--json")
        assert told.returncode == 0, told.stderr
        return json.loads(told.stdout)

    def complaints(self) -> list[str]:
        """What the processes logged that is an error, or looks like one."""
        lines = [line for log in sorted(self.logs.glob("*.log")) for line in log.read_text(errors="replace").splitlines()]
        return [line for line in lines if "Traceback" in line or '"level": "error"' in line or '"level": "critical"' in line]

    def assert_sound(self) -> dict[str, int]:
        """Everything received has an outcome, and every ledger tells what its ticket's row says. Returns the counts."""
        found = self.intake()
        assert found["lost"] == 0
        assert found["waiting"] == 0
        replay = self.command("replay", "--all")
        assert replay.returncode == 0, replay.stdout[-2000:] + replay.stderr[-2000:]
        return found


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Template:
    """An empty database of this version, made once and copied for each installation."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = os.environ.get("DATABASE_URL", "")
        self.made: list[str] = []
        self.url = self._create("") if self.server else ""
        first = Installation(folder / "first", self.url)
        done = first.command("prepare", "--empty")
        assert done.returncode == 0, done.stderr

    def installation(self, folder: Path, **facts: int | None) -> Installation:
        """A new desk with nothing in it."""
        url = self._create(self.url) if self.server else ""
        made = Installation(folder, url, **facts)
        if not url:
            shutil.copy(self.folder / "first" / "supportops.sqlite3", folder)  # its last user was the last to leave: no -wal beside it
        made.write(f"UPDATE supportops_desk SET install_id = '{secrets.token_hex(8)}'")
        return made

    def _create(self, template: str) -> str:
        name = f"journey_{secrets.token_hex(6)}"
        self._tell(f"CREATE DATABASE {name}" + (f" TEMPLATE {urlsplit(template).path[1:]}" if template else ""))
        self.made.append(name)
        return urlunsplit(urlsplit(self.server)._replace(path=f"/{name}"))

    def _tell(self, words: str) -> None:
        import psycopg

        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(words)

    def drop(self) -> None:
        for name in self.made:
            self._tell(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


class Sink:
    """A mail server that takes everything."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []

    async def handle_DATA(self, server, session, envelope) -> str:
        self.mails.append(envelope.content)
        return "250 OK"

    def ids(self) -> list[str]:
        return [message_from_bytes(raw)["Message-ID"].strip("<> ") for raw in self.mails]


@contextmanager
def listening(sink: Sink) -> Iterator[int]:
    """The port on which it listens."""
    controller = Controller(sink, hostname="127.0.0.1", port=free_port(), enable_SMTPUTF8=True)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def send(port: int, raw: bytes, sender: str, to: Sequence[str] = ("support@example.com",), patience: float = 40.0) -> int:
    """As a mail server would: whatever is not a plain yes means that the same mail is offered again. Says how often it was offered."""
    deadline, offers = time.monotonic() + patience, 0
    while True:
        offers += 1
        try:
            with smtplib.SMTP("127.0.0.1", port, local_hostname="mx.example.net", timeout=10) as line:
                line.sendmail(sender, list(to), raw, ["SMTPUTF8", "BODY=8BITMIME"])
                return offers
        except (OSError, smtplib.SMTPException):
            assert time.monotonic() < deadline, f"not accepted within {patience:.0f} s"
            time.sleep(0.25)


def kill(process: subprocess.Popen[bytes]) -> None:
    """As the kernel does when memory is short: no farewell."""
    process.send_signal(signal.SIGKILL)
    process.wait(10)
