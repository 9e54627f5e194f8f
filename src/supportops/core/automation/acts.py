"""What a rule's acts do to a ticket: the events, each with its reason. What the lifecycle refuses is recorded, never raised."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from supportops.core.automation.rule import Act, Escalating, Rule, Solving
from supportops.core.sla import in_words
from supportops.core.ticket import Event, Refused, Status, Ticket, Verb, decide, evolve_all


class Step(NamedTuple):
    """An act as a verb: what it is given, and what is kept beside it."""

    verb: Verb
    detail: Mapping[str, Any] = {}
    data: Mapping[str, Any] = {}


Check = Callable[[Ticket, Ticket, Verb], None]
"""What a desk refuses beyond the lifecycle: the ticket before and after, and the verb between them; it raises Refused."""


def lets(before: Ticket, after: Ticket, verb: Verb) -> None:
    """Nothing is refused beyond the lifecycle."""


def carried_out(rule: Rule, ticket: Ticket, at: datetime, because: str, check: Check = lets) -> list[Event]:
    """The events of one run of a rule, in order; none where everything is so already."""
    events: list[Event] = []
    for act in rule.then:
        more = _events(rule, act, ticket, at, because, check)
        events += more
        ticket = evolve_all(ticket, more)
    return events


def would_do(rule: Rule, ticket: Ticket, at: datetime) -> bool:
    """Whether a run would leave a trace."""
    return any(planned(act, ticket, at, rule.name) for act in rule.then)


def _events(rule: Rule, act: Act, ticket: Ticket, at: datetime, because: str, check: Check) -> list[Event]:
    step = planned(act, ticket, at, rule.name)
    if step is None:
        return []
    data = {"rule": rule.name, "decision": _told(rule, act, because), **step.data}
    try:
        events = decide(ticket, step.verb, by=rule.by, at=at, because=because, data=data, **step.detail)
        check(ticket, evolve_all(ticket, events), step.verb)
        return events
    except Refused as refused:
        words = f"{because} It wanted to {words_of(act)}, but: {refused}"
        return decide(ticket, Verb.ALERT, by=rule.by, at=at, because=words, data={**data, "tell": [], "refused": str(refused)})


def _told(rule: Rule, act: Act, because: str) -> dict[str, Any]:
    return {"value": words_of(act), "rule": f"rule.{rule.name}", "evidence": [], "rejected": [], "because": because}


def planned(act: Act, ticket: Ticket, at: datetime, name: str) -> Step | None:
    """The verb that an act comes to on this ticket; None where there is nothing to change."""
    return _PLANS[act.name](getattr(act, act.name), ticket, at, name)


def _prioritise(priority: Any, ticket: Ticket, at: datetime, name: str) -> Step | None:
    """A person's own choice of priority is never overruled: the rule proposes."""
    known = (ticket.priority, ticket.proposed_priority) if ticket.priority_given else (ticket.priority,)
    if priority in known:
        return None
    return Step(Verb.PROPOSE if ticket.priority_given else Verb.PRIORITISE, {"priority": priority})


def _tag(tags: tuple[str, ...], ticket: Ticket, at: datetime, name: str) -> Step | None:
    return Step(Verb.TAG, {"tags": (*ticket.tags, *tags)}) if set(tags) - set(ticket.tags) else None


def _route(team: str, ticket: Ticket, at: datetime, name: str) -> Step | None:
    return Step(Verb.ROUTE, {"team": team}) if (ticket.team, ticket.assignee) != (team, None) else None


def _assign(person: int, ticket: Ticket, at: datetime, name: str) -> Step | None:
    return Step(Verb.ASSIGN, {"assignee": person}) if ticket.assignee != person else None


def _escalate(given: Escalating, ticket: Ticket, at: datetime, name: str) -> Step | None:
    if ticket.status is Status.ESCALATED:
        return None
    within = {"acknowledge_within": round(given.within.total_seconds() / 60)} if given.within else {}
    return Step(Verb.ESCALATE, {"reason": given.reason, "team": given.team}, {"tell": list(given.tell), **within})


def _note(text: str, ticket: Ticket, at: datetime, name: str) -> Step:
    return Step(Verb.NOTE, {}, {"text": text})


def _snooze(span: timedelta, ticket: Ticket, at: datetime, name: str) -> Step | None:
    return Step(Verb.SNOOZE, {"until": at + span})


def _solve(how: Solving, ticket: Ticket, at: datetime, name: str) -> Step | None:
    if ticket.is_done:
        return None
    return Step(Verb.SOLVE, {"root_cause": how.root_cause, "resolution_type": how.resolution_type})


def _tell(who: tuple[str, ...], ticket: Ticket, at: datetime, name: str) -> Step:
    return Step(Verb.ALERT, {}, {"tell": list(who)})


def _suggest(text: str, ticket: Ticket, at: datetime, name: str) -> Step:
    return Step(Verb.SUGGEST, {}, {"kind": "reply", "name": name, "text": text})


_PLANS: Mapping[str, Callable[[Any, Ticket, datetime, str], Step | None]] = {
    "prioritise": _prioritise,
    "tag": _tag,
    "route": _route,
    "assign": _assign,
    "escalate": _escalate,
    "note": _note,
    "snooze": _snooze,
    "solve": _solve,
    "tell": _tell,
    "suggest": _suggest,
}


def words_of(act: Act) -> str:
    """An act as a phrase after "to": tag it late, tell leads."""
    return _WORDS[act.name](getattr(act, act.name))


def sentence(rule: Rule) -> str:
    """A whole rule: when, under which condition, what."""
    when = f"On {' or '.join(rule.on)}" if rule.after is None else f"{in_words(rule.after)} since {rule.instant}"
    return f"{when}, where {rule.when.words()}: {', '.join(map(words_of, rule.then))}."


_WORDS: Mapping[str, Callable[[Any], str]] = {
    "prioritise": lambda value: f"make it {value}",
    "tag": lambda value: f"tag it {', '.join(value)}",
    "route": lambda value: f"put it into the queue of {value}",
    "assign": lambda value: f"give it to agent {value}",
    "escalate": lambda value: f"escalate it{f' to {value.team}' if value.team else ''}",
    "note": lambda value: "write a note",
    "snooze": lambda value: f"put it off for {in_words(value)}",
    "solve": lambda value: "solve it",
    "tell": lambda value: f"tell {', '.join(name.replace('_', ' ') for name in value)}",
    "suggest": lambda value: "suggest a reply",
}
