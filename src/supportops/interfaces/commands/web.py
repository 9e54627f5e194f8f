"""`supportops web`: the pages."""

from __future__ import annotations

import click


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, help="The port to listen on.")
def web(host: str, port: int) -> None:
    """Run the pages alone. Any number may run side by side on PostgreSQL."""
    import uvicorn

    from supportops import environment
    from supportops.interfaces import processes
    from supportops.interfaces.commands.desk import open_desk
    from supportops.interfaces.commands.migrate import record_policy

    processes.claim(host, port, "--port").close()
    processes.end_with_parent()
    open_desk()
    record_policy()
    uvicorn.run(
        "supportops.asgi:application",
        host=host,
        port=port,
        lifespan="off",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=4,  # an open stream of live updates never ends by itself
        forwarded_allow_ips=environment.read("SUPPORTOPS_PROXIES"),
    )
