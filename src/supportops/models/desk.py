"""The desk itself, and the addresses where it hears."""

from __future__ import annotations

from django.db import models


class Desk(models.Model):
    """One row: what this installation is. The demo's clock may run ahead of the world's."""

    name = models.CharField(max_length=120, default="Support")
    install_id = models.CharField(max_length=40)
    is_demo = models.BooleanField(default=False)
    clock_offset = models.DurationField()
    worker_seen_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Mailbox(models.Model):
    """An address of ours. With an IMAP host it is polled; the SMTP listener takes mail for all of them."""

    name = models.CharField(max_length=120)
    address = models.EmailField(max_length=254, unique=True)
    aliases = models.JSONField(default=list, blank=True)
    team = models.ForeignKey("supportops.Team", models.SET_NULL, null=True, blank=True)
    is_default = models.BooleanField(default=False)
    imap_host = models.CharField(max_length=200, blank=True)
    imap_port = models.PositiveIntegerField(default=993)
    imap_security = models.CharField(max_length=10, default="ssl", choices=[("ssl", "TLS"), ("starttls", "STARTTLS"), ("none", "None")])
    imap_user = models.CharField(max_length=200, blank=True)
    imap_secret = models.TextField(blank=True)  # encrypted with the installation's key
    imap_folder = models.CharField(max_length=200, default="INBOX")
    start_from = models.DateTimeField(null=True, blank=True)  # the cut-off of the first look: older mail stays where it is
    uidvalidity = models.BigIntegerField(null=True, blank=True)
    uid_cursor = models.BigIntegerField(default=0)
    first_polled_at = models.DateTimeField(null=True, blank=True)  # what is older is history: read, never answered automatically
    polled_at = models.DateTimeField(null=True, blank=True)
    poll_error = models.TextField(blank=True)
    is_active = models.BooleanField(default=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    fence = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} <{self.address}>"

    @property
    def addresses(self) -> frozenset[str]:
        return frozenset(address.casefold() for address in [self.address, *self.aliases])
