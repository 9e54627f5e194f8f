"""The live pages' stream: what happens in the ledger, as it happens, to those who may see it."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from functools import partial

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.db import SessionStore
from django.db import connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from supportops.interfaces.web.tail import MOST, lines, sequence
from supportops.interfaces.web.watcher import WATCHER, Heard
from supportops.models import Person, TicketEvent

__all__ = ["live", "sequence"]

HEARTBEAT = 15.0  # seconds; as often the stream asks whether its reader may still listen
MOST_STREAMS = 12  # of one person; a browser tab needs one
RETRY = 2000  # milliseconds after which a browser that lost us comes back
_streams: Counter[int] = Counter()


async def live(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Server-sent events from the reader's last number on."""
    person: Person = request.reader  # type: ignore[attr-defined]
    if _streams[person.pk] >= MOST_STREAMS:
        return HttpResponse("Too many pages listen already: close some.", status=429, content_type="text/plain")
    key = request.session.session_key or ""
    await sync_to_async(connections.close_all)()  # an idle stream holds no connection
    stream = StreamingHttpResponse(_stream(person, key, _after(request)), content_type="text/event-stream")
    stream["Cache-Control"], stream["X-Accel-Buffering"] = "no-store", "no"
    return stream


def _after(request: HttpRequest) -> int | None:
    """The last number that the reader heard; a browser that comes back says it by itself."""
    said = request.headers.get("Last-Event-ID") or request.GET.get("after", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) <= 18 else None


async def _stream(person: Person, key: str, after: int | None) -> AsyncIterator[str]:
    queue: asyncio.Queue[list[Heard]] = asyncio.Queue()
    hear = partial(asyncio.get_running_loop().call_soon_threadsafe, queue.put_nowait)
    _streams[person.pk] += 1
    WATCHER.join(hear)
    try:
        yield f"retry: {RETRY}\n\n"
        missed, last = await _apart(_missed, person, after)
        yield _said(missed)
        async for words in _going_on(person, key, queue, last):
            yield words
    finally:
        WATCHER.leave(hear)
        _streams[person.pk] -= 1


async def _going_on(person: Person, key: str, queue: asyncio.Queue[list[Heard]], last: int) -> AsyncIterator[str]:
    """News as it comes, a sign of life where there is none, the end where the reader has lost the right to listen."""
    loop = asyncio.get_running_loop()
    check_at = loop.time() + HEARTBEAT
    while True:
        try:
            heard = await asyncio.wait_for(queue.get(), max(0.0, check_at - loop.time()))
        except TimeoutError:
            if not await _apart(_may_listen, person, key):
                return
            check_at = loop.time() + HEARTBEAT
            yield ": still here\n\n"
        else:
            news = [line for line in heard if line.sequence > last]
            last = max([last, *(line.sequence for line in news)])
            yield _said(await _apart(_visible, person, news))


async def _apart(ask, *args):
    """A question to the database on another thread, which gives its connection back at once."""
    return await sync_to_async(_asked, thread_sensitive=False)(ask, *args)


def _asked(ask, *args):
    try:
        return ask(*args)
    finally:
        connections.close_all()


def _missed(person: Person, after: int | None) -> tuple[list[Heard], int]:
    """What was told while the reader was away; where that is too much to tell, the advice to look at everything again."""
    position = WATCHER.position()
    rows = [] if after is None else [Heard(*row) for row in lines(after, position)]
    if len(rows) == MOST:
        return [Heard(position, 0, "many")], position
    return _visible(person, rows), position


def _visible(person: Person, heard: list[Heard]) -> list[Heard]:
    numbers = [line.sequence for line in heard]
    allowed = set(TicketEvent.objects.visible_to(person).filter(pk__in=numbers).values_list("pk", flat=True)) if numbers else set()
    return [line for line in heard if line.sequence in allowed]


def _may_listen(person: Person, key: str) -> bool:
    """Whether the session still stands and the person is still who they were when the stream began."""
    now = Person.objects.filter(pk=person.pk, is_active=True, role=person.role).first()
    session = SessionStore(session_key=key)
    return now is not None and session.exists(key) and session.get("_auth_user_hash") == now.get_session_auth_hash()


def _said(heard: list[Heard]) -> str:
    """Lines as the browser's EventSource reads them."""
    return "".join(f"id: {line.sequence}\ndata: {json.dumps(line._asdict())}\n\n" for line in heard)
