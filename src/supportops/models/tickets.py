"""The ticket row: the snapshot of its ledger, and what time will ask of it next."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from supportops.core import conditions
from supportops.core import ticket as core
from supportops.models.conditions import as_q
from supportops.models.literal import Literal
from supportops.models.people import Organization, Person, Team

if TYPE_CHECKING:
    from supportops.models.events import TicketEvent

LIVE = [status.value for status in core.LIVE]
_LIVE = Q(status__in=LIVE)
_QUEUED = Q(status="new", assignee__isnull=True)
_IS_LIVE = Q(status__in=[Literal(status) for status in LIVE])


class TicketQuerySet(models.QuerySet["Ticket"]):
    def visible_to(self, person: Person) -> TicketQuerySet:
        """Staff see every ticket, customers their own, strangers none."""
        if not person.is_authenticated:
            return self.none()
        return self if person.is_agent else self.filter(requester=person)

    def open(self) -> TicketQuerySet:
        return self.filter(_IS_LIVE)

    def awake(self) -> TicketQuerySet:
        return self.open().filter(snoozed_until=None)

    def mine(self, person: Person) -> TicketQuerySet:
        return self.open().filter(assignee=person)

    def unassigned(self) -> TicketQuerySet:
        return self.open().filter(assignee=None)

    def queued(self) -> TicketQuerySet:
        """Nobody's yet, and awake; the most urgent first, then whoever has waited longest."""
        return self.filter(status=Literal("new"), assignee=None, snoozed_until=None).order_by("priority", "queued_at")

    def breaching(self) -> TicketQuerySet:
        """Open tickets with a promise that has been missed or warned of."""
        return self.open().filter(alarmed=True)

    def snoozed(self) -> TicketQuerySet:
        """Only open tickets sleep: whatever ends a ticket wakes it."""
        return self.filter(snoozed_until__isnull=False)

    def solved(self) -> TicketQuerySet:
        return self.filter(~_IS_LIVE)

    def due(self, at: datetime) -> TicketQuerySet:
        return self.filter(Q(stuck_until=None) | Q(stuck_until__lte=at), next_due_at__lte=at).order_by("next_due_at")

    def under_another(self, version: str, at: datetime) -> TicketQuerySet:
        """Tickets that are not done and whose dates were worked out under another handbook."""
        stale = self.open().exclude(policy_version=version).filter(Q(stuck_until=None) | Q(stuck_until__lte=at))
        return stale.order_by("-changed_at", "-id")

    def where(self, condition: conditions.Condition) -> TicketQuerySet:
        return self.filter(as_q(condition))


class Ticket(models.Model):
    """Every column but the derived ones at the end is a field of `core.ticket.Ticket` under the same name."""

    subject = models.CharField(max_length=500)
    status = models.CharField(max_length=10, default="new", choices=[(s.value, s.title()) for s in core.Status])
    priority = models.CharField(max_length=2, default="P2", choices=[(p.value, p.value) for p in core.Priority])
    channel = models.CharField(max_length=16, default="email")
    category = models.CharField(max_length=60, blank=True)
    tags = models.JSONField(default=list, blank=True)
    language = models.CharField(max_length=8, default="en")
    sentiment = models.CharField(max_length=10, default="neutral")
    tier = models.CharField(max_length=12, default="free")
    vip = models.BooleanField(default=False)
    arr = models.BigIntegerField(default=0)
    affected = models.PositiveIntegerField(default=0)
    repeats = models.PositiveIntegerField(default=0)
    requester = models.ForeignKey(Person, models.PROTECT, null=True, related_name="tickets", db_index=False)
    organization = models.ForeignKey(Organization, models.SET_NULL, null=True, blank=True, db_index=False)
    mailbox = models.ForeignKey("supportops.Mailbox", models.SET_NULL, null=True, blank=True, db_index=False)
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, db_index=False)
    assignee = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="work", db_index=False)
    level = models.PositiveSmallIntegerField(default=1)
    priority_given = models.BooleanField(default=False)
    proposed_priority = models.CharField(max_length=2, blank=True)
    root_cause = models.CharField(max_length=40, blank=True)
    resolution_type = models.CharField(max_length=40, blank=True)
    problem = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="cases", db_index=False)
    known_by = models.JSONField(default=list, blank=True)
    article = models.TextField(blank=True)
    replies = models.PositiveIntegerField(default=0)
    reopenings = models.PositiveIntegerField(default=0)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    opened_at = models.DateTimeField()
    queued_at = models.DateTimeField(null=True, blank=True)
    first_replied_at = models.DateTimeField(null=True, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    waiting_since = models.DateTimeField(null=True, blank=True)
    pending_since = models.DateTimeField(null=True, blank=True)
    nudged_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    solved_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    snoozed_until = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)
    # Derived from the ledger and the policy at every act; never patched.
    policy_version = models.CharField(max_length=16, blank=True)  # under which the deadlines were worked out
    declared = models.BooleanField(default=False)  # it is a known problem
    next_due_at = models.DateTimeField(null=True, blank=True)
    target = models.CharField(max_length=16, blank=True)
    target_started_at = models.DateTimeField(null=True, blank=True)
    target_due_at = models.DateTimeField(null=True, blank=True)
    breached = models.BooleanField(default=False)
    alarmed = models.BooleanField(default=False)
    paused = models.BooleanField(default=False)
    first_reply_kept = models.BooleanField(null=True, blank=True)
    resolution_kept = models.BooleanField(null=True, blank=True)
    first_reply_seconds = models.PositiveIntegerField(null=True, blank=True)
    resolution_seconds = models.PositiveIntegerField(null=True, blank=True)
    stuck_until = models.DateTimeField(null=True, blank=True)  # the due loop failed on it and tries again then
    stuck_because = models.TextField(blank=True)
    folded = models.TextField(blank=True)  # the case-folded subject that both readers of a condition compare with

    objects = TicketQuerySet.as_manager()
    events: models.Manager[TicketEvent]

    class Meta:
        indexes = [
            models.Index(fields=["next_due_at"], name="ticket_due", condition=Q(next_due_at__isnull=False)),
            models.Index(fields=["-changed_at", "-id"], name="ticket_changed"),
            models.Index(fields=["-changed_at", "-id"], name="ticket_live", condition=_LIVE),
            # Counting who is awake must not fetch the rows: the last column answers it.
            models.Index(fields=["assignee", "-changed_at", "-id", "snoozed_until"], name="ticket_mine", condition=_LIVE),
            models.Index(fields=["-changed_at", "-id", "snoozed_until"], name="ticket_nobodys", condition=_LIVE & Q(assignee__isnull=True)),
            # The order in which a team's queue is dealt out.
            models.Index(fields=["team", "priority", "queued_at"], name="ticket_queue", condition=_QUEUED),
            models.Index(fields=["-changed_at", "-id"], name="ticket_alarmed", condition=_LIVE & Q(alarmed=True)),
            models.Index(fields=["-changed_at", "-id"], name="ticket_snoozed", condition=Q(snoozed_until__isnull=False)),
            models.Index(fields=["-changed_at", "-id"], name="ticket_done", condition=~_LIVE),
            models.Index(fields=["problem"], name="ticket_cases", condition=Q(problem__isnull=False)),
            models.Index(fields=["-id"], name="ticket_declared", condition=_LIVE & Q(declared=True)),
            models.Index(fields=["requester", "-changed_at", "-id"], name="ticket_requester"),
            models.Index(fields=["organization", "-changed_at", "-id"], name="ticket_organization"),
            models.Index(fields=["opened_at", "first_reply_seconds"], name="ticket_first_reply"),
            models.Index(fields=["solved_at", "resolution_seconds"], name="ticket_resolution"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.subject}"

    def snapshot(self) -> core.Ticket:
        """The row as the value that the rules read."""
        return core.Ticket(**{name: _READ.get(name, _same)(getattr(self, column)) for name, column in COLUMNS.items()})

    def ledger(self) -> list[core.Event]:
        return [row.event() for row in self.events.order_by("number")]


def _same(value: Any) -> Any:
    return value


_LINKS = {"requester", "organization", "mailbox", "team", "assignee", "problem"}
COLUMNS = {name: f"{name}_id" if name in _LINKS else name for name in core.Ticket.__dataclass_fields__}
_READ = {"status": core.Status, "priority": core.Priority} | dict.fromkeys(core.LISTS, tuple)
