"""The live stream: nothing missed, nothing told twice, nothing told to those who may not know, and nothing held while idle."""

from __future__ import annotations

import asyncio
import gc
import json
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.db import connection
from django.test import AsyncClient

from supportops.actions.tickets import act
from supportops.core.ticket import Verb
from supportops.interfaces.web import live, watcher
from supportops.interfaces.web.tail import Tail
from supportops.models import TicketEvent
from tests.cast import T0

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _a_fresh_watcher(monkeypatch):
    monkeypatch.setattr(live, "_streams", live.Counter())
    yield
    assert not watcher.WATCHER._listeners, "a stream was left open"


@pytest.fixture
def browser(transactional_db, cast):
    def browser(person):
        client = AsyncClient()
        client.force_login(person)
        return client

    return browser


@asynccontextmanager
async def listening(client, after=None):
    """A stream with a way to wait for what comes next on it."""
    answer = await client.get("/live" if after is None else f"/live?after={after}")
    assert answer.status_code == 200
    stream = answer.streaming_content.__aiter__()

    async def hear(seconds=5.0):
        found = []
        while not found:
            words = await asyncio.wait_for(stream.__anext__(), seconds)
            text = words.decode() if isinstance(words, bytes) else words
            found = [json.loads(line.removeprefix("data: ")) for line in text.splitlines() if line.startswith("data: ")]
        return found

    try:
        yield hear
    finally:
        await stream.aclose()


def tagged(ticket, *tags):
    ticket.refresh_from_db()
    act(ticket, Verb.TAG, by="agent:1", at=T0, tags=tags)
    return TicketEvent.objects.latest("id").pk


async def tell(ticket, *tags):
    return await sync_to_async(tagged)(ticket, *tags)


def run(story):
    return asyncio.run(asyncio.wait_for(story, 30))


def test_what_happens_is_heard_at_once(browser, ada, ticket) -> None:
    async def story():
        async with listening(browser(ada)) as hear:
            waiting = asyncio.create_task(hear())
            await asyncio.sleep(0.5)
            number = await tell(ticket, "vip")
            assert await waiting == [{"sequence": number, "ticket": ticket.pk, "verb": "tag"}]

    client = browser(ada)
    browser = lambda person: client  # noqa: E731 - logged in outside the loop
    run(story())


def test_who_was_away_hears_what_they_missed_once(browser, ada, ticket) -> None:
    client, last = browser(ada), TicketEvent.objects.latest("id").pk
    missed = [tagged(ticket, "one"), tagged(ticket, "two")]

    async def story():
        async with listening(client, after=last) as hear:
            assert [line["sequence"] for line in await hear()] == missed
            waiting = asyncio.create_task(hear())
            await asyncio.sleep(0.5)
            number = await tell(ticket, "three")
            assert [line["sequence"] for line in await waiting] == [number]

    run(story())


def test_the_browsers_own_last_number_counts_more_than_the_address(browser, ada, ticket) -> None:
    client, first = browser(ada), TicketEvent.objects.earliest("id").pk
    last = tagged(ticket, "one")
    number = tagged(ticket, "two")

    async def story():
        answer = await client.get(f"/live?after={first}", headers={"Last-Event-ID": str(last)})
        stream = answer.streaming_content.__aiter__()
        text = "".join([(await stream.__anext__()).decode() for _ in range(2)])
        await stream.aclose()
        assert [line for line in text.splitlines() if line.startswith("id:")] == [f"id: {number}"]

    run(story())


def test_who_missed_too_much_is_told_to_look_again(browser, ada, ticket, monkeypatch) -> None:
    from supportops.interfaces.web import tail

    monkeypatch.setattr(tail, "MOST", 2)
    monkeypatch.setattr(live, "MOST", 2)
    client = browser(ada)
    for n in range(3):
        number = tagged(ticket, f"t{n}")

    async def story():
        async with listening(client, after=0) as hear:
            assert await hear() == [{"sequence": number, "ticket": 0, "verb": "many"}]

    run(story())


def test_a_stream_ends_when_its_session_does(browser, ada, ticket, monkeypatch) -> None:
    monkeypatch.setattr(live, "HEARTBEAT", 0.3)
    client = browser(ada)

    async def story():
        async with listening(client) as hear:
            await client.alogout()
            with pytest.raises(StopAsyncIteration):
                await hear()

    run(story())


def test_a_stream_ends_when_its_reader_is_something_else_now(browser, ada, ticket, monkeypatch) -> None:
    from supportops.actions.people import change

    monkeypatch.setattr(live, "HEARTBEAT", 0.3)
    client = browser(ada)

    async def story():
        async with listening(client) as hear:
            await sync_to_async(change)(ada, role="customer")
            with pytest.raises(StopAsyncIteration):
                await hear()

    run(story())


def test_silence_is_broken_by_a_sign_of_life(browser, ada, ticket, monkeypatch) -> None:
    monkeypatch.setattr(live, "HEARTBEAT", 0.2)
    client = browser(ada)

    async def story():
        answer = await client.get("/live")
        stream = answer.streaming_content.__aiter__()
        said = [(await stream.__anext__()).decode() for _ in range(3)]
        await stream.aclose()
        assert said == ["retry: 2000\n\n", "", ": still here\n\n"]

    run(story())


def test_nobody_keeps_more_pages_open_than_anybody_needs(browser, ada, ticket, monkeypatch) -> None:
    monkeypatch.setattr(live, "MOST_STREAMS", 1)
    client = browser(ada)

    async def story():
        async with listening(client) as _hear:
            waiting = asyncio.create_task(_hear())
            await asyncio.sleep(0.3)
            assert (await client.get("/live")).status_code == 429
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)

    run(story())


def test_a_hundred_readers_who_listen_and_leave_hold_no_connection(browser, ada, ticket, monkeypatch) -> None:
    """Through the server's own door, where each request has its own thread: an open page must cost no connection."""
    from asgiref.testing import ApplicationCommunicator
    from django.core.asgi import get_asgi_application

    monkeypatch.setattr(live, "MOST_STREAMS", 1000)
    cookie = browser(ada).cookies["sessionid"].value
    headers = [(b"host", b"testserver"), (b"cookie", f"sessionid={cookie}".encode())]
    scope = {"type": "http", "http_version": "1.1", "method": "GET", "path": "/live", "query_string": b"", "headers": headers}

    async def story():
        door = get_asgi_application()
        streams = [ApplicationCommunicator(door, dict(scope)) for _ in range(100)]
        for stream in streams:
            await stream.send_input({"type": "http.request", "body": b""})
            assert (await stream.receive_output(10))["status"] == 200
            assert (await stream.receive_output(10))["body"] == b"retry: 2000\n\n"
            await stream.receive_output(10)
        listening_now = live._streams.total()
        held = await sync_to_async(connections_open, thread_sensitive=False)()
        for stream in streams:
            await stream.send_input({"type": "http.disconnect"})
            await stream.wait(10)
        return listening_now, held

    listened, held = run(story())
    assert listened == 100
    assert held <= 4  # the watcher's, whoever counts them, and the test's own


def connections_open() -> int:
    """Connections to the database that somebody in this process holds."""
    if connection.vendor == "postgresql":  # the pool keeps what it once opened; what counts is what it has lent out
        stats = connection.pool.get_stats()
        return stats["pool_size"] - stats["pool_available"]
    import sqlite3

    gc.collect()
    return sum(isinstance(thing, sqlite3.Connection) and alive(thing) for thing in gc.get_objects())


def alive(link) -> bool:
    import sqlite3

    try:
        link.total_changes  # noqa: B018 - asks whether it is closed
    except sqlite3.ProgrammingError as problem:
        return "closed" not in str(problem)
    return True


def test_a_line_committed_late_is_not_passed_over(ticket, transactional_db) -> None:
    """On PostgreSQL a transaction that began first may commit last: its lower numbers must still be told, before the higher ones."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    import psycopg

    ledger = Tail()
    ledger.new()
    parameters = {
        k: v for k, v in connection.get_connection_params().items() if k not in ("cursor_factory", "context", "prepare_threshold")
    }
    copy = """INSERT INTO supportops_ticketevent (ticket_id, number, verb, "by", occurred_at, was, became, changes, because, data, policy_version)
              SELECT ticket_id, number + %s, verb, "by", occurred_at, was, became, changes, because, data, policy_version
              FROM supportops_ticketevent ORDER BY id LIMIT 1 RETURNING id"""
    with psycopg.connect(**parameters) as slow, psycopg.connect(**parameters, autocommit=True) as quick:
        low = slow.execute(copy, [1000]).fetchone()[0]
        high = quick.execute(copy, [2000]).fetchone()[0]
        assert low < high
        assert ledger.new() == []
        slow.commit()
        assert [row[0] for row in ledger.new()] == [low, high]


def test_the_page_begins_to_listen_where_it_was_drawn(visit, ada, ticket) -> None:
    answer = visit(ada).get("/tickets")
    assert f'data-after="{TicketEvent.objects.latest("id").pk}"'.encode() in answer.content


def test_a_heartbeat_comes_often_enough_for_proxies() -> None:
    assert timedelta(seconds=live.HEARTBEAT) <= timedelta(seconds=15)
