"""What is ours: the desk's name, its addresses, and how our own mail is known when it comes back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from django.conf import settings

from supportops.actions import rows
from supportops.actions.desk import the_desk
from supportops.core.email import write


@dataclass(frozen=True)
class House:
    """Read once for a batch of work."""

    name: str
    install_id: str
    addresses: frozenset[str]

    @cached_property
    def domain(self) -> str:
        """The right side of our Message-IDs, which nobody else uses."""
        return f"{self.install_id}.{urlsplit(settings.SUPPORTOPS_URL).hostname}"

    def mail_id(self, ticket: int, event: int, kind: str) -> str:
        """A Message-ID of ours, fixed when the mail is queued so that every try sends the same mail."""
        return write.message_id(self.domain, f"{ticket}.{event}.{kind}")


def the_house() -> House:
    found = rows.read(_WHAT_IS_OURS)
    if not found:
        the_desk()
        return the_house()
    known = [(address, *json.loads(aliases)) for _, _, address, aliases in found if address]
    return House(*found[0][:2], frozenset(each.casefold() for addresses in known for each in addresses))


_WHAT_IS_OURS = """
    SELECT desk.name, desk.install_id, mailbox.address, mailbox.aliases
    FROM supportops_desk desk LEFT JOIN supportops_mailbox mailbox ON true
"""
