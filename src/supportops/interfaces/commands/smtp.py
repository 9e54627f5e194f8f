"""`supportops smtp`: the listener that mail servers and people's mail programs talk to."""

from __future__ import annotations

import click


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=2525, show_default=True, help="The port to listen on.")
@click.option("--lmtp-port", type=int, help="Also speak LMTP there, for a mail server on this machine.")
def smtp(host: str, port: int, lmtp_port: int | None) -> None:
    """Run the mail intake alone: a message is on disk before its sender is told yes."""
    from supportops.interfaces import processes
    from supportops.interfaces.commands.desk import open_desk

    stop = processes.stop_on_signals()
    processes.claim(host, port, "--port").close()
    processes.end_with_parent()
    open_desk()
    from supportops.interfaces.mail.smtp import serve

    serve(host, port, stop, lmtp_port)
