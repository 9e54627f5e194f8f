"""The forms of the staff's pages: what may be said, and how it is checked."""

from __future__ import annotations

from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from supportops.interfaces.web.work_fields import Languages, Shift, Skills
from supportops.models import Mailbox, Organization, Team
from supportops.models.people import ROLES, TIERS

CHANNELS = [("phone", _("Phone")), ("walk_in", _("In person")), ("web", _("Another way"))]
BY_THE_RULES = ("", _("as the rules decide"))


class NewTicket(forms.Form):
    """A request written down by one of us."""

    channel = forms.ChoiceField(label=_("How it came"), choices=CHANNELS)
    name = forms.CharField(label=_("Name of the customer"), max_length=200, required=False)
    email = forms.EmailField(
        label=_("Address of the customer"), max_length=254, required=False, help_text=_("Without one we cannot answer by mail.")
    )
    subject = forms.CharField(label=_("Subject"), max_length=500)
    text = forms.CharField(label=_("What they said"), widget=forms.Textarea(attrs={"rows": 8}), max_length=100_000)
    priority = forms.ChoiceField(label=_("Priority"), choices=[BY_THE_RULES, *((p, p) for p in ("P0", "P1", "P2", "P3"))], required=False)


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
    tier = forms.ChoiceField(label=_("Tier"), choices=TIERS, help_text=_("Counts where no company is set."))
    vip = forms.BooleanField(label=_("VIP"), required=False, help_text=_("Goes to the priority queue and its seniors."))
    organization = forms.ModelChoiceField(Organization.objects.none(), label=_("Company"), required=False, empty_label=_("None"))


class ColleagueFacts(Facts):
    """What a lead decides about a colleague."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLES[1:])
    team = forms.ModelChoiceField(Team.objects.order_by("name"), label=_("Team"), required=False, empty_label=_("None"))
    level = forms.TypedChoiceField(label=_("Level"), choices=[(1, "L1"), (2, "L2"), (3, "L3")], coerce=int)
    senior = forms.BooleanField(label=_("Senior"), required=False)
    capacity = forms.IntegerField(
        label=_("Open tickets at most"), min_value=0, max_value=1000, help_text=_("A mail counts one, a chat two, a call four.")
    )
    languages = Languages(label=_("Languages"), max_length=200, required=False, help_text=_("As codes with commas between them: en, de."))
    skills = Skills(
        label=_("Skills"), max_length=500, required=False, help_text=_("With a level from 1 to 3 and commas between them: api 2, phone.")
    )
    shift = Shift(
        label=_("Shift"), max_length=1000, required=False, help_text=_("A line a day, in their zone: monday 09:00-17:00. Empty: always.")
    )
    available = forms.BooleanField(label=_("Takes work"), required=False, help_text=_("Who takes none leaves what waits to others."))


class OrganizationFacts(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    domain = forms.CharField(
        label=_("Mail domain"), max_length=200, required=False, help_text=_("New customers who write from it belong here.")
    )
    tier = forms.ChoiceField(label=_("Tier"), choices=TIERS)
    vip = forms.BooleanField(label=_("VIP"), required=False, help_text=_("Everybody who belongs to it is one."))
    arr = forms.DecimalField(label=_("Yearly revenue"), max_digits=12, decimal_places=2, min_value=0, required=False)


class MailboxFacts(forms.Form):
    """An address of ours, and where its mail is fetched."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("Customers see it as the sender."))
    address = forms.EmailField(label=_("Address"), max_length=254)
    aliases = forms.CharField(label=_("Further addresses"), required=False, help_text=_("With commas between them."))
    team = forms.ModelChoiceField(Team.objects.order_by("name"), label=_("Team"), required=False, empty_label=_("by the rules"))
    is_default = forms.BooleanField(label=_("Tickets that came by no mailbox are answered from here"), required=False)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)
    imap_host = forms.CharField(label=_("IMAP server"), max_length=200, required=False, help_text=_("Empty: mail comes by SMTP only."))
    imap_port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=993)
    imap_security = forms.ChoiceField(label=_("Security"), choices=Mailbox._meta.get_field("imap_security").choices)
    imap_user = forms.CharField(label=_("User"), max_length=200, required=False)
    imap_password = forms.CharField(
        label=_("Password"), required=False, widget=forms.PasswordInput, help_text=_("Stored sealed. Empty keeps the one that is there.")
    )
    imap_folder = forms.CharField(label=_("Folder"), max_length=200, initial="INBOX")
    start_from = forms.DateTimeField(
        label=_("Only mail since"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("In UTC. Older mail stays where it is."),
    )

    def clean_address(self) -> str:
        return self.cleaned_data["address"].casefold()

    def clean_aliases(self) -> list[str]:
        return [part.strip().casefold() for part in self.cleaned_data["aliases"].split(",") if part.strip()]
