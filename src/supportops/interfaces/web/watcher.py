"""One thread in each process that watches the ledger and wakes every live page; it runs only while somebody listens."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import NamedTuple

import structlog
from django.db import connection

from supportops.interfaces.web import tail

log = structlog.get_logger()
PAUSE = 0.2  # seconds between looks on SQLite, where a look costs microseconds
BACKSTOP = 5.0  # on PostgreSQL we are told; should that be lost, we look
AGAIN = 1.0


class Heard(NamedTuple):
    """One line of the ledger as live pages hear it."""

    sequence: int
    ticket: int
    verb: str


Listener = Callable[[list[Heard]], None]


class Watcher:
    """Tells its listeners what is new in the ledger, in its order, each line once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: set[Listener] = set()
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self._ledger = tail.Tail()
        self._ready = threading.Event()

    def join(self, listener: Listener) -> None:
        with self._lock:
            self._listeners.add(listener)
            if self._thread is None:
                self._stop, self._ready, self._ledger = watch = threading.Event(), threading.Event(), tail.Tail()
                self._thread = threading.Thread(target=self._run, args=watch, name="ledger watcher", daemon=True)
                self._thread.start()

    def leave(self, listener: Listener) -> None:
        with self._lock:
            self._listeners.discard(listener)
            if not self._listeners:
                self._stop.set()
                self._thread = None

    def position(self) -> int:
        """Up to here everything has been told; what comes after it comes to whoever joined before asking."""
        self._ready.wait(BACKSTOP)
        return max(self._ledger.position, 0)

    def _run(self, stop: threading.Event, ready: threading.Event, ledger: tail.Tail) -> None:
        while not stop.is_set():
            self._watch(stop, ready, ledger)
        _close()

    def _watch(self, stop: threading.Event, ready: threading.Event, ledger: tail.Tail) -> None:
        """Until the database fails us; then from the same place again."""
        try:
            while not stop.is_set():
                self._tell([Heard(*row) for row in ledger.new()])
                ready.set()
                ledger.wait(stop, PAUSE, BACKSTOP)
        except Exception:
            log.exception("ledger_watcher_failed")
            _close()
            stop.wait(AGAIN)

    def _tell(self, heard: list[Heard]) -> None:
        with self._lock:
            listeners = list(self._listeners) if heard else []
        for listener in listeners:
            listener(heard)


def _close() -> None:
    """A connection that listens must not go back into a pool."""
    if connection.vendor == "postgresql" and connection.connection is not None:
        connection.connection.close()
    connection.close()


WATCHER = Watcher()
