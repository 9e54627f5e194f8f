"""A Dovecot of the tests' own: one IMAP account on loopback, in a temporary folder, gone afterwards."""

from __future__ import annotations

import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

USER, PASSWORD = "support", "correct horse"
CONFIGURATION = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
ssl = no
disable_plaintext_auth = no
auth_failure_delay = 0
default_internal_user = {person}
default_login_user = {person}
default_internal_group = {group}
first_valid_uid = 1
mail_location = maildir:{folder}/mail
mail_uid = {uid}
mail_gid = {gid}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {folder}/passwd
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home
}}
namespace inbox {{
  inbox = yes
}}
"""


class NoDovecot(Exception):
    """Dovecot is not here, or does not start."""


@dataclass
class Dovecot:
    """The running server, and what a test does to it behind the poller's back."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [_program(), "-F", "-c", str(self.folder / "dovecot.conf")]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, process_group=0)
        for _ in range(100):
            if _answers(self.port):
                return
            time.sleep(0.05)
        log = self.folder / "log"
        raise NoDovecot(f"Dovecot does not answer: {log.read_text()[-500:] if log.exists() else 'no log'}")

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(10)
            self.process = None

    @contextmanager
    def connection(self) -> Iterator[imaplib.IMAP4]:
        client = imaplib.IMAP4("127.0.0.1", self.port, timeout=10)
        client.login(USER, PASSWORD)
        try:
            yield client
        finally:
            client.logout()

    def append(self, raw: bytes, at: datetime | None = None, flags: str = "") -> None:
        """A mail arrives in the inbox."""
        with self.connection() as client:
            arrived = imaplib.Time2Internaldate(at or datetime.now(UTC))
            assert client.append("INBOX", flags, arrived, raw)[0] == "OK"

    def unread(self) -> int:
        return self._count("UNSEEN")

    def all(self) -> int:
        return self._count("ALL")

    def _count(self, what: str) -> int:
        with self.connection() as client:
            client.select("INBOX", readonly=True)
            return len(client.search(None, what)[1][0].split())

    def forget_the_numbers(self) -> None:
        """What a restored or moved mailbox does: every message gets a new UID under a new UIDVALIDITY."""
        self.stop()
        time.sleep(1.1)  # UIDVALIDITY is a second of the clock
        for name in (*self.folder.glob("mail/dovecot*"), *self.folder.glob("mail/.INBOX/dovecot*")):
            name.unlink()
        self.start()


@contextmanager
def dovecot() -> Iterator[Dovecot]:
    folder, port = Path(tempfile.mkdtemp(prefix="supportops-imap-")), _free_port()
    server = Dovecot(folder, port)
    try:
        _write(folder, port)
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _write(folder: Path, port: int) -> None:
    person = _owner()
    (folder / "passwd").write_text(f"{USER}:{{PLAIN}}{PASSWORD}:{person.pw_uid}:{person.pw_gid}\n")
    group = subprocess.run(["id", "-gn", person.pw_name], capture_output=True, text=True, check=True).stdout.strip()
    facts = {"folder": folder, "port": port, "person": person.pw_name, "group": group, "uid": person.pw_uid, "gid": person.pw_gid}
    (folder / "dovecot.conf").write_text(CONFIGURATION.format(**facts))
    for name in ("mail", "home"):
        (folder / name).mkdir()
    for path in (folder, *folder.iterdir()):
        os.chown(path, person.pw_uid, person.pw_gid)


def _owner() -> pwd.struct_passwd:
    """Dovecot refuses to hold mail as root: its own user does then."""
    if os.getuid():
        return pwd.getpwuid(os.getuid())
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("dovecot") or names["nobody"]


def _program() -> str:
    found = shutil.which("dovecot") or "/usr/sbin/dovecot"
    if not Path(found).exists():
        raise NoDovecot("Dovecot is not installed (apt install dovecot-imapd)")
    return found


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as probe:
            probe.settimeout(2)
            return probe.recv(4) == b"* OK"
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
