"""Where the addresses of the house begin: health and accounts here, the pages in their own list."""

from allauth.account import views as account
from django.urls import include, path, re_path

from supportops.interfaces.web import accounts, health

urlpatterns = [
    path("healthz", health.health, name="health"),
    # Colleagues are enlisted by an admin, customers come by signed link: there is no sign-up to offer.
    path("accounts/login/", accounts.Login.as_view(), name="account_login"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/inactive/", account.account_inactive, name="account_inactive"),
    path("accounts/password/", account.password_change, name="account_change_password"),
    path("accounts/password/reset/", account.password_reset, name="account_reset_password"),
    path("accounts/password/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    path("accounts/password/reset/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^accounts/password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("", include("supportops.interfaces.web.urls")),
]
