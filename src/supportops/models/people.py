"""People: agents and customers alike, their organizations and teams."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

TIERS = [("free", "Free"), ("pro", "Pro"), ("business", "Business"), ("enterprise", "Enterprise")]
ROLES = [("customer", "Customer"), ("agent", "Agent"), ("lead", "Lead"), ("admin", "Admin")]
STAFF = ("agent", "lead", "admin")


class Organization(models.Model):
    """A company that customers belong to; its tier decides what they were promised."""

    name = models.CharField(max_length=200)
    domain = models.CharField(max_length=200, blank=True, db_index=True)
    tier = models.CharField(max_length=12, choices=TIERS, default="free")
    vip = models.BooleanField("VIP", default=False)
    arr = models.DecimalField("annual recurring revenue", max_digits=12, decimal_places=2, default=0)

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """A queue and the people who work it."""

    slug = models.SlugField(primary_key=True, max_length=40)
    name = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name


class PersonQuerySet(models.QuerySet["Person"]):
    def staff(self) -> PersonQuerySet:
        return self.filter(role__in=STAFF, is_active=True)

    def customers(self) -> PersonQuerySet:
        return self.filter(role="customer")

    def visible_to(self, person: Person) -> PersonQuerySet:
        """Staff see everybody; a customer sees only themselves."""
        return self if person.is_agent else self.filter(pk=person.pk)


class People(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str) -> Person:
        return self.get(email=username.casefold())


class Person(AbstractBaseUser):
    """Somebody who asks or answers. The address may be unknown (a walk-in, a mail without a sender)."""

    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(max_length=254, unique=True, null=True, blank=True)
    role = models.CharField(max_length=10, choices=ROLES, default="customer")
    tier = models.CharField(max_length=12, choices=TIERS, default="free")
    vip = models.BooleanField("VIP", default=False)
    organization = models.ForeignKey(Organization, models.SET_NULL, null=True, blank=True, related_name="people")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="people")
    level = models.PositiveSmallIntegerField(default=1)
    senior = models.BooleanField(default=False)
    languages = models.JSONField(default=list, blank=True)
    skills = models.JSONField(default=dict, blank=True)  # skill -> level from 1 to 3
    shift = models.JSONField(default=dict, blank=True)  # weekday -> slots such as 09:00-17:00, in the zone below; empty is always
    available = models.BooleanField(default=True)
    capacity = models.PositiveSmallIntegerField(default=40)
    last_assigned_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=8, default="en")
    zone = models.CharField(max_length=64, default="UTC")
    phone = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = People()

    class Meta:
        indexes = [
            models.Index(fields=["role", "name"], name="person_role_name"),
            models.Index(fields=["team"], name="person_staff_team", condition=~Q(role="customer")),
        ]

    def __str__(self) -> str:
        return self.name or self.email or "Unknown sender"

    @property
    def is_agent(self) -> bool:
        return self.role in STAFF

    @property
    def is_lead(self) -> bool:
        return self.role in ("lead", "admin")

    @property
    def is_admin(self) -> bool:
        return self.role == "admin"

    @property
    def actor(self) -> str:
        """How the ledger names this person."""
        return f"{'agent' if self.is_agent else 'customer'}:{self.pk}"

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in str(self).split()[:2]).upper()

    @property
    def is_vip(self) -> bool:
        return self.vip or bool(self.organization_id and self.organization and self.organization.vip)

    @property
    def arr(self) -> int:
        return int(self.organization.arr) if self.organization_id and self.organization else 0

    @property
    def promised_tier(self) -> str:
        return self.organization.tier if self.organization_id and self.organization else self.tier
