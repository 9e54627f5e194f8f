"""`supportops user`: who may log in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from supportops.interfaces.commands.desk import open_desk

if TYPE_CHECKING:
    from supportops.interfaces.web.standing import Standing
    from supportops.models import Person

ROLES = ["agent", "lead", "admin"]


@click.group()
def user() -> None:
    """Colleagues who may log in."""


@user.command()
@click.argument("email")
@click.option("--name", prompt=True, help="The name that customers see.")
@click.option("--role", type=click.Choice(ROLES), default="agent", show_default=True, help="What they may do.")
@click.option("--team", help="The team they work in, by its short name.")
@click.password_option(help="Asked for when it is left out.")
def create(email: str, name: str, role: str, team: str | None, password: str) -> None:
    """Enlist a colleague."""
    open_desk()
    from supportops.actions import people
    from supportops.interfaces import clock

    _refuse_weak(password)
    people.enlist(name=name, email=email, role=role, password=password, team=_team(team), created_at=clock.now())
    click.echo(f"{name} may log in as {email.casefold()}.")


@user.command()
@click.argument("email")
@click.password_option(help="Asked for when it is left out.")
def password(email: str, password: str) -> None:
    """Give a colleague a new password."""
    open_desk()
    from django.contrib.auth.hashers import make_password

    from supportops.actions import people

    _refuse_weak(password)
    found = _colleague(email)
    people.change(found, password=make_password(password))
    click.echo(f"{found} has a new password.")


@user.command()
@click.argument("email")
def link(email: str) -> None:
    """Print a link by which a colleague chooses a password; it works once."""
    open_desk()
    from supportops.interfaces.web.accounts import first_link

    click.echo(first_link(_colleague(email)))


@user.command()
@click.argument("email")
def away(email: str) -> None:
    """Say that a colleague takes no work; what waits on their desk is dealt out again."""
    click.echo(_presence(email, here=False))


@user.command()
@click.argument("email")
def here(email: str) -> None:
    """Say that a colleague takes work again."""
    click.echo(_presence(email, here=True))


def _presence(email: str, *, here: bool) -> str:
    open_desk()
    from supportops.actions import queueing
    from supportops.interfaces import clock

    found = _colleague(email)
    left = queueing.change(found, by="system:command", at=clock.now(), available=here)
    return f"{found} is here." if here else f"{found} is away; tickets dealt out again: {left}."


@user.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_(as_json: bool) -> None:
    """Say how every colleague stands now: here or away, on shift until when, and how much they have."""
    open_desk()
    from supportops.actions.policy import current
    from supportops.interfaces import clock
    from supportops.interfaces.web.standing import standings
    from supportops.models import Person

    everybody = standings(Person.objects.staff().order_by("name", "pk"), current(), clock.now())
    if as_json:
        click.echo(json.dumps([_data(each) for each in everybody], indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(map(_line, everybody)) or "Nobody works here yet: `supportops user create EMAIL`.")


def _data(standing: Standing) -> dict[str, Any]:
    person, changes_at = standing.person, standing.turn.changes_at
    facts = {name: getattr(person, name) for name in ("name", "email", "role", "level", "senior", "languages", "skills", "shift", "zone")}
    now = {"here": standing.here, "on_shift": standing.turn.on, "shift_changes_at": changes_at.isoformat() if changes_at else None}
    return facts | {"team": person.team_id} | now | {"load": standing.load, "capacity": person.capacity}


def _line(standing: Standing) -> str:
    person = standing.person
    presence = "at work" if standing.at_work else "off shift" if standing.here else "away"
    place = f"{person.team_id or 'no team'} L{person.level}"
    return f"{person!s:<24} {person.email or '':<34} {person.role:<6} {place:<14} {presence:<9} {standing.load:>3} of {person.capacity}"


def _colleague(email: str) -> Person:
    from supportops.models import Person

    found: Person | None = Person.objects.staff().filter(email=email.casefold()).first()
    if found is None:
        raise click.ClickException(f"Nobody who works here has the address {email}.")
    return found


def _team(slug: str | None) -> object:
    from supportops.actions.desk import the_desk
    from supportops.models import Team

    the_desk()
    if slug is None:
        return None
    if team := Team.objects.filter(slug=slug).first():
        return team
    known = ", ".join(Team.objects.values_list("slug", flat=True))
    raise click.ClickException(f"There is no team {slug!r}; there are {known}.")


def _refuse_weak(password: str) -> None:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    try:
        validate_password(password)
    except ValidationError as weak:
        raise click.ClickException(" ".join(weak.messages)) from weak
