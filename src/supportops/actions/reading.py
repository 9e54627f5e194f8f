"""A kept message, read: everything that can be said of it before the database is asked."""

from __future__ import annotations

from functools import cached_property

from django.conf import settings

from supportops.actions.house import House
from supportops.assist import html
from supportops.assist.mail_parts import read_mail
from supportops.core.email import automatic, bounce, fold, thread, token
from supportops.core.email.message import Address, Bounce, InboundEmail
from supportops.models import InboundItem


class Reading:
    """One item with its mail and the verdicts on it; each part is worked out once, when it is asked for."""

    def __init__(self, item: InboundItem, house: House) -> None:
        self.item, self.house = item, house
        self.email: InboundEmail = read_mail(bytes(item.raw))

    @cached_property
    def verdict(self) -> automatic.Verdict | None:
        return automatic.verdict(
            self.email, own_addresses=self.house.addresses, own_domain=self.house.domain, install_id=self.house.install_id
        )

    @cached_property
    def is_weak(self) -> bool:
        """Its subject sounds like an absence note: heard as the customer, but answered by nothing automatic."""
        return automatic.weak(self.email) is not None

    @cached_property
    def bounce(self) -> Bounce | None:
        return bounce.bounce(self.email)

    @cached_property
    def folded(self) -> fold.Folded:
        return fold.fold(self.email.text)

    @cached_property
    def sender(self) -> Address | None:
        """Who wrote: From, or where that is one of ours Reply-To (a contact form), or the envelope's sender; never we ourselves."""
        named = [self.email.from_, *self.email.reply_to, Address("", self.item.envelope_from)]
        return next((address for address in named if address and address.address and not self._is_ours(address)), None)

    def _is_ours(self, address: Address) -> bool:
        return automatic.is_own(address.address, self.house.addresses)

    @cached_property
    def recipients(self) -> list[str]:
        """Every address that this mail was sent to, for the reply token may stand in any of them."""
        headers = self.email.headers
        named = [address.address for address in (*self.email.to, *self.email.cc)]
        return [*self.item.envelope_to, *named, headers.get("delivered-to", ""), headers.get("x-original-to", "")]

    @cached_property
    def ids(self) -> list[str]:
        """The Message-IDs that this mail answers to, the nearest first."""
        return list(dict.fromkeys([*self.email.in_reply_to, *reversed(self.email.references)]))

    @cached_property
    def signed(self) -> token.ReplyToken | None:
        """The reply token that it came back with."""
        return token.read_any(settings.SECRET_KEY.encode(), self.recipients, self.sender.address if self.sender else "")

    @cached_property
    def named(self) -> tuple[int, ...]:
        """The tickets whose numbers stand in its subject."""
        return thread.ticket_numbers(self.email.subject)

    @property
    def numbers(self) -> list[int]:
        """Every ticket that it names, with proof or without."""
        return [*([self.signed.ticket] if self.signed else []), *self.named]

    @cached_property
    def clean(self) -> html.CleanHtml | None:
        cids = {file.content_id: f"/files/{file.sha256}" for file in self.email.attachments if file.content_id}
        return html.clean(self.email.html, cids) if self.email.html else None
