"""`supportops mail`: mail by pipe, from archives, and the reader alone."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from supportops.models import Mailbox

TRY_LATER, TOO_LARGE = 75, 69  # EX_TEMPFAIL, EX_UNAVAILABLE: what mail servers understand


@click.group()
def mail() -> None:
    """Read, pipe and import mail."""


@mail.command()
@click.option("--mailbox", "recipient", metavar="ADDRESS", help="Its recipient. Default: ORIGINAL_RECIPIENT, else the default mailbox.")
@click.option("--sender", metavar="ADDRESS", help="The envelope's sender. Default: SENDER.")
def pipe(recipient: str | None, sender: str | None) -> int:
    """Keep one mail from standard input. 0: it is on disk. 75: try again later. 69: it is too large."""
    try:
        return _piped(recipient or os.environ.get("ORIGINAL_RECIPIENT", ""), sender or os.environ.get("SENDER", ""))
    except Exception as problem:
        click.echo(f"supportops: {problem}; the mail was not kept, try again later.", err=True)
        return TRY_LATER


def _piped(recipient: str, sender: str) -> int:
    _open_desk()
    from django.conf import settings

    from supportops.actions import intake
    from supportops.interfaces import clock
    from supportops.interfaces.mail.recipients import AddressBook

    raw = sys.stdin.buffer.read(settings.SUPPORTOPS_MAX_MAIL + 1)
    mailbox = AddressBook().find(recipient)
    if len(raw) > settings.SUPPORTOPS_MAX_MAIL:
        click.echo(f"supportops: the mail is larger than {settings.SUPPORTOPS_MAX_MAIL} bytes.", err=True)
        return TOO_LARGE
    if mailbox is None:
        raise LookupError(f"There is no mailbox {recipient}" if recipient else "There is no default mailbox")
    to = [recipient] if recipient else []
    intake.keep(mailbox, raw, source="pipe", at=clock.now(), envelope_from=sender, envelope_to=to)
    return 0


@mail.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, readable=True, path_type=Path))
@click.option("--mailbox", "recipient", metavar="ADDRESS", help="Where the mails belong. Default: the default mailbox.")
@click.option("--quiet/--no-quiet", default=True, show_default=True, help="Quiet: history, to which nothing is answered automatically.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def import_(paths: tuple[Path, ...], recipient: str | None, quiet: bool, as_json: bool) -> None:
    """Take in mbox files, Maildirs, .eml files and folders of them. It can be stopped and run again: nothing is taken twice."""
    _open_desk()
    from supportops.interfaces.mail import files, importing

    mailbox, found = _mailbox(recipient), [file for path in paths for file in files.found(path)]
    counts: Counter[str] = Counter()
    unread: list[str] = []
    with click.progressbar(length=sum(file.stat().st_size for file in found), label="Importing", file=sys.stderr) as bar:
        for batch, taken in importing.take_in(mailbox, _messages(found, unread), quiet=quiet):
            counts += batch
            bar.make_step(taken)
            bar.render_progress()
    _tell(counts, unread, as_json=as_json)


def _messages(found: Iterable[Path], unread: list[str]) -> Iterator[tuple[bytes, int]]:
    """All messages of all files; a file that cannot be read is named at the end and stops nothing."""
    from supportops.interfaces.mail import files

    for file in found:
        try:
            yield from files.messages(file)
        except OSError as problem:
            unread.append(f"{file}: {problem.strerror}")


def _mailbox(recipient: str | None) -> Mailbox:
    from supportops.interfaces.mail.recipients import AddressBook

    mailbox = AddressBook().named(recipient) if recipient else AddressBook().find("")
    if mailbox is None:
        raise click.ClickException(f"There is no mailbox {recipient}." if recipient else "There is no default mailbox; name one.")
    return mailbox


def _tell(counts: Counter[str], unread: list[str], *, as_json: bool) -> None:
    from supportops.models.intake import OUTCOMES

    all_counts = {name: counts[name] for name in (*OUTCOMES, "known before", "too large")}
    if as_json:
        click.echo(json.dumps(all_counts | {"unread": unread}))
        return
    click.echo("\n".join(f"{name:<14} {count:>8}" for name, count in all_counts.items() if count))
    for words in unread:
        click.echo(f"not read: {words}", err=True)


@mail.command()
@click.argument("file", type=click.File("rb"))
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def read(file: click.utils.LazyFile, as_json: bool) -> None:
    """Read one mail from FILE (- is standard input) and say what is in it: the reader alone, with no database."""
    from supportops.assist.mail_parts import read_mail
    from supportops.core.email.report import as_json as reported

    report = reported(read_mail(file.read()))
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False))
    else:
        click.echo("\n".join(f"{name:<14} {value}" for name, value in report.items() if value and name not in ("html", "text")))


def _open_desk() -> None:
    from supportops.interfaces.commands.desk import open_desk

    open_desk()
