"""What a backtest found, arranged for the page: which tickets change, which promises turn, whose load, which escalations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LISTED = 200  # changes in the list
WORDS = {
    "priority": gettext_lazy("Priority"),
    "category": gettext_lazy("Category"),
    "team": gettext_lazy("Team"),
    "assignee": gettext_lazy("Assignee"),
    "level": gettext_lazy("Level"),
    "first_reply_due_at": gettext_lazy("First reply due"),
    "resolution_due_at": gettext_lazy("Resolution due"),
    "route": gettext_lazy("Routing"),
    "promise": gettext_lazy("Promise"),
    "affected": gettext_lazy("People affected"),
}
SIDES = ("before", "after")


def word(name: str) -> str:
    return str(WORDS.get(name, name.replace("_", " ").capitalize()))


def found(kept: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The kept result in the order in which people ask."""
    if not kept:
        return None
    return {
        "at": datetime.fromisoformat(kept["at"]),
        "days": kept["days"],
        "against": kept["against"],
        "tickets": kept["tickets"],
        "differing": kept["differing"],
        "share": round(100 * kept["differing"] / kept["tickets"], 1) if kept["tickets"] else 0,
        "fields": [_field(name, told, kept["tickets"]) for name, told in kept["fields"].items()],
        "targets": [_target(name, told) for name, told in kept["targets"].items()],
        "load": _load(kept["load"]),
        "escalations": [{"name": spoken(name), **told} for name, told in kept["escalations"].items()],
        "rules": [{"name": name, **told} for name, told in kept.get("rules", {}).items()],
        "changed": _changed(kept["changed"]),
        "unknown": kept["unknown"],
    }


def spoken(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").capitalize()


def _field(name: str, told: Mapping[str, Any], tickets: int) -> dict[str, Any]:
    most = max((move["tickets"] for move in told["moves"]), default=1)
    moves = [
        {"was": move["from"] or "–", "becomes": move["to"] or "–", "tickets": move["tickets"], "width": 100 * move["tickets"] / most}
        for move in told["moves"]
    ]
    return {"name": word(name), "tickets": told["tickets"], "share": round(100 * told["tickets"] / (tickets or 1), 1), "moves": moves}


def _target(name: str, told: Mapping[str, Any]) -> dict[str, Any]:
    sides = [_side(told[side]) | {"name": _("as it was") if side == "before" else _("as proposed")} for side in SIDES]
    turned = [{"was": _kept(move["from"]), "becomes": _kept(move["to"]), "tickets": move["tickets"]} for move in told["turned"]]
    return {"name": word(name), "sides": sides, "turned": turned}


def _side(told: Mapping[str, int]) -> dict[str, Any]:
    """Kept, missed and open, each with its share of the bar."""
    total = sum(told.values()) or 1
    parts = [{"kind": kind, "tickets": told[kind], "width": 100 * told[kind] / total} for kind in ("kept", "missed", "open")]
    judged = told["kept"] + told["missed"]
    return {"parts": parts, "share": round(100 * told["kept"] / judged, 1) if judged else None}


def _kept(kind: str) -> str:
    return {"kept": _("kept"), "missed": _("missed"), "open": _("open")}.get(kind, kind)


def _load(load: Mapping[str, Mapping[str, list[int]]]) -> list[dict[str, Any]]:
    """Each team's requests by hour of the day, before and after, on one scale for all."""
    top = max((count for sides in load.values() for side in SIDES for count in sides[side]), default=0) or 1
    return [_team(name, sides, top) for name, sides in load.items()]


def _team(name: str, sides: Mapping[str, list[int]], top: int) -> dict[str, Any]:
    before, after = sides["before"], sides["after"]
    hours = [{"hour": hour, "before": was, "after": now} for hour, (was, now) in enumerate(zip(before, after, strict=True))]
    return {
        "name": spoken(name) if name else _("no team"),
        "hours": hours,
        "top": top,
        "before": sum(before),
        "after": sum(after),
        "change": sum(after) - sum(before),
    }


def _changed(changes: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Ticket by ticket."""
    by_ticket = [(number, list(group)) for number, group in groupby(changes[: LISTED * 4], key=lambda change: change["ticket"])]
    return [{"ticket": number, "changes": [_change(change) for change in group]} for number, group in by_ticket[:LISTED]]


def _change(change: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": word(change["field"]), "was": value(change["from"]), "becomes": value(change["to"]), "because": change["because"]}


def value(plain: Any) -> Any:
    """A value as people read it; a moment stays one, for the page to show in the reader's zone."""
    if isinstance(plain, dict):
        return ", ".join(f"{name.replace('_', ' ')} {value(part)}" for name, part in plain.items() if part not in (None, "", [], {}))
    if isinstance(plain, list):
        return ", ".join(str(value(one)) for one in plain) or "–"
    if isinstance(plain, str) and "T" in plain:
        return _moment(plain)
    return "–" if plain in (None, "") else plain


def _moment(text: str) -> Any:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return text


def beside(told: Mapping[str, Any]) -> dict[str, Any]:
    """One ticket's decisions in pairs."""
    pairs = [_pair(name, pair) for name, pair in told["decisions"].items()]
    return {
        "pairs": pairs,
        "changes": [_change(change) for change in told["changed"]],
        "person_known": told["person_known"],
        "reread": told["reread"],
    }


def _pair(name: str, pair: Mapping[str, Any]) -> dict[str, Any]:
    sides = [
        _decision(pair[side]) | {"name": words} for side, words in (("recorded", _("As it was decided")), ("proposed", _("As proposed")))
    ]
    return {"name": word(name), "differs": pair["differs"], "sides": sides}


def _decision(told: Mapping[str, Any] | None) -> dict[str, Any]:
    if told is None:
        return {"value": None}
    rejected = [tuple(map(str, one)) for one in told.get("rejected", ())]
    return {"value": value(told["value"]), "because": told["because"], "evidence": told.get("evidence", ()), "rejected": rejected}
