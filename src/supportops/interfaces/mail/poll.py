"""Polling an IMAP folder: look, keep, and only then mark and move on. Any step may be the last; the next look goes on from there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError

from supportops.actions import intake, mailboxes
from supportops.core.email.fingerprint import fingerprint
from supportops.interfaces.mail.imap import LOST, Folder, Listed
from supportops.models import InboundItem, Mailbox

log = structlog.get_logger()
BATCH = 20  # messages between two writings of the cursor
TRIES = 5
RECENT = timedelta(days=1)  # how far back the first look goes where nobody said it
A_MOMENT = timedelta(minutes=5)  # who wrote so shortly before the set-up still waits for an answer; and clocks differ
FIRST_WAIT = timedelta(minutes=1)  # doubled with every try: a bad line for half an hour makes no message a bad one
TOO_LARGE = "It is too large ({} bytes, the limit is {}). Its header is kept; the whole stays in the mailbox."
NOT_FETCHED = "(a message that could not be fetched)"
NOT_GIVEN = "The mail server did not give message {} ({} bytes) in {} tries; it stays in the mailbox."


class Patience:
    """Which messages failed, how often, and when each may be tried again."""

    def __init__(self) -> None:
        self._tries: Counter[tuple[int, int]] = Counter()
        self._not_before: dict[tuple[int, int], datetime] = {}

    def failed(self, key: tuple[int, int], at: datetime) -> None:
        self._not_before[key] = at + FIRST_WAIT * 2 ** self._tries[key]
        self._tries[key] += 1

    def allows(self, key: tuple[int, int], at: datetime) -> bool:
        return key not in self._not_before or at >= self._not_before[key]

    def is_over(self, key: tuple[int, int]) -> bool:
        return self._tries[key] >= TRIES


class Poller:
    """One mailbox, as long as this process polls it."""

    def __init__(self, mailbox: Mailbox, now: Callable[[], datetime]) -> None:
        self.mailbox, self.now = mailbox, now
        self.patience = Patience()

    def look(self, folder: Folder) -> int:
        """Keep everything that is new in the folder; how many messages that were."""
        if folder.uidvalidity != self.mailbox.uidvalidity:
            mailboxes.begin_epoch(self.mailbox, folder.uidvalidity)
        since = None if self.mailbox.polled_at else self._cut_off()
        listed = folder.after(self.mailbox.uid_cursor, since)
        kept = self._kept_before()
        fresh = [uid for uid in listed if uid not in kept and self.patience.allows(self._key(uid), self.now())]
        done = set(kept)
        for batch in _batches(fresh):
            done |= self._batch(folder, batch)
            mailboxes.advance(self.mailbox, _contiguous(listed, done))
        mailboxes.advance(self.mailbox, _contiguous(listed, done))
        mailboxes.polled(self.mailbox, self.now())
        return len(done - kept)

    def _cut_off(self) -> datetime:
        """What is older than this at the first look stays where it is."""
        return self.mailbox.start_from or (self.mailbox.first_polled_at or self.now()) - RECENT

    def _kept_before(self) -> set[int]:
        """Committed beyond the cursor: by a look that was cut short, or around a message that fails."""
        beyond = InboundItem.objects.filter(mailbox=self.mailbox, uidvalidity=self.mailbox.uidvalidity, uid__gt=self.mailbox.uid_cursor)
        return set(beyond.values_list("uid", flat=True))

    def _batch(self, folder: Folder, uids: Sequence[int]) -> set[int]:
        """These messages; the ones that are dealt with. Marking follows the commits and may fail."""
        listed = folder.listed(uids)
        done = {uid for uid in uids if uid not in listed or self._guarded(folder, listed[uid])}
        if read := sorted(done & listed.keys()):
            folder.mark(read)
        return done

    def _guarded(self, folder: Folder, listed: Listed) -> bool:
        """One bad message never stops the ones after it: it is tried again at later looks, then shown in quarantine."""
        try:
            if self.patience.is_over(self._key(listed.uid)):
                self._give_up(listed)
            else:
                self._take(folder, listed)
        except (OperationalError, InterfaceError, mailboxes.TakenOver):
            raise  # the database's trouble is not the message's
        except LOST:
            self._failed(listed)
            raise  # the connection is gone; it may have been this message that froze it
        except Exception:
            self._failed(listed)
            return False
        return True

    def _failed(self, listed: Listed) -> None:
        self.patience.failed(self._key(listed.uid), self.now())
        log.warning("message_not_fetched", mailbox=self.mailbox.address, uid=listed.uid, size=listed.size, exc_info=True)

    def _key(self, uid: int) -> tuple[int, int]:
        return self.mailbox.uidvalidity or 0, uid

    def _take(self, folder: Folder, listed: Listed) -> None:
        if self._too_old(listed):
            return
        if listed.size > settings.SUPPORTOPS_MAX_MAIL:
            self._keep(folder.head(listed.uid), listed, quarantine=TOO_LARGE.format(listed.size, settings.SUPPORTOPS_MAX_MAIL))
            return
        raw = folder.fetch(listed.uid)
        if raw is not None and not self._seen_under_other_numbers(raw):
            self._keep(raw, listed)

    def _too_old(self, listed: Listed) -> bool:
        return self.mailbox.polled_at is None and listed.arrived_at < self._cut_off()

    def _seen_under_other_numbers(self, raw: bytes) -> bool:
        """After a new UIDVALIDITY the same messages come again: they are known by their content."""
        same = InboundItem.objects.filter(mailbox=self.mailbox, fingerprint=fingerprint(raw), uid__isnull=False)
        return same.exclude(uidvalidity=self.mailbox.uidvalidity).exists()

    def _keep(self, raw: bytes, listed: Listed, quarantine: str = "") -> None:
        intake.keep(
            self.mailbox,
            raw,
            source="imap",
            at=self.now(),
            uid=listed.uid,
            uidvalidity=self.mailbox.uidvalidity,
            quiet=self._is_history(listed),
            quarantine=quarantine,
        )

    def _is_history(self, listed: Listed) -> bool:
        set_up_at = self.mailbox.first_polled_at
        return set_up_at is not None and listed.arrived_at < set_up_at - A_MOMENT

    def _give_up(self, listed: Listed) -> None:
        """A note in its place, so that people see that something is there which does not come."""
        note = f"Message-ID: <{self.mailbox.uidvalidity}.{listed.uid}@not-fetched.invalid>\r\nSubject: {NOT_FETCHED}\r\n\r\n"
        self._keep(note.encode(), listed, quarantine=NOT_GIVEN.format(listed.uid, listed.size, TRIES))


def _batches(uids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (uids[start : start + BATCH] for start in range(0, len(uids), BATCH))


def _contiguous(listed: Sequence[int], done: set[int]) -> int:
    """The last UID up to which nothing is missing."""
    reached = 0
    for uid in listed:
        if uid not in done:
            break
        reached = uid
    return reached
