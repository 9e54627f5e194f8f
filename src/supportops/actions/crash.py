"""Named places at which the fault tests kill the process, to prove that nothing is lost or doubled there."""

from __future__ import annotations

import os

POINTS = (
    "before-keep",
    "after-keep",
    "before-receive",
    "inside-receive",
    "after-receive",
    "before-hand-over",
    "after-hand-over",
    "after-send",
)


def point(name: str) -> None:
    """End the process on the spot, as a kill -9 would, where CRASH_AT names this place."""
    if os.environ.get("CRASH_AT") == name:
        os._exit(137)
