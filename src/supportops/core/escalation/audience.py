"""Who stands behind the names that rules tell: the assignee, a team, its leads, or whoever the handbook names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from supportops.core.escalation.chapter import EscalationPolicy
from supportops.core.escalation.levels import Member
from supportops.core.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the desk, as far as telling them goes; without a number it is an address outside."""

    person: int | None
    name: str
    address: str = ""
    team: str | None = None
    role: str = "agent"
    level: int = 1
    available: bool = True


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody who is told, and under which name of the handbook."""

    who: Colleague
    named: str


def resolve(names: Iterable[str], ticket: Ticket, staff: Sequence[Colleague], policy: EscalationPolicy) -> tuple[Told, ...]:
    """Everybody behind these names, each once, in the order of the names. Where nobody stands behind one, the leads do."""
    found: dict[object, Told] = {}
    for name in names:
        for one in _present(_behind(name, ticket, staff, policy.people) or _leads(ticket, staff)):
            found.setdefault(one.person or one.address, Told(one, name))
    return tuple(found.values())


def _present(people: Sequence[Colleague]) -> Sequence[Colleague]:
    """Whoever is there; where nobody is, all of them, for somebody has to know."""
    return [one for one in people if one.available] or people


def _behind(name: str, ticket: Ticket, staff: Sequence[Colleague], people: Mapping[str, Member]) -> Sequence[Colleague]:
    """By name, or by the address of somebody of the desk."""
    known = _ALWAYS.get(name)
    if known:
        return known(ticket, staff)
    return _members(people[name], staff) if name in people else [one for one in staff if one.address and one.address == name.casefold()]


def _members(member: Member, staff: Sequence[Colleague]) -> Sequence[Colleague]:
    if member.address:
        return [Colleague(None, member.name or member.address, member.address)]
    return [one for one in staff if _is(member, one)]


def _is(member: Member, one: Colleague) -> bool:
    return member.team in ("", one.team) and member.role in ("", one.role) and one.level >= member.level


def _assignee(ticket: Ticket, staff: Sequence[Colleague]) -> Sequence[Colleague]:
    """Whoever has it; what is nobody's concerns the team whose queue it is in."""
    if ticket.assignee is None:
        return _team(ticket, staff)
    return [one for one in staff if one.person == ticket.assignee]


def _team(ticket: Ticket, staff: Sequence[Colleague]) -> Sequence[Colleague]:
    return [one for one in staff if ticket.team and one.team == ticket.team]


def _leads(ticket: Ticket, staff: Sequence[Colleague]) -> Sequence[Colleague]:
    """The leads of the ticket's team, else all leads, else whoever runs the desk."""
    leads = [one for one in staff if one.role == "lead"]
    return [one for one in leads if one.team == ticket.team] or leads or [one for one in staff if one.role == "admin"]


_ALWAYS: Mapping[str, Callable[[Ticket, Sequence[Colleague]], Sequence[Colleague]]] = MappingProxyType(
    {"assignee": _assignee, "team": _team, "leads": _leads}
)


def shown(told: Iterable[Told]) -> str:
    """The people told, as a page says it: "Lin Mori, Omar Engineer (engineering)"."""
    return ", ".join(one.who.name if one.named in _ALWAYS else f"{one.who.name} ({one.named.replace('_', ' ')})" for one in told)
