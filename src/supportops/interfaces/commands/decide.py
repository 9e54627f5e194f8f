"""`supportops decide`: a handbook asked from outside, without a desk: facts as JSON lines in, decisions with their reasons out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from supportops.core.asked import Asked
    from supportops.core.handling import Handling
    from supportops.core.policy import Policy

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.option("--policy", "folder", metavar="DIR", type=FOLDER, help="The handbook to ask. Default: the one that SupportOps ships.")
def decide(folder: Path | None) -> int:
    """Decide requests from standard input, a JSON object a line, by a handbook alone. Exits 1 where a line could not be decided."""
    from supportops.actions.policy import SHIPPED, load
    from supportops.core.policy import PolicyError

    try:
        policy = load(folder or SHIPPED)
    except PolicyError as error:
        raise click.ClickException("\n".join(map(str, error.all))) from None
    failed = False
    for answer in _answers(sys.stdin.buffer, policy):
        failed |= "error" in answer
        click.echo(json.dumps(answer, ensure_ascii=False).encode(errors="backslashreplace"))
    return int(failed)


def _answers(lines: IO[bytes], policy: Policy) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield {"line": number} | _answer(line, policy)


def _answer(line: bytes, policy: Policy) -> dict[str, Any]:
    from supportops.core.asked import asked, facts
    from supportops.core.handling import handle
    from supportops.core.schema import Malformed

    try:
        request = asked(json.loads(line))
        return _told(request, handle(facts(request, datetime.now(UTC), policy), policy))
    except Malformed as problem:
        return {"error": str(problem)}
    except (ValueError, RecursionError) as problem:
        return {"error": f"expected a JSON object, found something else: {problem}"}


def _told(request: Asked, decided: Handling) -> dict[str, Any]:
    from supportops.core.decision import told

    ticket, found = decided.ticket, decided.triage
    names = {place + 1 if agent.person is None else agent.person: agent.name for place, agent in enumerate(request.agents)}
    place = {"team": ticket.team, "agent": names.get(ticket.assignee) if ticket.assignee else None, "level": decided.route.value.level}
    triage = {name: told(getattr(found, name)) for name in ("priority", "category", "language", "sentiment", "affected")}
    return {
        **({"id": request.id} if request.id else {}),
        "policy": decided.policy.version,
        **triage,
        "tags": told(found.tags) | {"value": list(found.tags.value)},
        "repeats": ticket.repeats,
        "problem": ticket.problem,
        "route": told(decided.route) | {"value": place},
        "promise": told(decided.promise) | decided.promise.value.as_data(),
        "escalations": [told(one) for one in decided.escalations],
    }
