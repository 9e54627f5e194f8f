"""The outbox's second half: mails are claimed, handed over once, and settled with what became of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F

from supportops.actions import compose, crash
from supportops.actions.tickets import Entry, act, entered
from supportops.core.email.bounce import is_hard
from supportops.core.email.message import Bounce
from supportops.core.ticket import Refused, Verb
from supportops.models import Delivery, Suppression
from supportops.models.deliveries import CANCELLED, FAILED, QUEUED, SENDING, SENT, UNCERTAIN

log = structlog.get_logger()
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=1)
TRIES = 17  # with the waits above about eight hours

Transport = Callable[[str, list[str], bytes], str | None]  # gives back which recipients were refused while others were taken
UNTOLD = {FAILED: "could not be sent", UNCERTAIN: "may not have arrived", SENT: "did not reach everybody"}


class NotSent(Exception):
    """The mail certainly did not go out. `final` where trying again cannot help."""

    def __init__(self, message: str, *, final: bool = False) -> None:
        super().__init__(message)
        self.final = final


class MaybeSent(Exception):
    """The connection was lost after the mail was handed over: nobody knows."""


def claim(at: datetime, most: int = 20) -> list[Delivery]:
    """Take mails that are ready. The claim is a conditional update, so any number of workers may run."""
    with transaction.atomic():
        ready = Delivery.objects.ready(at).select_for_update(skip_locked=True)
        taken = list(ready.values_list("pk", flat=True)[:most])
        Delivery.objects.filter(pk__in=taken, state=QUEUED).update(
            state=SENDING, lease_until=at + settings.SUPPORTOPS_LEASE, attempts=F("attempts") + 1, fence=F("fence") + 1, handed_over_at=None
        )
    return list(Delivery.objects.filter(pk__in=taken, state=SENDING).select_related("message", "mailbox", "ticket"))


def deliver(delivery: Delivery, transport: Transport | None, at: datetime) -> None:
    """Send one claimed mail and write down what became of it. Without a transport it stays in the mail cabinet."""
    refused = None
    try:
        sender, mail = compose.mail(delivery, at)
        if transport is not None:
            _hand_over(delivery, at)
            refused = transport(sender, [*delivery.to, *delivery.cc], mail)
            crash.point("after-send")
    except NotSent as problem:
        _put_back(delivery, str(problem), at, final=problem.final)
    except MaybeSent as problem:
        settle(delivery, UNCERTAIN, at, error=str(problem))
    except Exception as problem:
        log.exception("delivery_failed", delivery=delivery.pk)
        _put_back(delivery, f"{type(problem).__name__}: {problem}", at, final=False)
    else:
        settle(delivery, SENT, at, error=refused or "", via="smtp" if transport else "cabinet")


def _hand_over(delivery: Delivery, at: datetime) -> None:
    """Committed before the first byte leaves: whoever finds this mail abandoned knows that it may have gone out."""
    crash.point("before-hand-over")
    if not _owned(delivery).update(handed_over_at=at):
        raise NotSent("another worker took this mail over")
    crash.point("after-hand-over")


def _owned(delivery: Delivery):
    """The row as long as it is still ours: the fence moves with every claim."""
    return Delivery.objects.filter(pk=delivery.pk, state=SENDING, fence=delivery.fence)


def settle(delivery: Delivery, state: str, at: datetime, *, error: str = "", via: str = "") -> None:
    """Write down the outcome; a mail that may not have arrived is told on its ticket in the same transaction."""
    with transaction.atomic():
        sent_at = at if state == SENT else None
        if _owned(delivery).update(state=state, error=error, via=via, sent_at=sent_at, lease_until=None) and (state != SENT or error):
            _tell(delivery, state, error, at)


def _tell(delivery: Delivery, state: str, error: str, at: datetime) -> None:
    because = f"The {delivery.kind} to {delivery.recipient} {UNTOLD[state]}: {error}"
    act(delivery.ticket, Verb.UNDELIVERED, by="system:outbox", at=at, because=because, data={"delivery": delivery.pk, "state": state})


def _put_back(delivery: Delivery, error: str, at: datetime, *, final: bool) -> None:
    if final or delivery.attempts >= TRIES:
        settle(delivery, FAILED, at, error=error)
    else:
        wait = min(FIRST_WAIT * 2 ** (delivery.attempts - 1), LONGEST_WAIT)
        _owned(delivery).update(state=QUEUED, error=error, next_try_at=at + wait, lease_until=None, handed_over_at=None)


def rescue(at: datetime) -> int:
    """Mails of a worker that died: those not yet handed over go again, the others are uncertain."""
    abandoned = list(Delivery.objects.abandoned(at).select_related("ticket"))
    for delivery in abandoned:
        if delivery.handed_over_at is None:
            _owned(delivery).update(state=QUEUED, next_try_at=at, lease_until=None)
        else:
            settle(delivery, UNCERTAIN, at, error="the program stopped while this mail was being handed over")
    return len(abandoned)


def retry(delivery: Delivery, at: datetime) -> None:
    """A person decided to send it again: the same mail under the same Message-ID."""
    again = Delivery.objects.filter(pk=delivery.pk, state__in=[FAILED, UNCERTAIN])
    if not again.update(state=QUEUED, next_try_at=at, attempts=0, error=""):
        raise Refused("Only a mail that failed or is uncertain can be sent again.")


def cancel(delivery: Delivery) -> None:
    """A person decided that this mail is not to go out."""
    if not Delivery.objects.filter(pk=delivery.pk, state__in=[QUEUED, FAILED, UNCERTAIN]).update(state=CANCELLED):
        raise Refused("This mail has gone out already.")


def returned(report: Bounce) -> Delivery | None:
    """The mail of ours that came back."""
    return Delivery.objects.select_related("ticket").filter(mail_id=report.original_message_id).first()


def bounced(delivery: Delivery, report: Bounce, at: datetime) -> Entry:
    """The lines that a bounce adds to its ticket; the address gets nothing automatic any more where it will never work."""
    if is_hard(report):
        Delivery.objects.filter(pk=delivery.pk).update(state=FAILED, error=report.diagnostic or report.status)
    _suppress(delivery.recipient, report, at)
    because = f"The {delivery.kind} to {delivery.recipient} came back: {report.diagnostic or report.status or report.action}"
    data = {"delivery": delivery.pk, "state": FAILED if is_hard(report) else delivery.state}
    entry = entered(delivery.ticket, Verb.UNDELIVERED, by="mail", at=at, because=because, data=data)
    entry.message_number, entry.quiet = entry.new[0].number, True
    return entry


def _suppress(address: str, report: Bounce, at: datetime) -> None:
    row, _ = Suppression.objects.get_or_create(address=address.casefold(), defaults={"seen_at": at})
    hard = row.hard or is_hard(report)
    Suppression.objects.filter(pk=row.pk).update(bounces=F("bounces") + 1, hard=hard, seen_at=at, reason=report.diagnostic or report.status)
