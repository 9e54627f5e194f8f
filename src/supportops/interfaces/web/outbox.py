"""The mail cabinet: everything that went out, is going out, or could not."""

from __future__ import annotations

from collections.abc import Callable
from email.parser import BytesHeaderParser
from email.policy import default

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from supportops.actions import compose, deliveries
from supportops.core.ticket import Refused
from supportops.interfaces import clock
from supportops.interfaces.web import keyset
from supportops.interfaces.web.words import state_word
from supportops.models import Delivery, Person
from supportops.models.deliveries import FAILED, QUEUED, SENT, UNCERTAIN, DeliveryQuerySet

SHOWN = {"From", "Reply-To", "To", "Cc", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Auto-Submitted"}
FILTERS = {"all": [], "queued": [QUEUED], "sent": [SENT], "trouble": [FAILED, UNCERTAIN]}


def outbox(request: HttpRequest) -> HttpResponse:
    """Mails, the newest first, all of them or those in one state."""
    chosen = request.GET.get("state", "all")
    chosen = chosen if chosen in FILTERS else "all"
    found = _in_state(Delivery.objects.visible_to(request.reader), chosen)
    rows, next_url = keyset.by_number(found.select_related("ticket").defer("text", "html", "ticket__folded"), request)
    names = {"all": _("All"), "trouble": _("In trouble")}
    filters = [{"name": names.get(key, state_word(key)), "url": f"/outbox?state={key}", "active": key == chosen} for key in FILTERS]
    return render(request, "outbox/list.html", {"deliveries": rows, "next_url": next_url, "filters": filters, "section": "outbox"})


def _in_state(mails: DeliveryQuerySet, chosen: str) -> DeliveryQuerySet:
    return mails.filter(state__in=FILTERS[chosen]) if FILTERS[chosen] else mails


def mail(request: HttpRequest, number: int) -> HttpResponse:
    """One mail as it goes over the wire, with what became of it."""
    found = _mail(request.reader, number)
    return render(request, "outbox/mail.html", {"delivery": found, "headers": _headers(found), "section": "outbox"})


def _headers(found: Delivery) -> list[tuple[str, str]]:
    _sender, content = compose.mail(found, clock.now())
    return [(name, str(value)) for name, value in BytesHeaderParser(policy=default).parsebytes(content).items() if name in SHOWN]


def _mail(person: Person, number: int) -> Delivery:
    return get_object_or_404(Delivery.objects.visible_to(person).select_related("ticket", "message", "mailbox"), pk=number)


def eml(request: HttpRequest, number: int) -> HttpResponse:
    """The mail's bytes, for any mail program."""
    _sender, content = compose.mail(_mail(request.reader, number), clock.now())
    response = HttpResponse(content, content_type="message/rfc822")
    response["Content-Disposition"] = f'attachment; filename="mail-{number}.eml"'
    return response


def retry(request: HttpRequest, number: int) -> HttpResponse:
    return _settled(request, number, lambda found: deliveries.retry(found, clock.now()), _("The mail goes out again."))


def cancel(request: HttpRequest, number: int) -> HttpResponse:
    return _settled(request, number, deliveries.cancel, _("The mail will not go out."))


def _settled(request: HttpRequest, number: int, act: Callable[[Delivery], None], words: str) -> HttpResponse:
    try:
        act(_mail(request.reader, number))
    except Refused as refused:
        return render(request, "refused.html", {"sentence": str(refused), "back_url": f"/outbox/{number}"}, status=409)
    messages.success(request, words)
    return HttpResponseRedirect(f"/outbox/{number}", status=303)
