"""Everything that time will ask of a ticket: its clocks, and the acts that follow from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from supportops.core.sla.acts import alerts, timers
from supportops.core.sla.clocks import Clock, clock, heard
from supportops.core.sla.due import Due
from supportops.core.sla.runs import runs
from supportops.core.sla.terms import Promises
from supportops.core.ticket import Event, Ticket, Verb, effective


@dataclass(frozen=True)
class Deadlines:
    """The clocks of a ticket, and the acts, the soonest first."""

    clocks: tuple[Clock, ...]
    acts: tuple[Due, ...]

    @property
    def next(self) -> datetime | None:
        return self.acts[0].at if self.acts else None

    @property
    def target(self) -> Clock | None:
        """The promise to the customer that falls due first, kept or missed, of those still open."""
        running = [clock for clock in self.clocks if clock.is_open and not clock.internal]
        return min(running, key=lambda clock: clock.due_at or clock.started_at, default=None)

    @property
    def breached(self) -> bool:
        """A promise to the customer was missed and is still owed."""
        return any(clock.state == "breached" and clock.met_at is None and not clock.internal for clock in self.clocks)

    def is_alarmed(self, ledger: Sequence[Event]) -> bool:
        """A promise is missed, or a warning was given of one that still runs; those among colleagues too."""
        if any(clock.state == "breached" and clock.met_at is None for clock in self.clocks):
            return True
        running = {clock.name: clock.started_at for clock in self.clocks if clock.state == "running"}
        told = [event for event in effective(ledger) if event.verb is Verb.WARN]
        return any(event.occurred_at >= running[name] for event in told if (name := event.data.get("target")) in running)

    def kept(self, name: str) -> bool | None:
        """Whether a promise was kept; None while it is open or where it was never given."""
        ended = [clock for clock in self.clocks if clock.name == name and (clock.met_at or clock.state == "breached")]
        return ended[0].state == "met" if ended else None

    def due(self, at: datetime) -> Due | None:
        """What is to be done now. A missed promise needs no warning any more, and the last warning speaks for those before it."""
        ripe = [act for act in self.acts if act.at <= at]
        last = {act.about: act for act in ripe if act.verb in (Verb.WARN, Verb.BREACH)}
        return next((act for act in ripe if act.verb is not Verb.WARN or act is last[act.about]), None)


def deadlines(ticket: Ticket, ledger: Sequence[Event], promises: Promises) -> Deadlines:
    """The clocks of a ticket and the acts that time will ask for."""
    ledger = effective(ledger)
    told = [event for event in ledger if event.verb is Verb.WARN or event.verb is Verb.BREACH]
    acts: list[Due] = [*timers(ticket, promises.lifecycle), *promises.automation.timed(ticket, ledger)]
    acts += promises.escalation.timed(ticket, ledger)
    clocks = []
    for run in runs(ticket, ledger, promises):
        known = heard(run, told) if told else []
        clocks.append(clock(run, known))
        if run.met_at is None and not ticket.is_done:
            acts += alerts(run, clocks[-1], known)
    acts.sort(key=lambda act: act.at)
    return Deadlines(tuple(clocks), tuple(acts))
