"""The signed link that opens a customer's own tickets: for seven days, for one purpose, for one person."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from supportops.actions.contact import send_link
from supportops.interfaces import clock
from supportops.interfaces.portal.bucket import spend
from supportops.interfaces.portal.form import address_of
from supportops.interfaces.web.access import READER
from supportops.models import Person

PURPOSE = "my-tickets"
GOOD_FOR = timedelta(days=7)
A_VISITOR, AN_ADDRESS = 10, 3  # links an hour


class Address(forms.Form):
    email = forms.EmailField(label=_("Your mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}))


def sign(person: Person) -> str:
    """The token names the person and the address that it was sent to: with a new address the old links end."""
    return signing.dumps([person.pk, person.email], salt=PURPOSE)


def read(token: str) -> Person | None:
    """The customer of a token. Our own people never come in by link."""
    try:
        number, email = signing.loads(token, salt=PURPOSE, max_age=GOOD_FOR)
    except (signing.BadSignature, ValueError):
        return None
    return Person.objects.customers().filter(pk=number, email=email, is_active=True).first()


def ask(request: HttpRequest) -> HttpResponse:
    """Send me my link: the answer is the same whether we know the address or not."""
    form = Address(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _send(form.cleaned_data["email"], address_of(request))
        return render(request, "portal/link.html", {"sent": True})
    return render(request, "portal/link.html", {"form": form}, status=422 if form.errors else 200)


def _send(email: str, visitor: str) -> None:
    at = clock.now()
    within = spend("link-visitor", visitor, at, most=A_VISITOR) and spend("link-address", email, at, most=AN_ADDRESS)
    person = Person.objects.customers().filter(email=email.casefold(), is_active=True).first()
    if within and person is not None:
        send_link(person, f"{settings.SUPPORTOPS_URL}/my/{sign(person)}", at)


def enter(request: HttpRequest, token: str) -> HttpResponse:
    """The link is changed into a session at once, so that it stands in no further address."""
    person = read(token)
    if person is None:
        return render(request, "portal/link.html", {"form": Address(), "over": True}, status=404)
    if not request.user.is_authenticated:
        request.session.cycle_key()
        request.session[READER] = person.pk
    return redirect("my_tickets")


def leave(request: HttpRequest) -> HttpResponse:
    request.session.flush()
    return HttpResponseRedirect("/my/link", status=303)
