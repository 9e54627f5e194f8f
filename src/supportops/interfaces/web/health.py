"""Whether the desk is well, for a machine that asks: no secrets, no names."""

from __future__ import annotations

from datetime import timedelta

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from supportops.interfaces import clock
from supportops.models import Desk, InboundItem

LATE = timedelta(minutes=2)  # a worker gives a sign of life several times a minute


@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 while pages can be answered; a worker that is late is said, not punished: taking the pages away would not wake it."""
    try:
        return JsonResponse({"database": "ok", "worker": _worker(), "waiting_intake": _waiting()})
    except DatabaseError:
        return JsonResponse({"database": "unreachable or not migrated", "worker": "unknown", "waiting_intake": None}, status=503)


def _worker() -> str:
    seen_at = Desk.objects.values_list("worker_seen_at", flat=True).first()
    if seen_at is None:
        return "never seen"
    return "ok" if clock.now() - seen_at < LATE else "late"


def _waiting() -> int:
    return InboundItem.objects.filter(outcome="waiting").count()
