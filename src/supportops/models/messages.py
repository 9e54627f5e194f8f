"""The words: public replies, customers' messages and internal notes, with their attachments."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from supportops.models.literal import Literal
from supportops.models.people import Person
from supportops.models.tickets import Ticket


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, person: Person) -> MessageQuerySet:
        """Customers never see a note, nor a machine's mail."""
        mine = self.filter(ticket__in=Ticket.objects.visible_to(person), kind="public")
        return self if person.is_agent else mine

    def known_by(self, mail_ids: Iterable[str]) -> MessageQuerySet:
        """Those that came, or went, under one of these Message-IDs."""
        return self.filter(~Q(mail_id=Literal("")), mail_id__in=mail_ids)


class Message(models.Model):
    """One message on a ticket. Erasing a person blanks these words and leaves the ledger whole."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="messages", db_index=False)
    kind = models.CharField(max_length=10, choices=[("public", "Public"), ("note", "Internal note"), ("automatic", "Automatic")])
    direction = models.CharField(max_length=3, choices=[("in", "In"), ("out", "Out")])
    author = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    author_name = models.CharField(max_length=200, blank=True)
    author_email = models.CharField(max_length=254, blank=True)
    verified = models.BooleanField(default=False)  # the reply token proves that it came back from the person we wrote to
    subject = models.CharField(max_length=500, blank=True)
    to = models.JSONField(default=list, blank=True)
    cc = models.JSONField(default=list, blank=True)
    occurred_at = models.DateTimeField()
    text = models.TextField(blank=True)
    new_text = models.TextField(blank=True)
    quoted = models.TextField(blank=True)
    signature = models.TextField(blank=True)
    html = models.TextField(blank=True)  # cleaned once, at intake
    remote_images = models.PositiveIntegerField(default=0)
    mail_id = models.CharField(max_length=500, blank=True)
    references = models.JSONField(default=list, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["ticket", "occurred_at"], name="message_ticket"),
            models.Index(fields=["mail_id"], name="message_mail_id", condition=~models.Q(mail_id="")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} message on #{self.ticket_id}"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, person: Person) -> AttachmentQuerySet:
        return self.filter(message__in=Message.objects.visible_to(person)) if not person.is_agent else self


class Attachment(models.Model):
    """A file of a message; the content lies once under its hash, however often it was sent."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=255)
    type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    inline = models.BooleanField(default=False)
    content_id = models.CharField(max_length=255, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["sha256"], name="attachment_content")]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Where the content lies below the attachments' folder."""
        return f"{self.sha256[:2]}/{self.sha256}"
