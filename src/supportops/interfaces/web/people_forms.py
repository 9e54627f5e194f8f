"""The forms about people and organizations: what anybody of us may mend, and what leads alone decide."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from supportops.actions.policy import current
from supportops.interfaces.web.weight import weighed
from supportops.models import Organization, Team
from supportops.models.people import ROLES, TIERS

COUNTED_BY_LEADS = ("tier", "vip")


class Facts(forms.Form):
    """What is known of anybody."""

    name = forms.CharField(label=_("Name"), max_length=200)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    zone = forms.CharField(label=_("Time zone"), max_length=64, help_text=_("As in Europe/Berlin."))

    def clean_zone(self) -> str:
        if self.cleaned_data["zone"] not in available_timezones():
            raise forms.ValidationError(_("This is no time zone we know: write it as in Europe/Berlin."))
        return str(self.cleaned_data["zone"])


class CustomerFacts(Facts):
    """A customer. What decides whom they reach first is for leads."""

    organization = forms.ModelChoiceField(Organization.objects.none(), label=_("Company"), required=False, empty_label=_("None"))
    tier = forms.ChoiceField(label=_("Tier"), choices=TIERS)
    vip = forms.BooleanField(label=_("VIP"), required=False)

    def __init__(self, *args: Any, by_lead: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = Organization.objects.order_by("name")  # type: ignore[attr-defined]
        self.fields["tier"].help_text = _("Holds where no company is set. %(weight)s") % {"weight": weighed("tier", current())}
        self.fields["vip"].help_text = weighed("vip", current())
        for name in () if by_lead else COUNTED_BY_LEADS:
            del self.fields[name]


class OrganizationFacts(forms.Form):
    """A company: what it is called, and what leads know it is worth."""

    name = forms.CharField(label=_("Name"), max_length=200)
    domain = forms.CharField(
        label=_("Mail domain"), max_length=200, required=False, help_text=_("New customers who write from it belong here.")
    )
    tier = forms.ChoiceField(label=_("Tier"), choices=TIERS)
    vip = forms.BooleanField(label=_("VIP"), required=False)
    arr = forms.DecimalField(
        label=_("Yearly revenue (ARR)"),
        max_digits=12,
        decimal_places=2,
        min_value=0,
        error_messages={
            "invalid": _("expected an amount such as 12000 or 12000.50"),
            "required": _("expected an amount such as 12000 or 12000.50; 0 where there is none"),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("tier", "vip", "arr"):
            self.fields[name].help_text = weighed(name, current())
        self.fields["vip"].help_text = _("Everybody who belongs to it is one. %(weight)s") % {"weight": weighed("vip", current())}


class NewColleague(forms.Form):
    """Somebody who begins here."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("Customers see it."))
    email = forms.EmailField(
        label=_("Address"),
        max_length=254,
        help_text=_("They log in with it."),
        error_messages={"invalid": _("expected an address such as ada@example.com")},
    )
    role = forms.ChoiceField(label=_("Role"), choices=ROLES[1:])
    team = forms.ModelChoiceField(Team.objects.order_by("name"), label=_("Team"), required=False, empty_label=_("None"))

    def __init__(self, *args: Any, by_admin: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep_admins_to_admins(self, by_admin=by_admin)


def keep_admins_to_admins(form: forms.Form, *, by_admin: bool) -> None:
    """Nobody makes an admin but an admin."""
    role = form.fields["role"]
    role.choices = [choice for choice in ROLES[1:] if by_admin or choice[0] != "admin"]  # type: ignore[attr-defined]
