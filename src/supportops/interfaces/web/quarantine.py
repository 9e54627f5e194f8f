"""Quarantine: mail that the program could not, or would not, decide about. People look, and every way out leaves its reason."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from supportops.actions import intake
from supportops.assist.mail_parts import read_mail
from supportops.core.email.message import Address, InboundEmail
from supportops.core.ticket import Refused
from supportops.interfaces import clock
from supportops.interfaces.web import keyset
from supportops.models import InboundItem
from supportops.models.intake import AUTOMATIC, QUARANTINED, REFUSED

FILTERS = {"quarantined": QUARANTINED, "refused": REFUSED, "automatic": AUTOMATIC}
SHOWN = 20_000  # characters of the source
MOST = 40  # headers


def quarantine(request: HttpRequest) -> HttpResponse:
    """What waits for a person; and, to look at, what people refused and what machines sent."""
    chosen = request.GET.get("outcome", "quarantined")
    chosen = chosen if chosen in FILTERS else "quarantined"
    found = InboundItem.objects.light().filter(outcome=FILTERS[chosen]).select_related("mailbox", "ticket")
    rows, next_url = keyset.by_number(found, request)
    names = {"quarantined": _("To look at"), "refused": _("Refused"), "automatic": _("From machines")}
    filters = [{"name": names[key], "url": f"/quarantine?outcome={key}", "active": key == chosen} for key in FILTERS]
    return render(request, "quarantine/list.html", {"items": rows, "next_url": next_url, "filters": filters, "section": "quarantine"})


def item(request: HttpRequest, number: int) -> HttpResponse:
    """One message as far as it can be read, and its bytes as they came."""
    found = get_object_or_404(InboundItem.objects.select_related("mailbox", "ticket"), pk=number)
    raw = bytes(found.raw)
    email = _read(raw)
    context = {
        "item": found,
        "headers": _headers(email)[:MOST] if email else [],
        "text": email.text if email else "",
        "raw": raw[:SHOWN].decode("utf-8", "backslashreplace"),
        "section": "quarantine",
    }
    return render(request, "quarantine/item.html", context)


def _read(raw: bytes) -> InboundEmail | None:
    """The reader takes any bytes; should it fail after all, the source is still shown."""
    try:
        return read_mail(raw)
    except Exception:
        return None


def _headers(email: InboundEmail) -> list[tuple[str, str]]:
    """Who, to whom, when and what, then whatever speaks for or against a machine."""
    people = {"From": [email.from_] if email.from_ else [], "Reply-To": email.reply_to, "To": email.to, "Cc": email.cc}
    named = [(name, ", ".join(_spelled(each) for each in found)) for name, found in people.items() if found]
    return [*named, ("Date", f"{email.date or '–'}"), ("Message-ID", email.message_id or "–"), *email.headers.items()]


def _spelled(person: Address) -> str:
    return f"{person.name} <{person.address}>" if person.name else person.address


def raw(request: HttpRequest, number: int) -> HttpResponse:
    """The bytes as they were received, to be saved and never to be shown."""
    found = get_object_or_404(InboundItem, pk=number)
    headers = {"Content-Disposition": f'attachment; filename="received-{number}.eml"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(bytes(found.raw), content_type="application/octet-stream", headers=headers)


def retry(request: HttpRequest, number: int) -> HttpResponse:
    return _decided(request, number, lambda found: intake.retry(found, clock.now()), _("It is received again."))


def ticket(request: HttpRequest, number: int) -> HttpResponse:
    return _decided(request, number, lambda found: intake.open_anyway(found, clock.now()), _("It becomes a ticket."))


def refuse(request: HttpRequest, number: int) -> HttpResponse:
    reason = request.POST.get("reason", "")[:2000]
    return _decided(request, number, lambda found: intake.refuse(found, reason, clock.now()), _("It is refused."))


def _decided(request: HttpRequest, number: int, act: Callable[[InboundItem], object], words: str) -> HttpResponse:
    try:
        act(get_object_or_404(InboundItem.objects.light(), pk=number))
    except Refused as refused:
        return render(request, "refused.html", {"sentence": str(refused), "back_url": f"/quarantine/{number}"}, status=409)
    messages.success(request, words)
    return HttpResponseRedirect("/quarantine", status=303)
