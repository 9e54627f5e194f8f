"""Long lists, a page at a time: the next page begins after the last row's key, so that page 10,000 costs what page 1 does."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.dateparse import parse_datetime

PAGE = 50


def newest_first(rows: QuerySet[Any], request: HttpRequest, field: str = "changed_at") -> tuple[list[Any], str]:
    """A page of rows by (field, id), newest first, and the address of the next page or nothing."""
    found = list(_after(rows, request.GET.get("after", ""), field).order_by(f"-{field}", "-id")[: PAGE + 1])
    if len(found) <= PAGE:
        return found, ""
    last = found[PAGE - 1]
    return found[:PAGE], _next(request, f"{getattr(last, field).isoformat()}~{last.pk}")


def by_number(rows: QuerySet[Any], request: HttpRequest) -> tuple[list[Any], str]:
    """A page of rows, the highest number first."""
    after = request.GET.get("after", "")
    rows = rows.filter(id__lt=int(after)) if _number(after) else rows
    found = list(rows.order_by("-id")[: PAGE + 1])
    return found[:PAGE], _next(request, str(found[PAGE - 1].pk)) if len(found) > PAGE else ""


def by_name(rows: QuerySet[Any], request: HttpRequest) -> tuple[list[Any], str]:
    """A page of rows by (name, id)."""
    name, _, number = request.GET.get("after", "").rpartition("~")
    if _number(number):
        rows = rows.filter(name__gte=name).filter(Q(name__gt=name) | Q(id__gt=int(number)))
    found = list(rows.order_by("name", "id")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return found[:PAGE], _next(request, f"{last.name}~{last.pk}") if last else ""


def _after(rows: QuerySet[Any], key: str, field: str) -> QuerySet[Any]:
    at, number = _read(key)
    return rows if at is None else older(rows, at, number, field)


def older(rows: QuerySet[Any], at: datetime, number: int, field: str = "changed_at") -> QuerySet[Any]:
    """Rows after a key. The first filter is the range that an index answers, the second settles the ties."""
    return rows.filter(**{f"{field}__lte": at}).filter(Q(**{f"{field}__lt": at}) | Q(id__lt=number))


def newer(rows: QuerySet[Any], at: datetime, number: int, field: str = "changed_at") -> QuerySet[Any]:
    return rows.filter(**{f"{field}__gte": at}).filter(Q(**{f"{field}__gt": at}) | Q(id__gt=number))


def _read(key: str) -> tuple[datetime | None, int]:
    """A key as it came back; whatever is not one of ours begins at the top."""
    instant, _, number = key.partition("~")
    at = moment(instant)
    return (at, int(number)) if at and _number(number) else (None, 0)


def moment(words: str) -> datetime | None:
    """An instant with its offset, or nothing."""
    try:
        at = parse_datetime(words.replace(" ", "+"))
    except ValueError:
        return None
    return at if at and at.tzinfo else None


def _number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18


def _next(request: HttpRequest, key: str) -> str:
    query = request.GET.copy()
    query["after"] = key
    return f"{request.path}?{query.urlencode()}"
