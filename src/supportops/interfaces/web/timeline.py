"""A ticket's story: words and events in the order in which they happened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q

from supportops.core import ticket as core
from supportops.interfaces.web.sentences import Names, sentence
from supportops.models import Delivery, Message, Person, Ticket, TicketEvent

MOST = 300  # messages on one page; longer threads show their newest

# These say no more than the message that stands there itself.
_SPOKEN = {"reply", "note", "hear", "overhear"}


@dataclass(frozen=True, slots=True)
class File:
    """An attachment with the address it is fetched from."""

    name: str
    size: int
    inline: bool
    url: str


@dataclass(frozen=True, slots=True)
class Words:
    """A message as the page shows it, with its files and what became of its mail. A customer's HTML stays out: a frame fetches it."""

    message: Message
    html: bool
    attachments: list[File]
    delivery: Delivery | None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.message, name)


@dataclass(frozen=True, slots=True)
class Line:
    """An event as the page shows it, with its reason."""

    number: int
    verb: str
    words: str
    because: str
    rule: str
    evidence: Sequence[str]
    rejected: Sequence[tuple[str, str]]
    by_name: str
    occurred_at: datetime
    undoable: bool
    handoff: bool = False


def entries(
    ticket: Ticket,
    person: Person,
    until: datetime | None = None,
    after: int = 0,
    ledger: Iterable[TicketEvent] | None = None,
    names: Names | None = None,
) -> list[dict[str, Any]]:
    """Messages and events, as they stood at a moment, or only those after an event's number. What was read already serves."""
    ledger = ticket.events.order_by("number") if ledger is None else ledger
    events = [event for event in ledger if until is None or event.occurred_at <= until]
    lines = shown(events, names)
    new = {event.message_id for event in events if event.number > after}
    messages = [m for m in words(ticket, person) if (until is None or m.occurred_at <= until) and (not after or m.id in new)]
    said = [lines[event.number] for event in events if event.number > after and not (event.verb in _SPOKEN and event.message_id)]
    return _merged(messages, said)


def _merged(messages: Iterable[Words], lines: Iterable[Line]) -> list[dict[str, Any]]:
    """By time; a message stands before the events of the same instant that follow from it, and after its ticket's beginning."""
    both = [(m.occurred_at, 1, {"kind": "message", "message": m}) for m in messages]
    both += [(line.occurred_at, 0 if line.verb == "open" else 2, {"kind": "event", "event": line}) for line in lines]
    return [entry for *_order, entry in sorted(both, key=lambda row: row[:2])]


def shown(events: Sequence[TicketEvent], names: Names | None = None) -> dict[int, Line]:
    """Number -> the line as it is shown."""
    names = names or Names(events)
    last = core.undoable([event.event() for event in events])
    return {event.number: _line(event, names, last) for event in events}


def _line(event: TicketEvent, names: Names, last: core.Event | None) -> Line:
    decision = event.data.get("decision", {})
    return Line(
        number=event.number,
        verb=event.verb,
        words=sentence(event, names),
        because=event.because,
        rule=decision.get("rule", ""),
        evidence=decision.get("evidence", ()),
        rejected=decision.get("rejected", ()),
        by_name=names.actor(event.by),
        occurred_at=event.occurred_at,
        undoable=last is not None and event.number == last.number,
        handoff="handoff" in event.data,
    )


def words(ticket: Ticket, person: Person) -> list[Words]:
    """The newest messages that this person may see, oldest first."""
    has_html = ExpressionWrapper(~Q(html=""), output_field=BooleanField())
    rows = Message.objects.visible_to(person).filter(ticket=ticket).defer("html").annotate(has_html=has_html)
    messages = list(rows.select_related("author").prefetch_related("attachments").order_by("-occurred_at", "-id")[:MOST])[::-1]
    mails = Delivery.objects.visible_to(person).filter(ticket=ticket, kind="reply").defer("text", "html")
    delivered = {mail.message_id: mail for mail in mails}
    return [_words(message, delivered) for message in messages]


def _words(message: Message, delivered: dict[int | None, Delivery]) -> Words:
    html = message.has_html and message.direction == "in"  # type: ignore[attr-defined]
    return Words(message, html, _files(message), delivered.get(message.pk))


def _files(message: Message) -> list[File]:
    return [File(row.name, row.size, row.inline, f"/files/{row.sha256}?file={row.pk}") for row in message.attachments.all()]
