"""What came in, as it came: raw bytes first, and the one outcome that each message ends with."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from supportops.models.desk import Mailbox
from supportops.models.literal import Literal
from supportops.models.messages import Message
from supportops.models.tickets import Ticket

WAITING, OPENED, THREADED, QUARANTINED = "waiting", "opened", "threaded", "quarantined"
REFUSED, DUPLICATE, AUTOMATIC = "refused", "duplicate", "automatic"
OUTCOMES = [WAITING, OPENED, THREADED, QUARANTINED, REFUSED, DUPLICATE, AUTOMATIC]


class InboundItemQuerySet(models.QuerySet["InboundItem"]):
    def ready(self, at: datetime) -> InboundItemQuerySet:
        """Waiting for their turn, or left behind by a worker that died."""
        free = Q(lease_until__isnull=True) | Q(lease_until__lte=at)
        return self.filter(free, outcome=Literal(WAITING), next_try_at__lte=at).order_by("id")

    def quarantined(self) -> InboundItemQuerySet:
        return self.filter(outcome=Literal(QUARANTINED))

    def light(self) -> InboundItemQuerySet:
        """Without the raw bytes, for lists."""
        return self.defer("raw")


class InboundItem(models.Model):
    """One message as received. It is committed before anything is parsed and before the sender is told yes."""

    mailbox = models.ForeignKey(Mailbox, models.SET_NULL, null=True, db_index=False)
    source = models.CharField(max_length=10)  # smtp, lmtp, imap, pipe, import, form
    raw = models.BinaryField()
    size = models.PositiveBigIntegerField()
    fingerprint = models.CharField(max_length=64)
    mail_id = models.CharField(max_length=500, blank=True)
    uidvalidity = models.BigIntegerField(null=True, blank=True)
    uid = models.BigIntegerField(null=True, blank=True)
    envelope_from = models.CharField(max_length=320, blank=True)
    envelope_to = models.JSONField(default=list, blank=True)
    received_at = models.DateTimeField()
    quiet = models.BooleanField(default=False)  # history: no automatic mail follows from it
    outcome = models.CharField(max_length=12, default=WAITING, choices=[(o, o.title()) for o in OUTCOMES])
    reason = models.TextField(blank=True)
    sender = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=500, blank=True)
    ticket = models.ForeignKey(Ticket, models.SET_NULL, null=True, blank=True, related_name="inbound")
    message = models.ForeignKey(Message, models.SET_NULL, null=True, blank=True, related_name="inbound")
    duplicate_of = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    fence = models.PositiveIntegerField(default=0)

    objects = InboundItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailbox", "uidvalidity", "uid"], name="inbound_uid", condition=Q(uid__isnull=False)),
            models.UniqueConstraint(fields=["mailbox", "fingerprint"], name="inbound_once", condition=~Q(outcome=DUPLICATE)),
        ]
        indexes = [
            models.Index(fields=["id"], name="inbound_waiting", condition=Q(outcome=WAITING)),
            models.Index(fields=["-id"], name="inbound_quarantine", condition=Q(outcome=QUARANTINED)),
            models.Index(fields=["outcome"], name="inbound_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.received_at:%Y-%m-%d %H:%M} {self.outcome}"
