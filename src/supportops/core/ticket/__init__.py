"""The ticket: what it may become, and what each verb does to it."""

from supportops.core.ticket.decide import BLANK, decide, diff, opened, recorded
from supportops.core.ticket.facts import LISTS, Event, Refused, Ticket, changed, evolve, evolve_all
from supportops.core.ticket.lifecycle import BECOMES, DONE, LIVE, Priority, Status, Verb, allowed
from supportops.core.ticket.undo import effective, undo, undoable

__all__ = [
    "BECOMES",
    "BLANK",
    "DONE",
    "LISTS",
    "LIVE",
    "Event",
    "Priority",
    "Refused",
    "Status",
    "Ticket",
    "Verb",
    "allowed",
    "changed",
    "decide",
    "diff",
    "effective",
    "evolve",
    "evolve_all",
    "opened",
    "recorded",
    "undo",
    "undoable",
]
