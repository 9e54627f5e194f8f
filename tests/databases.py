"""A PostgreSQL of the tests' own: made in a temporary folder, gone afterwards. `python -m tests.databases run -- pytest ...`"""

from __future__ import annotations

import os
import pwd
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

UNSAFE_BUT_FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "max_connections": "200", "jit": "off"}


class NoPostgres(Exception):
    """PostgreSQL's server programs are not here."""


@contextmanager
def postgres(kept: Path | None = None, **options: str) -> Iterator[str]:
    """A running cluster on loopback; yields the URL of its empty database. Options are PostgreSQL's own. A kept folder is used again."""
    programs, folder = _programs(), kept or Path(tempfile.mkdtemp(prefix="supportops-pg-"))
    folder.mkdir(parents=True, exist_ok=True)
    owner = _owner()
    if owner:
        shutil.chown(folder, owner, pwd.getpwnam(owner).pw_gid)
    port = _free_port()
    try:
        if not (folder / "data").exists():
            _initialise(programs, folder, owner, secrets.token_hex(12))
        password = (folder / "password").read_text()
        _run([programs / "pg_ctl", "-D", folder / "data", "-w", "-t", "60", "-l", folder / "log", "-o", _flags(port, folder, options), "start"], owner)
        try:
            yield f"postgres://supportops:{password}@127.0.0.1:{port}/postgres"
        finally:
            _run([programs / "pg_ctl", "-D", folder / "data", "-w", "-m", "fast" if kept else "immediate", "stop"], owner)
    finally:
        if kept is None:
            shutil.rmtree(folder, ignore_errors=True)


def _initialise(programs: Path, folder: Path, owner: str | None, password: str) -> None:
    secret = folder / "password"
    secret.write_text(password)
    if owner:
        shutil.chown(secret, owner)
    initdb = [programs / "initdb", "-D", folder / "data", "-U", "supportops", "--pwfile", secret, "-A", "scram-sha-256"]
    _run([*initdb, "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync"], owner)


def _flags(port: int, folder: Path, options: dict[str, str]) -> str:
    chosen = UNSAFE_BUT_FAST | options | {"listen_addresses": "127.0.0.1", "port": str(port), "unix_socket_directories": str(folder)}
    return " ".join(f"-c {name}={value}" for name, value in chosen.items())


def _programs() -> Path:
    if found := shutil.which("initdb"):
        return Path(found).parent
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(re.sub(r"\D", "", path.parts[4]) or 0))
    if not homes:
        raise NoPostgres("PostgreSQL is not installed (apt install postgresql)")
    return homes[-1].parent


def _owner() -> str | None:
    """PostgreSQL refuses to run as root: somebody else must own the cluster then."""
    if os.getuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _run(command: list[object], owner: str | None) -> None:
    words = [str(word) for word in command]
    person = {"user": owner, "group": pwd.getpwnam(owner).pw_gid, "extra_groups": []} if owner else {}
    done = subprocess.run(words, cwd="/", capture_output=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, **person)
    if done.returncode:
        raise RuntimeError(f"{words[0]} failed: {done.stderr.strip()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> int:
    if sys.argv[1:3] != ["run", "--"]:
        sys.exit("usage: python -m tests.databases run -- COMMAND ...")
    try:
        with postgres() as url:
            return subprocess.run(sys.argv[3:], env={**os.environ, "DATABASE_URL": url}).returncode
    except NoPostgres as missing:
        print(missing, file=sys.stderr)
        return 77


if __name__ == "__main__":
    sys.exit(main())
