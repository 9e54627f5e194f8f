"""The mailboxes that are polled from this process: a thread for each, taken and given back by lease."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import structlog

from supportops.actions import mailboxes
from supportops.core.ticket import Refused
from supportops.interfaces import clock, connections
from supportops.interfaces.mail.imap import TROUBLE, Unfetched, opened
from supportops.interfaces.mail.poll import Poller
from supportops.models import Mailbox

log = structlog.get_logger()
MOST = 20  # mailboxes of one process
IDLE = 120.0  # seconds of IDLE between two looks: short, for servers that forget to tell
SESSION = 3600.0  # seconds of one connection; a new UIDVALIDITY shows with the next
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 300.0
ACCOUNT = ("imap_host", "imap_port", "imap_security", "imap_user", "imap_secret", "imap_folder", "start_from")


class Polling:
    """Keeps a watch on every active mailbox that no other worker has."""

    def __init__(self) -> None:
        self.watches: dict[int, Watch] = {}

    def keep_up(self) -> int:
        """Start what is missing, renew what runs, end what is no longer wanted. Called every few seconds."""
        self.watches = {pk: watch for pk, watch in self.watches.items() if watch.thread.is_alive()}
        wanted = {mailbox.pk: mailbox for mailbox in Mailbox.objects.filter(is_active=True).exclude(imap_host="")}
        for pk, watch in self.watches.items():
            watch.keep_up(wanted.get(pk))
        for pk in [pk for pk in wanted if pk not in self.watches][: MOST - len(self.watches)]:
            if mailbox := mailboxes.take(pk, clock.now()):
                self.watches[pk] = Watch(mailbox)
        return 0

    def end(self) -> None:
        for watch in self.watches.values():
            watch.over.set()


class Watch:
    """One mailbox and the thread that polls it."""

    def __init__(self, mailbox: Mailbox) -> None:
        self.pause = FIRST_PAUSE
        self.mailbox, self.poller, self.over = mailbox, Poller(mailbox, clock.now), threading.Event()
        self.thread = threading.Thread(target=self._run, name=f"mailbox {mailbox.pk}", daemon=True)
        self.thread.start()

    def keep_up(self, now: Mailbox | None) -> None:
        """The lease goes on as long as the thread lives; after a change of settings this watch ends and another begins."""
        if now is None or _account(now) != _account(self.mailbox):
            self.over.set()
            return
        try:
            mailboxes.renew(self.mailbox, clock.now())
        except mailboxes.TakenOver:
            self.over.set()

    def _run(self) -> None:
        while not self.over.is_set():
            try:
                self._session()
            except mailboxes.TakenOver:
                break
            except Exception as problem:
                self._report(problem)
                self.over.wait(self.pause)
                self.pause = min(self.pause * 2, LONGEST_PAUSE)
        self._tell_database(mailboxes.release, self.mailbox)

    def _session(self) -> None:
        """One connection, until it fails or has lasted long enough."""
        until = time.monotonic() + SESSION
        with opened(self.mailbox) as folder:
            while not self.over.is_set() and time.monotonic() < until:
                self.poller.look(folder)
                self.pause = FIRST_PAUSE
                connections.rest()
                folder.wait(IDLE, self.over)

    def _report(self, problem: Exception) -> None:
        """Visible with the mailbox; a bug keeps its trace in the log."""
        log.warning("mailbox_not_polled", mailbox=self.mailbox.address, exc_info=problem)
        known = isinstance(problem, (*TROUBLE, Unfetched, Refused))
        words = str(problem) if known else f"{type(problem).__name__}: {problem}"
        self._tell_database(mailboxes.report, self.mailbox, words or type(problem).__name__)

    def _tell_database(self, what: Callable[..., None], *details: object) -> None:
        try:
            what(*details)
        except Exception:
            log.warning("mailbox_state_not_written", mailbox=self.mailbox.address, exc_info=True)
        connections.forget()


def _account(mailbox: Mailbox) -> tuple[object, ...]:
    return tuple(getattr(mailbox, name) for name in ACCOUNT)
