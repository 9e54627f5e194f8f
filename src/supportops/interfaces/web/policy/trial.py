"""A backtest from the page: at once where few tickets came in, otherwise in the background with its progress shown."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.core.cache import cache

from supportops.actions import policy
from supportops.actions.policy.proposals import keep_backtest
from supportops.analytics import backtest
from supportops.interfaces import clock, connections
from supportops.interfaces.web.policy import findings
from supportops.models import PolicyVersion, Ticket

log = structlog.get_logger()
AT_ONCE = 5_000  # tickets that nobody has to wait for
DAYS = (7, 30, 90, 365)
STALLED = timedelta(minutes=3)  # without a sign of life it is not running any more


def start(version: PolicyVersion, days: str, at: datetime) -> None:
    """Try the version on the tickets of so many days before now."""
    span = int(days) if days.isdecimal() and len(days) < 4 and int(days) in DAYS else 30
    period = backtest.Period(at - timedelta(days=span), at)
    many = Ticket.objects.filter(opened_at__gte=period.start)[: AT_ONCE + 1].count() > AT_ONCE
    if many:
        _say(version, 0, 1, at)
        threading.Thread(target=_in_the_background, args=(version, period, span, at), name="backtest", daemon=True).start()
    else:
        _run(version, period, span, at)


def _run(version: PolicyVersion, period: backtest.Period, days: int, at: datetime) -> None:
    trial = backtest.Trial(policy.built(version.texts), period, at, policy.known)
    found = backtest.backtest(trial, lambda done, of: _say(version, done, of, clock.now()))
    keep_backtest(version, found.as_data() | {"days": days, "at": at.isoformat(), "against": policy.current().version})
    cache.set(_key(version), {}, 1)


def _in_the_background(version: PolicyVersion, period: backtest.Period, days: int, at: datetime) -> None:
    try:
        _run(version, period, days, at)
    except Exception:
        log.exception("backtest_failed", version=version.pk)
        cache.set(_key(version), {"failed": True}, 3600)
    finally:
        connections.forget()


def _say(version: PolicyVersion, done: int, of: int, at: datetime) -> None:
    cache.set(_key(version), {"done": done, "of": of, "at": at}, 3600)


def _key(version: PolicyVersion) -> str:
    return f"backtest-{version.pk}"


def shown(version: PolicyVersion) -> dict[str, Any]:
    """What the page says of it: how far it is, or what it found."""
    state = cache.get(_key(version)) or {}
    return {
        "running": _running(state),
        "failed": bool(state) and not _running(state),
        "days": DAYS,
        "found": findings.found(version.backtest),
    }


def _running(state: Mapping[str, Any]) -> dict[str, Any] | None:
    if "at" not in state or clock.now() - state["at"] > STALLED:
        return None
    return {"done": state["done"], "of": state["of"], "share": round(100 * state["done"] / (state["of"] or 1))}


def beside(ticket: int, version: PolicyVersion) -> dict[str, Any] | None:
    """Both decisions on a ticket, as the page draws them."""
    found = backtest.beside(ticket, policy.built(version.texts), policy.known)
    return findings.beside(found.as_data()) if found else None
