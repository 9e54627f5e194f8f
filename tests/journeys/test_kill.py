"""Nothing accepted is lost and nothing is doubled, wherever a process is killed: real processes, real sockets, SIGKILL.

Each crash point is tried in turn (the process ends itself there as a kill -9 would), then all kinds of processes are killed at random under load.
The customers' mail server offers a mail again until it hears 250, as real ones do, so that acceptance and doubling are both tried.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage

import pytest

from supportops.actions import crash
from tests.journeys.people import Ada
from tests.journeys.processes import Installation, Sink, kill, listening, send, until

pytestmark = pytest.mark.database

MAILS, CLIENTS, ANSWERS, KILLS, WORKERS = 152, 4, 12, 15, 3
PAUSE = 0.4  # seconds that a client thinks between two mails, on average
SEED = 20260105
AT_THE_DOOR = {"before-keep", "after-keep"}
ON_THE_WAY_OUT = {"before-hand-over", "after-hand-over", "after-send"}


def a_mail(name: str, answers: str = "", files: int = 0) -> tuple[bytes, str]:
    """A customer's mail and who sends it."""
    mail, sender = EmailMessage(), f"{answers or name}@acme.example"
    mail["From"], mail["To"], mail["Subject"] = f"Omar Haddad <{sender}>", "support@example.com", f"Case {name}"
    mail["Message-ID"], mail["Date"] = f"<{name}@acme.example>", "Mon, 05 Jan 2026 09:00:00 +0000"
    if answers:
        mail["In-Reply-To"] = f"<{answers}@acme.example>"
    mail.set_content(f"Our door {name} does not open any more.\n")
    for number in range(files):
        mail.add_attachment(f"{name} {number}".encode() * 400, maintype="application", subtype="octet-stream", filename=f"{number}.bin")
    return bytes(mail), sender


@pytest.fixture
def outside() -> Iterator[tuple[Sink, int]]:
    sink = Sink()
    with listening(sink) as port:
        yield sink, port


@pytest.mark.parametrize("point", crash.POINTS)
def test_a_process_that_dies_there_loses_and_doubles_nothing(point, install, outside) -> None:
    mails, port = outside
    desk = install(outgoing=port)
    names = [f"{point}-{number}" for number in range(4)]
    dying = "smtp" if point in AT_THE_DOOR else "worker"
    victim = desk.start(dying, crash_at=point)
    other = desk.start("worker" if dying == "smtp" else "smtp")
    with ThreadPoolExecutor(4) as clients:
        offers = [clients.submit(send, desk.smtp_port, *a_mail(name, files=number % 2)) for number, name in enumerate(names)]
        assert victim.wait(30) == 137, f"{dying} was to die at {point}"
        desk.start(dying)
        assert all(offer.result() for offer in offers)
    assert other.poll() is None
    until(desk.at_rest)
    desk.stop()
    assert_each_once(desk, names)
    assert_sent_once(desk, mails)
    assert desk.complaints() == []
    found = desk.assert_sound()
    assert found["opened"] == len(names)
    assert found["duplicate"] or point != "after-keep", "it was kept, but its sender never heard so and offered it again"
    uncertain = desk.count("delivery", "state = 'uncertain'")
    assert (uncertain > 0) == (point in {"after-hand-over", "after-send"})
    assert desk.count("ticketevent", "verb = 'undelivered'") == uncertain, "each is told on its ticket"
    if point == "after-send":
        assert len(mails.mails) == len(names), "they did go out, and were not sent again"


def assert_each_once(desk: Installation, names: list[str]) -> None:
    """One message each, and one reception that is not a duplicate."""
    messages = Counter(name for (name,) in desk.rows("SELECT mail_id FROM supportops_message WHERE direction = 'in'"))
    receptions = Counter(name for (name,) in desk.rows("SELECT mail_id FROM supportops_inbounditem WHERE outcome <> 'duplicate'"))
    assert messages == receptions == Counter(f"{name}@acme.example" for name in names)


def assert_sent_once(desk: Installation, mails: Sink) -> None:
    """What was sent arrived once; of what is uncertain, at most one copy did."""
    arrived = Counter(mails.ids())
    states = dict(desk.rows("SELECT mail_id, state FROM supportops_delivery WHERE kind <> 'survey'"))
    assert set(states.values()) <= {"sent", "uncertain"}
    assert not arrived.keys() - states.keys()
    for mail_id, state in states.items():
        assert arrived[mail_id] == 1 if state == "sent" else arrived[mail_id] <= 1, (mail_id, state, arrived[mail_id])
    kinds = Counter(kind for (kind,) in desk.rows("SELECT kind FROM supportops_delivery"))
    assert kinds["acknowledgement"] == desk.count("ticket"), "each customer is told once that the mail came in"
    assert kinds["reply"] == desk.count("message", "direction = 'out'")


class Troupe:
    """Processes of a desk, killed at random and started again at once, as a supervisor does."""

    def __init__(self, desk: Installation, parts: dict[str, int], dice: random.Random) -> None:
        self.desk, self.dice = desk, dice
        self.parts = {part: [desk.start(part) for _ in range(number)] for part, number in parts.items()}
        self.killed: Counter[str] = Counter()

    def kill_one(self) -> None:
        part = self.dice.choice(list(self.parts))
        index = self.dice.randrange(len(self.parts[part]))
        assert self.parts[part][index].poll() is None, f"{part} ended by itself"
        kill(self.parts[part][index])
        self.killed[part] += 1
        self.parts[part][index] = self.desk.launch(part)


def correspondence() -> list[list[tuple[bytes, str]]]:
    """What each client writes: every fifth mail with files, every seventh an answer to the same customer's mail before it."""
    names = [[f"load-{client}-{n}" for n in range(MAILS // CLIENTS)] for client in range(CLIENTS)]
    return [[_nth(mine, n) for n in range(len(mine))] for mine in names]


def _nth(names: list[str], n: int) -> tuple[bytes, str]:
    answers = names[n - 1] if n % 7 == 6 else ""
    return a_mail(names[n], answers=answers, files=0 if n % 5 else 2)


def send_all(desk: Installation, mails: list[tuple[bytes, str]], dice: random.Random) -> int:
    """One client, with pauses for thought. Gives back how often a mail had to be offered again."""
    again = 0
    for raw, sender in mails:
        time.sleep(dice.uniform(0, 2 * PAUSE))
        again += send(desk.smtp_port, raw, sender) - 1
    return again


def test_under_load_with_processes_killed_at_random(install, outside) -> None:
    sent, port = outside
    desk = install(outgoing=port)
    ada, stop = Ada(desk), threading.Event()
    troupe = Troupe(desk, {"smtp": 1, "web": 1, "worker": WORKERS}, random.Random(SEED))
    with ThreadPoolExecutor(CLIENTS + 1) as people:
        offers = [people.submit(send_all, desk, mails, random.Random(SEED + n)) for n, mails in enumerate(correspondence())]
        answering = people.submit(ada.answer_tickets, ANSWERS, stop)
        for _ in range(KILLS):
            time.sleep(troupe.dice.uniform(0, 2 * PAUSE * MAILS / CLIENTS / KILLS))
            troupe.kill_one()
        again = sum(offer.result() for offer in offers)
        stop.set()
        answers = answering.result()
    until(desk.at_rest, 60)
    desk.stop()
    assert_each_once(desk, [f"load-{client}-{n}" for client in range(CLIENTS) for n in range(MAILS // CLIENTS)])
    assert_sent_once(desk, sent)
    written = Counter(words for (words,) in desk.rows("SELECT new_text FROM supportops_message WHERE direction = 'out'"))
    assert written == Counter(answers), "what Ada was told is sent is there once"
    assert desk.complaints() == []
    found = desk.assert_sound()
    print(f"killed {dict(troupe.killed)}, offered again {again} times, answers {len(answers)}, {found}")
    assert found["opened"] + found["threaded"] == MAILS
    assert found["threaded"] > 0
    assert found["quarantined"] == 0
