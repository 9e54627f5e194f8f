"""Where the addresses of the house begin: health and accounts here, the pages in their own list."""

from allauth.account import views as account
from django.urls import include, path

from supportops.interfaces.web import health

urlpatterns = [
    path("healthz", health.health, name="health"),
    # Colleagues are enlisted by an admin, customers come by signed link: there is no sign-up to offer.
    path("accounts/login/", account.login, name="account_login"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/password/", account.password_change, name="account_change_password"),
    path("", include("supportops.interfaces.web.urls")),
]
