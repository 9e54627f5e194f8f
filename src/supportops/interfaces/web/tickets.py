"""The ticket list and the ticket page, now or as it was."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from supportops.actions import drafts
from supportops.actions.policy import by_version, current
from supportops.actions.tickets import as_of, derived
from supportops.core import sla
from supportops.core import ticket as core
from supportops.interfaces import clock
from supportops.interfaces.web import dashboard, keyset, sentences, timeline, views
from supportops.interfaces.web.aside import MOST_CASES, Offered, beside
from supportops.interfaces.web.neighbours import neighbours
from supportops.models import Person, Team, Ticket, TicketEvent
from supportops.models.search import search
from supportops.models.tickets import COLUMNS

HEAVY = ("folded", "stuck_because")
# What a row of the list shows: half the columns make half the work.
ROW = (
    *("subject", "status", "priority", "channel", "tags", "snoozed_until", "waiting_since", "changed_at", "opened_at"),
    *("target", "target_started_at", "target_due_at", "breached", "paused", "organization__name", "team__name"),
    *("requester__name", "requester__email", "requester__role", "assignee__name", "assignee__email", "assignee__role"),
)
KIN = ("requester", "organization", "team", "assignee")
REGRET = timedelta(minutes=10)  # so long the page offers to take the last step back
SIMILAR = 5


def home(request: HttpRequest) -> HttpResponse:
    """Our people to their tickets, customers to theirs, whoever is unknown to the door."""
    if request.reader is None:
        return redirect("account_login")
    return redirect("tickets" if request.reader.is_agent else "my_tickets")


def index(request: HttpRequest) -> HttpResponse:
    """A named view of the list, narrowed by words, or the tickets behind a figure."""
    view, query = views.named(request.GET.get("view")), request.GET.get("query", "").strip()
    tickets, metric = dashboard.behind(view.tickets(request.reader), request)
    if metric is not None:
        tickets, _metric = dashboard.behind(Ticket.objects.visible_to(request.reader), request)
    problem = _problem(request)
    tickets = Ticket.objects.visible_to(request.reader).filter(problem=problem) if problem else tickets
    tickets = search(tickets, query) if query else tickets
    rows, next_url = keyset.newest_first(tickets.select_related(*KIN).only(*ROW), request)
    _remember(request, view.key)
    active = "" if metric or problem else view.key
    context = {"view": view, "views": views.listed(request.reader, active), "tickets": rows, "next_url": next_url, "query": query}
    return render(request, "tickets/list.html", context | {"metric": metric, "problem": problem, "section": "tickets"})


def _problem(request: HttpRequest) -> int | None:
    """The known problem whose cases are asked for."""
    number = request.GET.get("problem", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 18 else None


def _remember(request: HttpRequest, key: str) -> None:
    """Next and previous on a ticket's page walk along the list that was open."""
    if request.session.get("view") != key:
        request.session["view"] = key


def navigation(request: HttpRequest) -> HttpResponse:
    """The counts of the navigation by themselves."""
    active = request.session.get("view", "")
    return render(request, "_counts.html", {"views": views.listed(request.reader, active)})


def ticket(request: HttpRequest, number: int) -> HttpResponse:
    """One ticket; with ?as_of= as it stood at that moment, to be read only."""
    row = visible(request.reader, number)
    moment = keyset.moment(request.GET.get("as_of", ""))
    if moment is not None:
        return render(request, "tickets/ticket.html", past(request, row, moment))
    return page(request, row)


def visible(person: Person, number: int) -> Ticket:
    """The ticket, for those who may see it; for others it is not there."""
    found = Ticket.objects.visible_to(person).select_related("requester", "organization", "mailbox").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def page(request: HttpRequest, row: Ticket, *, status: int = 200, **more: Any) -> HttpResponse:
    """The ticket as it is, with everything that may be done to it now."""
    person, events = request.reader, list(row.events.order_by("number"))
    ledger, policy = [event.event() for event in events], current()
    people, teams = _colleagues(row, person)
    names = sentences.Names(events, filter(None, [row.requester, *people]), teams)
    entries = timeline.entries(row, person, ledger=events, names=names)
    offered = beside(row.snapshot(), ledger, policy)
    told = _told(request, row, ledger, clock.of(request)) | offered
    near = neighbours(person, request.session.get("view", views.FIRST), row)
    context = told | {
        "entries": entries,
        "can": _can(row),
        "people": people,
        "teams": teams,
        "categories": categories(),
        "similar": _similar(row, person),
        "undo": _undo(events, ledger, names, request),
        "recipients": recipients(row, entries),
        "draft": _draft(request, row, offered["suggestions"]),
        "cases": _cases(row, person),
        "as_of": None,
        "stale": None,
    }
    return render(request, "tickets/ticket.html", context | near | more, status=status)


def _colleagues(row: Ticket, person: Person) -> tuple[list[Person], list[Team]]:
    """Whom a ticket can be given to. Both lists are short, so the ticket's own team and agent are found in them instead of joined."""
    teams = list(Team.objects.order_by("name"))
    named = {team.slug: team for team in teams}
    people = list(Person.objects.visible_to(person).staff().only("name", "email", "role", "team").order_by("name"))
    for one in people:
        one.team = named.get(one.team_id)
    known = {one.pk: one for one in people}
    if row.team_id in named:
        row.team = named[row.team_id]
    if row.assignee_id in known:
        row.assignee = known[row.assignee_id]
    return people, teams


def past(request: HttpRequest, row: Ticket, moment: datetime) -> dict[str, Any]:
    """The ticket as it stood, without a hand to change it."""
    ledger = [event for event in row.ledger() if event.occurred_at <= moment]
    if not ledger:
        raise Http404
    then = as_of(row, moment)
    shown = copy(row)  # never saved
    for name, column in COLUMNS.items():
        setattr(shown, column, getattr(then, name))
    for column, value in derived(then, ledger, current()).items():
        setattr(shown, column, value)
    told = _told(request, shown, ledger, moment)
    return told | {"entries": timeline.entries(row, request.reader, until=moment), "can": frozenset(), "as_of": moment}


def _told(request: HttpRequest, row: Ticket, ledger: list[core.Event], at: datetime) -> dict[str, Any]:
    """What the page says of the ticket, then as now."""
    key = request.session.get("view", views.FIRST)
    clocks = sla.deadlines(row.snapshot(), ledger, by_version(row.policy_version)).clocks
    return {"ticket": row, "clocks": [_clock(c, at) for c in clocks], "at": at, "section": "tickets", "back_url": f"/tickets?view={key}"}


def _clock(promise: sla.Clock, at: datetime) -> sla.Clock:
    """A promise as it looks now; the ledger learns of warnings and breaches a moment later."""
    if promise.state != "running":
        return promise
    late = promise.due_at is not None and at >= promise.due_at
    warned = promise.warn_at is not None and at >= promise.warn_at
    return replace(promise, state="breached" if late else "warning" if warned else "running")  # type: ignore[arg-type]


def _can(row: Ticket) -> frozenset[str]:
    """What the rules allow now."""
    return core.allowed(core.Status(row.status)) - (frozenset() if row.snoozed_until else {core.Verb.WAKE})


def categories() -> list[str]:
    return sorted(current().taxonomy.keys)


def _similar(row: Ticket, person: Person) -> list[Ticket]:
    """Other tickets of this customer."""
    if row.requester_id is None:
        return []
    others = Ticket.objects.visible_to(person).filter(requester=row.requester_id).exclude(pk=row.pk)
    return list(others.only("subject", "status", "changed_at").order_by("-changed_at", "-id")[:SIMILAR])


def _draft(request: HttpRequest, row: Ticket, suggestions: Iterable[Offered]) -> str:
    """What the reader was writing; with ?insert= and without scripts a suggestion stands behind it."""
    chosen = [one.text for one in suggestions if str(one.number) == request.GET.get("insert")]
    return "\n\n".join(filter(None, [drafts.read(request.reader, row), *chosen]))


def _cases(row: Ticket, person: Person) -> int:
    """How many requests are cases of this known problem, as far as it is worth counting."""
    return Ticket.objects.visible_to(person).filter(problem=row.pk)[:MOST_CASES].count() if row.declared else 0


def _undo(events: list[TicketEvent], ledger: list[core.Event], names: sentences.Names, request: HttpRequest) -> dict[str, str] | None:
    """The reader's own last step, while it is fresh."""
    last = core.undoable(ledger)
    if last is None or last.by != request.reader.actor or clock.of(request) - last.occurred_at > REGRET:
        return None
    event = next(event for event in events if event.number == last.number)
    return {"words": sentences.sentence(event, names) + "."}


def recipients(row: Ticket, entries: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """To the requester, and in copy whoever the customer's last message had in copy, but never ourselves."""
    messages = [entry["message"] for entry in entries if entry["kind"] == "message"]
    heard = [message for message in messages if message.direction == "in" and message.kind == "public"]
    to = row.requester.email if row.requester else None
    ours = row.mailbox.addresses if row.mailbox else frozenset()
    cc = [address for address in (heard[-1].cc if heard else []) if address.casefold() not in ours | {(to or "").casefold()}]
    return {"to": to or "", "cc": ", ".join(cc)}
