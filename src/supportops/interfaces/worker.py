"""The worker: intake, due times, outgoing mail and mailboxes, each in a loop that nothing ends but `stop`."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from functools import partial

import structlog
from django.conf import settings

from supportops.actions import deliveries, desk, due, intake, policy, queueing
from supportops.interfaces import clock, connections
from supportops.interfaces.mail import outgoing
from supportops.interfaces.mail.polling import Polling

log = structlog.get_logger()
IDLE = 0.2  # seconds between two looks where nothing was found
BATCH = 200
LONGEST_PAUSE = 10.0  # seconds after repeated failures, such as a database that is down
FAREWELL = 4.0  # seconds for the step at hand when the end comes
Step = Callable[[], int]


def run(stop: threading.Event) -> None:
    """Work until `stop` is set. Whatever a loop was doing then is taken up again by the next worker."""
    spare_the_collector()
    polling = Polling()
    loops = {
        "intake": partial(_loop, stop, take_in, IDLE),
        "due": partial(_loop, stop, do_what_is_due, 0.5),
        "queue": partial(_loop, stop, deal_out, 2.0),
        "handbook": partial(_loop, stop, rederive, 15.0),
        "outbox": partial(_loop, stop, send_out, IDLE),
        "rescue": partial(_loop, stop, rescue, 1.0),
        "mailboxes": partial(_loop, stop, polling.keep_up, 5.0),
        "heartbeat": partial(_loop, stop, show_life, 5.0),
    }
    threads = [threading.Thread(target=loop, name=name, daemon=True) for name, loop in loops.items()]
    for thread in threads:
        thread.start()
    stop.wait()
    polling.end()
    for thread in threads:
        thread.join(FAREWELL / len(threads))


def spare_the_collector() -> None:
    """A batch makes many values and no circles: looking for them often took an eighth of the time."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _loop(stop: threading.Event, step: Step, idle: float) -> None:
    """Again and again; at once where there was something to do, later and later where it fails."""
    pause = idle
    while not stop.is_set():
        try:
            policy.refresh()
            found = step()
        except Exception:
            pause = min(max(pause, IDLE) * 2, LONGEST_PAUSE)
            log.exception("worker_step_failed", step=threading.current_thread().name, next_try_in=pause)
            connections.forget()
            stop.wait(pause)
        else:
            pause = idle
            if not found:
                connections.rest()
                stop.wait(idle)
    connections.forget()


def take_in() -> int:
    """Kept messages become tickets and replies."""
    items = intake.claim(clock.now(), BATCH)
    if items:
        intake.receive(items, clock.now())
    return len(items)


def do_what_is_due() -> int:
    return due.run(clock.now())


def rederive() -> int:
    """Tickets under the last handbook get their dates by the one in force."""
    return due.rederive(clock.now(), BATCH)


def deal_out() -> int:
    return queueing.run(clock.now())


def send_out() -> int:
    """One mail at a time, so that none waits behind a slow one until its lease is over."""
    claimed = deliveries.claim(clock.now(), most=1 if settings.SUPPORTOPS_MAIL_SERVER else BATCH)
    hand_over = outgoing.transport(settings.SUPPORTOPS_MAIL_SERVER)
    for delivery in claimed:
        deliveries.deliver(delivery, hand_over, clock.now())
    return len(claimed)


def rescue() -> int:
    return deliveries.rescue(clock.now())


def show_life() -> int:
    desk.seen(clock.now())
    return 0
