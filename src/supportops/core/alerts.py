"""What colleagues are told by mail: a warning, a breach, an escalation, an alert of a rule. Short, with what they need to decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta

from supportops.core.decision import Decision
from supportops.core.email.thread import bare_subject
from supportops.core.notices import NoticePolicy
from supportops.core.ticket import Event, Priority, Verb

KIND = "alert"


@dataclass(frozen=True, slots=True)
class AlertFacts:
    """What an alert needs to know of a ticket."""

    number: int
    subject: str
    priority: Priority
    tier: str
    link: str
    customer: str = ""
    assignee: str = ""
    desk: str = ""


@dataclass(frozen=True, slots=True)
class Alert:
    """One mail to one colleague."""

    subject: str
    text: str


def calls(event: Event) -> tuple[str, ...]:
    """The names that an event asks to tell."""
    return tuple(event.data["tell"]) if event.data and event.data.get("tell") else ()


def alert(ticket: AlertFacts, events: Sequence[Event], name: str, *, is_last: bool = False) -> Alert:
    """What somebody reads of these events; the first of them gives the subject."""
    about = f"#{ticket.number} {bare_subject(ticket.subject)}".strip()
    reasons = "\n".join(_reason(event) for event in events)
    parts = (
        f"Hello {name}," if name else "Hello,",
        reasons,
        "\n".join((about, _facts(ticket))),
        ticket.link,
        *([LAST] if is_last else []),
        FOOT.format(desk=ticket.desk or "the desk"),
    )
    return Alert(f"{_HEADS.get(events[0].verb, 'For you to know')}: {about}", "\n\n".join(parts) + "\n")


LAST = "You got many of these within an hour, so this is the last one for now. The list of what is nearly due or missed shows the rest."
FOOT = "{desk} wrote this by itself. Answer on the ticket's page: nobody reads answers to this mail."
_HEADS = {
    Verb.WARN: "Nearly due",
    Verb.BREACH: "Missed",
    Verb.ESCALATE: "Escalated",
    Verb.DEESCALATE: "Given back",
}


def _facts(ticket: AlertFacts) -> str:
    whose = f"with {ticket.assignee}" if ticket.assignee else "nobody has it"
    return " · ".join(filter(None, (ticket.priority.value, ticket.tier, ticket.customer, whose)))


def _reason(event: Event) -> str:
    """Why somebody is told, in a line or two."""
    lines = [_because(event)]
    needed = event.data.get("handoff", {}).get("what_needed")
    if needed and needed != event.because:
        lines.append(f"What is needed: {needed}")
    if within := event.data.get("acknowledge_within"):
        until = event.occurred_at.astimezone(UTC) + timedelta(minutes=within)
        lines.append(f"Please take it over by {until:%H:%M} UTC.")
    return "\n".join(lines)


def _because(event: Event) -> str:
    target = str(event.data.get("target", "")).replace("_", " ")
    return f"{target.capitalize()}: {event.because}." if target else event.because or f"What happened: {event.verb.value}."


def may_alert(sent_last_hour: int, policy: NoticePolicy) -> Decision[bool]:
    """Whether one more alert may go to somebody: whatever the rules say, nobody is buried under them."""
    most = policy.alerts_an_hour
    if sent_last_hour >= most:
        return Decision(False, f"They got {sent_last_hour} alerts in the last hour; the limit is {most}.", "alerts.limit")
    return Decision(True, "It is within the limit for this person.", "alerts.limit")
