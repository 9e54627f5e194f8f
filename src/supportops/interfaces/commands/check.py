"""`supportops check`: what is wrong, and how to mend it."""

from __future__ import annotations

import json

import click

from supportops.interfaces.commands.desk import open_desk


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def check(as_json: bool) -> int:
    """Say what is wrong with the configuration and how to mend it. Exits 1 when the desk must not start like this."""
    open_desk()
    from supportops.interfaces import configuration

    findings = list(configuration.everything())
    if as_json:
        click.echo(json.dumps([finding._asdict() for finding in findings], indent=2))
    else:
        _tell(findings)
    return int(any(finding.grave for finding in findings))


def _tell(findings: list) -> None:
    for finding in findings:
        click.echo(f"{'wrong' if finding.grave else 'note '}  {finding.what}\n       {finding.mend}")
    if not findings:
        click.echo("All is well.")
