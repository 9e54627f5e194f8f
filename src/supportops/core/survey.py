"""The satisfaction survey: one signed link for one person and one ticket, a score from 1 to 5, good from 4 upwards."""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from supportops.core.email.token import seal

_TAG = 32
_GOOD_SHARE = 0.8  # 4 and 5 of 5


@dataclass(frozen=True, slots=True)
class SurveyPolicy:
    """How long a link is good for, and the best score. When it is sent stands with the other notices."""

    expires: timedelta = timedelta(days=30)
    scale: int = 5


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a survey link says: which ticket, and since when it was good."""

    ticket: int
    asked_at: datetime


def sign(key: bytes, ticket: int, recipient: str, asked_at: datetime) -> str:
    """The token of one invitation, safe in a URL."""
    when = int(asked_at.timestamp())
    return f"{ticket}-{when}-{_tag(key, ticket, when, recipient)}"


def read(key: bytes, token: str, recipient: str, at: datetime, policy: SurveyPolicy) -> Invitation:
    """The invitation of a token, for the person the ticket belongs to. ValueError, with a sentence, if it is not good (any more)."""
    parts = token.split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) <= 12 for part in parts[:2]):
        raise ValueError("This survey link is not complete. Please open it from the mail once more.")
    ticket, when = int(parts[0]), int(parts[1])
    if not recipient.strip() or not hmac.compare_digest(parts[2].encode(), _tag(key, ticket, when, recipient).encode()):
        raise ValueError("This survey link is not one of ours.")
    asked_at = datetime.fromtimestamp(when, UTC)
    if at > asked_at + policy.expires:
        raise ValueError(
            f"This survey link was good for {policy.expires.days} days. We would still like to hear from you: just answer our mail."
        )
    return Invitation(ticket, asked_at)


def ticket_of(token: str) -> int | None:
    """The ticket that a token names, to find the person it must have been made for; proves nothing by itself."""
    number = token.partition("-")[0]
    return int(number) if number.isascii() and number.isdigit() and len(number) <= 12 else None


def score(value: str, policy: SurveyPolicy) -> int:
    """A score as it was sent. ValueError, with a sentence, for anything but a whole number of the scale."""
    if not (value.isascii() and value.isdigit() and len(value) <= 3 and 1 <= int(value) <= policy.scale):
        raise ValueError(f"A score is a whole number from 1 to {policy.scale}.")
    return int(value)


def is_good(value: int, policy: SurveyPolicy) -> bool:
    """Whether a score counts as satisfied: 4 or 5 of 5, the same share of another scale."""
    return value >= policy.scale * _GOOD_SHARE


def _tag(key: bytes, ticket: int, when: int, recipient: str) -> str:
    return seal(key, "survey", str(ticket), str(when), recipient.strip().lower())[:_TAG]
