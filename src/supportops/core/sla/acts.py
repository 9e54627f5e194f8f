"""What a ticket's clocks and stages ask for, and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from supportops.core.sla.chapter import Lifecycle
from supportops.core.sla.clocks import Clock
from supportops.core.sla.due import Due
from supportops.core.sla.runs import Run
from supportops.core.sla.wording import in_words
from supportops.core.ticket import Event, Status, Ticket, Verb

USUAL = 0.75  # the share of a warning that does not name its own


def alerts(run: Run, stands: Clock, told: Sequence[Event]) -> Iterator[Due]:
    """The warnings and the breach still to be told, each once for each run of a clock; a breach after a warning at the same moment."""
    if stands.due_at is None or any(event.verb is Verb.BREACH for event in told):
        return
    told_at = max((event.data.get("share", USUAL) for event in told), default=0)
    due = {"target": run.name, "due_at": stands.due_at.isoformat()}
    for place, warning in enumerate(run.warnings):
        at = run.reaches(run.target * warning.at) if place and warning.at > told_at else stands.warn_at
        if warning.at > told_at and at is not None:
            yield Due(at, Verb.WARN, run.name, stands.because, due | {"share": warning.at, "tell": list(warning.tell)})
    yield Due(stands.due_at, Verb.BREACH, run.name, stands.because, due | {"tell": list(run.missed.tell)})


def timers(ticket: Ticket, life: Lifecycle) -> Iterator[Due]:
    """The system's own acts: waking, reminding, closing."""
    if ticket.snoozed_until:
        yield Due(ticket.snoozed_until, Verb.WAKE, "snooze", "the time it was put off to has come")
    if ticket.status is Status.PENDING and ticket.pending_since:
        if ticket.nudged_at:
            words = f"no answer for {in_words(life.pending_close)} after the reminder"
            yield Due(ticket.nudged_at + life.pending_close, Verb.CLOSE, "pending", words)
        else:
            words = f"we have waited for the customer for {in_words(life.pending_warning)}"
            yield Due(ticket.pending_since + life.pending_warning, Verb.NUDGE, "pending", words)
    if ticket.status is Status.SOLVED and ticket.solved_at:
        words = f"solved {in_words(life.solved_close)} ago and nothing came back"
        yield Due(ticket.solved_at + life.solved_close, Verb.CLOSE, "solved", words)
