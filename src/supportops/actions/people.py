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
    """The person behind each (name, address); strangers become customers. One query for the known, one insert for the new."""
    names = {address.casefold(): name for name, address in addresses if address}
    found = {person.email: person for person in Person.objects.select_related("organization").filter(email__in=names)}
    new = [address for address in names if address not in found]
    if not new:
        return found
    companies = _companies(new)
    made = [_customer(address, names[address], companies, at) for address in new]
    rows.insert(made)
    return found | {person.email: person for person in made}


def _customer(address: str, name: str, companies: Mapping[str, Organization], at: datetime) -> Person:
    company = companies.get(_domain(address))
    return Person(name=name[:200], email=address, organization=company, created_at=at, password=UNUSABLE)


def _companies(addresses: Iterable[str]) -> dict[str, Organization]:
    domains = {_domain(address) for address in addresses}
    return {company.domain: company for company in Organization.objects.filter(domain__in=domains).exclude(domain="")}


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
