"""What may be wrong with an installation, and how to mend it."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError, connection

from supportops.actions import policy
from supportops.core.policy import PolicyError
from supportops.interfaces import clock

NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "fuse.sshfs", "fuse.glusterfs", "fuse.s3fs"}
LEAST_SPACE = 500_000_000
CLOCKS_AGREE = timedelta(seconds=30)


class Finding(NamedTuple):
    """Something wrong. Grave means that the desk must not start like this."""

    what: str
    mend: str
    grave: bool = False


def before_start() -> list[Finding]:
    """What must be right before anything is written."""
    return [*_folder(), *_network_disk(), *_database(), *_policy()]


def everything() -> Iterator[Finding]:
    first = before_start()
    yield from first
    yield from _space()
    yield from _address()
    yield from _mail_server()
    if not any(finding.grave for finding in first):
        yield from _inside()


def _inside() -> Iterator[Finding]:
    """What only a database that answers can tell."""
    if missing := unapplied():
        yield Finding(f"The database is {missing} migrations behind.", "Run `supportops migrate`.", grave=True)
        return
    yield from _handbook()
    yield from _clocks()
    yield from _mailboxes()


def _folder() -> Iterator[Finding]:
    folder: Path = settings.DATA
    if not os.access(folder, os.W_OK | os.X_OK):
        mend = "Give it to the user that runs SupportOps, or name another with --data."
        yield Finding(f"The data folder {folder} cannot be written.", mend, grave=True)
    elif folder.stat().st_mode & 0o077:
        yield Finding(f"Other users of this machine can look into the data folder {folder}.", f"Run `chmod 700 {folder}`.")


def _network_disk() -> Iterator[Finding]:
    """SQLite's write-ahead log needs memory that all processes share: a network disk breaks it, silently."""
    kind = filesystem(settings.DATA)
    if connection.vendor == "sqlite" and kind in NETWORK:
        yield Finding(
            f"The data folder {settings.DATA} lies on a network disk ({kind}), on which SQLite loses data.",
            "Put it on a local disk, or use PostgreSQL by DATABASE_URL.",
            grave=True,
        )


def filesystem(folder: Path, mounts: Path = Path("/proc/self/mountinfo")) -> str:
    """The kind of file system that a folder lies on; empty where the system does not say."""
    if not mounts.exists():
        return ""
    rows = [line.split(" - ", 1) for line in mounts.read_text().splitlines() if " - " in line]
    kinds = {Path(left.split()[4].replace("\\040", " ")): right.split()[0] for left, right in rows}
    folder = folder.resolve()
    return next((kinds[place] for place in (folder, *folder.parents) if place in kinds), "")


def _database() -> Iterator[Finding]:
    try:
        _connect()
    except (DatabaseError, connection.Database.Error) as problem:
        words = (str(problem).splitlines() or [""])[0]
        where = "DATABASE_URL" if connection.vendor == "postgresql" else "the data folder"
        yield Finding(f"The database does not answer: {words}.", f"See that it runs and that {where} names it rightly.", grave=True)


def _policy() -> Iterator[Finding]:
    """A broken handbook never starts a desk."""
    try:
        policy.load(policy.SHIPPED)
    except PolicyError as problem:
        yield Finding(f"The policy cannot be used: {problem}.", "Mend that place in the policy's files.", grave=True)


def _handbook() -> Iterator[Finding]:
    """The desk's own version, which an upgrade may have left behind."""
    from supportops.actions.policy.recording import faults, upgraded
    from supportops.models import PolicyVersion

    version = PolicyVersion.objects.filter(state="active").first()
    for fault in policy.trouble():
        mend = "The shipped handbook is used meanwhile; propose a version with that mended."
        yield Finding(f"Policy version {version and version.pk}, which is in force, cannot be read: {fault}.", mend)
    if version and not policy.trouble() and (wrong := faults(upgraded(version))):
        mend = f"Version {version.pk} stays in force; mend that chapter of the desk's own."
        yield Finding(f"The chapters that came with this program do not fit the desk's own: {wrong[0]}.", mend)


def _connect() -> None:
    """Past the pool, which would wait and then only say that it waited."""
    if connection.vendor == "postgresql":
        connection.Database.connect(**connection.get_connection_params() | {"connect_timeout": 5}).close()
    else:
        connection.ensure_connection()


def unapplied() -> int:
    """How many migrations the database is behind this version."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _space() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.DATA).free
    if free < LEAST_SPACE:
        mend = "Make room: incoming mail is refused when the disk is full."
        yield Finding(f"Only {free // 1_000_000} MB are free in the data folder.", mend)


def _address() -> Iterator[Finding]:
    local = "//localhost" in settings.SUPPORTOPS_URL or "//127." in settings.SUPPORTOPS_URL
    if not settings.HTTPS and not local:
        mend = "Put a TLS proxy before them and set SUPPORTOPS_URL to https://..."
        yield Finding(f"The pages at {settings.SUPPORTOPS_URL} are not encrypted.", mend)
    if settings.DEBUG:
        yield Finding("SUPPORTOPS_DEBUG shows the inside of errors to everybody.", "Unset it where strangers can reach the pages.")


def _mail_server() -> Iterator[Finding]:
    server = settings.SUPPORTOPS_MAIL_SERVER
    if server and (why := unreachable(server["host"], server["port"])):
        what = f"The mail server {server['host']}:{server['port']} cannot be reached ({why})."
        yield Finding(what, "See SUPPORTOPS_SMTP_URL; outgoing mails wait meanwhile.")


def _mailboxes() -> Iterator[Finding]:
    from supportops.models import Mailbox

    for mailbox in Mailbox.objects.exclude(imap_host=""):
        if why := unreachable(mailbox.imap_host, mailbox.imap_port):
            what = f"The mailbox {mailbox.address} cannot be reached at {mailbox.imap_host}:{mailbox.imap_port} ({why})."
            yield Finding(what, "See its settings; its mail stays on the server meanwhile.")


def unreachable(host: str, port: int) -> str:
    """Why nobody answers there; empty where somebody does."""
    try:
        socket.create_connection((host, port), timeout=5).close()
    except OSError as problem:
        return problem.strerror or str(problem)
    return ""


def _clocks() -> Iterator[Finding]:
    from supportops.models import TicketEvent

    last_at = TicketEvent.objects.order_by("-id").values_list("occurred_at", flat=True).first()
    if last_at and last_at > clock.now() + CLOCKS_AGREE:
        yield Finding(f"The last event in the ledger lies in the future ({last_at:%Y-%m-%d %H:%M} UTC).", "Set this machine's clock (NTP).")
