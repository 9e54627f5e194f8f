"""A mail read: bytes in, `InboundEmail` out, for any bytes whatever."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from supportops.core.email.address import addresses
from supportops.core.email.body import Body
from supportops.core.email.caps import Caps
from supportops.core.email.charset import Guess
from supportops.core.email.dates import instant
from supportops.core.email.identifier import identifiers
from supportops.core.email.message import VERDICT_HEADERS, Address, InboundEmail
from supportops.core.email.mime import Headers, Tree
from supportops.core.email.words import unfold, words

_ONCE = ("from", "subject", "date", "message-id")
_EACH = frozenset({"delivered-to", "envelope-to", "x-original-to", "x-loop", "x-supportops-loop"})
_LONGEST_HEADER = 1_000
_MOST_PROBLEMS = 30
_GUESSED_FROM = 65_536
DEFAULT_CAPS = Caps()


def read(raw: bytes, caps: Caps = DEFAULT_CAPS, guess_charset: Guess | None = None) -> InboundEmail:
    """Everything the mail says. Never raises: what cannot be read becomes a sentence in `problems`."""
    guess = _guarded_guess(guess_charset) if guess_charset else None
    tree = Tree(caps)
    root = tree.message(raw)
    in_headers = _hinted(root.declared_charset(), guess)
    body = Body(caps, tree.problems, guess, in_headers)
    body.walk(root, root=True)
    head = _Head(root.headers, caps, tree.problems, in_headers)
    text, html = body.text(), body.html()
    senders, written_at = head.people("from"), head.date()
    head.check(senders, written_at)
    return InboundEmail(
        message_id=next(iter(head.ids("message-id")), ""),
        from_=senders[0] if senders else None,
        sender=head.people("sender"),
        to=head.people("to"),
        cc=head.people("cc"),
        reply_to=head.people("reply-to"),
        date=written_at,
        subject=words(root.first("subject")[: caps.subject_chars * 4], in_headers)[: caps.subject_chars],
        text=text,
        html=html,
        in_reply_to=head.ids("in-reply-to"),
        references=head.ids("references"),
        attachments=body.attachments(html) if body.files else (),
        problems=tuple(dict.fromkeys(tree.problems))[:_MOST_PROBLEMS],
        headers=head.verdict_headers(),
        report_parts=tuple(body.report_parts),
    )


class _Head:
    """The headers of the mail itself, read field by field."""

    def __init__(self, headers: Headers, caps: Caps, problems: list[str], guess: Guess | None) -> None:
        self.headers = headers
        self.caps = caps
        self.problems = problems
        self.guess = guess

    def people(self, name: str) -> tuple[Address, ...]:
        """The addresses of all fields of that name together."""
        values = self.headers.get(name)
        if not values:
            return ()
        found, problem = addresses(", ".join(values), self.caps.addresses, self.guess)
        if problem:
            self.problems.append(f"{name.title()}: {problem}")
        return found

    def ids(self, name: str) -> tuple[str, ...]:
        """The message ids of all fields of that name together."""
        values = self.headers.get(name)
        return identifiers(" ".join(values), self.caps.message_ids) if values else ()

    def date(self) -> datetime | None:
        """When the mail says it was written."""
        values = self.headers.get("date")
        return instant(unfold(values[0])) if values else None

    def check(self, senders: tuple[Address, ...], written_at: datetime | None) -> None:
        """Note what a reader of this mail should be told about its headers."""
        for name in _ONCE:
            if len(self.headers.get(name, ())) > 1:
                self.problems.append(f"There are several {name.title()} headers; the first was taken.")
        if not senders:
            self.problems.append("The mail does not say who sent it.")
        if "date" in self.headers and written_at is None:
            self.problems.append("The date cannot be read.")

    def verdict_headers(self) -> Mapping[str, str]:
        """What the verdicts on automatic mail and bounces look at."""
        return MappingProxyType({name: self._text(name) for name in self.headers.keys() & VERDICT_HEADERS})

    def _text(self, name: str) -> str:
        values = self.headers[name] if name in _EACH else self.headers[name][:1]
        return words(unfold(", ".join(values)), self.guess)[:_LONGEST_HEADER]


def _hinted(label: str, guess: Guess | None) -> Guess | None:
    """Raw bytes in a header are most likely written in the charset that the text says it has."""
    return (lambda data: label) if label else guess


def _guarded_guess(guess: Guess) -> Guess:
    def guarded(data: bytes) -> str | None:
        try:
            return guess(data[:_GUESSED_FROM])
        except Exception:  # a library outside of this package, fed with hostile bytes: any way of failing is "I do not know"
            return None

    return guarded
