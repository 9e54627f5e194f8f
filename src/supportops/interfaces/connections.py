"""Connections to the database in threads that live long: kept where opening is dear, given back where others wait for them."""

from __future__ import annotations

from contextlib import suppress

from django.db import connection


def rest() -> None:
    """Between two pieces of work. PostgreSQL's pool gets its connection back; SQLite's costs more to open than to use, and stays."""
    if connection.vendor != "sqlite" and not connection.in_atomic_block:
        connection.close()


def forget() -> None:
    """After a failure: this connection may be what is broken, and failing to close it is no news."""
    with suppress(Exception):
        connection.close()
