"""Automatic mails: acknowledgement, survey, reminder, farewell. What is sent and said is the core's choice; here is what it needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings

from supportops.actions import columns, rows
from supportops.actions.house import House
from supportops.actions.references import references
from supportops.core import notices, sla, survey
from supportops.core import ticket as core
from supportops.core.alerts import KIND
from supportops.core.policy import Policy
from supportops.models import Delivery, Person

if TYPE_CHECKING:
    from supportops.actions.tickets import Entry

ASKING = {core.Verb.OPEN, core.Verb.SOLVE, core.Verb.NUDGE, core.Verb.CLOSE}


def automatic(entries: Sequence[Entry], policy: Policy, house: House) -> list[Delivery]:
    """The automatic mails of these changes, within the limits that let two machines come to rest."""
    asking = [(entry, event) for entry in entries for event in entry.new if event.verb in ASKING and entry.after.requester]
    if not asking:
        return []
    book = _Book(asking, policy, house)
    return [row for entry, event in asking for row in book.rows(entry, event)]


def _requesters(asking: Sequence[tuple[Entry, core.Event]]) -> dict[int, Person]:
    """Who asked; whoever was read for this work already is not read again."""
    known = {entry.requester.pk: entry.requester for entry, _ in asking if entry.requester}
    missing = {entry.after.requester for entry, _ in asking} - known.keys()
    return known | (Person.objects.in_bulk(missing) if missing else {})


class _Book:
    """What is known of the recipients, read once for all."""

    def __init__(self, asking: Sequence[tuple[Entry, core.Event]], policy: Policy, house: House) -> None:
        self.policy, self.house = policy, house
        self.people = _requesters(asking)
        addresses = [person.email for person in self.people.values() if person.email]
        at = max(event.occurred_at for _, event in asking)
        older = [entry.row.pk for entry, event in asking if event.verb is not core.Verb.OPEN]
        self.suppressed = frozenset(_suppressed(addresses))
        self.to_address = _sent("recipient", addresses, at - timedelta(hours=1))
        self.on_ticket = _sent("ticket_id", older, at - timedelta(days=1))

    def rows(self, entry: Entry, event: core.Event) -> Iterable[Delivery]:
        person = self.people.get(entry.after.requester)
        if person is None or not person.email:
            return
        for notice in notices.notices(self._facts(entry, event, person), event, self.policy.notices):
            limit = notices.may_send_automatic(self.to_address[person.email], self.on_ticket[entry.row.pk], self.policy.notices)
            if limit.value:
                self.to_address[person.email] += 1
                self.on_ticket[entry.row.pk] += 1
                yield self._row(entry, event, notice)

    def _facts(self, entry: Entry, event: core.Event, person: Person) -> notices.TicketFacts:
        ticket = entry.after
        holds = sla.terms(ticket, self.policy)
        return notices.TicketFacts(
            number=entry.row.pk,
            subject=ticket.subject,
            requester=person.email or "",
            requester_name=person.name,
            language=ticket.language,
            channel=ticket.channel,
            desk=self.house.name,
            verified=event.verb is not core.Verb.OPEN or event.by.startswith("agent:"),
            machine=bool(entry.facts.get("automatic") or entry.facts.get("weak")),
            quiet=entry.quiet,
            survey_link=self._survey_link(entry, event, person),
            answer_within=holds.target.first_reply,
            season=sla.season_words(ticket, self.policy, holds),
            closes_within=self.policy.lifecycle.pending_close,
            own_addresses=self.house.addresses,
            suppressed=self.suppressed,
        )

    def _survey_link(self, entry: Entry, event: core.Event, person: Person) -> str:
        if event.verb is not core.Verb.SOLVE:
            return ""
        token = survey.sign(settings.SECRET_KEY.encode(), entry.row.pk, person.email or "", event.occurred_at)
        return f"{settings.SUPPORTOPS_URL}/survey/{token}"

    def _row(self, entry: Entry, event: core.Event, notice: notices.Notice) -> Delivery:
        return rows.new(
            Delivery,
            ticket_id=entry.row.pk,
            mailbox_id=entry.row.mailbox_id,
            event_number=event.number,
            kind=notice.kind,
            to=[notice.to],
            recipient=notice.to,
            subject=notice.subject,
            text=notice.text,
            mail_id=self.house.mail_id(entry.row.pk, event.number, notice.kind),
            references=_answers(entry) or references(entry.row.pk),
            automatic=True,
            next_try_at=event.occurred_at + notice.send_after,
            created_at=event.occurred_at,
        )


def _suppressed(addresses: list[str]) -> Iterable[str]:
    """Those at which mail does not arrive."""
    if not addresses:
        return []
    found = rows.read(f"SELECT address FROM supportops_suppression WHERE hard AND address IN ({rows.places(addresses)})", addresses)  # noqa: S608
    return [address for (address,) in found]


def _sent(column: str, values: list[Any], since: datetime) -> Counter[Any]:
    """How many automatic mails went out lately, for each recipient or ticket. What colleagues are told is counted for itself."""
    if not values:
        return Counter()
    sql = f"""
        SELECT {column}, COUNT(*) FROM supportops_delivery
        WHERE automatic AND kind <> '{KIND}' AND {column} IN ({rows.places(values)}) AND created_at > %s GROUP BY {column}
    """  # noqa: S608
    return Counter(dict(rows.read(sql, [*values, columns.instant(since)])))


def _answers(entry: Entry) -> list[str]:
    """The mail that this one follows, where it came in just now."""
    return [entry.message.mail_id] if entry.message and entry.message.mail_id else []
