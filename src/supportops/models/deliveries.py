"""What goes out: one effect to one set of recipients, with tries and outcome."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from supportops.models.desk import Mailbox
from supportops.models.literal import Literal
from supportops.models.messages import Message
from supportops.models.people import Person
from supportops.models.tickets import Ticket

QUEUED, SENDING, SENT, FAILED, UNCERTAIN, CANCELLED = "queued", "sending", "sent", "failed", "uncertain", "cancelled"
STATES = [QUEUED, SENDING, SENT, FAILED, UNCERTAIN, CANCELLED]


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, person: Person) -> DeliveryQuerySet:
        """The outbox is the staff's."""
        return self if person.is_agent else self.none()

    def ready(self, at: datetime) -> DeliveryQuerySet:
        return self.filter(state=Literal(QUEUED), next_try_at__lte=at).order_by("next_try_at", "id")

    def abandoned(self, at: datetime) -> DeliveryQuerySet:
        """A worker took them and died on the way: nobody knows whether they went out."""
        return self.filter(state=Literal(SENDING), lease_until__lte=at)

    def troubled(self) -> DeliveryQuerySet:
        return self.filter(state__in=[Literal(FAILED), Literal(UNCERTAIN)])


class Delivery(models.Model):
    """One mail of ours. Its Message-ID is fixed when it is made, so that any retry is the same mail."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="deliveries")
    message = models.ForeignKey(Message, models.SET_NULL, null=True, blank=True, related_name="deliveries")
    mailbox = models.ForeignKey(Mailbox, models.SET_NULL, null=True, db_index=False)
    event_number = models.PositiveIntegerField()
    kind = models.CharField(max_length=16)  # reply, acknowledgement, survey, nudge, closing, alert
    to = models.JSONField(default=list)
    cc = models.JSONField(default=list, blank=True)
    recipient = models.CharField(max_length=254)  # the first of `to`: throttling and the reply token are bound to it
    subject = models.CharField(max_length=500)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    mail_id = models.CharField(max_length=200, unique=True)
    references = models.JSONField(default=list, blank=True)
    automatic = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default=QUEUED, choices=[(s, s.title()) for s in STATES])
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    fence = models.PositiveIntegerField(default=0)
    handed_over_at = models.DateTimeField(null=True, blank=True)  # from here on a lost connection leaves us uncertain
    error = models.TextField(blank=True)
    via = models.CharField(max_length=10, blank=True)  # smtp, or cabinet where nothing leaves the house
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            # A mail that no event caused (a link somebody asked for) has number 0 and may be sent again.
            models.UniqueConstraint(
                fields=["ticket", "event_number", "kind", "recipient"], name="delivery_once", condition=Q(event_number__gt=0)
            )
        ]
        indexes = [
            models.Index(fields=["next_try_at", "id"], name="delivery_ready", condition=Q(state=QUEUED)),
            models.Index(fields=["lease_until"], name="delivery_taken", condition=Q(state=SENDING)),
            models.Index(fields=["-id"], name="delivery_trouble", condition=Q(state__in=[FAILED, UNCERTAIN])),
            models.Index(fields=["recipient", "created_at"], name="delivery_throttle", condition=Q(automatic=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient} ({self.state})"


class Suppression(models.Model):
    """An address that mail does not reach: nothing automatic is sent there any more."""

    address = models.CharField(max_length=254, unique=True)
    hard = models.BooleanField(default=False)
    bounces = models.PositiveIntegerField(default=0)
    reason = models.TextField(blank=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.address
