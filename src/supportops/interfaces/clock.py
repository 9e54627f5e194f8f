"""The one place that reads the time. A demo desk's clock may run ahead of the world's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.http import HttpRequest

from supportops.models import Desk


def now(desk: Desk | None = None) -> datetime:
    """Whoever has read the desk already hands it over."""
    return datetime.now(UTC) + (desk.clock_offset if desk else offset())


def of(request: HttpRequest) -> datetime:
    """The moment of a request, read once with the desk: everything that one page shows is of the same instant."""
    if not hasattr(request, "at"):
        request.desk = Desk.objects.first()
        request.at = now(request.desk)
    return request.at


def offset() -> timedelta:
    return Desk.objects.values_list("clock_offset", flat=True).first() or timedelta()
