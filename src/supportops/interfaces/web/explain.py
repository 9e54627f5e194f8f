"""Why a value of a ticket is as it is: the rule, the customer's words, what was not chosen, and what would have changed it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from supportops.core.explain import Piece, marked
from supportops.interfaces import clock
from supportops.interfaces.explained import Explained, Why
from supportops.interfaces.web import deadlines
from supportops.interfaces.web.labels import ABOUT, TARGETS
from supportops.interfaces.web.panel import panel
from supportops.interfaces.web.sentences import Names
from supportops.interfaces.web.tickets import visible
from supportops.interfaces.web.words import priority_word, spoken
from supportops.models import Message, Ticket, TicketEvent

READ = frozenset({"priority", "category", "language", "sentiment", "affected", "tags", "problem", "proposed_priority"})
"""What is decided by the customer's own words; the evidence of anything else stands elsewhere."""
NEAR = 70  # characters beside the evidence that an excerpt shows


@dataclass(frozen=True)
class Heard:
    """The words in which the evidence stands."""

    message: Message
    subject: tuple[Piece, ...]
    text: tuple[Piece, ...]

    @property
    def excerpt(self) -> tuple[Piece, ...]:
        return tuple(_near(self.text)) if any(piece.is_evidence for piece in self.text) else ()

    @property
    def phrases(self) -> str:
        """The evidence as it is written, for the page to mark where the message stands."""
        said = (" ".join(piece.text.split()) for piece in (*self.subject, *self.text) if piece.is_evidence)
        return "|".join(dict.fromkeys(said))

    @property
    def in_subject(self) -> bool:
        return any(piece.is_evidence for piece in self.subject)


@dataclass(frozen=True)
class Shown:
    """A reason as the page shows it."""

    why: Why
    value: str
    by: str
    heard: Heard | None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.why.reason, name)


def why(request: HttpRequest, number: int, about: str) -> HttpResponse:
    """Why something on a ticket is as it is, or how a deadline comes to its instant."""
    row = visible(request.reader, number)
    explained = Explained(row, clock.of(request))
    if about in TARGETS:
        return deadlines.deadline(request, explained, about)
    reasons = [*shown(explained, about)][::-1] if about in ABOUT else []
    if not reasons:
        raise Http404
    return panel(request, row, "_why", str(ABOUT[about]), about=about, reasons=reasons)


def shown(explained: Explained, about: str) -> Iterator[Shown]:
    """The reasons of one thing, in the order in which they came."""
    whys = explained.whys(about)
    events = {event.number: event for event in explained.row.events.filter(number__in=_numbers(whys)).select_related("message")}
    names = Names(events.values())
    for one in whys:
        reason = one.reason
        heard = _heard(explained.row, events.get(reason.heard), reason.evidence) if about in READ and reason.evidence else None
        yield Shown(one, value(about, reason.value, names), names.actor(reason.event.by), heard)


def _numbers(whys: Sequence[Why]) -> set[int]:
    return {number for one in whys for number in (one.reason.event.number, one.reason.heard)}


def value(about: str, given: Any, names: Names) -> str:
    """A value as people call it."""
    said = _SAID.get(about)
    if said:
        return str(said(given, names))
    return ", ".join(given) if isinstance(given, tuple) else spoken(str(given)) if given else _("none")


_SAID = {
    "priority": lambda given, names: f"{given}, {priority_word(given)}",
    "proposed_priority": lambda given, names: f"{given}, {priority_word(given)}",
    "team": lambda given, names: names.team(given),
    "assignee": lambda given, names: names.person(given),
    "level": lambda given, names: f"L{given}",
    "language": lambda given, names: given.upper(),
    "problem": lambda given, names: f"#{given}",
    "affected": lambda given, names: given or _("nobody is named"),
    "escalation": lambda given, names: _trigger(given),
}


def _trigger(name: str) -> str:
    """A row of the matrix by its name; L2.0 is the first way on from level 2."""
    if name == "escalate":
        return _("Escalated")
    return _("Level %(level)s hands on") % {"level": name[1]} if name[2:3] == "." else spoken(name)


def _heard(row: Ticket, event: TicketEvent | None, evidence: Sequence[str]) -> Heard | None:
    message = event.message if event else None
    if message is None:
        return None
    subject = message.subject or row.subject
    return Heard(message, marked(subject, evidence), marked(message.new_text or message.text, evidence))


def _near(text: Sequence[Piece]) -> Iterator[Piece]:
    """The evidence with the words around it."""
    last = len(text) - 1
    for place, piece in enumerate(text):
        yield piece if piece.is_evidence else Piece(_cut(piece.text, before=place < last, after=place > 0), False)


def _cut(text: str, before: bool, after: bool) -> str:
    """What stands near the evidence: behind one piece of it, in front of the next, or both."""
    if len(text) <= NEAR * (before + after):
        return text
    head = text[:NEAR].rpartition(" ")[0] if after else ""
    tail = text[-NEAR:].partition(" ")[2] if before else ""
    return f"{head} … {tail}"
