"""Each line of a ledger as one clear sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from supportops.interfaces.web.words import priority_word, spoken, target_word
from supportops.models import Person, Team, TicketEvent
from supportops.models.events import read

SYSTEM = "SupportOps"


class Names:
    """The names behind the numbers in a ledger: one query for people, one for teams; none for those that were read already."""

    def __init__(self, events: Iterable[TicketEvent], people: Iterable[Person] = (), teams: Iterable[Team] = ()) -> None:
        self._people = {person.pk: person for person in people}
        if missing := {number for event in events for number in _people(event)} - self._people.keys():
            self._people |= {person.pk: person for person in Person.objects.filter(pk__in=missing)}
        self._teams = {team.slug: team.name for team in teams} or dict(Team.objects.values_list("slug", "name"))

    def actor(self, by: str) -> str:
        kind, _colon, number = by.partition(":")
        if kind in ("agent", "customer"):
            return self.person(int(number))
        if kind == "rule":
            return _("Rule %(name)s") % {"name": number}
        if kind == "rule":
            return _("The rule %(name)s") % {"name": number}
        return _("The customer") if kind == "mail" else SYSTEM

    def person(self, number: int | None) -> str:
        return str(self._people.get(number) or _("somebody")) if number else _("nobody")

    def team(self, slug: str | None) -> str:
        return self._teams.get(slug, slug) if slug else _("no team")


def _people(event: TicketEvent) -> set[int]:
    kind, _colon, number = event.by.partition(":")
    actor = {int(number)} if kind in ("agent", "customer") and number.isdigit() else set()
    return actor | {number for number in event.changes.get("assignee", ()) if number}


def sentence(event: TicketEvent, names: Names) -> str:
    """What happened, for a person to read."""
    told = _SAY.get(event.verb)
    who = names.actor(event.by)
    return told(_Said(event, names, who)) if told else f"{who}: {event.verb}"


class _Said:
    """An event with what its sentence may need."""

    def __init__(self, event: TicketEvent, names: Names, who: str) -> None:
        self.event, self.names, self.who = event, names, who
        self.data: Mapping[str, Any] = event.data
        self.machine = event.by.startswith("system")

    def was(self, name: str) -> Any:
        return read(name, self.event.changes.get(name, (None, None))[0])

    def became(self, name: str) -> Any:
        return read(name, self.event.changes.get(name, (None, None))[1])


def _open(said: _Said) -> str:
    channel = said.became("channel") or "email"
    ways = {"email": _("by mail"), "phone": _("by phone"), "walk_in": _("in person"), "web": _("through the form")}
    return _("The request came in %(way)s") % {"way": ways.get(channel, spoken(channel))}


def _triage(said: _Said) -> str:
    level = said.became("priority") or "P2"
    category = said.became("category")
    words = _("Priority %(level)s, %(word)s") % {"level": level, "word": priority_word(level).lower()}
    return _("%(words)s; category %(category)s") % {"words": words, "category": category} if category else words


def _route(said: _Said) -> str:
    team = said.names.team(said.became("team") or said.was("team"))
    if said.machine:
        return _("Put into the queue of %(team)s") % {"team": team}
    return _("%(who)s handed it over to %(team)s") % {"who": said.who, "team": team}


def _assign(said: _Said) -> str:
    if "assignee" not in said.event.changes:
        return _("%(who)s confirmed who has it") % {"who": said.who}
    goal = said.became("assignee")
    name = said.names.person(goal)
    if said.machine:
        return _("Assigned to %(name)s") % {"name": name}
    if said.event.by == f"agent:{goal}":
        return _("%(who)s took it") % {"who": said.who}
    return _("%(who)s gave it to %(name)s") % {"who": said.who, "name": name}


def _promise(said: _Said) -> str:
    return _("Promised a first reply by %(first)s and a solution by %(last)s") % {
        "first": _moment(said.data.get("first_reply_due_at")),
        "last": _moment(said.data.get("resolution_due_at")),
    }


def _moment(words: str | None) -> str:
    return f"{datetime.fromisoformat(words):%-d %b, %H:%M} UTC" if words else "-"


def _prioritise(said: _Said) -> str:
    if "priority" not in said.event.changes:
        was = said.was("proposed_priority")
        return _("%(who)s kept the priority; the rules had proposed %(was)s") % {"who": said.who, "was": was}
    return _("%(who)s changed the priority from %(was)s to %(became)s") % _moved(said, "priority")


def _categorise(said: _Said) -> str:
    if "category" not in said.event.changes:
        return _("%(who)s confirmed the category") % {"who": said.who}
    if not said.became("category"):
        return _("%(who)s removed the category") % {"who": said.who}
    return _("%(who)s set the category to %(became)s") % _moved(said, "category")


def _moved(said: _Said, name: str) -> dict[str, Any]:
    return {"who": said.who, "was": said.was(name), "became": said.became(name)}


def _tag(said: _Said) -> str:
    was, became = set(said.was("tags") or ()), set(said.became("tags") or ())
    added, gone = ", ".join(sorted(became - was)), ", ".join(sorted(was - became))
    if added:
        return _("%(who)s added the tag %(tags)s") % {"who": said.who, "tags": added}
    return _("%(who)s removed the tag %(tags)s") % {"who": said.who, "tags": gone or "-"}


def _rename(said: _Said) -> str:
    return _("%(who)s changed the subject to “%(became)s”") % _moved(said, "subject")


def _snooze(said: _Said) -> str:
    until = said.became("snoozed_until")
    return _("%(who)s put it off until %(until)s UTC") % {"who": said.who, "until": f"{until:%-d %b, %H:%M}" if until else "-"}


def _wake(said: _Said) -> str:
    return _("It came back from sleep") if said.machine else _("%(who)s woke it") % {"who": said.who}


def _escalate(said: _Said) -> str:
    level = said.became("level") or said.data.get("level") or ""
    team = said.became("team")
    goal = _("level %(level)s") % {"level": level} if level else _("a specialist")
    goal = f"{goal}, {said.names.team(team)}" if team else goal
    return _("%(who)s escalated it to %(goal)s") % {"who": said.who, "goal": goal}


def _deescalate(said: _Said) -> str:
    return _("%(who)s gave it back to level %(level)s") % {"who": said.who, "level": said.became("level") or ""}


def _close(said: _Said) -> str:
    return _("It closed by itself") if said.machine else _("%(who)s closed it") % {"who": said.who}


def _warn(said: _Said) -> str:
    return _("%(target)s is due %(at)s") % _target(said)


def _breach(said: _Said) -> str:
    return _("%(target)s was due %(at)s and is missed") % _target(said)


def _target(said: _Said) -> dict[str, str]:
    return {"target": target_word(said.data.get("target", "")), "at": _moment(said.data.get("due_at"))}


def _rate(said: _Said) -> str:
    words = _("%(who)s gave %(score)s of 5") % {"who": said.who, "score": said.became("score") or said.data.get("score")}
    comment = said.data.get("comment")
    return f"{words}: “{comment}”" if comment else words


def _link(said: _Said) -> str:
    if said.became("problem"):
        return _("It is a case of the known problem #%(problem)s") % {"problem": said.became("problem")}
    return _("It may belong to #%(ticket)s") % {"ticket": said.data.get("ticket")}


def _simple(words: str) -> Callable[[_Said], str]:
    """A sentence that needs no more than who did it."""
    return lambda said: _(words) % {"who": said.who}


def _propose(said: _Said) -> str:
    return _("The rules would make it %(level)s") % {"level": said.became("proposed_priority")}


def _classify(said: _Said) -> str:
    known = [spoken(said.became(name)).lower() for name in ("root_cause", "resolution_type") if said.became(name)]
    return _("%(who)s noted the outcome: %(words)s") % {"who": said.who, "words": ", ".join(known) or _("as it was")}


def _declare(said: _Said) -> str:
    words = ", ".join(f"“{phrase}”" for phrase in said.became("known_by") or ())
    told = _("%(who)s declared it a known problem") % {"who": said.who}
    return f"{told}: {words}" if words else told


def _suggest(said: _Said) -> str:
    kind, data = said.data.get("kind"), said.data
    if kind == "reply":
        return _("A reply that fits is offered: %(name)s") % {"name": spoken(data.get("name", "")).lower()}
    if kind == "article":
        return _("What helps with the known problem #%(problem)s is offered") % {"problem": data.get("problem")}
    return _("A way up is offered")


def _alert(said: _Said) -> str:
    """Somebody was told; or a rule of the desk says what became of it."""
    if said.data.get("refused"):
        return _("%(who)s could not do what it wanted") % {"who": said.who}
    if said.data.get("paused"):
        return _("Rule %(name)s is paused") % {"name": said.data.get("rule", "")}
    names = ", ".join(spoken(name).lower() for name in said.data.get("tell", ()))
    return _("%(who)s told %(names)s") % {"who": said.who, "names": names or _("the people concerned")}


_SAY: dict[str, Callable[[_Said], str]] = {
    "open": _open,
    "triage": _triage,
    "route": _route,
    "assign": _assign,
    "promise": _promise,
    "reply": _simple("%(who)s answered"),
    "note": _simple("%(who)s left a note"),
    "hear": _simple("%(who)s wrote"),
    "overhear": _simple("A machine or a third person wrote"),
    "prioritise": _prioritise,
    "propose": _propose,
    "categorise": _categorise,
    "tag": _tag,
    "rename": _rename,
    "classify": _classify,
    "declare": _declare,
    "suggest": _suggest,
    "alert": _alert,
    "wait": _simple("%(who)s waits for the customer"),
    "snooze": _snooze,
    "wake": _wake,
    "escalate": _escalate,
    "acknowledge": _simple("%(who)s took the escalation over"),
    "deescalate": _deescalate,
    "solve": _simple("%(who)s solved it"),
    "reopen": _simple("%(who)s reopened it"),
    "close": _close,
    "warn": _warn,
    "breach": _breach,
    "nudge": _simple("We reminded the customer that we wait for an answer"),
    "rate": _rate,
    "undelivered": _simple("A mail of ours may not have arrived"),
    "link": _link,
    "undo": _simple("%(who)s took the last step back"),
}
