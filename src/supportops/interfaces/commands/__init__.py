"""The command line. A command's module is imported when it is called, so that help answers at once."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

import click

from supportops import __version__

COMMANDS = {
    "up": ("up:up", "Run the whole desk: pages, worker and mail intake, in one process tree."),
    "web": ("web:web", "Run the pages alone."),
    "worker": ("worker:worker", "Run the worker alone: intake, due times, outgoing mail, mailboxes."),
    "smtp": ("smtp:smtp", "Run the mail intake alone: an SMTP listener."),
    "check": ("check:check", "Say what is wrong with the configuration and how to mend it."),
    "migrate": ("migrate:migrate", "Bring the database to this version."),
    "demo": ("demo:demo", "Fill an empty desk with a believable past."),
    "intake": ("intake:intake", "What became of everything that came in."),
    "mail": ("mail:mail", "Read, pipe and import mail."),
    "ticket": ("ticket:ticket", "Look at a ticket, now or at any time."),
    "explain": ("explain:explain", "Why a ticket is as it is, and what would have made it different."),
    "replay": ("ticket:replay", "Replay the ledger and compare it with the tickets."),
    "policy": ("policy:policy", "The handbook: read, check, change it, and go back."),
    "metrics": ("metrics:metrics", "The figures of the dashboard, with their definitions."),
    "decide": ("decide:decide", "Ask a handbook from outside: facts as JSON lines in, decisions out."),
    "user": ("user:user", "Colleagues who may log in."),
}
HIDDEN = {"prepare": ("migrate:prepare", "")}
FAILED = 1


class Lazy(click.Group):
    """The table above as a group."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS | HIDDEN:
            return None
        module, function = (COMMANDS | HIDDEN)[name][0].split(":")
        command: click.Command = getattr(importlib.import_module(f"{__name__}.{module}"), function)
        return with_data(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])


def data_option() -> click.Option:
    """`--data`, which each command takes, before or after its name."""
    return click.Option(
        ["--data"],
        metavar="DIR",
        expose_value=False,
        is_eager=True,
        callback=_use_data,
        help="The data folder. Default: SUPPORTOPS_DATA, else ~/.local/share/supportops.",
    )


def _use_data(ctx: click.Context, option: click.Parameter, folder: str | None) -> None:
    if folder:
        os.environ["SUPPORTOPS_DATA"] = os.path.abspath(os.path.expanduser(folder))


def with_data(command: click.Command) -> click.Command:
    """Give a command, and each command below it, the `--data` option."""
    if not any("--data" in option.opts for option in command.params):
        command.params.append(data_option())
    for below in getattr(command, "commands", {}).values():
        with_data(below)
    return command


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="supportops")
def supportops() -> None:
    """SupportOps: a whole support operation in one program."""
    os.umask(0o077)  # mail and keys are nobody else's


supportops.params.insert(0, data_option())


def main(arguments: list[str] | None = None) -> None:
    """Run a command. 0 went well, 1 failed, 2 was asked wrongly; what is anticipated is said in one sentence."""
    try:
        status: Any = supportops.main(arguments, prog_name="supportops", standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as problem:
        problem.show()
        sys.exit(problem.exit_code)
    except Exception as problem:
        sentence = _sentence(problem)
        if sentence is None:
            raise
        click.echo(f"supportops: {sentence}", err=True)
        sys.exit(FAILED)
    sys.exit(status if isinstance(status, int) else 0)


def _sentence(problem: Exception) -> str | None:
    """What an anticipated failure says to a person; None for a bug, which keeps its trace."""
    from supportops.core.policy import PolicyError
    from supportops.core.ticket import Refused
    from supportops.environment import Misconfigured

    if isinstance(problem, PolicyError):
        return "the handbook does not stand.\n" + "\n".join(map(str, problem.all))
    if isinstance(problem, (Refused, Misconfigured)):
        return str(problem)
    if type(problem).__module__.startswith(("django.db", "psycopg")):
        return _database_sentence(problem)
    return None


def _database_sentence(problem: Exception) -> str | None:
    words = str(problem).strip().splitlines() or [""]
    if type(problem).__name__ not in ("OperationalError", "ProgrammingError", "PoolTimeout"):
        return None
    if "no such table" in words[0] or "does not exist" in words[0]:
        return f"The database is not ready ({words[0]}); run `supportops migrate`."
    return f"The database does not answer ({words[0]}); run `supportops check`."
