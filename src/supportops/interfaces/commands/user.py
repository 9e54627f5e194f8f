"""`supportops user`: who may log in."""

from __future__ import annotations

import click

from supportops.interfaces.commands.desk import open_desk

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
    from supportops.models import Person

    _refuse_weak(password)
    colleague = Person.objects.staff().filter(email=email.casefold()).first()
    if colleague is None:
        raise click.ClickException(f"Nobody who works here has the address {email}.")
    people.change(colleague, password=make_password(password))
    click.echo(f"{colleague} has a new password.")


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
