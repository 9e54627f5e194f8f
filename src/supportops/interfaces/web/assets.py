"""Styles, scripts, fonts and icons, served from the installed package: nothing to collect, nothing to fetch."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.decorators import sync_and_async_middleware
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile


@sync_and_async_middleware
def assets(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]:
    """Answer an asset at once, before sessions and databases."""
    shelf = WhiteNoiseMiddleware(get_response)

    async def answer_later(request: HttpRequest) -> HttpResponseBase:
        if file := _find(shelf, request):
            return await sync_to_async(_serve, thread_sensitive=False)(file, request)
        return await get_response(request)

    def answer(request: HttpRequest) -> HttpResponseBase:
        file = _find(shelf, request)
        return _serve(file, request) if file else get_response(request)

    return answer_later if iscoroutinefunction(get_response) else answer


def _find(shelf: WhiteNoiseMiddleware, request: HttpRequest) -> StaticFile | None:
    path = request.path_info
    return shelf.find_file(path) if shelf.autorefresh else shelf.files.get(path)


def _serve(file: StaticFile, request: HttpRequest) -> HttpResponse:
    """Whole and at once: the library's own answer is a synchronous stream, which an asynchronous server cannot pass on."""
    found = file.get_response(request.method, request.META)
    content = found.file.read() if found.file else b""
    if found.file:
        found.file.close()
    return HttpResponse(content, status=int(found.status), headers=dict(found.headers))
