"""Whose mail it is: recipients matched to mailboxes by address, alias and plus-tag. Nobody else's mail is taken, so nothing is relayed."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable

from supportops.actions.desk import the_desk
from supportops.core.email.address import normal
from supportops.models import Mailbox

FRESH = 2.0  # seconds that a look into the address book may be old


class AddressBook:
    """The active mailboxes, read again when they are stale or when somebody is not found among them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._read_at = float("-inf")
        self._mailboxes: dict[str, Mailbox] = {}
        self._default: Mailbox | None = None

    def find(self, recipient: str) -> Mailbox | None:
        """The mailbox of a recipient; strangers go to the default mailbox where there is one."""
        with self._lock:
            self._refresh(older_than=FRESH)
            return self._named(recipient) or self._named_anew(recipient) or self._default

    def named(self, recipient: str) -> Mailbox | None:
        """The mailbox of exactly this recipient."""
        with self._lock:
            return self._named_anew(recipient)

    def sorted(self, recipients: Iterable[str]) -> dict[Mailbox, list[str]]:
        """The recipients of each mailbox."""
        found: dict[Mailbox, list[str]] = {}
        for recipient in recipients:
            mailbox = self.find(recipient)
            if mailbox is None:
                raise LookupError(f"{recipient} has no mailbox any more")
            found.setdefault(mailbox, []).append(recipient)
        return found

    def _named_anew(self, recipient: str) -> Mailbox | None:
        self._refresh(older_than=0)
        return self._named(recipient)

    def _named(self, recipient: str) -> Mailbox | None:
        address = normal(recipient).casefold()
        local, _, domain = address.rpartition("@")
        return self._mailboxes.get(address) or self._mailboxes.get(f"{local.partition('+')[0]}@{domain}")

    def _refresh(self, older_than: float) -> None:
        if time.monotonic() - self._read_at < older_than:
            return
        the_desk()  # a desk that nobody has opened yet gets its first mailbox here
        active = list(Mailbox.objects.filter(is_active=True).order_by("-pk"))
        self._mailboxes = {normal(address).casefold(): mailbox for mailbox in active for address in mailbox.addresses}
        self._default = next((mailbox for mailbox in active if mailbox.is_default), None)
        self._read_at = time.monotonic()
