"""Mails to colleagues whom an event names: one to each for an act, never to whoever did it, and never more than somebody can read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog
from django.conf import settings
from django.db.models import Count

from supportops.actions import audience
from supportops.actions.house import House
from supportops.core import alerts
from supportops.core import ticket as core
from supportops.core.escalation import Colleague
from supportops.core.policy import Policy
from supportops.models import Delivery, Person, Suppression

if TYPE_CHECKING:
    from supportops.actions.tickets import Entry

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Letter:
    """What one person is to read about one act."""

    entry: Entry
    to: Colleague
    events: Sequence[core.Event]


def mails(entries: Sequence[Entry], policy: Policy, house: House) -> list[Delivery]:
    """The alerts of these changes."""
    calling = [entry for entry in entries if any(map(alerts.calls, entry.new))]
    if not calling:
        return []
    staff = audience.staff()
    letters = [letter for entry in calling for letter in _letters(entry, policy, staff) if _is_reachable(letter.to, house)]
    return list(_rows(letters, policy, house, {one.person: one for one in staff}))


def _letters(entry: Entry, policy: Policy, staff: Sequence[Colleague]) -> Iterable[_Letter]:
    """Each person once for an act, with every event that names them."""
    found: dict[Colleague, list[core.Event]] = {}
    for event in entry.new:
        for told in audience.resolve(alerts.calls(event), entry.after, policy, staff):
            if event.by != f"agent:{told.who.person}":
                found.setdefault(told.who, []).append(event)
    return [_Letter(entry, who, events) for who, events in found.items()]


def _is_reachable(who: Colleague, house: House) -> bool:
    """Whoever has no address gets nothing, and no mail of ours goes to ourselves."""
    return bool(who.address) and who.address.casefold() not in house.addresses


def _rows(letters: Sequence[_Letter], policy: Policy, house: House, staff: dict[int | None, Colleague]) -> Iterable[Delivery]:
    addresses = [letter.to.address for letter in letters]
    dead = set(Suppression.objects.filter(address__in=addresses, hard=True).values_list("address", flat=True))
    sent = _sent(addresses, letters[0].events[0].occurred_at) if letters else Counter()
    customers = Person.objects.in_bulk({letter.entry.after.requester for letter in letters} - {None})
    for letter in letters:
        to = letter.to.address
        limit = alerts.may_alert(sent[to], policy.notices)
        if to.casefold() in dead or not limit.value:
            log.info("alert_not_sent", ticket=letter.entry.row.pk, person=letter.to.person, because=limit.because)
            continue
        sent[to] += 1
        facts = _facts(letter.entry, house, staff, customers)
        is_last = sent[to] == policy.notices.alerts_an_hour
        yield _row(letter, alerts.alert(facts, letter.events, letter.to.name, is_last=is_last), house)


def _sent(addresses: Sequence[str], at: datetime) -> Counter[str]:
    """How many alerts each got in the last hour."""
    recent = Delivery.objects.filter(automatic=True, kind=alerts.KIND, recipient__in=addresses, created_at__gt=at - timedelta(hours=1))
    return Counter(dict(recent.values_list("recipient").annotate(n=Count("id"))))


def _facts(entry: Entry, house: House, staff: dict[int | None, Colleague], customers: dict[int, Person]) -> alerts.AlertFacts:
    ticket, number = entry.after, entry.row.pk
    customer = entry.requester or customers.get(ticket.requester or 0)
    return alerts.AlertFacts(
        number=number,
        subject=ticket.subject,
        priority=ticket.priority,
        tier=ticket.tier,
        link=f"{settings.SUPPORTOPS_URL}/tickets/{number}",
        customer=str(customer) if customer else "",
        assignee=staff[ticket.assignee].name if ticket.assignee in staff else "",
        desk=house.name,
    )


def _row(letter: _Letter, alert: alerts.Alert, house: House) -> Delivery:
    row, first = letter.entry.row, letter.events[0]
    return Delivery(
        ticket_id=row.pk,
        mailbox_id=row.mailbox_id,
        event_number=first.number,
        kind=alerts.KIND,
        to=[letter.to.address],
        recipient=letter.to.address,
        subject=alert.subject,
        text=alert.text,
        mail_id=house.mail_id(row.pk, first.number, f"{alerts.KIND}{letter.to.person or letter.to.address.partition('@')[0]}"),
        automatic=True,
        next_try_at=first.occurred_at,
        created_at=first.occurred_at,
    )
