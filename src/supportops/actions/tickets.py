"""The funnel: every change to a ticket passes through here, one at a time or many in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, transaction

from supportops.actions import files, outbox, rows, rules, search
from supportops.actions.following import follow
from supportops.actions.house import House, the_house
from supportops.actions.policy import by_version, current
from supportops.core import sla, taxonomy
from supportops.core import ticket as core
from supportops.core.phrases import fold
from supportops.core.policy import Policy
from supportops.models import Message, Person, Ticket, TicketEvent
from supportops.models.tickets import COLUMNS


class Stale(core.Refused):
    """Somebody else changed the ticket first."""

    def __init__(self) -> None:
        super().__init__("Somebody changed this ticket at the same moment: look at what is new, then try again.")


class Words(NamedTuple):
    """A message with its files, and the event that it belongs to."""

    number: int
    message: Message
    files: Sequence[files.File] = ()


@dataclass(slots=True)
class Entry:
    """One ticket's next lines in the ledger, with the words that belong to them."""

    row: Ticket
    ledger: list[core.Event]  # all of it, the new events at the end
    new: list[core.Event]
    after: core.Ticket
    message: Message | None = None
    message_number: int = 0  # the event that the message belongs to
    attachments: Sequence[files.File] = ()
    quiet: bool = False  # history: no mail follows from it
    facts: Mapping[str, Any] = field(default_factory=dict)  # what the notices need to know beyond the row
    requester: Person | None = None  # where it was read already
    more: Sequence[Words] = ()  # a past that is told at once has further messages

    @property
    def words(self) -> list[Words]:
        """Every new message of this entry."""
        first = [Words(self.message_number, self.message, self.attachments)] if self.message else []
        return [*first, *self.more]

    def add(self, events: Sequence[core.Event]) -> None:
        """Further events that follow from the new ones."""
        if events:
            self.ledger, self.new = [*self.ledger, *events], [*self.new, *events]
            self.after = core.evolve_all(self.after, events)

    def say(self, number: int, message: Message) -> None:
        """Words that belong to one of the new events."""
        self.more = [*self.more, Words(number, message)]


def act(
    ticket: Ticket,
    verb: core.Verb,
    *,
    by: str,
    at: datetime,
    message: Message | None = None,
    attachments: Sequence[files.File] = (),
    facts: Mapping[str, Any] | None = None,
    **detail: Any,
) -> list[core.Event]:
    """Do one verb to one ticket, or raise Refused (or Stale) and change nothing."""
    entry = entered(ticket, verb, by=by, at=at, **detail)
    entry.message, entry.message_number, entry.attachments = message, entry.new[0].number, attachments
    entry.facts = facts or {}
    save([entry], current())
    return entry.new


def entered(ticket: Ticket, verb: core.Verb, *, by: str, at: datetime, **detail: Any) -> Entry:
    """What a verb would do, without saving it."""
    before, ledger = ticket.snapshot(), ticket.ledger()
    undo = verb is core.Verb.UNDO
    events = core.undo(before, ledger, by=by, at=at) if undo else core.decide(before, verb, by=by, at=at, **detail)
    after = core.evolve_all(before, events)
    taxonomy.check(before, after, verb, current().taxonomy)
    return Entry(ticket, [*ledger, *events], events, after)


def save(entries: Sequence[Entry], policy: Policy) -> None:
    """Many tickets in one transaction; all or nothing."""
    house = the_house()
    with transaction.atomic():
        write_down(entries, policy, house)


def write_down(entries: Sequence[Entry], policy: Policy, house: House) -> None:
    """Rows, ledger, words, mails and search index of many tickets, in the caller's transaction."""
    follow([entry for entry in entries if entry.new[0].verb is not core.Verb.OPEN], policy)  # what begins has been followed up
    for entry in entries:
        _derive(entry, policy)
    _save_rows(entries)
    _save_messages(entries, house)
    lines = rows.add(TicketEvent, [line for entry in entries for line in _lines(entry, policy.version)])
    outbox.queue(entries, policy, house)
    search.index(entries)
    _tell(lines)
    rules.count(entries)


def _derive(entry: Entry, policy: Policy) -> None:
    """Put the snapshot and its deadlines on the row. Nothing else sets these columns."""
    facts = {column: getattr(entry.after, name) for name, column in COLUMNS.items()}
    judge = by_version(entry.row.policy_version) if _stays_done(entry) else policy
    facts |= {name: list(facts[name]) for name in core.LISTS} | derived(entry.after, entry.ledger, judge)
    if entry.row.pk is None:
        vars(entry.row).update(facts)  # a new row has nothing else that setting a column would have to put right
    else:
        for column, value in facts.items():
            setattr(entry.row, column, value)


def _stays_done(entry: Entry) -> bool:
    """What was done before stays judged by the handbook under which it was done."""
    return entry.row.pk is not None and entry.row.status in core.DONE and entry.after.is_done


def derived(ticket: core.Ticket, ledger: Sequence[core.Event], policy: Policy) -> dict[str, Any]:
    """The columns that follow from ledger and policy."""
    due = sla.deadlines(ticket, ledger, policy)
    clock = due.target
    return {
        "policy_version": policy.version,
        "declared": bool(ticket.known_by),
        "next_due_at": due.next,
        "target": clock.name if clock else "",
        "target_started_at": clock.started_at if clock else None,
        "target_due_at": clock.due_at if clock else None,
        "breached": due.breached,
        "alarmed": due.is_alarmed(ledger),
        "paused": ticket.status is core.Status.PENDING,
        "first_reply_kept": due.kept("first_reply"),
        "resolution_kept": due.kept("resolution"),
        "first_reply_seconds": _seconds(ticket.opened_at, ticket.first_replied_at),
        "resolution_seconds": _seconds(ticket.opened_at, ticket.solved_at or ticket.closed_at),
        "folded": fold(ticket.subject),
    }


def _seconds(start: datetime, end: datetime | None) -> int | None:
    return None if end is None else max(0, round((end - start).total_seconds()))


def _save_rows(entries: Sequence[Entry]) -> None:
    for entry in entries:
        if entry.row.pk is not None:
            _update_row(entry)
    rows.insert([entry.row for entry in entries if entry.row.pk is None])


def _update_row(entry: Entry) -> None:
    """Only the version that was read may be overwritten: the loser learns it from the row count."""
    row, read = entry.row, entry.new[0].number - 1
    columns = _DERIVED | {COLUMNS[name] for event in entry.new for name in event.changes}
    won = Ticket.objects.filter(pk=row.pk, version=read).update(**{column: getattr(row, column) for column in columns})
    if not won:
        row.refresh_from_db()
        raise Stale


_DERIVED = {
    *(
        "status",
        "changed_at",
        "version",
        "policy_version",
        "declared",
        "next_due_at",
        "target",
        "target_started_at",
        "target_due_at",
        "breached",
        "alarmed",
    ),
    *("paused", "first_reply_kept", "resolution_kept", "first_reply_seconds", "resolution_seconds", "folded"),
}


def _save_messages(entries: Sequence[Entry], house: House) -> None:
    spoken = [(entry.row.pk, words) for entry in entries for words in entry.words]
    for ticket, (number, message, _) in spoken:
        message.ticket_id = ticket
        if message.direction == "out" and message.kind == "public":
            message.mail_id = house.mail_id(ticket, number, "reply")
    rows.insert([words.message for _, words in spoken])
    files.attach([(words.message, words.files) for _, words in spoken if words.files])


def _lines(entry: Entry, version: str) -> Iterable[dict[str, Any]]:
    """The new events as the ledger's table keeps them."""
    spoken, ticket = {words.number: words.message.pk for words in entry.words}, entry.row.pk
    for event in entry.new:
        yield {
            "ticket_id": ticket,
            "number": event.number,
            "verb": event.verb.value,
            "by": event.by,
            "occurred_at": event.occurred_at,
            "was": event.was.value,
            "became": event.became.value,
            "changes": event.changes,
            "because": event.because,
            "data": event.data,
            "policy_version": version,
            "message_id": spoken.get(event.number),
        }


def _tell(lines: Sequence[int]) -> None:
    """Wake the live pages: PostgreSQL tells every process at commit, SQLite's readers see its data version move."""
    if lines and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify('supportops', %s)", [str(lines[-1])])


def as_of(ticket: Ticket, at: datetime) -> core.Ticket:
    """The ticket as it stood at a moment."""
    return core.evolve_all(core.Ticket(), [event for event in ticket.ledger() if event.occurred_at <= at])


def replayed(ticket: Ticket, policy: Policy | None = None) -> dict[str, tuple[Any, Any]]:
    """Where the row differs from its ledger, by the handbook under which it was worked out: column -> (row, replay)."""
    ledger, policy = ticket.ledger(), policy or by_version(ticket.policy_version)
    after = core.evolve_all(core.Ticket(), ledger)
    goal = {column: getattr(after, name) for name, column in COLUMNS.items()}
    goal |= {name: list(goal[name]) for name in core.LISTS} | derived(after, ledger, policy)
    goal["policy_version"] = ticket.policy_version  # what the row was worked out under is given, not a result
    return {column: (getattr(ticket, column), value) for column, value in goal.items() if getattr(ticket, column) != value}


def numbered(events: Sequence[core.Event], start: int) -> list[core.Event]:
    """Events given their place in the ledger."""
    return [replace(event, number=number) for number, event in enumerate(events, start)]
