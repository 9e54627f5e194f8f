"""Requests that come by form or are written down by hand, and the link by which a customer finds their tickets."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from supportops.actions import people
from supportops.actions.files import File
from supportops.actions.house import the_house
from supportops.actions.opening import Request, entries
from supportops.actions.policy import current
from supportops.actions.roster import Roster
from supportops.actions.tickets import save
from supportops.core.ticket import Priority
from supportops.models import Delivery, Message, Person, Ticket

LINK_WORDS = """Hello,

this link opens your requests with {desk} for seven days:

{link}

If you did not ask for it, you can ignore this mail.
"""


def written_down(
    *,
    by: Person,
    at: datetime,
    channel: str,
    name: str,
    address: str,
    subject: str,
    text: str,
    priority: Priority | None = None,
    attachments: Sequence[File] = (),
) -> Ticket:
    """One of us writes down what a customer said."""
    requester, subject = _somebody(name, address, at), _one_line(subject)
    message = _message(requester, name, address, subject, text, at)
    because = f"written down by {by}"
    return _open(Request(subject, text, message, requester, at, by.actor, channel, None, priority, attachments, because))


def asked(*, at: datetime, name: str, address: str, subject: str, text: str, attachments: Sequence[File] = ()) -> Ticket:
    """Somebody used the contact form. Nothing proves that the address is theirs."""
    requester, subject = _somebody(name, address, at), _one_line(subject)
    message = _message(requester, name, address, subject, text, at)
    because = "asked through the contact form; the address is not proven"
    return _open(Request(subject, text, message, requester, at, channel="web", attachments=attachments, because=because))


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _somebody(name: str, address: str, at: datetime) -> Person | None:
    """The person of an address. Without one there is nobody to know again; the name stands in the message."""
    return people.known([(name, address)], at).get(address.casefold()) if address else None


def _message(requester: Person | None, name: str, address: str, subject: str, text: str, at: datetime) -> Message:
    return Message(
        kind="public",
        direction="in",
        author=requester,
        author_name=name[:200],
        author_email=address,
        subject=subject[:500],
        occurred_at=at,
        text=text,
        new_text=text,
    )


@transaction.atomic
def _open(request: Request) -> Ticket:
    policy, roster = current(), Roster()
    (entry,) = entries([request], policy, roster)
    save([entry], policy)
    roster.save()
    return entry.row


def send_link(person: Person, link: str, at: datetime) -> None:
    """The signed link to a customer's own tickets, by mail to the address that we know. Whoever has no ticket has nothing to see."""
    ticket = Ticket.objects.filter(requester=person).order_by("-changed_at", "-id").first()
    if ticket is None or not person.email:
        return
    house = the_house()
    Delivery.objects.create(
        ticket=ticket,
        mailbox_id=ticket.mailbox_id,
        event_number=0,  # no event caused it
        kind="link",
        to=[person.email],
        recipient=person.email,
        subject=f"Your requests with {house.name}",
        text=LINK_WORDS.format(desk=house.name, link=link),
        mail_id=house.mail_id(ticket.pk, 0, f"link-{secrets.token_hex(8)}"),
        automatic=True,
        next_try_at=at,
        created_at=at,
    )
