"""The decision on a refund, by the figures of the handbook: asked beside a ticket, and nothing is changed by asking."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from supportops.actions.policy import current
from supportops.core import refunds
from supportops.core.refunds import RefundFacts
from supportops.interfaces.web.panel import panel
from supportops.interfaces.web.tickets import visible

REASONS = [("none", _("No valid reason")), ("unclear", _("Perhaps")), ("valid", _("A valid reason"))]
WAYS = {
    "refund": _("Refund it at once"),
    "refund_and_investigate": _("Refund it, and find the cause"),
    "alternative": _("Offer something else first"),
    "refund_and_retain": _("Refund it, and offer something to stay"),
    "standard": _("The standard terms hold"),
}
LONGEST = 36_500  # days


class Asked(forms.Form):
    """What the decision looks at."""

    amount = forms.DecimalField(label=_("Amount"), min_value=0, max_digits=12, decimal_places=2)
    bought = forms.IntegerField(label=_("Days since the purchase"), min_value=0, max_value=LONGEST)
    reason = forms.ChoiceField(label=_("Is the reason valid?"), choices=REASONS)
    customer_for = forms.IntegerField(label=_("Days as a customer"), min_value=0, max_value=LONGEST, initial=0)


def refund(request: HttpRequest, number: int) -> HttpResponse:
    """What the handbook says about a refund, why, and who approves it."""
    row = visible(request.reader, number)
    rules = current().playbooks.refund
    form = Asked(request.GET if "amount" in request.GET else None)
    decided = refunds.refund(_facts(form.cleaned_data), rules) if form.is_bound and form.is_valid() else None
    way = WAYS[decided.value.way] if decided else ""
    return panel(request, row, "_refund", str(_("Refund")), form=form, decided=decided, way=way, rules=rules)


def _facts(said: dict[str, Any]) -> RefundFacts:
    return RefundFacts(timedelta(days=said["bought"]), float(said["amount"]), said["reason"], timedelta(days=said["customer_for"]))
