"""The people of the demo desk: fourteen agents in five teams around the world, what each knows, and when each is at work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

PRODUCT = "Tallyfern"
DOMAIN = "tallyfern.example"
PASSWORD = "tallyfern-demo"  # noqa: S105 - printed at the first start, for a desk without real customers
WEEKDAYS = frozenset(range(5))
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Colleague:
    """Somebody who answers; `pace` is how long they take beside the others."""

    name: str
    team: str
    zone: str
    languages: tuple[str, ...]
    role: str = "agent"
    senior: bool = False
    level: int = 1
    pace: float = 1.0
    days: frozenset[int] = WEEKDAYS
    hours: tuple[int, int] = (8, 18)

    @property
    def skills(self) -> Mapping[str, int]:
        return SKILLS.get(self.first, {})

    @property
    def shift(self) -> dict[str, list[str]]:
        """The week as the desk keeps it."""
        opens, closes = self.hours
        return {name: [f"{opens:02d}:00-{closes:02d}:00"] for day, name in enumerate(DAYS) if day in self.days}

    @property
    def first(self) -> str:
        return self.name.split()[0]

    @property
    def email(self) -> str:
        return f"{self.first.lower()}@{DOMAIN}"

    def on_shift(self, at: datetime) -> bool:
        local = at.astimezone(_ZONES[self.zone])
        return local.weekday() in self.days and self.hours[0] <= local.hour < self.hours[1]

    def next_on_shift(self, at: datetime) -> datetime:
        """Now, or the full hour at which they begin again."""
        while not self.on_shift(at):
            at = at.replace(minute=0, second=0, microsecond=0) + HOUR
        return at


LATE = (10, 20)
TUESDAY_TO_SATURDAY = frozenset({1, 2, 3, 4, 5})
SUNDAY_TO_THURSDAY = frozenset({6, 0, 1, 2, 3})
THURSDAY_TO_MONDAY = frozenset({3, 4, 5, 6, 0})
WEDNESDAY_TO_SUNDAY = frozenset({2, 3, 4, 5, 6})

CAST: Sequence[Colleague] = (
    Colleague("Ada Lindqvist", "frontline", "Europe/London", ("en", "de"), pace=0.8),
    Colleague("Lin Zhao", "frontline", "Europe/Berlin", ("en", "zh", "de"), "lead", True, 2, 0.7, days=TUESDAY_TO_SATURDAY),
    Colleague("Mateo Rojas", "frontline", "America/Bogota", ("es", "en"), pace=1.0, days=TUESDAY_TO_SATURDAY),
    Colleague("Aylin Demir", "frontline", "Europe/Istanbul", ("tr", "en", "de"), pace=0.9, days=SUNDAY_TO_THURSDAY),
    Colleague("Noah Tamihana", "frontline", "Pacific/Auckland", ("en",), pace=1.3, days=WEDNESDAY_TO_SUNDAY),
    Colleague("Claire Moreau", "billing", "Europe/Paris", ("fr", "en", "de"), role="lead", senior=True, pace=0.9),
    Colleague("Camila Duarte", "billing", "America/Sao_Paulo", ("es", "en", "pt"), pace=1.1, days=THURSDAY_TO_MONDAY, hours=LATE),
    Colleague("Kenji Mori", "technical", "Asia/Tokyo", ("en", "ja"), role="lead", senior=True, level=2, pace=0.9, days=TUESDAY_TO_SATURDAY),
    Colleague("Freya Nilsen", "technical", "Europe/Oslo", ("en", "de"), senior=True, level=2, pace=0.8),
    Colleague("Diego Salas", "technical", "America/Mexico_City", ("es", "en"), level=2, pace=1.2, days=SUNDAY_TO_THURSDAY, hours=LATE),
    Colleague("Samira Haddad", "priority", "Europe/Paris", ("fr", "en", "de"), role="lead", senior=True, level=2, pace=0.7),
    Colleague("Ruth Adeyemi", "priority", "America/Toronto", ("en", "fr"), "admin", True, 2, 0.8, days=THURSDAY_TO_MONDAY),
    Colleague("Tomas Prado", "social", "Europe/Lisbon", ("en", "es"), pace=0.8, days=SUNDAY_TO_THURSDAY, hours=(7, 17)),
    Colleague("Priya Nair", "social", "Asia/Kolkata", ("en",), pace=0.9, days=WEDNESDAY_TO_SUNDAY, hours=LATE),
)
_ENGINEER = {"debugging": 2, "integrations": 2, "api": 2, "data": 2}
SKILLS: Mapping[str, Mapping[str, int]] = {
    "Ada": {"phone": 2},
    "Lin": {"phone": 3, "data": 1},
    "Mateo": {"phone": 2},
    "Aylin": {"phone": 1},
    "Claire": {"billing": 3, "phone": 1},
    "Camila": {"billing": 2},
    "Kenji": _ENGINEER | {"security": 3},
    "Freya": _ENGINEER | {"debugging": 3, "security": 2},
    "Diego": _ENGINEER | {"phone": 1},
    "Samira": _ENGINEER | {"phone": 3, "billing": 2},
    "Ruth": {"phone": 2, "billing": 2},
}
"""What each knows, from 1 to 3."""
_ZONES = {colleague.zone: ZoneInfo(colleague.zone) for colleague in CAST}
BY_EMAIL = {colleague.email: colleague for colleague in CAST}
