"""Who may come in through the login page."""

from __future__ import annotations

from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import user_pk_to_url_str
from allauth.account.views import LoginView
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from supportops.models import Desk, Mailbox, Person


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up here: an admin enlists colleagues, and customers follow signed links."""
        return False

    def get_from_email(self) -> str:
        """Password links come from the desk's own address."""
        return str(Mailbox.objects.order_by("-is_default", "id").values_list("address", flat=True).first() or super().get_from_email())


def first_link(person: Person) -> str:
    """The link by which somebody chooses a password: it works once, for three days, and never after a login."""
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    place = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": token})
    return f"{settings.SUPPORTOPS_URL}{place}"


class Login(LoginView):
    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """A demo tells whoever comes how to get in; a real desk never does."""
        is_demo = Desk.objects.filter(is_demo=True).exists()
        return super().get_context_data(**context) | (_demo() if is_demo else {})


def _demo() -> dict[str, Any]:
    from supportops.interfaces.commands.demo import LOGINS

    return {
        "demo_logins": [{"email": email, "role": words} for email, _, words in LOGINS],
        "demo_password": next((password for _, password, _ in LOGINS), ""),
    }
