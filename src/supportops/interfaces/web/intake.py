"""Whether anything was lost: what was received, and what each message became."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from supportops.actions.intake import counts
from supportops.interfaces.web import keyset
from supportops.models import InboundItem
from supportops.models.intake import OUTCOMES

NAMES = {
    "waiting": _("Waiting"),
    "opened": _("Opened a ticket"),
    "threaded": _("Joined a ticket"),
    "quarantined": _("In quarantine"),
    "refused": _("Refused by a person"),
    "duplicate": _("Received twice"),
    "automatic": _("From a machine"),
}


def intake(request: HttpRequest) -> HttpResponse:
    """The law of intake as counted now, and the latest messages."""
    found = counts()
    outcomes = [{"key": key, "name": NAMES[key], "count": found[key]} for key in OUTCOMES]
    latest = InboundItem.objects.light().select_related("mailbox", "ticket")
    rows, next_url = keyset.by_number(latest, request)
    context = {"counts": found, "outcomes": outcomes, "items": rows, "next_url": next_url, "section": "intake"}
    return render(request, "intake.html", context)
