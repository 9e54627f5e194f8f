"""The contact form: a request from anybody, who may not be who they say."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from supportops.actions.contact import asked
from supportops.core.ticket import Refused
from supportops.interfaces import clock
from supportops.interfaces.portal.bucket import spend
from supportops.interfaces.web.uploads import uploads

A_VISITOR, AN_ADDRESS, EVERYBODY = 10, 5, 500  # messages an hour


class Contact(forms.Form):
    """What a customer tells us. The last field is invisible: only a machine fills it in."""

    name = forms.CharField(label=_("Your name"), max_length=200, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(label=_("Your mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    subject = forms.CharField(label=_("What is it about?"), max_length=200)
    text = forms.CharField(label=_("What happened?"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 8}))
    website = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"autocomplete": "off"}))


def contact(request: HttpRequest) -> HttpResponse:
    """The form. A machine that fills in what people cannot see is thanked and forgotten."""
    form = Contact(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _take(request, form)
            return HttpResponseRedirect("/contact/sent", status=303)
        except Refused as refused:
            form.add_error(None, str(refused))
    return render(request, "portal/form.html", {"form": form}, status=422 if form.errors else 200)


def _take(request: HttpRequest, form: Contact) -> None:
    said, at = form.cleaned_data, clock.now()
    if said["website"]:
        return
    within = spend("form-visitor", address_of(request), at, most=A_VISITOR)
    within = within and spend("form-address", said["email"], at, most=AN_ADDRESS) and spend("form", "all", at, most=EVERYBODY)
    if not within:
        raise Refused(_("That were many messages in a short time: please wait a little, or write us a mail."))
    asked(at=at, name=said["name"], address=said["email"], subject=said["subject"], text=said["text"], attachments=uploads(request))


def address_of(request: HttpRequest) -> str:
    """The visitor's address as the server knows it; what a header claims was weighed there already."""
    return request.META.get("REMOTE_ADDR", "")


def sent(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/sent.html")
