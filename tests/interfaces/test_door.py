"""What every answer carries, what machines may ask, and that a stream flows while other pages are answered."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from unittest import mock

import pytest
from django.db import DatabaseError
from django.http import HttpRequest, StreamingHttpResponse
from django.test import AsyncClient, Client
from django.urls import path

from supportops.asgi import Door
from supportops.interfaces import clock
from supportops.models import Desk


async def drip(request: HttpRequest) -> StreamingHttpResponse:
    async def drops() -> AsyncIterator[bytes]:
        for number in range(3):
            yield str(number).encode()
            await asyncio.sleep(0)

    return StreamingHttpResponse(drops())


urlpatterns = [path("drip", drip)]


@pytest.mark.django_db
def test_a_page_has_a_fresh_nonce_and_no_other_source_of_scripts(client: Client) -> None:
    policies = {client.get("/accounts/login/")["Content-Security-Policy"] for _ in range(2)}
    assert len(policies) == 2
    for policy in policies:
        assert re.search(r"script-src 'nonce-[\w-]{20,}';", policy)
        assert "default-src 'none'" in policy
        assert "unsafe-eval" not in policy
        assert "frame-ancestors 'none'" in policy


@pytest.mark.django_db
def test_scripts_of_the_login_page_carry_the_nonce(client: Client) -> None:
    answer = client.get("/accounts/login/")
    nonce = re.search(r"'nonce-([\w-]+)'", answer["Content-Security-Policy"])[1]  # type: ignore[index]
    for script in re.findall(r"<script[^>]*>", answer.content.decode()):
        assert f'nonce="{nonce}"' in script


@pytest.mark.django_db
def test_no_page_offers_a_sign_up(client: Client) -> None:
    assert client.get("/accounts/signup/").status_code == 404
    assert "signup" not in client.get("/accounts/login/").content.decode()


def test_an_asset_is_answered_without_a_database(client: Client) -> None:
    answer = client.get("/static/supportops/css/tokens.css")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/css")
    again = client.get("/static/supportops/css/tokens.css", headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db
def test_a_path_out_of_the_shelf_finds_nothing(client: Client) -> None:
    assert client.get("/static/../settings.py").status_code == 404
    assert client.get("/static/%2e%2e/settings.py").status_code == 404


@pytest.mark.django_db
def test_health_is_told_without_a_login(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "worker": "never seen", "waiting_intake": 0}


@pytest.mark.django_db
@pytest.mark.parametrize(("ago", "said"), [(timedelta(seconds=5), "ok"), (timedelta(minutes=5), "late")])
def test_a_worker_that_fell_silent_is_late(client: Client, ago: timedelta, said: str) -> None:
    Desk.objects.create(install_id="1", clock_offset=timedelta(), worker_seen_at=clock.now() - ago)
    assert client.get("/healthz").json()["worker"] == said


def test_health_without_a_database_is_503(client: Client) -> None:
    with mock.patch("supportops.interfaces.web.health._worker", side_effect=DatabaseError("password=secret")):
        answer = client.get("/healthz")
    assert answer.status_code == 503
    assert "secret" not in answer.content.decode()


@pytest.mark.urls(__name__)
def test_a_stream_passes_the_door_in_pieces() -> None:
    async def collect() -> list[bytes]:
        client = AsyncClient()
        client.handler.__class__ = type("Handler", (Through, client.handler.__class__), {})
        answer = await client.get("/drip")
        return [piece async for piece in answer.streaming_content]

    assert asyncio.run(collect()) == [b"0", b"1", b"2"]


class Through:
    """The test client's handler, with our door's way into the middleware."""

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)  # type: ignore[misc]

    get_response_async = Door.get_response_async


@pytest.mark.django_db
def test_ada_gets_a_new_password_by_a_link_and_eve_learns_nothing(client: Client, cast, mailoutbox: list) -> None:
    answers = [client.post("/accounts/password/reset/", {"email": email}) for email in ("ada@desk.example", "nobody@desk.example")]
    assert [answer.headers.get("Location") for answer in answers] == ["/accounts/password/reset/sent/"] * 2
    [mail] = mailoutbox
    assert (mail.to, mail.from_email) == (["ada@desk.example"], "support@example.com")
    link = re.search(r"http://[^/]+(/accounts/password/reset/\S+)", mail.body)[1]  # type: ignore[index]
    form = client.get(link, follow=True)
    done = client.post(form.redirect_chain[-1][0], {"password1": "analytical-engine", "password2": "analytical-engine"})
    assert done.status_code == 302
    assert Client().login(email="ada@desk.example", password="analytical-engine")


@pytest.mark.django_db
def test_guessing_adas_password_is_stopped_after_a_few_tries(client: Client, cast) -> None:
    for _ in range(8):
        answer = client.post("/accounts/login/", {"login": "ada@desk.example", "password": "wrong"})
    assert "Too many failed login attempts" in answer.content.decode()
    answer = client.post("/accounts/login/", {"login": "ada@desk.example", "password": "lovelace-1815"})
    assert answer.status_code == 200


@pytest.mark.django_db
def test_ada_logs_in_by_her_address_and_omar_cannot(client: Client, cast) -> None:
    refused = client.post("/accounts/login/", {"login": "omar@acme.example", "password": "!"})
    assert refused.status_code == 200
    answer = client.post("/accounts/login/", {"login": "Ada@Desk.example", "password": "lovelace-1815"})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
