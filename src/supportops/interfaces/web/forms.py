"""The forms of the staff's pages: what may be said, and how it is checked."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from supportops.models import Mailbox, Team

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
