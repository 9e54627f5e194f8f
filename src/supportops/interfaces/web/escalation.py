"""Escalation on the page: the handoff form, what the matrix offers, and the form as whoever takes over reads it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from supportops.actions import handoff
from supportops.actions.policy import current
from supportops.core import alerts
from supportops.core import escalation as core
from supportops.core.escalation import Tried
from supportops.core.ticket import Event, Refused, Verb
from supportops.interfaces import clock
from supportops.interfaces.web.acts import acting
from supportops.interfaces.web.panel import panel
from supportops.interfaces.web.tickets import visible
from supportops.models import Delivery, Ticket

LONGEST = 100_000
ARROW = "→"  # between what was done and what came of it
TEXTS = ("customer_expectation", "urgency_reason")


def escalate(request: HttpRequest, number: int) -> HttpResponse:
    """The handoff form as far as the ticket knows it; sent, it goes to a specialist, complete or not at all."""
    row = visible(request.reader, number)
    if request.method != "POST":
        return _form(request, row)
    try:
        with transaction.atomic():
            level = 3 if request.POST.get("level") == "3" else 2
            handoff.escalate(row, _written(request), by=request.reader, at=clock.of(request), level=level)
    except Refused as refused:
        return _form(request, visible(request.reader, number), status=409, refused=str(refused))
    return HttpResponseRedirect(f"/tickets/{number}", status=303)


def _written(request: HttpRequest) -> handoff.Written:
    said = {name: request.POST.get(name, "")[:LONGEST] for name in TEXTS}
    tried = tuple(_tried(line) for line in request.POST.get("tried", "")[:LONGEST].splitlines() if line.strip())
    return handoff.Written(request.POST.get("because", "").strip()[:2000], tried, **said)


def _tried(line: str) -> Tried:
    action, _arrow, result = line.partition(ARROW)
    return Tried(action.strip(), result.strip())


def _form(request: HttpRequest, row: Ticket, *, status: int = 200, refused: str = "") -> HttpResponse:
    form, policy = handoff.form(row), current().escalation
    known = {name: getattr(form, name) for name in TEXTS} | {"tried": "\n".join(map(_line, form.what_tried)), "because": ""}
    facts: dict[str, Any] = {
        "form": form,
        "missing": core.missing(form),
        "said": known | {name: request.POST[name] for name in known if name in request.POST},
        "levels": [(level, policy.levels[f"L{level}"]) for level in (2, 3) if level > row.level or level == 3],  # type: ignore[index]
        "wished": request.POST.get("level") or request.GET.get("level", ""),
        "refused": refused,
    }
    return panel(request, row, "_escalation", "Escalate", status=status, **facts)


def _line(tried: Tried) -> str:
    return f"{tried.action} {ARROW} {tried.result}" if tried.result else tried.action


@acting
def take(request: HttpRequest, ticket: Ticket, at: datetime) -> None:
    """Take up what the matrix offers: those whom it names are told."""
    handoff.take(ticket, request.POST.get("offer", ""), by=request.reader, at=at)


def form(request: HttpRequest, number: int) -> HttpResponse:
    """The form of the last escalation, who was told, and what was learned."""
    row = visible(request.reader, number)
    ledger = row.ledger()
    last = _last(ledger)
    told = Delivery.objects.visible_to(request.reader).filter(ticket=row, kind=alerts.KIND, created_at=last.occurred_at).order_by("pk")
    learned = [event for event in ledger if event.verb is Verb.DEESCALATE and event.because]
    facts = {"handoff": last.data["handoff"], "last": last, "told": told.only("to", "state"), "learned": learned[::-1]}
    return panel(request, row, "_handoff", "Handoff", **facts)


def _last(ledger: list[Event]) -> Event:
    """The last escalation that has a form."""
    found = next((event for event in reversed(ledger) if event.verb is Verb.ESCALATE and "handoff" in event.data), None)
    if found is None:
        raise Http404
    return found


def download(request: HttpRequest, number: int) -> HttpResponse:
    """The form as YAML, for other programs."""
    row = visible(request.reader, number)
    _last(row.ledger())
    answer = HttpResponse(handoff.export(row), content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="escalation-{number}.yaml"'
    return answer
