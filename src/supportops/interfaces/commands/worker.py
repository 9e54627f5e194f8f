"""`supportops worker`: everything that happens without somebody waiting for the page."""

from __future__ import annotations

import click


@click.command()
def worker() -> None:
    """Run the worker alone. Any number may run side by side on PostgreSQL."""
    from supportops.interfaces import processes
    from supportops.interfaces.commands.desk import open_desk

    stop = processes.stop_on_signals()
    processes.end_with_parent()
    open_desk()
    from supportops.interfaces.commands.migrate import record_policy
    from supportops.interfaces.worker import run

    record_policy()

    run(stop)
