"""The desk's handbook through time, and how its own rules behave."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from supportops.models.people import Person

STATES = [("proposed", "Proposed"), ("active", "In force"), ("retired", "Retired"), ("withdrawn", "Withdrawn")]


class PolicyVersionQuerySet(models.QuerySet["PolicyVersion"]):
    def visible_to(self, person: Person) -> PolicyVersionQuerySet:
        return self if person.is_agent else self.none()


class PolicyVersion(models.Model):
    """A whole handbook at one moment. Its texts never change; only its state does. `id` is its number."""

    version = models.CharField(max_length=16, db_index=True)  # the short name of exactly these texts, as the ledger keeps it
    texts = models.JSONField()  # chapter -> YAML text, every chapter
    own = models.JSONField(default=list)  # the chapters in which the desk differs from what was shipped
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    author = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="proposals")
    reason = models.TextField(blank=True)
    created_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=STATES, default="proposed")
    activated_at = models.DateTimeField(null=True, blank=True)
    activated_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="activations")
    backtest = models.JSONField(null=True, blank=True)  # what the last backtest found

    objects = PolicyVersionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["state"], condition=Q(state="active"), name="policy_one_active")]

    def __str__(self) -> str:
        return f"policy {self.pk} ({self.version})"


ACTS = [
    ("shipped", "brought"),
    ("proposed", "proposed"),
    ("activated", "put in force"),
    ("withdrawn", "withdrew"),
    ("restored", "went back to"),
]


class PolicyAct(models.Model):
    """What somebody did with a version: who, when, why, and which version was in force until then."""

    version = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="acts")
    act = models.CharField(max_length=10, choices=ACTS)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="policy_acts")
    because = models.TextField(blank=True)
    at = models.DateTimeField()
    instead = models.ForeignKey(PolicyVersion, models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.act} {self.version_id}"


class RuleWatch(models.Model):
    """How often one of the desk's own rules fires, beside what its backtest expected; a rule that runs wild is paused."""

    rule = models.SlugField(max_length=60, unique=True)
    expected_a_day = models.FloatField(null=True, blank=True)
    day = models.DateField(null=True, blank=True)
    fired = models.PositiveIntegerField(default=0)  # on that day
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_because = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.rule
