"""Exact quantiles by position in an index: the database sorts, one row is read."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import QuerySet

from supportops.models import Ticket


def quantile(field: str, share: float) -> Callable[[QuerySet[Ticket]], float | None]:
    """The smallest value that at least this share of the tickets does not exceed; None where there are none."""

    def value(tickets: QuerySet[Ticket]) -> float | None:
        known = tickets.filter(**{f"{field}__isnull": False})
        count = known.count()
        if not count:
            return None
        position = max(0, -int(-count * share // 1) - 1)
        return known.order_by(field).values_list(field, flat=True)[position]

    return value
