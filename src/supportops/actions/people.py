"""People and organizations: found by address, made where they are new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.contrib.auth.hashers import make_password

from supportops.actions import rows
from supportops.core.ticket import Refused
from supportops.models import Organization, Person

UNUSABLE = "!"  # no password opens this door; customers come by signed link


def known(addresses: Iterable[tuple[str, str]], at: datetime) -> dict[str, Person]:
    """The person behind each (name, address); strangers become customers of the company whose domain they write from."""
    names = {address.casefold(): name for name, address in addresses if address}
    found = {person.email: person for person in _found(list(names))}
    companies = _companies([address for address in names if address not in found], found.values())
    by_domain = {company.domain: company for company in companies.values() if company.domain}
    made = {address: _customer(address, names[address], by_domain, at) for address in names if address not in found}
    rows.insert(list(made.values()))
    people = found | made
    for person in people.values():
        person.organization = companies.get(person.organization_id)
    return people


def _found(addresses: list[str]) -> list[Person]:
    sql = f"SELECT {{columns}} FROM supportops_person WHERE email IN ({rows.places(addresses)})"  # noqa: S608
    return rows.objects(Person, sql, addresses) if addresses else []


def _companies(strangers: Iterable[str], known: Iterable[Person]) -> dict[int, Organization]:
    """The companies of the known, and those that strangers seem to belong to."""
    numbers = {person.organization_id for person in known if person.organization_id}
    domains = {domain for address in strangers if (domain := _domain(address))}
    asked = [
        *([f"id IN ({rows.places(numbers)})"] if numbers else []),
        *([f"domain IN ({rows.places(domains)})"] if domains else []),
    ]
    if not asked:
        return {}
    sql = f"SELECT {{columns}} FROM supportops_organization WHERE {' OR '.join(asked)}"  # noqa: S608
    return {company.pk: company for company in rows.objects(Organization, sql, [*numbers, *domains])}


def _customer(address: str, name: str, companies: Mapping[str, Organization], at: datetime) -> Person:
    company = companies.get(_domain(address))
    return rows.new(
        Person, name=name[:200], email=address, organization_id=company.pk if company else None, created_at=at, password=UNUSABLE
    )


def _domain(address: str) -> str:
    return address.rpartition("@")[2]


def enlist(*, name: str, email: str, role: str, password: str | None = None, **facts: object) -> Person:
    """A new colleague, or a customer entered by hand."""
    if Person.objects.filter(email=email.casefold()).exists():
        raise Refused(f"{email} is known already: change that person instead.")
    secret = make_password(password) if password else UNUSABLE
    return Person.objects.create(name=name, email=email.casefold(), role=role, password=secret, **facts)


def change(person: Person, **facts: object) -> Person:
    """New facts about a person."""
    for name, value in facts.items():
        setattr(person, name, value)
    person.save(update_fields=list(facts))
    return person


def found(*, name: str, **facts: object) -> Organization:
    """A new organization."""
    if not name.strip():
        raise Refused("An organization needs a name.")
    return Organization.objects.create(name=name.strip(), **facts)


def amend(organization: Organization, **facts: object) -> Organization:
    """New facts about an organization."""
    for name, value in facts.items():
        setattr(organization, name, value)
    organization.save(update_fields=list(facts))
    return organization
