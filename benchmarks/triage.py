"""How well and how fast the rules triage mails that nobody wrote for them: no model, no history, nothing tuned to this corpus.

Its labels are weak (they were made by a program, and know no tier), so the figures say where the rules stand, not where they should.
Beside each stands what one gets by always saying the commonest label.
"""

from __future__ import annotations

import csv
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from supportops.actions.policy import SHIPPED, load
from supportops.core import routing
from supportops.core.email.fold import fold
from supportops.core.policy import Policy
from supportops.core.triage import Reading, Triage, TriageFacts, judge, read

CORPUS = "corpora/tickets/multilingual_tickets.csv"
QUESTIONS = "corpora/tickets/banking77/train.csv"
TIERS = ("free", "business")  # the corpus does not say; a fault is P1 for the second and not for the first
LABELS = {"P0": "high", "P1": "high", "P2": "medium", "P3": "low"}
TEAMS = {
    **dict.fromkeys(("Technical Support", "Product Support", "IT Support", "Service Outages and Maintenance"), "technical"),
    **dict.fromkeys(("Billing and Payments", "Returns and Exchanges"), "billing"),
    **dict.fromkeys(("Customer Service", "General Inquiry", "Human Resources", "Sales and Pre-Sales"), "frontline"),
}
TIMES = 5


@dataclass(frozen=True)
class Labelled:
    """A mail of the corpus, folded as mail is, with what its labels mean here."""

    subject: str
    words: str
    priority: str
    team: str
    language: str


def main(arguments: list[str]) -> None:
    mails = _mails(Path(arguments[0]) if arguments else _shared() / CORPUS)
    policy = load(SHIPPED)
    readings = [read(mail.subject, mail.words, policy.triage) for mail in mails]
    print(f"triage      {len(mails)} tickets with weak labels; rules alone, beside always saying the commonest label")
    for tier in TIERS:
        _tell(f"priority, {tier}", [mail.priority for mail in mails], [_priority(found, tier, policy) for found in readings])
    _tell("queue", [mail.team for mail in mails], [_team(found, policy) for found in readings])
    _tell("language", [mail.language for mail in mails], [found.language.code for found in readings])
    _tell_speed(mails, readings, policy)
    _tell_alarms(_shared() / QUESTIONS, policy)


def _shared() -> Path:
    return Path(os.environ.get("SUPPORTOPS_SHARED") or Path(__file__).parents[2] / "shared")


def _mails(file: Path) -> list[Labelled]:
    if not file.exists():
        sys.exit(f"There is no corpus at {file}: give its path, or set SUPPORTOPS_SHARED.")
    with file.open(newline="", encoding="utf-8") as lines:
        return [_mail(row) for row in csv.DictReader(lines)]


def _mail(row: dict[str, str]) -> Labelled:
    return Labelled(row["subject"], fold(row["body"]).new, row["priority"], TEAMS[row["queue"]], row["language"])


def _judged(found: Reading, tier: str, policy: Policy) -> Triage:
    return judge(found, TriageFacts("", "", tier), policy.triage)


def _priority(found: Reading, tier: str, policy: Policy) -> str:
    return LABELS[_judged(found, tier, policy).priority.value]


def _team(found: Reading, policy: Policy) -> str:
    told = _judged(found, "pro", policy)
    facts = routing.RoutingFacts(told.priority.value, told.category.value, "pro", language=told.language.value, tags=told.tags.value)
    return routing.route(facts, (), policy.routing, policy.channels).value.team


def _tell(name: str, labels: Sequence[str], answers: Sequence[str]) -> None:
    """Accuracy beside the baseline, then for each label how often it was found and how often its name was right."""
    right = Counter(label for label, answer in zip(labels, answers, strict=True) if label == answer)
    there, said = Counter(labels), Counter(answers)
    label, times = there.most_common(1)[0]
    fair = sum(right[one] / there[one] for one in there) / len(there)
    print(f"triage      {name:<20} {right.total() / len(labels):6.1%} right, always “{label}” {times / len(labels):.1%};", end=" ")
    print(f"each label counted alike {fair:.1%}, always one {1 / len(there):.1%}")
    found = (f"{one} {right[one]}/{times} found, {right[one]}/{said[one]} right" for one, times in there.most_common())
    print(f"triage        {'; '.join(found)}")


def _tell_alarms(file: Path, policy: Policy) -> None:
    """Questions of a bank's customers, in English and about everyday matters: few of them should wake anybody."""
    if not file.exists():
        return
    with file.open(newline="", encoding="utf-8") as lines:
        readings = [read("", row["text"], policy.triage) for row in csv.DictReader(lines)]
    urgent = sum(_judged(found, "pro", policy).priority.value < "P2" for found in readings)
    english = sum(found.language.code == "en" for found in readings)
    print(f"triage      banking questions    {len(readings)}: {urgent} are P0 or P1, {english} are taken for English")


def _tell_speed(mails: Sequence[Labelled], readings: Sequence[Reading], policy: Policy) -> None:
    def reading() -> None:
        for mail in mails:
            read(mail.subject, mail.words, policy.triage)

    def judging() -> None:
        for found in readings:
            _judged(found, "business", policy)

    size = sum(len(mail.subject) + len(mail.words) for mail in mails) / len(mails)
    for name, work in (("read", reading), ("judge", judging)):
        print(f"triage      {name:<20} {len(mails) / _seconds(work):8,.0f} messages a second on one core ({size:.0f} characters each)")


def _seconds(work: Callable[[], None]) -> float:
    """Processor time of the fastest of several turns."""
    turns = []
    for _ in range(TIMES):
        start = time.process_time()
        work()
        turns.append(time.process_time() - start)
    return min(turns)
