"""What a browser may do with our pages: scripts of ours with this answer's nonce, and nothing from elsewhere."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

# A mail's HTML comes from an address of its own with a policy of its own. A remote image never loads: it would tell its
# sender who reads what and when.
POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
HEADER = "Content-Security-Policy"


@sync_and_async_middleware
def policy(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]:
    """Give the request its nonce (`request.csp_nonce`) and the answer its policy. An answer that brings a policy keeps it."""

    async def answer_later(request: HttpRequest) -> HttpResponseBase:
        return _sealed(await get_response(_marked(request)), request)

    def answer(request: HttpRequest) -> HttpResponseBase:
        return _sealed(get_response(_marked(request)), request)

    return answer_later if iscoroutinefunction(get_response) else answer


def _marked(request: HttpRequest) -> HttpRequest:
    request.csp_nonce = secrets.token_urlsafe(16)  # type: ignore[attr-defined]
    return request


def _sealed(response: HttpResponseBase, request: HttpRequest) -> HttpResponseBase:
    response.headers.setdefault(HEADER, POLICY.format(nonce=request.csp_nonce))  # type: ignore[attr-defined]
    response.headers.setdefault("Permissions-Policy", PERMISSIONS)
    response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    return response
