"""`supportops migrate`, and what `up` does before it starts anything."""

from __future__ import annotations

import json

import click

from supportops.interfaces.commands.desk import open_desk


@click.command()
def migrate() -> None:
    """Bring the database to this version. Safe to run again."""
    open_desk()
    changes = _migrate()
    click.echo(f"The database is up to date ({changes} changes made)." if changes else "The database is up to date.")


@click.command(hidden=True)
@click.option("--empty", is_flag=True)
def prepare(empty: bool) -> None:
    """Make the database ready and, on the first start, the demo desk. Says what it does on stderr, and its findings as JSON."""
    from supportops.interfaces import processes

    processes.end_with_parent()
    open_desk()
    from supportops.interfaces import configuration

    if problems := [finding for finding in configuration.before_start() if finding.grave]:
        raise click.ClickException(" ".join(f"{finding.what} {finding.mend}" for finding in problems))
    if changes := _migrate():
        click.echo(f"  database     brought to this version ({changes} changes)", err=True)
    click.echo(json.dumps({"logins": _first_desk(empty)}))


def _migrate() -> int:
    """Apply what is missing; the number of migrations applied."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    record_policy()
    return len(missing)


def record_policy() -> None:
    """The handbook in force is a version of its own from the first day, and after each upgrade."""
    from supportops.actions.policy.recording import ensure
    from supportops.interfaces import clock

    ensure(clock.now())


def _first_desk(empty: bool) -> list[list[str]]:
    """A desk to start with, and who may log in to it when it is a demo."""
    from supportops.actions.desk import the_desk
    from supportops.models import Desk

    if not Desk.objects.exists() and not empty:
        from supportops.interfaces.commands.demo import make_demo

        make_demo()
    return _demo_logins() if the_desk().is_demo else []


def _demo_logins() -> list[list[str]]:
    from supportops.interfaces.commands.demo import LOGINS

    return [list(login) for login in LOGINS]
