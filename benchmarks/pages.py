"""How long an agent's pages take on a large desk, beside what reading the same rows takes at least, and how both grow with the desk."""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks import desks, stage

TIMES, WARM = 200, 20
SLOWEST, GROWTH = 50.0, 1.5  # the goals: ms at the 95th percentile, and from the smallest desk to the largest
VIEWS = ("mine", "unassigned", "open", "breaching", "snoozed", "solved", "all")
Figures = dict[str, list[float]]


class Page(NamedTuple):
    """Addresses of one kind, and the rows that such a page cannot do without."""

    name: str
    addresses: Sequence[str]
    rows: Callable[[str, str], Iterable[tuple[str, Sequence[int]]]]


def main(arguments: list[str]) -> None:
    wish = _wish(arguments)
    with tempfile.TemporaryDirectory(prefix="supportops-bench-") as passing:
        folder, figures = Path(wish.keep or passing), Path(passing) / "figures.json"
        with desks.desks(folder, wish.tickets, wish.databases, wish.generated) as found:
            results = {}
            for (database, size), environment in found.items():
                stage.in_its_own_process("benchmarks.pages", [str(figures)], environment)
                results[database, size] = json.loads(figures.read_text())
                _tell(database, size, results)


def _wish(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench pages")
    parser.add_argument("--tickets", type=_numbers, default=[100_000, 1_000_000], help="sizes of the desks, smallest first")
    parser.add_argument("--databases", type=lambda words: words.split(","), default=["sqlite", "postgresql"])
    parser.add_argument("--keep", help="a folder in which the desks are kept, and found again")
    parser.add_argument("--generated", type=int, default=desks.GENERATED, help="larger desks repeat one of this size")
    return parser.parse_args(arguments)


def _numbers(words: str) -> list[int]:
    return sorted(int(word) for word in words.split(","))


def _tell(database: str, size: int, results: dict[tuple[str, int], dict[str, Figures]]) -> None:
    """One desk's lines: each page beside its limit, and beside the same page of the smallest desk."""
    smallest = min(tickets for name, tickets in results if name == database)
    for page, figures in results[database, size].items():
        p50, p95, cpu, limit = (_percentile(figures[name], share) for name, share in COLUMNS)
        before = _percentile(results[database, smallest][page]["wall"], 0.95)
        growth = f", growth {p95 / before:.2f}{_mark(p95 / before < GROWTH)}" if size != smallest else ""
        print(
            f"pages {database:<10} {size:>9,} {page:<18} p50 {p50:6.1f}  p95 {p95:6.1f} ms{_mark(p95 < SLOWEST)}  CPU p95 {cpu:5.1f};"
            f" bare rows p95 {limit:5.2f} -> ratio {p95 / limit:5.1f}{growth}",
            flush=True,
        )


COLUMNS = (("wall", 0.5), ("wall", 0.95), ("cpu", 0.95), ("limit", 0.95))


def _percentile(figures: Sequence[float], share: float) -> float:
    return sorted(figures)[math.ceil(share * len(figures)) - 1]


def _mark(good: bool) -> str:
    return "" if good else " (MISSED)"


def measure(figures: Path) -> None:
    """Every page of one desk, as Ada, in this process."""
    stage.ready()
    from django.test import Client

    from supportops.models import Person

    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(Person.objects.get(name__startswith="Ada "), "allauth.account.auth_backends.AuthenticationBackend")
    figures.write_text(json.dumps({page.name: _timed(client, page) for page in _pages()}))


def _timed(client, page: Page) -> Figures:
    for address in page.addresses[:WARM]:
        client.get(address)
    found: Figures = {"wall": [], "cpu": [], "limit": []}
    for address in page.addresses:
        cpu, wall = time.process_time(), time.perf_counter()
        answer = client.get(address)
        found["wall"].append((time.perf_counter() - wall) * 1000)
        found["cpu"].append((time.process_time() - cpu) * 1000)
        if answer.status_code != 200:
            sys.exit(f"{address} answered {answer.status_code}")
        found["limit"].append(_bare(page.rows(address, answer.content.decode())))
    return found


def _bare(wanted: Iterable[tuple[str, Sequence[int]]]) -> float:
    """Milliseconds to read rows by their numbers through the driver alone."""
    from django.db import connection

    place, spent = {"sqlite": "?", "postgresql": "%s"}[connection.vendor], 0.0
    for table, numbers in wanted:
        sql = f"SELECT * FROM supportops_{table} WHERE id IN ({', '.join([place] * len(numbers))})"
        start = time.perf_counter()
        connection.connection.execute(sql, list(numbers)).fetchall()
        spent += (time.perf_counter() - start) * 1000
    return spent


def _pages() -> list[Page]:
    from supportops.models import Person, Ticket

    dice, ada = random.Random(7), Person.objects.get(name__startswith="Ada ")
    size = Ticket.objects.count()
    numbers = dice.sample(range(1, size + 1), min(30_000, size))
    lists = [page for view in VIEWS for page in _view(view, ada, numbers, dice)]
    ticket = Page("ticket", [f"/tickets/{number}" for number in numbers[:TIMES]], _conversation)
    search = Page("search", [f"/tickets?view=all&query={words}" for words in _queries(numbers[-TIMES:])], _listed)
    return [*lists, ticket, search, Page("navigation", ["/navigation"] * TIMES, _nothing)]


def _view(view: str, ada, numbers: Sequence[int], dice: random.Random) -> list[Page]:
    """A view's first page, and its pages from anywhere in its depth."""
    from supportops.interfaces.web import views

    first = f"/tickets?view={view}"
    inside = views.named(view).tickets(ada).filter(pk__in=numbers).values_list("changed_at", "pk")
    keys = [f"{at.isoformat().replace('+', '%2B')}~{number}" for at, number in inside]
    deep = [f"{first}&after={dice.choice(keys)}" for _ in range(TIMES)] if keys else []
    return [Page(view, [first] * TIMES, _listed), *([Page(f"{view}, deep", deep, _listed)] if deep else [])]


def _queries(numbers: Sequence[int]) -> list[str]:
    """One or two words as they stand in some message, frequent ones and rare ones."""
    from supportops.models import Message

    texts = Message.objects.filter(ticket__in=numbers, direction="in").order_by("ticket", "pk").values_list("new_text", flat=True)
    words = [re.findall(r"\w{4,}", text) for text in texts]
    return ["+".join(found[3 : 4 + place % 2]) for place, found in enumerate(words) if len(found) > 4][:TIMES]


def _listed(_address: str, content: str) -> Iterable[tuple[str, Sequence[int]]]:
    return [("ticket", sorted({int(number) for number in re.findall(r'href="/tickets/(\d+)"', content)}) or [1])]


def _conversation(address: str, _content: str) -> Iterable[tuple[str, Sequence[int]]]:
    from supportops.models import Message, TicketEvent

    ticket = int(address.rpartition("/")[2])
    rows = [(name, model.objects.filter(ticket=ticket)) for name, model in (("message", Message), ("ticketevent", TicketEvent))]
    return [("ticket", [ticket]), *((name, list(found.values_list("pk", flat=True))) for name, found in rows)]


def _nothing(_address: str, _content: str) -> Iterable[tuple[str, Sequence[int]]]:
    """Counts have no rows of their own: beside them stands a single row."""
    return [("ticket", [1])]


if __name__ == "__main__":
    measure(Path(sys.argv[1]))
