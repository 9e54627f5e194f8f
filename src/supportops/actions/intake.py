"""Intake: raw bytes are kept before anything else; then each message is received and ends with exactly one outcome."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from itertools import accumulate

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count

from supportops.actions import columns, crash, receiving, rows, unread
from supportops.core.email.fingerprint import fingerprint
from supportops.core.ticket import Refused
from supportops.models import InboundItem, Mailbox
from supportops.models.intake import DUPLICATE, OUTCOMES, QUARANTINED, REFUSED, WAITING

log = structlog.get_logger()
TRIES = 5
HEAVY = 50_000_000  # bytes after which a batch takes no further message
FIRST_WAIT = timedelta(seconds=2)


def keep(
    mailbox: Mailbox,
    raw: bytes,
    *,
    source: str,
    at: datetime,
    envelope_from: str = "",
    envelope_to: Sequence[str] = (),
    uid: int | None = None,
    uidvalidity: int | None = None,
    quiet: bool = False,
    quarantine: str = "",
) -> InboundItem:
    """Commit the raw bytes. When this returns, the sender may be told yes; a second reception of the same mail is a duplicate."""
    crash.point("before-keep")
    item = rows.new(
        InboundItem,
        mailbox_id=mailbox.pk,
        source=source,
        raw=raw,
        size=len(raw),
        fingerprint=fingerprint(raw),
        envelope_from=_storable(envelope_from)[:320],
        envelope_to=[_storable(address) for address in envelope_to],
        uid=uid,
        uidvalidity=uidvalidity,
        received_at=at,
        next_try_at=at,
        quiet=quiet,
        outcome=QUARANTINED if quarantine else WAITING,
        reason=quarantine,
    )
    kept = _kept(item)
    crash.point("after-keep")
    return kept


def _storable(text: str) -> str:
    """PostgreSQL takes no NUL and no lone surrogate."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _kept(item: InboundItem) -> InboundItem:
    """The unique constraints decide, not a look beforehand: of fifty at once one is first and the others learn it here."""
    return item if rows.insert_unless_known(item) else _seen_by_uid(item) or _as_duplicate(item)


def _seen_by_uid(item: InboundItem) -> InboundItem | None:
    """The same message of the same folder, looked at again: no second reception."""
    if item.uid is None:
        return None
    return InboundItem.objects.filter(mailbox=item.mailbox_id, uidvalidity=item.uidvalidity, uid=item.uid).first()


def _as_duplicate(item: InboundItem) -> InboundItem:
    first = InboundItem.objects.filter(mailbox=item.mailbox_id, fingerprint=item.fingerprint).exclude(outcome=DUPLICATE).first()
    item.outcome, item.duplicate_of = DUPLICATE, first
    item.reason = f"the same mail as reception {first.pk}" if first else "the same mail as an earlier one"
    with transaction.atomic():
        rows.insert([item])  # under a new number: the first one may be another's by now
    return item


def keep_many(mailbox: Mailbox, raws: Sequence[bytes], *, source: str, at: datetime, quiet: bool = True) -> list[InboundItem]:
    """Keep a batch of history in one transaction; what was kept before is not kept again, so an import can be resumed."""
    prints = {fingerprint(raw): raw for raw in raws}
    known = _kept_before(mailbox, prints)
    new = [
        rows.new(
            InboundItem,
            mailbox_id=mailbox.pk,
            source=source,
            raw=raw,
            size=len(raw),
            fingerprint=key,
            received_at=at,
            next_try_at=at,
            quiet=quiet,
        )
        for key, raw in prints.items()
        if key not in known
    ]
    with transaction.atomic():
        rows.insert(new)
    return new


def _kept_before(mailbox: Mailbox, prints: Collection[str]) -> set[str]:
    sql = f"SELECT fingerprint FROM supportops_inbounditem WHERE mailbox_id = %s AND fingerprint IN ({rows.places(prints)})"  # noqa: S608
    return {known for (known,) in rows.read(sql, [mailbox.pk, *prints])} if prints else set()


def claim(at: datetime, most: int = 50) -> list[InboundItem]:
    """Take messages that wait. A worker that dies loses its lease, and they are taken again."""
    with transaction.atomic():
        found = rows.read(_READY[connection.vendor], [columns.instant(at), columns.instant(at), most])
        return _leased(_together(found), at + settings.SUPPORTOPS_LEASE) if found else []


_WAITING = f"""
    SELECT id, size, attempts FROM supportops_inbounditem
    WHERE outcome = '{WAITING}' AND next_try_at <= %s AND (lease_until IS NULL OR lease_until <= %s) ORDER BY id LIMIT %s
"""  # noqa: S608
_READY = {"sqlite": _WAITING, "postgresql": f"{_WAITING} FOR UPDATE SKIP LOCKED"}


def _leased(numbers: Sequence[int], until: datetime) -> list[InboundItem]:
    sql = f"""
        UPDATE supportops_inbounditem SET lease_until = %s, fence = fence + 1, attempts = attempts + 1
        WHERE id IN ({rows.places(numbers)}) RETURNING {{columns}}
    """  # noqa: S608
    return sorted(rows.objects(InboundItem, sql, [columns.instant(until), *numbers]), key=lambda item: item.pk)


def _together(found: Sequence[tuple[int, int, int]]) -> list[int]:
    """What memory bears at once. What was tried before is taken alone: should it end the program again, it drags nobody along."""
    tried = [pk for pk, _, attempts in found if attempts]
    before = accumulate((size for _, size, _ in found), initial=0)
    return tried[:1] or [pk for (pk, _, _), size in zip(found, before, strict=False) if size < HEAVY]


def receive(items: Sequence[InboundItem], at: datetime) -> None:
    """Give each claimed message its outcome: all in one transaction, or where that fails one by one."""
    crash.point("before-receive")
    if len(items) == 1 and items[0].attempts > TRIES:
        return _settle(items[0], at, QUARANTINED, f"The program ended each of the {TRIES} times that this message was being received.")
    try:
        _receive(items, at)
    except Exception as problem:
        if len(items) == 1:
            _give_up(items[0], problem, at)
        else:
            log.info("batch_is_received_one_by_one", size=len(items), problem=repr(problem))
            for item in items:
                receive([item], at)
    crash.point("after-receive")


def _receive(items: Sequence[InboundItem], at: datetime) -> None:
    """What a person wants as a ticket, and what ended the program or raised before, is opened unread."""
    if len(items) == 1 and items[0].attempts > 1 and items[0].reason == receiving.ANYWAY:
        unread.open_unread(items[0], at)
    else:
        receiving.receive(items, at)


def _give_up(item: InboundItem, problem: Exception, at: datetime) -> None:
    """For now, or for good; a message that a person wants as a ticket keeps that wish for its next turn."""
    if item.reason == receiving.ANYWAY and item.attempts == 1:
        log.info("message_is_opened_unread", item=item.pk, problem=repr(problem))
        _settle(item, at, WAITING, receiving.ANYWAY)
    else:
        _put_back(item, problem, at)


def _put_back(item: InboundItem, problem: Exception, at: datetime) -> None:
    """One bad message never stops the others: it waits longer each time, and is shown to people after the last try."""
    log.warning("message_could_not_be_received", item=item.pk, attempts=item.attempts, exc_info=problem)
    if isinstance(problem, receiving.TakenOver):
        return
    _settle(item, at, QUARANTINED if item.attempts >= TRIES else WAITING, f"{type(problem).__name__}: {problem}"[:2000])


def _settle(item: InboundItem, at: datetime, outcome: str, reason: str) -> None:
    wait = FIRST_WAIT * 2**item.attempts
    InboundItem.objects.filter(pk=item.pk, fence=item.fence).update(outcome=outcome, reason=reason, lease_until=None, next_try_at=at + wait)


def retry(item: InboundItem, at: datetime) -> None:
    """A person asks to try again, for instance after an upgrade."""
    _release(item, at, reason="")


def open_anyway(item: InboundItem, at: datetime) -> InboundItem:
    """A person turns a message into a ticket whatever the rules said; its bytes are attached where its words cannot be read."""
    _release(item, at, reason=receiving.ANYWAY)
    return item


def _release(item: InboundItem, at: datetime, *, reason: str) -> None:
    again = InboundItem.objects.filter(pk=item.pk, outcome__in=[QUARANTINED, REFUSED])
    if not again.update(outcome=WAITING, attempts=0, next_try_at=at, lease_until=None, reason=reason):
        raise Refused("Only a message in quarantine, or one that was refused, can be tried again.")


def refuse(item: InboundItem, reason: str, at: datetime) -> None:
    """A person decides that this message becomes nothing; it stays readable, with the reason."""
    if not reason.strip():
        raise Refused("Say why this message is refused: the reason is kept with it.")
    if not InboundItem.objects.filter(pk=item.pk, outcome=QUARANTINED).update(outcome=REFUSED, reason=reason.strip()):
        raise Refused("Only a message in quarantine can be refused.")


def counts() -> dict[str, int]:
    """received = opened + threaded + quarantined + refused + duplicate + automatic + waiting; the rest would be lost."""
    found = dict(InboundItem.objects.values_list("outcome").annotate(n=Count("id")))
    each = {outcome: found.get(outcome, 0) for outcome in OUTCOMES}
    received = InboundItem.objects.count()
    return {"received": received} | each | {"lost": received - sum(each.values())}
