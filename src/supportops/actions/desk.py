"""The desk: its one row, its mailboxes, and the demo's clock."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from supportops.actions import teams
from supportops.actions.policy import current
from supportops.actions.secrets import seal
from supportops.core.ticket import Refused
from supportops.models import Desk, Mailbox


def the_desk() -> Desk:
    """This installation; made with its teams and a first mailbox where it is new."""
    return Desk.objects.first() or _set_up()


@transaction.atomic
def _set_up() -> Desk:
    teams.keep(current())
    if not Mailbox.objects.exists():
        Mailbox.objects.create(name="Support", address="support@example.com", is_default=True)
    return Desk.objects.create(install_id=secrets.token_hex(8), clock_offset=timedelta())


def advance(desk: Desk, by: timedelta) -> None:
    """Move a demo desk's clock on."""
    if not desk.is_demo:
        raise Refused("Only a demo desk can move its clock.")
    if by <= timedelta():
        raise Refused("The clock only moves forwards: what has happened stays in the past.")
    desk.clock_offset += by
    desk.save(update_fields=["clock_offset"])


def seen(at: datetime) -> None:
    """The worker's sign of life."""
    Desk.objects.update(worker_seen_at=at)


def keep_mailbox(mailbox: Mailbox, *, secret: str | None = None, **facts: object) -> Mailbox:
    """A mailbox, new or changed; its password is stored sealed with the installation's key."""
    for name, value in facts.items():
        setattr(mailbox, name, value)
    if secret:
        mailbox.imap_secret = seal(secret)
    mailbox.save()
    return mailbox
