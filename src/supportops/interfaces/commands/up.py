"""`supportops up`: the whole desk in one process tree."""

from __future__ import annotations

import http.client
import json
import os
import sys
import threading
import time
from pathlib import Path

import click

from supportops import environment
from supportops.interfaces import processes

PATIENCE = 60.0  # seconds that the pages may take to answer for the first time


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, help="The port of the pages; 0 takes a free one.")
@click.option("--smtp-port", default=2525, show_default=True, help="The port of the mail intake; 0 takes a free one.")
@click.option("--empty", is_flag=True, help="Start without the demo desk.")
def up(host: str, port: int, smtp_port: int, empty: bool) -> int:
    """Run the whole desk: pages, worker and mail intake. The first start makes a demo desk. Ctrl-C ends it."""
    stop = processes.stop_on_signals()
    port = processes.free_port(host, port, "--port")
    smtp_port = processes.free_port(host, smtp_port, "--smtp-port")
    here = f"http://{_dialled(host)}:{port}"
    os.environ.setdefault("SUPPORTOPS_URL", here)
    _say("data", _folder())
    logins = _prepare(empty, stop)
    tree = processes.Tree(_children(host, port, smtp_port), lambda words: click.echo(f"  {words}", err=True))
    try:
        tree.start()
        if _answers(host, port, tree, stop):
            _welcome(f"{host}:{smtp_port}", logins)
        tree.keep(stop)
    finally:
        click.echo("\nEnding ...", err=True)
        tree.end()
    return 0


def _folder() -> Path:
    folder = environment.data_folder()
    environment.secret_key(folder)  # makes the folder, or says why it cannot
    return folder


def _prepare(empty: bool, stop: threading.Event) -> list[list[str]]:
    """In a process of its own, so that this one stays small: it lives as long as the desk."""
    status, printed = processes.run(["prepare", *(["--empty"] if empty else [])], stop)
    if status:
        raise SystemExit(0 if stop.is_set() else status)
    logins: list[list[str]] = json.loads(printed.splitlines()[-1])["logins"]
    return logins


def _children(host: str, port: int, smtp_port: int) -> list[processes.Child]:
    return [
        processes.Child("web", ["web", "--host", host, "--port", str(port)]),
        processes.Child("worker", ["worker"]),
        processes.Child("smtp", ["smtp", "--host", host, "--port", str(smtp_port)]),
    ]


def _answers(host: str, port: int, tree: processes.Tree, stop: threading.Event) -> bool:
    """Wait until the pages answer; children that fall over meanwhile are started again."""
    began_at = time.monotonic()
    while time.monotonic() < began_at + PATIENCE and not stop.wait(0.05):
        if _healthy(_dialled(host), port):
            _say("ready", f"after {time.monotonic() - began_at:.1f} s")
            return True
        tree.look()
    return False


def _healthy(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()


def _dialled(host: str) -> str:
    """Where a listener on every address is called from here."""
    return {"0.0.0.0": "127.0.0.1", "::": "localhost", "": "127.0.0.1"}.get(host, host)  # noqa: S104


def _welcome(smtp: str, logins: list[list[str]]) -> None:
    click.echo(f"\nSupportOps is ready.\n\n  pages        {environment.public_url().geturl()}\n  mail intake  smtp://{smtp}")
    if not environment.mail_server():
        click.echo("  mail out     kept in the mail cabinet; SUPPORTOPS_SMTP_URL sends it")
    if logins:
        click.echo("\nLog in to the demo desk as")
    for email, password, words in logins:
        click.echo(f"  {email:<24} {password:<16} {words}")
    click.echo("\nCtrl-C ends it.", nl=True)
    sys.stdout.flush()


def _say(subject: str, words: object) -> None:
    click.echo(f"  {subject:<12} {words}", err=True)
