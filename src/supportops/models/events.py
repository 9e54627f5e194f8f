"""The ledger: one immutable row for each thing that happened to a ticket."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from supportops.core import ticket as core
from supportops.models.messages import Message
from supportops.models.people import Person
from supportops.models.tickets import Ticket


class Exact(DjangoJSONEncoder):
    """Django's own drops the microseconds; the ledger must give back what was put in."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


class TicketEventQuerySet(models.QuerySet["TicketEvent"]):
    def visible_to(self, person: Person) -> TicketEventQuerySet:
        return self.filter(ticket__in=Ticket.objects.visible_to(person)) if not person.is_agent else self


class TicketEvent(models.Model):
    """`id` is the sequence that live pages resume from; `number` counts within the ticket."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="events", db_index=False)
    number = models.PositiveIntegerField()
    verb = models.CharField(max_length=12)
    by = models.CharField(max_length=40)
    occurred_at = models.DateTimeField()
    was = models.CharField(max_length=10)
    became = models.CharField(max_length=10)
    changes = models.JSONField(default=dict, encoder=Exact)
    because = models.TextField(blank=True)
    data = models.JSONField(default=dict, encoder=Exact)
    policy_version = models.CharField(max_length=16, blank=True)
    message = models.ForeignKey(Message, models.SET_NULL, null=True, blank=True, related_name="events")

    objects = TicketEventQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "number"], name="event_number")]

    def __str__(self) -> str:
        return f"#{self.ticket_id}/{self.number} {self.verb}"

    def event(self) -> core.Event:
        return core.Event(
            number=self.number,
            verb=core.Verb(self.verb),
            by=self.by,
            occurred_at=self.occurred_at,
            was=core.Status(self.was),
            became=core.Status(self.became),
            changes={name: (read(name, was), read(name, now)) for name, (was, now) in self.changes.items()},
            because=self.because,
            data=self.data,
            policy_version=self.policy_version,
        )


def read(name: str, value: Any) -> Any:
    """A field's value as it stands in a snapshot, from how it stands in JSON."""
    if value is None:
        return None
    if name.endswith(("_at", "_since", "_until")):
        return datetime.fromisoformat(value) if isinstance(value, str) else value
    if name in core.LISTS:
        return tuple(value)
    return core.Priority(value) if name == "priority" else value
