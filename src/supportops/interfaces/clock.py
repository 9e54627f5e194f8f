"""The one place that reads the time. A demo desk's clock may run ahead of the world's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from supportops.models import Desk


def now() -> datetime:
    return datetime.now(UTC) + offset()


def offset() -> timedelta:
    return Desk.objects.values_list("clock_offset", flat=True).first() or timedelta()
