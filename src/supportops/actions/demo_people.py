"""The people of a demo desk: its agents, its customers and their organizations."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import TypeVar

from django.contrib.auth.hashers import make_password
from django.db import transaction

from supportops.actions import rows
from supportops.actions.people import UNUSABLE
from supportops.models import Organization, Person
from supportops.planning.demo.cast import CAST, PASSWORD, Colleague
from supportops.planning.demo.customers import Company, Crowd, Customer
from supportops.planning.demo.desk import Plan

T = TypeVar("T")
AT_A_TIME = 5_000


def hire(plan: Plan) -> dict[int, Colleague]:
    """The cast at their desks."""
    since = plan.end - timedelta(days=plan.days)
    password = make_password(PASSWORD)  # slow by design; one for all, as it is one word for all
    staff = [_agent(colleague, plan, since, password) for colleague in CAST]
    with transaction.atomic():
        rows.insert(staff)
    return {person.pk: colleague for person, colleague in zip(staff, CAST, strict=True)}


def _agent(colleague: Colleague, plan: Plan, since: datetime, password: str) -> Person:
    return Person(
        name=colleague.name,
        email=colleague.email,
        role=colleague.role,
        team_id=colleague.team,
        level=colleague.level,
        senior=colleague.senior,
        languages=list(colleague.languages),
        skills=dict(colleague.skills),
        shift=colleague.shift,
        zone=colleague.zone,
        capacity=plan.capacity,
        password=password,
        created_at=since,
    )


class Neighbourhood:
    """The customers in the database: worked out from their numbers, with the keys under which they are kept."""

    def __init__(self, plan: Plan) -> None:
        self.crowd, self.since = plan.crowd, plan.end - timedelta(days=plan.days)
        self._companies, self._customers = array("q"), array("q")
        self.person = lru_cache(maxsize=AT_A_TIME)(self._person)

    def move_in(self) -> None:
        """All of them, a few thousand at a time."""
        crowd: Crowd = self.crowd
        for companies in _chunks(crowd.company(number) for number in range(crowd.companies)):
            self._companies.extend(_inserted([_organization(company) for company in companies]))
        for customers in _chunks(crowd.customer(number) for number in range(crowd.customers)):
            self._customers.extend(_inserted([self._row(customer) for customer in customers]))

    def _person(self, customer: Customer) -> Person:
        """Somebody as the opening of a ticket wants to know them, without asking the database."""
        person = self._row(customer)
        person.pk = self._customers[customer.number]
        return person

    def _row(self, customer: Customer) -> Person:
        company = customer.company
        organization = _organization(company) if company else None
        if organization and company:
            organization.pk = self._companies[company.number]
        return Person(
            name=customer.name,
            email=customer.email,
            role="customer",
            tier=customer.tier,
            vip=customer.vip,
            organization=organization,
            language=customer.language,
            phone=customer.phone,
            password=UNUSABLE,
            created_at=self.since,
        )


def _organization(company: Company) -> Organization:
    return Organization(name=company.name, domain=company.domain, tier=company.tier, vip=company.vip, arr=company.arr)


@transaction.atomic
def _inserted(made: list[Organization] | list[Person]) -> list[int]:
    rows.insert(made)
    return [row.pk for row in made]


def _chunks(things: Iterator[T]) -> Iterator[list[T]]:
    while chunk := list(islice(things, AT_A_TIME)):
        yield chunk
