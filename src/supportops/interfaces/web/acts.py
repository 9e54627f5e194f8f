"""What people do to a ticket. State changes are resources: POST /tickets/42/solution solves, .../solution/end reopens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from zoneinfo import ZoneInfo, available_timezones

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from supportops.actions import drafts, handoff
from supportops.actions.policy import current
from supportops.actions.tickets import act
from supportops.assist.html import text_to_html
from supportops.core.taxonomy import lacking
from supportops.core.ticket import Refused, Verb
from supportops.interfaces import clock
from supportops.interfaces.web import timeline
from supportops.interfaces.web.tickets import page, visible
from supportops.interfaces.web.uploads import uploads
from supportops.models import Message, Person, Team, Ticket

MOVING = {Verb.HEAR, Verb.REPLY, Verb.NOTE}  # what a person should have read before answering or solving
LONGEST = 100_000

Does = Callable[[HttpRequest, Ticket, datetime], None]


class Held(Exception):
    """The words were written against a ticket that has moved on: they are shown with what is new, not sent."""


class Unclassified(Refused):
    """The handbook asks for more before this is solved: the page shows the fields beside the sentence."""


def acting(does: Does) -> Callable[[HttpRequest, int], HttpResponse]:
    """The view of an act: all of it or nothing, then back to the ticket; a refusal stands on the page with its sentence."""

    @wraps(does)
    def view(request: HttpRequest, number: int) -> HttpResponse:
        ticket = visible(request.reader, number)
        try:
            with transaction.atomic():
                does(request, ticket, clock.of(request))
        except Held:
            return _held(request, number)
        except Unclassified as refused:
            asked = {"unclassified": str(refused), "sending": "text" in request.POST}
            return page(request, visible(request.reader, number), status=409, **asked, **_typed(request))
        except Refused as refused:
            messages.warning(request, str(refused))
            return page(request, visible(request.reader, number), status=409, **_typed(request))
        return HttpResponseRedirect(f"/tickets/{number}", status=303)

    return view


def _typed(request: HttpRequest) -> dict[str, str]:
    """Words that could not be sent are given back."""
    return {"draft": request.POST["text"]} if "text" in request.POST else {}


def _held(request: HttpRequest, number: int) -> HttpResponse:
    ticket = visible(request.reader, number)
    if request.FILES:
        messages.info(request, _("Choose your files again before you send."))
    stale = {"text": request.POST.get("text", ""), "entries": timeline.entries(ticket, request.reader, after=_version(request))}
    return page(request, ticket, status=409, stale=stale)


def _fresh(request: HttpRequest, ticket: Ticket) -> None:
    """Whoever answers or solves has read the last word; a form that is sent twice is held the second time."""
    newer = ticket.events.filter(number__gt=_version(request), verb__in=MOVING).exclude(by=request.reader.actor, verb=Verb.NOTE)
    if newer.exists():
        raise Held


def _version(request: HttpRequest) -> int:
    """The version that the form was drawn for."""
    version = request.POST.get("version", "")
    if not (version.isascii() and version.isdigit() and len(version) < 10):
        raise Refused(_("This form was not complete: load the page again."))
    return int(version)


def _words(request: HttpRequest) -> str:
    text = request.POST.get("text", "").replace("\r\n", "\n").replace("\0", "").strip()
    if not text:
        raise Refused(_("There is nothing to send yet: write a few words first."))
    return text[:LONGEST]


@acting
def reply(request: HttpRequest, ticket: Ticket, at: datetime) -> None:
    """Answer the customer, and perhaps solve or snooze in the same step. What was meant as a note never leaves the house."""
    if request.POST.get("kind") == "note":
        return _note(request, ticket, at)
    _fresh(request, ticket)
    to = [ticket.requester.email] if ticket.requester and ticket.requester.email else []
    message = _message(request, "public", at, to=to, cc=_copies(request, to))
    person: Person = request.reader
    act(ticket, Verb.REPLY, by=person.actor, at=at, assignee=person.pk, message=message, attachments=uploads(request))
    _then(request, ticket, at)
    drafts.forget(request.reader, ticket)


def _message(request: HttpRequest, kind: str, at: datetime, to: list[str], cc: list[str]) -> Message:
    person: Person = request.reader
    text = _words(request)
    return Message(
        kind=kind,
        direction="out",
        author=person,
        author_name=str(person)[:200],
        author_email=person.email or "",
        verified=True,
        to=to,
        cc=cc,
        occurred_at=at,
        text=text,
        new_text=text,
        html=text_to_html(text) if kind == "public" else "",
    )


def _copies(request: HttpRequest, to: list[str]) -> list[str]:
    """The addresses in copy, as they were typed."""
    typed = [part.strip() for part in request.POST.get("cc", "").replace(";", ",").split(",") if part.strip()]
    for address in typed:
        try:
            validate_email(address)
        except ValidationError:
            raise Refused(_("“%(address)s” is not a mail address.") % {"address": address}) from None
    if typed and not to:
        raise Refused(_("No address of the customer is known, so there is nobody to send a copy of."))
    return list(dict.fromkeys(address for address in typed if address.casefold() not in to))


def _then(request: HttpRequest, ticket: Ticket, at: datetime) -> None:
    """What the send button asked for beyond sending."""
    wish, _colon, span = request.POST.get("then", "").partition(":")
    if wish == "solve":
        _solve(request, ticket, at)
    elif wish == "snooze":
        act(ticket, Verb.SNOOZE, by=request.reader.actor, at=at, until=_span(span, at, request.reader.zone))


@acting
def note(request: HttpRequest, ticket: Ticket, at: datetime) -> None:
    """An internal note: our people read it, customers never."""
    _note(request, ticket, at)


def _note(request: HttpRequest, ticket: Ticket, at: datetime) -> None:
    message = _message(request, "note", at, to=[], cc=[])
    act(ticket, Verb.NOTE, by=request.reader.actor, at=at, message=message, attachments=uploads(request))
    drafts.forget(request.reader, ticket)


def draft(request: HttpRequest, number: int) -> HttpResponse:
    """Keep what is being written, so that a closed page loses nothing."""
    ticket = visible(request.reader, number)
    drafts.keep(request.reader, ticket, request.POST.get("text", ""))
    return HttpResponse(status=204)


@acting
def assign(request: HttpRequest, ticket: Ticket, at: datetime) -> None:
    """To a colleague, or into a team's queue."""
    if slug := request.POST.get("team"):
        team = _team(slug)
        act(ticket, Verb.ROUTE, by=request.reader.actor, at=at, team=team.slug, because=_because(request))
    else:
        colleague = _colleague(request)
        detail = {"assignee": colleague.pk, "team": colleague.team_id}
        act(ticket, Verb.ASSIGN, by=request.reader.actor, at=at, because=_because(request), **detail)


def _team(slug: str) -> Team:
    team = Team.objects.filter(slug=slug).first()
    if team is None:
        raise Refused(_("There is no such team."))
    return team


def _colleague(request: HttpRequest) -> Person:
    number = request.POST.get("assignee", "")
    staff = Person.objects.visible_to(request.reader).staff()
    found = staff.filter(pk=int(number)).first() if number.isascii() and number.isdigit() and len(number) < 18 else None
    if found is None:
        raise Refused(_("There is no such colleague."))
    return found


def _because(request: HttpRequest) -> str:
    return request.POST.get("because", "").strip()[:2000]


@acting
def snooze(request: HttpRequest, ticket: Ticket, at: datetime) -> None:
    """Put it off until a moment that was chosen or typed."""
    typed = request.POST.get("until", "")
    until = _local(typed, request.POST.get("zone", "")) if typed else _span(request.POST.get("for", ""), at, request.reader.zone)
    act(ticket, Verb.SNOOZE, by=request.reader.actor, at=at, until=until)


def _span(wish: str, at: datetime, zone: str) -> datetime:
    """1h, 4h, tomorrow and next week at nine in the reader's own zone."""
    if wish in ("1h", "4h"):
        return at + timedelta(hours=int(wish[0]))
    nine = at.astimezone(_zone(zone)).replace(hour=9, minute=0, second=0, microsecond=0)
    days = {"tomorrow": 1, "week": 7 - nine.weekday()}.get(wish)
    if days is None:
        raise Refused(_("Choose until when it is put off."))
    return nine + timedelta(days=days)


def _local(typed: str, zone: str) -> datetime:
    try:
        at = parse_datetime(typed)
    except ValueError:
        at = None
    if at is None:
        raise Refused(_("This is not a date and time: choose until when it is put off."))
    return at if at.tzinfo else at.replace(tzinfo=_zone(zone))


def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name if name in available_timezones() else "UTC")


@acting
def wake(request: HttpRequest, ticket: Ticket, at: datetime) -> None:
    act(ticket, Verb.WAKE, by=request.reader.actor, at=at)


@acting
def acknowledge(request: HttpRequest, ticket: Ticket, at: datetime) -> None:
    act(ticket, Verb.ACKNOWLEDGE, by=request.reader.actor, at=at, assignee=request.reader.pk)


@acting
def deescalate(request: HttpRequest, ticket: Ticket, at: datetime) -> None:
    handoff.give_back(ticket, _because(request), by=request.reader, at=at)


@acting
def solve(request: HttpRequest, ticket: Ticket, at: datetime) -> None:
    """Solve it, with what caused it and how it ended where somebody says so."""
    _fresh(request, ticket)
    _solve(request, ticket, at)


def _solve(request: HttpRequest, ticket: Ticket, at: datetime) -> None:
    try:
        act(ticket, Verb.SOLVE, by=request.reader.actor, at=at, assignee=request.reader.pk, **_outcome(request))
    except Refused as refused:
        if lacking(ticket.snapshot(), current().taxonomy):
            raise Unclassified(str(refused)) from None
        raise


def _outcome(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "")[:40] for name in ("root_cause", "resolution_type")}


@acting
def classify(request: HttpRequest, ticket: Ticket, at: datetime) -> None:
    """What caused it and how it ended, said or said otherwise later."""
    outcome = _outcome(request)
    if not any(outcome.values()):
        raise Refused(_("Choose what caused it or how it ended."))
    act(ticket, Verb.CLASSIFY, by=request.reader.actor, at=at, **outcome)


@acting
def declare(request: HttpRequest, ticket: Ticket, at: datetime) -> None:
    """A known problem: requests with these words become its cases, and get what helps."""
    typed = tuple(line.strip()[:200] for line in request.POST.get("known_by", "").splitlines() if line.strip())
    article = request.POST.get("article", "").replace("\r\n", "\n")[:LONGEST]
    act(ticket, Verb.DECLARE, by=request.reader.actor, at=at, known_by=typed[:50], article=article)


@acting
def reopen(request: HttpRequest, ticket: Ticket, at: datetime) -> None:
    act(ticket, Verb.REOPEN, by=request.reader.actor, at=at, because=_because(request))


@acting
def prioritise(request: HttpRequest, ticket: Ticket, at: datetime) -> None:
    level = request.POST.get("priority", "")
    if level not in ("P0", "P1", "P2", "P3"):
        raise Refused(_("A priority is one of P0, P1, P2 and P3."))
    act(ticket, Verb.PRIORITISE, by=request.reader.actor, at=at, priority=level, because=_because(request))


@acting
def categorise(request: HttpRequest, ticket: Ticket, at: datetime) -> None:
    act(ticket, Verb.CATEGORISE, by=request.reader.actor, at=at, category=request.POST.get("category", "").strip()[:60])


@acting
def tag(request: HttpRequest, ticket: Ticket, at: datetime) -> None:
    typed = (part.strip().casefold()[:60] for part in request.POST.get("tags", "").split(","))
    act(ticket, Verb.TAG, by=request.reader.actor, at=at, tags=tuple(part for part in typed if part)[:30])


@acting
def rename(request: HttpRequest, ticket: Ticket, at: datetime) -> None:
    act(ticket, Verb.RENAME, by=request.reader.actor, at=at, subject=request.POST.get("subject", "")[:500])


@acting
def wait(request: HttpRequest, ticket: Ticket, at: datetime) -> None:
    act(ticket, Verb.WAIT, by=request.reader.actor, at=at)


@acting
def undo(request: HttpRequest, ticket: Ticket, at: datetime) -> None:
    """Take back the step that the form was drawn for, not one that came since."""
    if _version(request) != ticket.version:
        raise Refused(_("Something has happened since: look at it before you take a step back."))
    act(ticket, Verb.UNDO, by=request.reader.actor, at=at)
