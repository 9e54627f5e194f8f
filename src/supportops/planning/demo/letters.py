"""What stands in the messages: greeting, words, signature and the quoted message below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from random import Random

from supportops.planning.demo import names
from supportops.planning.demo.cast import PRODUCT, Colleague
from supportops.planning.demo.customers import Customer
from supportops.planning.demo.dice import pick
from supportops.planning.demo.sheets import Sheet, sheet
from supportops.planning.demo.story import Language, Story

HTML_SHARE, QUOTED_SHARE, SIGNED_SHARE, FILE_SHARE = 0.15, 0.6, 0.35, 0.22


@dataclass(frozen=True, slots=True)
class Letter:
    """A message of the conversation; without an agent it is the customer's."""

    at: datetime
    new: str
    agent: int | None = None
    note: bool = False
    quoted: str = ""
    signature: str = ""
    html: str = ""
    file: Sheet | None = None

    @property
    def text(self) -> str:
        parts = (self.new, f"-- \n{self.signature}" if self.signature else "", self.quoted)
        return "\n\n".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes one ticket's letters, with its own figures and names."""

    roll: Random
    language: Language
    story: Story
    customer: Customer
    values: Mapping[str, str]
    turn: float  # which of the story's turns: its subjects, questions and answers stand in the same order

    def subject(self) -> str:
        return self.filled(self.about(self.story.subjects))

    def about(self, words: tuple[str, ...]) -> str:
        return words[int(self.turn * len(words))]

    def ask(self, at: datetime) -> Letter:
        kind = self.story.nature.file
        file = sheet(kind, self.roll.randrange(4)) if kind and self.roll.random() < FILE_SHARE else None
        return self.theirs(at, self.about(self.story.asks), None, greeted=True, file=file)

    def theirs(self, at: datetime, words: str, answered: Letter | None, *, greeted: bool = False, file: Sheet | None = None) -> Letter:
        hello = (pick(self.roll, self.language.hello),) if greeted else ()
        new = "\n\n".join((*hello, self.filled(words), f"{pick(self.roll, self.language.bye)}\n{self.customer.name}"))
        signature = self._signature() if self.roll.random() < SIGNED_SHARE else ""
        quoted = self._quoted(answered) if answered and self.roll.random() < QUOTED_SHARE else ""
        html = marked_up(new) if self.roll.random() < HTML_SHARE else ""
        return Letter(at, new, None, False, quoted, signature, html, file)

    def ours(self, at: datetime, words: str, agent: int, colleague: Colleague) -> Letter:
        dear, regards = self.filled(pick(self.roll, self.language.dear)), pick(self.roll, self.language.regards)
        new = f"{dear}\n\n{self.filled(words, agent=colleague.first)}\n\n{regards}\n\n{colleague.first}\n{PRODUCT} Support"
        return Letter(at, new, agent)

    def note(self, at: datetime, words: str, agent: int) -> Letter:
        return Letter(at, self.filled(words), agent, note=True)

    def filled(self, words: str, **more: str) -> str:
        return words.format_map({**self.values, **more})

    def _signature(self) -> str:
        company = self.customer.company
        place = f"\n{company.name}, {company.street}, {company.city}" if company else ""
        return f"{self.customer.name}{place}\n{self.customer.phone}"

    def _quoted(self, answered: Letter) -> str:
        above = self.language.wrote.format(date=f"{answered.at:%Y-%m-%d %H:%M}", who=f"{PRODUCT} Support")
        return "\n".join([above, *(f"> {line}".rstrip() for line in answered.new.splitlines())])


def pen(roll: Random, language: Language, story: Story, customer: Customer, at: datetime) -> Pen:
    """A pen with the figures of one ticket."""
    code, company = language.code, customer.company
    values = {
        "first": customer.first,
        "agent": PRODUCT,
        "company": company.name if company else customer.name,
        "city": company.city if company else pick(roll, names.CITIES[code]),
        "street": company.street if company else pick(roll, names.STREETS[code]),
        "colleague": pick(roll, names.FIRSTS[code]),
        "month": language.months[(at.month - 2) % 12],
        "invoice": f"TF-{at.year}-{roll.randrange(10_000):04d}",
        "order": f"ML-{roll.randrange(100_000):05d}",
        "amount": f"{roll.choice((19, 29, 49, 89, 149, 348, 588))}.00 EUR",
        "code": f"E{roll.randrange(1000, 9999)}",
        "digits": f"{roll.randrange(10_000):04d}",
        "count": str(roll.randrange(3, 60)),
        "crowd": str(roll.choice((12, 25, 40, 80, 120, 180, 250, 400))),
        "item": pick(roll, names.ITEMS[code]),
        "warehouse": pick(roll, names.WAREHOUSES[code]),
        "browser": pick(roll, names.BROWSERS),
        "plan": pick(roll, names.PLANS),
    }
    return Pen(roll, language, story, customer, values, roll.random())


def marked_up(words: str) -> str:
    """The same words as their mail program would write them."""
    return "".join(f"<p>{escape(part, quote=False).replace(chr(10), '<br>')}</p>" for part in words.split("\n\n"))
