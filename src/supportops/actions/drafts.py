"""What somebody is writing and has not sent: a closed page loses nothing. It is no part of the ticket and leaves no event."""

from __future__ import annotations

from django.core.cache import cache

from supportops.models import Person, Ticket

KEPT = 30 * 24 * 3600
LONGEST = 100_000


def keep(person: Person, ticket: Ticket, text: str) -> None:
    if text.strip():
        cache.set(_key(person, ticket), text[:LONGEST], KEPT)
    else:
        forget(person, ticket)


def forget(person: Person, ticket: Ticket) -> None:
    cache.delete(_key(person, ticket))


def read(person: Person, ticket: Ticket) -> str:
    return cache.get(_key(person, ticket), "")


def _key(person: Person, ticket: Ticket) -> str:
    return f"draft:{person.pk}:{ticket.pk}"
