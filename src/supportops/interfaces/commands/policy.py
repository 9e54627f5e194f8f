"""`supportops policy`: the handbook, read, checked, changed and gone back to."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from supportops.interfaces.commands.backtest import backtest
from supportops.interfaces.commands.desk import open_desk
from supportops.interfaces.commands.rules import dry_run, resume, rules

if TYPE_CHECKING:
    from supportops.core.policy import PolicyError
    from supportops.models import Person, PolicyAct, PolicyVersion

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
as_json = click.option("--json", "as_json", is_flag=True, help="For programs.")
by_whom = click.option("--by", metavar="EMAIL", help="The lead who does it. Left out, the history says: from the command line.")
Command = Callable[..., Any]


@click.group()
def policy() -> None:
    """The handbook: read, check, change it, and go back."""


for command in (backtest, rules, dry_run, resume):
    policy.add_command(command)


@policy.command()
@click.argument("folder", metavar="[DIR]", type=FOLDER, required=False)
@as_json
def check(folder: Path | None, as_json: bool) -> int:
    """Name everything that is wrong with the handbook in DIR, or with the one in force. Exits 1 where anything is."""
    from supportops.actions.policy import built, load
    from supportops.core.policy import PolicyError

    try:
        loaded = load(folder) if folder else built(_texts(None))
    except PolicyError as error:
        faults = sorted(error.all, key=lambda one: (one.chapter, one.line or 0))
        found = {"sound": False, "errors": [_fault(one) for one in faults]}
        click.echo(json.dumps(found, indent=2) if as_json else "\n".join(map(str, faults)))
        return 1
    found = {"sound": True, "version": loaded.version, "errors": []}
    click.echo(json.dumps(found, indent=2) if as_json else f"The handbook {loaded.version} is sound.")
    return 0


def _fault(error: PolicyError) -> dict[str, object]:
    from supportops.core.schema import dotted

    return {"file": f"{error.chapter}.yaml", "line": error.line, "field": dotted(error.path), "expected": error.sentence}


@policy.command()
@click.argument("chapter", required=False)
@click.option("--version", "number", type=int, help="Another version than the one in force.")
@as_json
def show(chapter: str | None, number: int | None, as_json: bool) -> None:
    """Print the handbook, or one CHAPTER of it."""
    texts = _texts(number)
    if chapter and chapter not in texts:
        raise click.ClickException(f"There is no chapter {chapter!r}; the chapters are {', '.join(texts)}.")
    chosen = {chapter: texts[chapter]} if chapter else texts
    if as_json:
        click.echo(json.dumps(chosen, indent=2, ensure_ascii=False))
    elif chapter:
        click.echo(texts[chapter], nl=False)
    else:
        click.echo("\n".join(f"# ==== {name}.yaml\n{text}" for name, text in chosen.items()), nl=False)


def _texts(number: int | None) -> Mapping[str, str]:
    open_desk()
    from supportops.actions.policy import ordered
    from supportops.actions.policy.proposals import find, in_force
    from supportops.interfaces import clock

    return ordered((find(number) if number else in_force(clock.now())).texts)


@policy.command()
@click.argument("old", metavar="A")
@click.argument("new", metavar="[B]", required=False)
@as_json
def diff(old: str, new: str | None, as_json: bool) -> None:
    """What changes from A to B: each a version's number or a folder. Without B: to the version in force."""
    from supportops.core import revision

    was, now = _either(old), _either(new)
    found = {name: revision.unified(name, was.get(name, ""), now.get(name, "")) for name in revision.changed(was, now)}
    if as_json:
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(found.values()) if found else "They say the same.")


def _either(named: str | None) -> Mapping[str, str]:
    if named is None or named.isdecimal():
        return _texts(int(named) if named else None)
    from supportops.actions.policy import ordered, read

    if not Path(named).is_dir():
        raise click.UsageError(f"{named!r} is neither the number of a version nor a folder.")
    return ordered(read(Path(named)))


@policy.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--reason", required=True, help="Why; it stays in the history.")
@click.option("--base", type=int, help="The version that DIR was made from, if another than the one in force.")
@by_whom
@as_json
def propose(folder: Path, reason: str, base: int | None, by: str | None, as_json: bool) -> None:
    """Make the handbook in DIR a proposal. Nothing changes until it is activated."""
    from supportops.actions.policy import load, read

    load(folder)
    _done("propose", as_json, texts=read(folder), reason=reason, base=base, by=by)


@policy.command()
@click.argument("number", metavar="N", type=int)
@click.option("--reason", default="", help="A word on it for the history.")
@by_whom
@as_json
def activate(number: int, reason: str, by: str | None, as_json: bool) -> None:
    """Put proposal N in force, for every process at once."""
    _done("activate", as_json, number, because=reason, by=by)


@policy.command()
@click.argument("number", metavar="N", type=int)
@click.option("--reason", default="", help="A word on it for the history.")
@by_whom
@as_json
def withdraw(number: int, reason: str, by: str | None, as_json: bool) -> None:
    """Take proposal N back."""
    _done("withdraw", as_json, number, because=reason, by=by)


@policy.command()
@click.argument("number", metavar="N", type=int)
@click.option("--take", "takes", multiple=True, metavar="CHAPTER=mine|theirs", help="Whose text, where both changes do not go together.")
@by_whom
@as_json
def rebase(number: int, takes: tuple[str, ...], by: str | None, as_json: bool) -> None:
    """Bring proposal N up to date, where another version came into force meanwhile."""
    choices = dict(take.partition("=")[::2] for take in takes)
    _done("rebase", as_json, number, choices=choices, by=by)


@policy.command()
@click.argument("number", metavar="[N]", type=int, required=False)
@click.option("--reason", required=True, help="Why; it stays in the history.")
@by_whom
@as_json
def rollback(number: int | None, reason: str, by: str | None, as_json: bool) -> None:
    """Go back to version N; without it, to the version that was in force before."""
    _done("rollback", as_json, number, because=reason, by=by)


def _done(act: str, as_json: bool, *numbers: int | None, by: str | None, **said: Any) -> None:
    """One of the acts on versions, and what came of it."""
    open_desk()
    from supportops.actions.policy import proposals, rebasing
    from supportops.interfaces import clock

    version = getattr(rebasing if act == "rebase" else proposals, act)(*numbers, by=_person(by), at=clock.now(), **said)
    facts = _facts(version)
    click.echo(json.dumps(facts, indent=2, ensure_ascii=False) if as_json else f"Version {facts['number']} is {proposals.said(version)}.")


def _person(email: str | None) -> Person | None:
    from supportops.models import Person

    found = Person.objects.staff().filter(email=email.casefold()).first() if email else None
    if email and found is None:
        raise click.ClickException(f"Nobody who works here has the address {email}.")
    return found


def _facts(version: PolicyVersion) -> dict[str, object]:
    facts = {"number": version.pk, "name": version.version, "state": version.state, "reason": version.reason}
    return facts | {"author": _name(version.author), "parent": version.parent_id, "own": version.own}


def _name(person: Person | None) -> str:
    return str(person) if person else ""


@policy.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--version", "number", type=int, help="Another version than the one in force.")
def export(folder: Path, number: int | None) -> None:
    """Write the handbook to DIR, one file a chapter. It overwrites what is there under the same names."""
    texts = _texts(number)
    from supportops.actions.policy.proposals import export as write

    click.echo(f"{len(write(texts, folder))} chapters are in {folder}.")


@policy.command()
@click.option("--most", default=50, show_default=True, type=click.IntRange(1), help="How many lines.")
@as_json
def history(most: int, as_json: bool) -> None:
    """Who did what with the handbook, when, and why; the latest first."""
    open_desk()
    from supportops.actions.policy.proposals import history as acts

    found = [_act(act) for act in acts()[:most]]
    if as_json:
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
    for act in () if as_json else found:
        click.echo(f"{act['at']}  {act['by'] or 'from the command line'} {act['did']} version {act['version']}. {act['because']}".rstrip())


def _act(act: PolicyAct) -> dict[str, object]:
    facts = {"at": act.at.isoformat(timespec="seconds"), "act": act.act, "did": act.get_act_display(), "by": _name(act.by)}
    return facts | {"version": act.version_id, "instead": act.instead_id, "because": act.because}
