"""The demo's customers: each is worked out from its number, so that a million need no room."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from random import Random

from supportops.planning.demo import names
from supportops.planning.demo.dice import dice, pick, weighted

TIERS = {"free": 0.38, "pro": 0.33, "business": 0.21, "enterprise": 0.08}
REVENUE = {"free": (0, 0), "pro": (300, 1_500), "business": (2_400, 14_000), "enterprise": (18_000, 140_000)}
LANGUAGES = {"en": 0.56, "de": 0.16, "es": 0.12, "fr": 0.10, "tr": 0.06}
TICKETS_A_CUSTOMER = 7.5
WELL_NAMED = 400
COLLEAGUES = 3.0  # customers of one organization
ALONE_EVERY = 10  # the tenth has no organization
VIP_FROM, VIP_EVERY = 120_000, 31  # revenue of an organization; customers


@dataclass(frozen=True)
class Company:
    """An organization that buys the product."""

    number: int
    name: str
    domain: str
    tier: str
    arr: int
    language: str
    city: str
    street: str

    @property
    def vip(self) -> bool:
        """The few that everybody here knows by name."""
        return self.arr > VIP_FROM


@dataclass(frozen=True)
class Customer:
    """Somebody who asks."""

    number: int
    name: str
    email: str
    company: Company | None
    language: str
    tier: str
    phone: str

    @property
    def vip(self) -> bool:
        """Somebody whose word counts, whatever they pay."""
        return self.number % VIP_EVERY == VIP_EVERY - 1

    @property
    def first(self) -> str:
        return self.name.split()[0]


@dataclass(frozen=True)
class Crowd:
    """How many customers a desk of this size has, and who they are."""

    seed: int
    tickets: int

    @property
    def customers(self) -> int:
        return max(4, round(self.tickets / TICKETS_A_CUSTOMER))

    @property
    def companies(self) -> int:
        return max(2, round(self.customers * (1 - 1 / ALONE_EVERY) / COLLEAGUES))

    def company(self, number: int) -> Company:
        return _company(self.seed, number)

    def customer(self, number: int) -> Customer:
        return _customer(self.seed, number, self.companies)

    def somebody(self, roll: float) -> Customer:
        """Who writes: some do so much more often than others."""
        return self.customer(int(roll**1.6 * self.customers))


@lru_cache(maxsize=20_000)
def _company(seed: int, number: int) -> Company:
    language, name = _named(seed, number)
    roll = dice(seed, "company", number)
    tier = weighted(roll, TIERS)
    least, most = REVENUE[tier]
    domain = f"{names.plain(name)}{'' if _first_of_its_name(seed, number, name) else number}.example"
    arr = round(roll.uniform(least, most) / 60) * 60
    street = f"{pick(roll, names.STREETS[language])} {roll.randint(1, 140)}"
    return Company(number, name, domain, tier, arr, language, pick(roll, names.CITIES[language]), street)


def _named(seed: int, number: int) -> tuple[str, str]:
    roll = dice(seed, "name", number)
    language = weighted(roll, LANGUAGES)
    return language, pick(roll, names.TRADES[language]).format(pick(roll, names.FAMILIES[language]))


def _first_of_its_name(seed: int, number: int, name: str) -> bool:
    return number < WELL_NAMED and _names(seed)[name] == number


@lru_cache(maxsize=8)
def _names(seed: int) -> dict[str, int]:
    """The first companies go by their name alone; later namesakes get a number."""
    return {_named(seed, number)[1]: number for number in reversed(range(WELL_NAMED))}


@lru_cache(maxsize=20_000)
def _customer(seed: int, number: int, companies: int) -> Customer:
    roll = dice(seed, "customer", number)
    if number % ALONE_EVERY == ALONE_EVERY - 1:
        return _alone(number, roll)
    place, which = divmod(number - number // ALONE_EVERY, companies)
    company = _company(seed, which)
    firsts = names.FIRSTS[company.language]
    first = firsts[(which * 7 + place) % len(firsts)]  # colleagues have different first names
    last = pick(roll, names.FAMILIES[company.language])
    email = f"{names.plain(first)}.{names.plain(last)}@{company.domain}"
    return Customer(number, f"{first} {last}", email, company, company.language, company.tier, _phone(roll))


def _alone(number: int, roll: Random) -> Customer:
    language = weighted(roll, LANGUAGES)
    first, last = pick(roll, names.FIRSTS[language]), pick(roll, names.FAMILIES[language])
    email = f"{names.plain(first)}.{names.plain(last)}{number}@post.example"
    return Customer(number, f"{first} {last}", email, None, language, "free", _phone(roll))


def _phone(roll: Random) -> str:
    return f"+00 {roll.randint(100, 999)} {roll.randint(10_000, 99_999)}"
