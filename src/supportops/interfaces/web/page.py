"""What every page knows beyond its own subject; whatever costs a query is asked only where a page shows it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from supportops.interfaces import clock
from supportops.interfaces.web import live, views
from supportops.models import Delivery, InboundItem, Person

BADGE = 100


def shared(request: HttpRequest) -> dict[str, Any]:
    """The context processor of all pages."""
    person = getattr(request, "reader", None)
    at = clock.of(request)
    known = {"csp_nonce": getattr(request, "csp_nonce", ""), "desk": request.desk, "at": at}
    return known | (_for_staff(person) if person is not None and person.is_agent else {})


def _for_staff(person: Person) -> dict[str, Any]:
    return {
        "person": person,
        "views": SimpleLazyObject(lambda: views.listed(person)),
        "sequence": SimpleLazyObject(live.sequence),
        "failed": SimpleLazyObject(lambda: Delivery.objects.visible_to(person).troubled()[:BADGE].count()),
        "quarantined": SimpleLazyObject(lambda: InboundItem.objects.quarantined()[:BADGE].count()),
    }
