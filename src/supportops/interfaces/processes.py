"""Processes that live and die together: ports, signals, children, and the parent they end with."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from supportops.environment import Misconfigured

LIFELINE = "SUPPORTOPS_LIFELINE"  # the number of a pipe's end: it closes when the parent is gone, however it went
GRACE = 8.0  # seconds between asking a process to end and ending it
STEADY = 30.0  # seconds after which a child counts as well started
LONGEST_PAUSE = 30.0


class PortTaken(Misconfigured):
    """Somebody else listens there."""


def claim(host: str, port: int, option: str) -> socket.socket:
    """A socket bound there. 0 takes any free port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    claimed = socket.socket(family, socket.SOCK_STREAM)
    claimed.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        claimed.bind((host, port))
    except (OSError, OverflowError) as problem:
        claimed.close()
        why = getattr(problem, "strerror", None) or str(problem)
        raise PortTaken(f"Port {port} on {host} cannot be used ({why}); choose another with {option}.") from problem
    return claimed


def free_port(host: str, port: int, option: str) -> int:
    """That port, or a free one for 0; PortTaken where it is not free."""
    with claim(host, port, option) as claimed:
        return int(claimed.getsockname()[1])


def stop_on_signals() -> threading.Event:
    """An event that SIGTERM, SIGINT or SIGHUP sets."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    return stop


def end_with_parent() -> None:
    """End when the parent ends, even by kill -9: its end of the pipe closes then."""
    if lifeline := os.environ.pop(LIFELINE, ""):
        threading.Thread(target=_watch, args=(int(lifeline),), name="lifeline", daemon=True).start()


def _watch(lifeline: int) -> None:
    while os.read(lifeline, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)


def run(arguments: list[str], stop: threading.Event) -> tuple[int, bytes]:
    """Run one command to its end, or to `stop`: its status and what it printed."""
    lifeline, held = os.pipe()
    with _started(arguments, lifeline, stdout=subprocess.PIPE) as process:
        while process.poll() is None and not stop.wait(0.05):
            pass
        process.terminate()
        printed = process.stdout.read() if process.stdout else b""
    os.close(lifeline)
    os.close(held)
    return process.returncode, printed


def _started(arguments: list[str], lifeline: int, stdout: int | None = None) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "supportops", *arguments],
        stdout=stdout,
        pass_fds=[lifeline],
        env={**os.environ, LIFELINE: str(lifeline)},
        process_group=0,  # Ctrl-C reaches the parent alone, which then ends its children in order
    )


@dataclass
class Child:
    """One part of the desk, started again when it ends by itself."""

    name: str
    arguments: list[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_again_at: float = 0.0
    pause: float = field(default=0.5)

    def start(self, lifeline: int) -> None:
        self.started_at = time.monotonic()
        self.process = _started(self.arguments, lifeline)

    @property
    def ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def ask_to_end(self) -> None:
        if self.process and not self.ended:
            self.process.terminate()

    def bury(self) -> int:
        """It ended by itself: decide when it starts again, each time a little later."""
        code = self.process.wait() if self.process else 0
        self.process = None
        self.pause = 0.5 if time.monotonic() - self.started_at > STEADY else min(self.pause * 2, LONGEST_PAUSE)
        self.start_again_at = time.monotonic() + self.pause
        return code


class Tree:
    """The children, kept alive until somebody says stop."""

    def __init__(self, children: list[Child], say: Callable[[str], None]) -> None:
        self.children, self.say = children, say
        self.lifeline, self._held = os.pipe()  # the second end stays with us, and closes with us

    def start(self) -> None:
        for child in self.children:
            child.start(self.lifeline)

    def keep(self, stop: threading.Event) -> None:
        """Start again whatever ends, until `stop`."""
        while not stop.wait(0.25):
            self.look()

    def look(self) -> None:
        for child in self.children:
            self._look_after(child)

    def _look_after(self, child: Child) -> None:
        if child.ended:
            code = child.bury()
            self.say(f"{child.name} ended ({_how(code)}); it starts again in {child.pause:.0f} s")
        elif child.process is None and time.monotonic() >= child.start_again_at:
            child.start(self.lifeline)

    def end(self) -> None:
        """Ask all to end, wait, and end those that do not."""
        for child in self.children:
            child.ask_to_end()
        deadline = time.monotonic() + GRACE
        for process in self._running():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, deadline - time.monotonic()))
        for process in self._running():
            process.kill()
            process.wait()

    def _running(self) -> Iterator[subprocess.Popen[bytes]]:
        return (child.process for child in self.children if child.process and not child.ended)


def _how(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"status {code}"
