"""From kept bytes to tickets: read, find the thread, open or continue, and write the outcome in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from supportops.actions import crash, deliveries, files, opening, people, rows, thanks, threading
from supportops.actions.house import House, the_house
from supportops.actions.past import Past
from supportops.actions.policy import current
from supportops.actions.reading import Reading
from supportops.actions.roster import Roster
from supportops.actions.tickets import Entry, entered, write_down
from supportops.core import ticket as core
from supportops.core.policy import Policy
from supportops.models import InboundItem, Message, Person
from supportops.models.intake import AUTOMATIC, OPENED, THREADED, WAITING

ANYWAY = "a person decided to open a ticket"


class TakenOver(Exception):
    """Another worker owns this message by now; whatever we did with it is rolled back."""


@dataclass(slots=True)
class Outcome:
    """What a message ends as."""

    reading: Reading
    outcome: str
    reason: str
    entry: Entry | None = None
    columns: dict[str, Any] = field(default_factory=dict)


class Known(NamedTuple):
    """What is asked once for a whole wave."""

    policy: Policy
    roster: Roster
    past: Past
    at: datetime


def receive(items: Sequence[InboundItem], at: datetime) -> None:
    """Messages that touch the same thread go in waves, so that each sees what the one before it did."""
    house = the_house()
    readings = [Reading(item, house) for item in items]
    while readings:
        wave, readings = _wave(readings)
        _receive_wave(wave, house, at)


def _wave(readings: Sequence[Reading]) -> tuple[list[Reading], list[Reading]]:
    """The longest start of the list in which no mail can concern what an earlier one of it changes."""
    seen: set[str] = set()
    for index, reading in enumerate(readings):
        if index and seen.intersection(threading.keys(reading)):
            return list(readings[:index]), list(readings[index:])
        seen |= set(threading.keys(reading)) | {reading.email.message_id} - {""}
    return list(readings), []


def _receive_wave(wave: Sequence[Reading], house: House, at: datetime) -> None:
    policy = current()
    with transaction.atomic():
        threads = threading.find(wave, at)
        senders = people.known(_senders(wave), at)
        known = Known(policy, Roster(), Past(policy, {person.pk for person in senders.values()}), at)
        outcomes = [_outcome(reading, threads[reading.item.pk], senders, known) for reading in wave]
        write_down([outcome.entry for outcome in outcomes if outcome.entry], policy, house)
        known.roster.save()
        crash.point("inside-receive")
        write([_settled(outcome) for outcome in outcomes])


def _senders(wave: Iterable[Reading]) -> list[tuple[str, str]]:
    return [(reading.sender.name, reading.sender.address) for reading in wave if reading.sender]


def _outcome(reading: Reading, thread: threading.Found, senders: dict[str, Person], known: Known) -> Outcome:
    person = senders.get(reading.sender.address.casefold()) if reading.sender else None
    kind = reading.verdict.kind if reading.verdict and reading.item.reason != ANYWAY else ""
    if kind == "loop":
        return Outcome(reading, AUTOMATIC, reading.verdict.because)
    if kind == "bounce":
        return _bounced(reading, known.at)
    thread = thread if kind else _late_thanks(reading, thread, person, known.at)
    if thread.ticket is not None:
        return _continue(reading, thread, person, kind, known.at)
    if kind and not reading.verdict.opens_ticket:
        return Outcome(reading, AUTOMATIC, reading.verdict.because)
    return _open(reading, thread, person, known)


def _late_thanks(reading: Reading, thread: threading.Found, person: Person | None, at: datetime) -> threading.Found:
    """Thanks for a ticket that is closed by now stay with it: they ask for nothing, so they open nothing."""
    if thread.closed is None:
        return thread
    verb, _ = thanks.heard_as(thread.closed, message(reading, person, "public", at), attachments(reading), thread.because)
    return replace(thread, ticket=thread.closed) if verb is core.Verb.OVERHEAR else thread


def _bounced(reading: Reading, at: datetime) -> Outcome:
    """A delivery report belongs to the mail of ours that it speaks of, and never opens or reopens anything."""
    delivery = deliveries.returned(reading.bounce) if reading.bounce else None
    if delivery is None:
        return Outcome(reading, AUTOMATIC, reading.verdict.because)
    entry = deliveries.bounced(delivery, reading.bounce, at)
    entry.message = message(reading, None, "automatic", at)
    return Outcome(reading, AUTOMATIC, entry.new[0].because, entry)


def _continue(reading: Reading, thread: threading.Found, person: Person | None, kind: str, at: datetime) -> Outcome:
    """A machine's mail is kept on the ticket and changes nothing; a person's is heard."""
    said, attached, why = message(reading, person, "automatic" if kind else "public", at), attachments(reading), thread.because
    verb, told = (core.Verb.OVERHEAR, {"because": why}) if kind else thanks.heard_as(thread.ticket, said, attached, why)
    entry = entered(thread.ticket, verb, by=person.actor if person and not kind else "mail", at=at, **told)
    entry.message, entry.message_number, entry.attachments = said, entry.new[0].number, attached
    entry.message.verified = thread.verified
    entry.quiet = bool(kind) or reading.item.quiet  # a person who writes may have set something off that colleagues are told
    return Outcome(reading, AUTOMATIC if kind else THREADED, reading.verdict.because if kind else thread.because, entry)


def _open(reading: Reading, thread: threading.Found, person: Person | None, known: Known) -> Outcome:
    request = opening.Request(
        subject=reading.email.subject,
        words=reading.folded.new or reading.email.text,
        message=message(reading, person, "public", known.at),
        requester=person,
        at=known.at,
        by=person.actor if person else "mail",
        mailbox=reading.item.mailbox_id,
        attachments=attachments(reading),
        because=thread.because,
        follows=thread.possible,
        quiet=reading.item.quiet,
        facts={"automatic": reading.verdict is not None, "weak": reading.is_weak, "stranger": person is None},
    )
    (entry,) = opening.entries([request], known.policy, known.roster, known.past)
    return Outcome(reading, OPENED, thread.because, entry)


def message(reading: Reading, person: Person | None, kind: str, at: datetime) -> Message:
    """The mail's words as a row, cleaned once and for all."""
    email, folded = reading.email, reading.folded
    sender = reading.sender or email.from_
    return rows.new(
        Message,
        kind=kind,
        direction="in",
        author_id=person.pk if person else None,
        author_name=(sender.name if sender else "")[:200],
        author_email=(sender.address if sender else "")[:254],
        subject=email.subject[:500],
        to=[address.address for address in email.to],
        cc=[address.address for address in email.cc],
        occurred_at=at,
        text=email.text,
        new_text=folded.new,
        quoted=folded.quoted,
        signature=folded.signature,
        html=reading.clean.html if reading.clean else "",
        remote_images=reading.clean.remote_images if reading.clean else 0,
        mail_id=email.message_id[:500],
        references=list(email.references),
    )


def attachments(reading: Reading) -> list[files.File]:
    return [files.File(a.name, a.type, a.size, a.sha256, a.inline, a.content_id, a.content) for a in reading.email.attachments]


def _settled(outcome: Outcome) -> InboundItem:
    """The message with what became of it."""
    item, email = outcome.reading.item, outcome.reading.email
    item.outcome, item.reason, item.lease_until = outcome.outcome, outcome.reason, None
    item.sender = (email.from_.address if email.from_ else item.envelope_from)[:320]
    item.subject, item.mail_id = email.subject[:500], email.message_id[:500]
    if outcome.entry:
        item.ticket_id, item.message_id = outcome.entry.row.pk, outcome.entry.message.pk
    return item


def write(items: Sequence[InboundItem]) -> None:
    """The outcome stands or falls with everything else, and only while the lease is ours."""
    written = rows.change(InboundItem, _WRITTEN, [_written(item) for item in items], f"id = %s AND fence = %s AND outcome = '{WAITING}'")
    if written != len(items):
        raise TakenOver


_WRITTEN = ("outcome", "reason", "lease_until", "sender", "subject", "mail_id", "ticket_id", "message_id")


def _written(item: InboundItem) -> tuple[Any, ...]:
    return (*(getattr(item, name) for name in _WRITTEN), item.pk, item.fence)
