"""The published SLA vectors: read, and worked out by a counter of minutes that shares no code with the desk.

`python -m tests.sla_vectors` fills in what a vector expects where it says nothing yet.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from supportops.core import ticket as core
from supportops.core.hours import BusinessHours
from supportops.core.sla import Change, Clock, Lifecycle, Season, SlaPolicy, Target, Warn
from supportops.core.ticket import Event, Priority, Verb

PLACE = Path(__file__).parents[1] / "docs" / "sla-vectors.json"
MINUTE = timedelta(minutes=1)
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NOTHING_TIMED = SimpleNamespace(timed=lambda ticket, ledger: ())
LONGEST = 90 * 1440  # minutes that the counter looks ahead


def read() -> dict:
    return json.loads(PLACE.read_text())


def minutes(text: str) -> int:
    """2h 30m -> 150"""
    return sum(int(n) * {"d": 1440, "h": 60, "m": 1}[unit] for n, unit in re.findall(r"(\d+)([dhm])", text))


class Desk:
    """A calendar as a person with a clock on the wall knows it: minute by minute."""

    def __init__(self, written: dict) -> None:
        self.zone = ZoneInfo(written["zone"])
        self.week = {WEEK.index(day): [_slot(one) for one in slots] for day, slots in written["week"].items()}
        self.holidays = {date.fromisoformat(day) for day in written.get("holidays", {})}

    def walk(self, start: datetime):
        """Each minute from a moment on, with whether it is open. The wall clock that goes back shows nothing new."""
        moment = start.astimezone(UTC) - timedelta(hours=30)
        seen = datetime(1, 1, 1)  # noqa: DTZ001
        while True:
            seen = max(seen, moment.astimezone(self.zone).replace(tzinfo=None))
            if moment >= start:
                yield moment, self._stands_open(seen)
            moment += MINUTE

    def _stands_open(self, wall: datetime) -> bool:
        for back in (0, 1):
            day = wall.date() - timedelta(days=back)
            minute = (wall - datetime.combine(day, time())) / MINUTE
            if day not in self.holidays and any(opens <= minute < closes for opens, closes in self.week.get(day.weekday(), [])):
                return True
        return False

    def due(self, start: datetime, target: int) -> datetime:
        count = 0
        for moment, is_open in self.walk(start):
            count += is_open
            if count == target:
                return moment + MINUTE
        raise AssertionError

    def counted(self, start: datetime, end: datetime) -> int:
        count = 0
        for moment, is_open in self.walk(start):
            if moment >= end:
                return count
            count += is_open
        raise AssertionError


def _slot(text: str) -> tuple[int, int]:
    opens, closes = (60 * int(part[:2]) + int(part[3:]) for part in text.split("-"))
    return opens, closes if closes > opens else closes + 1440


def expected_of_calendar(vector: dict, calendars: dict) -> dict:
    desk, start = Desk(calendars[vector["calendar"]]), datetime.fromisoformat(vector["from"])
    if "add" in vector:
        return {"due_at": _told(desk.due(start, minutes(vector["add"])))}
    return {"minutes": desk.counted(start, datetime.fromisoformat(vector["to"]))}


class Life:
    """A ticket as its customer and the desk see it; every rule of docs/sla.md once more, in other words."""

    def __init__(self) -> None:
        self.status, self.priority = "none", ""
        self.opened = self.replied = self.waiting = self.queued = self.escalated = self.ended = None
        self.within = None
        self.ours: list[list] = []  # the spans in which the resolution is counted

    def happen(self, event: dict, at: datetime) -> None:
        getattr(self, "_" + event["what"])(event, at)
        counts = self.status in ("new", "open", "escalated")
        if counts and (not self.ours or self.ours[-1][1]):
            self.ours.append([at, None])
        if not counts and self.ours and not self.ours[-1][1]:
            self.ours[-1][1] = at
            if self.ours[-1][0] == at and self.ours[1:]:
                self.ours.pop()

    def _opened(self, event, at):
        self.status, self.priority, self.opened, self.waiting, self.queued = "new", event["priority"], at, at, at

    def _assigned(self, event, at):
        self.status, self.queued = ("open" if self.status == "new" else self.status), None

    def _queued(self, event, at):
        self.status, self.queued = ("new" if self.status in ("new", "open") else self.status), at

    def _replied(self, event, at):
        self.replied, self.waiting, self.queued = self.replied or at, None, None
        self.status = self.status if self.status in ("escalated", "solved") else "pending"

    def _customer_wrote(self, event, at):
        self.waiting = self.waiting or at
        self.ended = None
        self.status = "open" if self.status in ("pending", "solved") else self.status

    def _noted(self, event, at):
        pass

    def _waiting(self, event, at):
        self.status, self.waiting = "pending", None

    def _prioritised(self, event, at):
        self.priority = event["priority"]

    def _escalated(self, event, at):
        self.status, self.escalated, self.within, self.queued = "escalated", at, event.get("acknowledge_within"), None

    def _acknowledged(self, event, at):
        self.status = "open"

    def _solved(self, event, at):
        self.status, self.ended, self.waiting, self.queued = "solved", at, None, None

    def _reopened(self, event, at):
        self.status, self.ended, self.waiting = "open", None, self.waiting or at

    def _closed(self, event, at):
        self.status, self.ended = "closed", self.ended or at


def expected_of_ticket(vector: dict, calendars: dict) -> dict:
    life = Life()
    for event in vector["events"]:
        life.happen(event, datetime.fromisoformat(event["at"]))
    now, (targets, calendar) = datetime.fromisoformat(vector["now"]), _holds(vector, life, calendars)
    desk, always, shares = Desk(calendars[calendar]), Desk(calendars["always"]), vector.get("warnings", [0.8])
    done, found = life.status in ("solved", "closed"), {}
    if life.status == "new" and life.queued:
        found["pick_up"] = _reckon(always, [[life.queued, None]], targets["pick_up"], None, now, shares)
    if life.status == "escalated":
        within = life.within or targets["acknowledgement"]
        found["acknowledgement"] = _reckon(always, [[life.escalated, None]], within, None, now, shares)
    if life.replied or not done:
        found["first_reply"] = _reckon(desk, [[life.opened, None]], targets["first_reply"], life.replied, now, shares)
    if life.replied and life.waiting and not done:
        found["next_reply"] = _reckon(desk, [[life.waiting, None]], targets["next_reply"], None, now, shares)
    found["resolution"] = _reckon(desk, life.ours, targets["resolution"], life.ended if done else None, now, shares)
    return found


def _holds(vector: dict, life: Life, calendars: dict) -> tuple[dict, str]:
    """The targets in minutes, and the calendar, after the season of the day on which it was opened."""
    calendar, usual = vector["calendar"], {"pick_up": 15, "acknowledgement": 240}
    targets = usual | {name: minutes(span) for name, span in vector["targets"][life.priority].items()}
    season = vector.get("season")
    if not season or not season["starts"] <= f"{life.opened.astimezone(Desk(calendars[calendar]).zone):%Y-%m-%d}" <= season["ends"]:
        return targets, calendar
    grown = {name: round(targets[name] * season.get("factor", 1)) for name in ("first_reply", "next_reply", "resolution")}
    own = {name: minutes(span) for name, span in season.get("targets", {}).get(life.priority, {}).items()}
    return targets | grown | own, season.get("calendar", calendar)


def _reckon(desk: Desk, spans: list, target: int, met: datetime | None, now: datetime, shares: list) -> dict:
    """Counts the open minutes of the spans until the target is reached, as if nothing happened after the last event."""
    goals = {round(target * share, 6): share for share in shares} | {target: "due"}
    at, counted, so_far = {}, 0, 0
    for start, end in spans:
        for step, (moment, is_open) in enumerate(desk.walk(start)):
            if moment == end or step == LONGEST or (end is None and "due" in at and moment >= now):
                break
            counted += is_open
            so_far += is_open and moment < (met or now)
            if is_open and counted in goals:
                at.setdefault(goals[counted], moment + MINUTE)
    due, stopped = at.get("due"), spans[-1][1] is not None
    warnings = [_told(at[share]) for share in shares if share in at]
    state = _state(due, met, stopped and met is None, now, spans[-1][1])
    return {"state": state, "due_at": None if state == "paused" else _told(due), "warnings_at": warnings, "counted": so_far}


def _state(due: datetime | None, met: datetime | None, paused: bool, now: datetime, stopped_at: datetime | None) -> str:
    if met:
        return "kept" if due is None or due >= (stopped_at or met) else "missed"
    if due and due < (stopped_at or now):
        return "late"
    return "paused" if paused else "running"


def _told(moment: datetime | None) -> str | None:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%MZ}" if moment else None


def fill() -> None:
    """What each vector expects, by the counter alone."""
    data = read()
    for vector in data["calendar_vectors"]:
        vector["expected"] = vector.get("expected") or expected_of_calendar(vector, data["calendars"])
    for vector in data["ticket_vectors"]:
        vector["expected"] = vector.get("expected") or expected_of_ticket(vector, data["calendars"])
    PLACE.write_text(written(data))


def written(data: dict) -> str:
    """JSON with a line for each thing that is read as one."""
    return _lines(data, 0) + "\n"


def _lines(value: object, depth: int) -> str:
    line = json.dumps(value, ensure_ascii=False)
    if len(line) < 300:
        return line
    named = isinstance(value, dict)
    inner = (
        [f"{json.dumps(name)}: {_lines(one, depth + 1)}" for name, one in value.items()]
        if named
        else [_lines(one, depth + 1) for one in value]
    )
    pad, (opens, closes) = "\n" + " " * depth, "{}" if named else "[]"
    return f"{opens}{pad} " + f",{pad} ".join(inner) + f"{pad}{closes}"


def ours(vector: dict, calendars: dict) -> SimpleNamespace:
    """A vector as this desk would write it: the chapters of a handbook, and a ticket's verbs."""
    season = vector.get("season")
    changes = {Priority(name): Change(**_spans(spans)) for name, spans in (season or {}).get("targets", {}).items()}
    known = {
        name: Season(**_dates(season), calendar=season.get("calendar", ""), factor=season.get("factor", 1.0), targets=changes)
        for name in ["season"]
        if season
    }
    usual = vector["targets"][min(vector["targets"])]
    return SimpleNamespace(
        lifecycle=Lifecycle(),
        priorities={one: Target(**_spans(vector["targets"].get(one.value, usual)), calendar=vector["calendar"]) for one in Priority},
        calendars={name: hours(written) for name, written in calendars.items()},
        sla=SlaPolicy(warnings=tuple(Warn(share) for share in vector.get("warnings", [0.8])), seasons=known),
        automation=NOTHING_TIMED,
        escalation=NOTHING_TIMED,
    )


def _spans(written: dict) -> dict[str, timedelta]:
    return {name: timedelta(minutes=minutes(span)) for name, span in written.items()}


def _dates(season: dict) -> dict[str, date]:
    return {name: date.fromisoformat(season[name]) for name in ("starts", "ends")}


def hours(written: dict) -> BusinessHours:
    week = {WEEK.index(day): tuple(_slot(one) for one in slots) for day, slots in written["week"].items()}
    names = {date.fromisoformat(day): name for day, name in written.get("holidays", {}).items()}
    return BusinessHours(ZoneInfo(written["zone"]), week, frozenset(names), names)


VERBS = {
    "assigned": (Verb.ASSIGN, {"assignee": 1}),
    "queued": (Verb.ROUTE, {"team": "frontline"}),
    "replied": (Verb.REPLY, {}),
    "customer_wrote": (Verb.HEAR, {}),
    "noted": (Verb.NOTE, {}),
    "waiting": (Verb.WAIT, {}),
    "escalated": (Verb.ESCALATE, {"reason": "beyond us"}),
    "acknowledged": (Verb.ACKNOWLEDGE, {"assignee": 1}),
    "solved": (Verb.SOLVE, {}),
    "reopened": (Verb.REOPEN, {}),
    "closed": (Verb.CLOSE, {}),
}


def ledger(vector: dict, agent: int = 1, **first) -> list[Event]:
    """The events of a vector as the desk's own."""
    told: list[Event] = []
    for event in vector["events"]:
        told += _verb(core.evolve_all(core.Ticket(), told), event, datetime.fromisoformat(event["at"]), agent, first)
    return told


def _verb(ticket: core.Ticket, event: dict, at: datetime, agent: int, first: dict) -> list[Event]:
    if event["what"] == "opened":
        return [core.opened(core.Ticket(priority=Priority(event["priority"]), **first), by="customer:9", at=at)]
    if event["what"] == "prioritised":
        return core.decide(ticket, Verb.PRIORITISE, by="agent:1", at=at, priority=Priority(event["priority"]))
    verb, detail = VERBS[event["what"]]
    detail = {name: agent if name == "assignee" else value for name, value in detail.items()}
    data = {name: event[name] for name in ("acknowledge_within",) if name in event}
    return core.decide(ticket, verb, by="agent:1", at=at, data=data, **detail)


def told(clock: Clock, counted: timedelta, warnings: list[datetime], now: datetime) -> dict:
    """A clock of ours in the words of the vectors."""
    state = {"met": "kept", "breached": "missed" if clock.met_at else "late"}.get(clock.state, clock.state)
    state = "late" if state == "running" and clock.due_at < now else state
    return {"state": state, "due_at": _told(clock.due_at), "warnings_at": [_told(one) for one in warnings], "counted": counted // MINUTE}


if __name__ == "__main__":
    fill()
