"""Which ticket a mail belongs to: what we know of it is gathered here, the choice is the core's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from supportops.actions.reading import Reading
from supportops.core.email import thread
from supportops.models import Delivery, Message, Person, Ticket


@dataclass(frozen=True, slots=True)
class Found:
    """Where a mail belongs, and why."""

    ticket: Ticket | None
    because: str
    verified: bool = False
    possible: int | None = None
    closed: Ticket | None = None  # what it would follow up


@dataclass(slots=True)
class Known:
    """What the database knows about the mails of one wave."""

    tickets: dict[int, Ticket]
    by_id: dict[str, int]
    participants: dict[int, frozenset[str]]
    staff: frozenset[str]


def keys(reading: Reading) -> list[str]:
    """Everything by which this mail may meet another of the same batch."""
    return [*reading.ids, *(f"#{number}" for number in reading.numbers), reading.email.message_id or f"item {reading.item.pk}"]


def find(wave: Sequence[Reading], at: datetime) -> dict[int, Found]:
    """For each item's number the ticket it joins, or why it opens one."""
    known = _look_up(wave)
    return {reading.item.pk: _choose(reading, known, at) for reading in wave}


def _look_up(wave: Sequence[Reading]) -> Known:
    by_id = _by_message_id({i for reading in wave for i in reading.ids})
    numbers = {number for reading in wave for number in reading.numbers} | set(by_id.values())
    if not numbers:
        return Known({}, {}, {}, frozenset())
    tickets = Ticket.objects.select_related("requester").in_bulk(numbers)
    return Known(tickets, by_id, _participants(tickets), _staff(wave))


def _by_message_id(ids: Iterable[str]) -> dict[str, int]:
    """Ids of messages and of automatic mails of ours, with the ticket each is on."""
    wanted = list(ids)
    if not wanted:
        return {}
    mails = dict(Delivery.objects.filter(mail_id__in=wanted).values_list("mail_id", "ticket_id"))
    return mails | dict(Message.objects.known_by(wanted).values_list("mail_id", "ticket_id"))


def _participants(tickets: dict[int, Ticket]) -> dict[int, frozenset[str]]:
    """Who takes part in a ticket: who asked, who wrote, and whoever a public message went to."""
    found = {pk: {ticket.requester.email} if ticket.requester else set() for pk, ticket in tickets.items()}
    rows = Message.objects.filter(ticket__in=tickets, kind="public").values_list("ticket_id", "author_email", "to", "cc")
    for pk, author, to, cc in rows:
        found[pk] |= {author, *to, *cc}
    return {pk: thread.addresses(filter(None, people)) for pk, people in found.items()}


def _staff(wave: Sequence[Reading]) -> frozenset[str]:
    senders = [reading.sender.address.casefold() for reading in wave if reading.sender]
    return frozenset(Person.objects.staff().filter(email__in=senders).values_list("email", flat=True))


def _choose(reading: Reading, known: Known, at: datetime) -> Found:
    email = reading.email if reading.sender is reading.email.from_ else replace(reading.email, from_=reading.sender)
    chosen = thread.thread(email, list(_candidates(reading, known)), at=at, agents=known.staff)
    if isinstance(chosen.value, thread.Join):
        return Found(known.tickets[chosen.value.ticket], chosen.because, verified=chosen.rule == "token")
    possible, follows = chosen.value.possible_reply_to, chosen.value.follow_up
    return Found(None, chosen.because, possible=possible, closed=known.tickets.get(possible) if follows else None)


def _candidates(reading: Reading, known: Known) -> Iterable[thread.Candidate]:
    if (signed := reading.signed) and signed.ticket in known.tickets:
        yield replace(_candidate(signed.ticket, "token", known), verified=signed.verified)
    for index, message_id in enumerate(reading.ids):
        if (ticket := known.by_id.get(message_id)) in known.tickets:
            yield replace(_candidate(ticket, "references" if index else "in_reply_to", known), message_id=message_id)
    for number in reading.named:
        if number in known.tickets:
            yield _candidate(number, "subject", known)


def _candidate(number: int, matched: thread.Match, known: Known) -> thread.Candidate:
    ticket = known.tickets[number]
    return thread.Candidate(
        ticket=number,
        matched=matched,
        participants=known.participants[number],
        subject=thread.plain_subject(ticket.subject),
        closed_at=ticket.closed_at,
    )
