"""Which mails follow from which event, and what they say. Nothing automatic ever answers something automatic."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from supportops.core.decision import Decision
from supportops.core.email.automatic import is_own
from supportops.core.email.thread import bare_subject
from supportops.core.notice_words import Words, lasting, speak
from supportops.core.ticket import Event, Status, Verb

Kind = Literal["acknowledgement", "survey", "nudge", "closing"]


@dataclass(frozen=True, slots=True)
class NoticePolicy:
    """What is sent, when, and how much of it at most: to one address in an hour, about one ticket in a day."""

    acknowledges: frozenset[str] = frozenset({"email", "web"})  # channels
    asks: bool = True
    nudges: bool = True
    says_goodbye: bool = True
    reply_delay: timedelta = timedelta(0)  # in which a sent reply can be taken back
    survey_delay: timedelta = timedelta(hours=1)
    per_address_an_hour: int = 5
    per_ticket_a_day: int = 5
    alerts_an_hour: int = 20  # to one colleague


@dataclass(frozen=True, slots=True)
class TicketFacts:
    """What a notice needs to know of a ticket.

    `verified`: we know that the requester is who they claim to be. `machine`: an automatic mail opened it. `quiet`: it comes from an
    import, and its people do not expect mail.
    """

    number: int
    subject: str
    requester: str
    requester_name: str = ""
    language: str = "en"
    channel: str = "email"
    desk: str = ""
    verified: bool = False
    machine: bool = False
    quiet: bool = False
    survey_link: str = ""
    answer_within: timedelta | None = None
    season: str = ""  # what customers are told of these days, in their language
    closes_within: timedelta = timedelta(hours=72)
    own_addresses: frozenset[str] = frozenset()
    suppressed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Notice:
    """One automatic mail to write. It goes to the requester alone, never to Cc."""

    kind: Kind
    to: str
    subject: str
    text: str
    send_after: timedelta = timedelta(0)


def notices(ticket: TicketFacts, event: Event, policy: NoticePolicy) -> tuple[Notice, ...]:
    """The automatic mails that an event asks for; a person's own words are no notice."""
    kind = _wanted(ticket, event, policy)
    if kind is None or silence(ticket) is not None:
        return ()
    subject, text = _written(kind, ticket, speak(ticket.language))
    delay = policy.survey_delay if kind == "survey" else timedelta(0)
    return (Notice(kind, ticket.requester, subject, text, delay),)


def silence(ticket: TicketFacts) -> str | None:
    """Why a ticket's requester gets no automatic mail, in a sentence; None if nothing speaks against it."""
    address = ticket.requester.lower()
    reasons = (
        (not address, "There is no address to write to."),
        (ticket.machine, "A machine wrote this request, and automatic mail never answers automatic mail."),
        (ticket.quiet, "This request was imported, so nobody expects a mail about it now."),
        (is_own(address, ticket.own_addresses), "The requester's address is one of our own."),
        (address in ticket.suppressed, "Mail to this address came back, so nothing automatic goes there."),
    )
    return next((why for applies, why in reasons if applies), None)


def may_send_automatic(to_address_last_hour: int, on_ticket_last_day: int, policy: NoticePolicy) -> Decision[bool]:
    """Whether one more automatic mail may go out: whatever the rules say, two machines that talk to each other come to rest."""
    if to_address_last_hour >= policy.per_address_an_hour:
        return Decision(
            False, f"This address got {to_address_last_hour} automatic mails in the last hour; the limit is {policy.per_address_an_hour}."
        )
    if on_ticket_last_day >= policy.per_ticket_a_day:
        return Decision(
            False, f"This ticket sent {on_ticket_last_day} automatic mails in the last day; the limit is {policy.per_ticket_a_day}."
        )
    return Decision(True, "It is within the limits for this address and this ticket.")


def tagged(subject: str, number: int, *, reply: bool = True) -> str:
    """A subject that carries its ticket's number once: "Re: Broken lamp [#42]"."""
    bare = bare_subject(subject)
    return f"{'Re: ' if reply and bare else ''}{bare} [#{number}]".strip()


def _wanted(ticket: TicketFacts, event: Event, policy: NoticePolicy) -> Kind | None:
    """The automatic mail that an event asks for."""
    if event.verb is Verb.OPEN and ticket.channel in policy.acknowledges:
        return "acknowledgement"
    if event.verb is Verb.SOLVE and policy.asks and ticket.survey_link:
        return "survey"
    if event.verb is Verb.NUDGE and policy.nudges:
        return "nudge"
    # Whoever was told that it is solved needs no second mail when that becomes final.
    if event.verb is Verb.CLOSE and event.was is Status.PENDING and policy.says_goodbye:
        return "closing"
    return None


def _written(kind: Kind, ticket: TicketFacts, words: Words) -> tuple[str, str]:
    """Subject and text of an automatic mail. A stranger's own words stay out: else anybody could have us mail them to anybody."""
    greeting = words.hello_name.format(name=ticket.requester_name) if ticket.verified and ticket.requester_name else words.hello
    subject = tagged(ticket.subject, ticket.number) if ticket.verified else f"{words.received_subject} [#{ticket.number}]"
    if kind == "survey":
        subject = f"{words.survey_subject} [#{ticket.number}]"
    signed = words.regards.format(desk=ticket.desk).strip()
    return subject, "\n\n".join((greeting, _body(kind, ticket, words), signed)) + "\n"


def _body(kind: Kind, ticket: TicketFacts, words: Words) -> str:
    number = f"#{ticket.number}"
    if kind == "acknowledgement":
        within = ticket.answer_within
        soon = words.answer_within.format(soon=lasting(within, words)) if within else words.answer_soon
        first = " ".join(filter(None, (words.received.format(number=number), soon, ticket.season)))
        return f"{first}\n\n{words.add_to_it}"
    if kind == "survey":
        return words.survey.format(number=number, link=ticket.survey_link)
    if kind == "nudge":
        return words.nudge.format(number=number, soon=lasting(ticket.closes_within, words))
    return words.closing.format(number=number)
