"""What is ours: the desk's name, its addresses, and how our own mail is known when it comes back."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from supportops.actions.desk import the_desk
from supportops.core.email import write
from supportops.models import Desk, Mailbox


@dataclass(frozen=True)
class House:
    """Read once for a batch of work."""

    name: str
    install_id: str
    addresses: frozenset[str]

    @property
    def domain(self) -> str:
        """The right side of our Message-IDs, which nobody else uses."""
        return f"{self.install_id}.{urlsplit(settings.SUPPORTOPS_URL).hostname}"

    def mail_id(self, ticket: int, event: int, kind: str) -> str:
        """A Message-ID of ours, fixed when the mail is queued so that every try sends the same mail."""
        return write.message_id(self.domain, f"{ticket}.{event}.{kind}")


def the_house() -> House:
    name, install_id = Desk.objects.values_list("name", "install_id").first() or _new()
    known = Mailbox.objects.values_list("address", "aliases")
    return House(name, install_id, frozenset(each.casefold() for address, aliases in known for each in (address, *aliases)))


def _new() -> tuple[str, str]:
    desk = the_desk()
    return desk.name, desk.install_id
