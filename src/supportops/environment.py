"""What an installation can be told from outside: each environment variable once, with its default and its meaning."""

from __future__ import annotations

import os
import re
import secrets
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit


class Setting(NamedTuple):
    name: str
    default: str
    meaning: str


SETTINGS = (
    Setting("SUPPORTOPS_DATA", "~/.local/share/supportops", "The data folder: database, attachments, secret key."),
    Setting("DATABASE_URL", "", "postgres://user:password@host:5432/name. Empty means SQLite in the data folder."),
    Setting("SUPPORTOPS_URL", "http://127.0.0.1:8000", "The address under which people reach the desk; links in mails begin with it."),
    Setting("SUPPORTOPS_ALLOWED_HOSTS", "", "Further host names that the pages answer to, with commas between them."),
    Setting("SUPPORTOPS_SMTP_URL", "", "smtp://user:password@host:587 or smtps://... for outgoing mail. Empty keeps mails in the cabinet."),
    Setting("SUPPORTOPS_MAX_MAIL", "25000000", "The largest mail that is taken in, in bytes."),
    Setting("SUPPORTOPS_LEASE", "300", "Seconds after which the work of a dead process is taken up by another; no mail takes as long."),
    Setting("SUPPORTOPS_PROXIES", "127.0.0.1", "Proxies whose word about the visitor's address and scheme is believed."),
    Setting("SUPPORTOPS_DEBUG", "", "1 shows errors in the page. Never in production."),
)
_DEFAULTS = {setting.name: setting.default for setting in SETTINGS}


class Misconfigured(Exception):
    """The environment asks for something that cannot be; the sentence says what to mend."""


def read(name: str) -> str:
    return os.environ.get(name, "").strip() or _DEFAULTS[name]


def words(name: str) -> list[str]:
    """A value with commas in it, as a list."""
    return [word.strip() for word in read(name).split(",") if word.strip()]


def data_folder() -> Path:
    return Path(read("SUPPORTOPS_DATA")).expanduser().absolute()


def public_url() -> SplitResult:
    url = urlsplit(read("SUPPORTOPS_URL").rstrip("/"))
    if url.scheme not in ("http", "https") or not url.hostname:
        raise Misconfigured(f"SUPPORTOPS_URL is {url.geturl()!r}; it must look like https://help.example.com.")
    return url


def secret_key(folder: Path) -> str:
    """The installation's key, made at first use. Two processes that start together agree on the one that came first."""
    path = folder / "secret.key"
    try:
        return path.read_text().strip() if path.exists() else _new_key(path)
    except OSError as problem:
        raise Misconfigured(f"The data folder {folder} cannot be used ({problem.strerror}); name another with --data.") from problem


def _new_key(path: Path) -> str:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(f".{secrets.token_hex(8)}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(48))
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text().strip()


def database(folder: Path) -> dict[str, Any]:
    """The database as Django wants to hear it."""
    address = read("DATABASE_URL")
    return _postgres(urlsplit(address)) if address else _sqlite(folder)


def _sqlite(folder: Path) -> dict[str, Any]:
    """IMMEDIATE: a transaction that reads first and writes later could not wait for its turn. FULL: raw mail must outlive a power cut."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(folder / "supportops.sqlite3"),
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA temp_store=MEMORY;PRAGMA cache_size=-16000;",
        },
    }


def _postgres(url: SplitResult) -> dict[str, Any]:
    name = unquote(url.path.lstrip("/"))
    if url.scheme not in ("postgres", "postgresql") or not name:
        raise Misconfigured("DATABASE_URL must look like postgres://user:password@host:5432/name; leave it empty for SQLite.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname or "",
        "PORT": str(url.port or ""),
        # Each request has its own thread: a pool, not a connection a thread, keeps their number bounded. The server prepares what it is
        # asked again and again: a fifth less work for a mail. Whoever puts a pooler in between needs one that knows prepared statements.
        "OPTIONS": {
            **dict(parse_qsl(url.query)),
            "pool": {"min_size": 1, "max_size": 12, "timeout": 10},
            "server_side_binding": True,
            "prepare_threshold": 5,
        },
    }


def mail_server() -> dict[str, Any] | None:
    """Where outgoing mail is handed over; None where it stays in the cabinet."""
    if not (address := read("SUPPORTOPS_SMTP_URL")):
        return None
    url = urlsplit(address)
    if url.scheme not in ("smtp", "smtps") or not url.hostname:
        raise Misconfigured("SUPPORTOPS_SMTP_URL must look like smtp://user:password@host:587 or smtps://user:password@host:465.")
    secure = url.scheme == "smtps"
    return {
        "host": url.hostname,
        "port": url.port or (465 if secure else 587),
        "user": unquote(url.username or ""),
        "password": unquote(url.password or ""),
        "ssl": secure,
    }


def largest_mail() -> int:
    """In bytes."""
    if not read("SUPPORTOPS_MAX_MAIL").isdecimal():
        raise Misconfigured("SUPPORTOPS_MAX_MAIL must be a number of bytes, such as 25000000.")
    return int(read("SUPPORTOPS_MAX_MAIL"))


def lease() -> timedelta:
    """How long a process may work on a mail before others think it dead."""
    if not re.fullmatch("[1-9][0-9]{0,5}", read("SUPPORTOPS_LEASE")):
        raise Misconfigured("SUPPORTOPS_LEASE must be a number of seconds, such as 300.")
    return timedelta(seconds=int(read("SUPPORTOPS_LEASE")))


def for_people() -> bool:
    """Whether somebody is watching, so that logs are for eyes and not for machines."""
    return sys.stderr.isatty()
