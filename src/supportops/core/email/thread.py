"""Which ticket a mail belongs to. A match never shows anybody anything; a stranger's mail is linked for a person to judge, never joined."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from supportops.core.decision import Decision
from supportops.core.email.message import InboundEmail

Match = Literal["token", "in_reply_to", "references", "subject"]

_HOW: dict[Match, str] = {
    "token": "the reply address is ticket {0}'s",
    "in_reply_to": "it answers a message of ticket {0}",
    "references": "it refers to a message of ticket {0}",
    "subject": "its subject names ticket {0}",
}
_RANK: tuple[Match, ...] = ("token", "in_reply_to", "references", "subject")
_NUMBER = re.compile(r"\[#(\d{1,18})\]")
_PREFIX = re.compile(
    r"^(?:re|fwd?|fw|aw|wg|antw|sv|vs|vb|vl|odp|pd|ynt|ilt|rv|res|enc|tr|rif|r|i|ref|fs|отв|пер|ha|رد|回复|回覆|答复|转发|返信|転送|回信|답장|전달)"
    r"(?:\[\d{1,4}\]|\(\d{1,4}\))?\s?[:：]\s*",
    re.IGNORECASE,
)
_PREFIXES = 20
_SUBJECT = 500


@dataclass(frozen=True, slots=True)
class Candidate:
    """A ticket that a mail may belong to.

    Addresses are in lower case, `subject` went through `plain_subject`, `closed_at` stands only while it is closed, and `verified` only
    where the token was made for this sender.
    """

    ticket: int
    matched: Match
    participants: frozenset[str] = frozenset()
    subject: str = ""
    closed_at: datetime | None = None
    verified: bool = False
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class Join:
    """The mail is one more message on this ticket."""

    ticket: int


@dataclass(frozen=True, slots=True)
class New:
    """The mail opens a ticket of its own.

    Linked with `follow_up`, a participant goes on after the other was closed; linked without, somebody should look whether it belongs.
    """

    possible_reply_to: int | None = None
    follow_up: bool = False


Threading = Join | New


def thread(
    email: InboundEmail,
    candidates: Sequence[Candidate],
    *,
    at: datetime,
    reopen_window: timedelta = timedelta(days=14),
    agents: frozenset[str] = frozenset(),
) -> Decision[Threading]:
    """The ticket that a mail joins, or a new one, perhaps linked. `agents` are the addresses of people of the desk, in lower case."""
    sender = email.from_.address.lower() if email.from_ else ""
    mail = _Mail(sender, plain_subject(email.subject), at, reopen_window, is_agent=sender in agents)
    judged = [_judge(found, mail) for found in sorted(candidates, key=lambda found: _RANK.index(found.matched))]
    if not judged:
        return Decision(New(), "It answers none of our messages, so it is a new ticket.", rule="new")
    chosen = next((one for one in judged if isinstance(one.value, Join)), judged[0])
    others = tuple((f"ticket {_ticket(one.value)}", one.because) for one in judged if _ticket(one.value) != _ticket(chosen.value))
    return Decision(chosen.value, chosen.because, chosen.rule, chosen.evidence, tuple(dict.fromkeys(others)))


def ticket_numbers(subject: str) -> tuple[int, ...]:
    """The numbers of ours that a subject names: [#42]."""
    return tuple(dict.fromkeys(int(number) for number in _NUMBER.findall(subject[:_SUBJECT])))


def plain_subject(subject: str) -> str:
    """A subject as two mails of one conversation share it."""
    return bare_subject(subject).casefold()


def bare_subject(subject: str) -> str:
    """A subject without ticket numbers, without "Re:" and the like in any language, on one line."""
    said = " ".join(_NUMBER.sub(" ", subject[:_SUBJECT]).split())
    for _ in range(_PREFIXES):
        shorter = _PREFIX.sub("", said, count=1)
        if shorter == said:
            break
        said = shorter
    return said


@dataclass(frozen=True, slots=True)
class _Mail:
    """What the rules compare with a candidate."""

    sender: str
    subject: str
    at: datetime
    window: timedelta
    is_agent: bool


def _judge(found: Candidate, mail: _Mail) -> Decision[Threading]:
    """What a single candidate would mean."""
    how = _HOW[found.matched].format(found.ticket)
    evidence = tuple(filter(None, [found.message_id]))
    if (doubt := _doubt(found, mail)) is not None:
        rule, why = doubt
        return Decision(New(found.ticket), f"A new ticket, linked as a possible reply: {how}, but {why}.", rule, evidence)
    if found.closed_at is not None:
        return _after_closing(found, found.closed_at, mail, how, evidence)
    return Decision(
        Join(found.ticket), f"It joins ticket {found.ticket}: {how}, and {mail.sender} takes part in it.", found.matched, evidence
    )


def _doubt(found: Candidate, mail: _Mail) -> tuple[str, str] | None:
    """Why a sender may not join, although the mail points at the ticket."""
    if found.matched == "token":
        return None if found.verified else ("unverified", "that address was given to somebody else")
    if mail.is_agent:
        return "unverified agent", "it claims to come from a person of the desk without proving it"
    if not mail.sender or mail.sender not in found.participants:
        return "stranger", "its sender takes no part in that ticket"
    return None


def _after_closing(found: Candidate, closed_at: datetime, mail: _Mail, how: str, evidence: tuple[str, ...]) -> Decision[Threading]:
    """A closed ticket stays closed: what comes later is a follow-up, or a new matter sent by answering an old mail."""
    if mail.at - closed_at > mail.window and mail.subject != found.subject:
        because = f"A new ticket, linked to ticket {found.ticket}: {how}, but that was closed long ago and the subject is another."
        return Decision(New(found.ticket), because, "old thread", evidence)
    because = f"A follow-up to ticket {found.ticket}: {how}, and that ticket is closed."
    return Decision(New(found.ticket, follow_up=True), because, "follow-up", evidence)


def _ticket(value: Threading) -> int | None:
    return value.ticket if isinstance(value, Join) else value.possible_reply_to


def addresses(listed: Iterable[str]) -> frozenset[str]:
    """Addresses as threading compares them."""
    return frozenset(address.strip().lower() for address in listed)
