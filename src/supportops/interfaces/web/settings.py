"""The desk's own settings: its mailboxes, and the demo's clock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from supportops.actions.desk import advance, keep_mailbox, the_desk
from supportops.core.ticket import Refused
from supportops.interfaces.web.forms import MailboxFacts
from supportops.models import Mailbox

STEPS = {"1": timedelta(hours=1), "24": timedelta(hours=24), "48": timedelta(hours=48)}


def mailboxes(request: HttpRequest) -> HttpResponse:
    """All mailboxes, with how their last look went."""
    found = Mailbox.objects.select_related("team").order_by("address")
    return render(request, "settings/mailboxes.html", {"mailboxes": found, "section": "settings"})


def mailbox(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """One mailbox, or a new one."""
    shown = get_object_or_404(Mailbox, pk=number) if number else Mailbox()
    if request.method == "POST":
        return _kept(request, shown)
    facts = {name: getattr(shown, name, None) for name in MailboxFacts.base_fields} | {"aliases": ", ".join(shown.aliases)}
    return render(request, "settings/mailbox.html", {"mailbox": shown, "form": MailboxFacts(initial=facts), "section": "settings"})


def _kept(request: HttpRequest, shown: Mailbox) -> HttpResponse:
    form = MailboxFacts(request.POST)
    if form.is_valid() and _taken(form, shown):
        form.add_error("address", _("Another mailbox has this address."))
    if not form.is_valid():
        return render(request, "settings/mailbox.html", {"mailbox": shown, "form": form, "section": "settings"}, status=422)
    facts: dict[str, Any] = dict(form.cleaned_data)
    keep_mailbox(shown, secret=facts.pop("imap_password") or None, **facts)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect("/settings/mailboxes", status=303)


def _taken(form: MailboxFacts, shown: Mailbox) -> bool:
    return Mailbox.objects.filter(address=form.cleaned_data["address"]).exclude(pk=shown.pk).exists()


def desk(request: HttpRequest) -> HttpResponse:
    """What this installation is; a demo can be moved on in time."""
    return render(request, "settings/desk.html", {"section": "settings"})


def move_clock(request: HttpRequest) -> HttpResponse:
    """An hour or two days on: deadlines pass and tickets close as they would."""
    try:
        step = STEPS.get(request.POST.get("hours", ""))
        if step is None:
            raise Refused(_("The clock moves on by 1, 24 or 48 hours."))
        advance(the_desk(), step)
    except Refused as refused:
        return render(request, "refused.html", {"sentence": str(refused), "back_url": "/settings/desk"}, status=409)
    messages.success(request, _("The clock was moved on."))
    return HttpResponseRedirect("/settings/desk", status=303)
