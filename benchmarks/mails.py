"""Mails to measure with: deterministic, of the size and shape that a desk receives."""

from __future__ import annotations

import random
from email.message import EmailMessage
from email.policy import SMTP

TOPICS = ("invoice", "login", "export", "webhook", "password", "report", "import", "dashboard", "permission", "refund")
WORDS = [
    "we",
    "use",
    "your",
    "service",
    "every",
    "day",
    "and",
    "since",
    "this",
    "morning",
    "the",
    "page",
    "does",
    "not",
    "show",
    "what",
    "it",
    "showed",
    "before",
    "could",
    "you",
    "please",
    "have",
    "a",
    "look",
    "and",
    "tell",
    "us",
    "when",
    "it",
    "is",
    "working",
    "again",
    "our",
    "team",
    "needs",
    "the",
    "numbers",
    "for",
    "the",
    "month",
    "I",
    "tried",
    "another",
    "browser",
    "and",
    "a",
    "second",
    "account",
    "with",
    "the",
    "same",
    "result",
    "and",
    "the",
    "message",
    "says",
    "that",
    "something",
    "went",
    "wrong",
    "thank",
    "you",
    "for",
    "your",
    "help",
    "and",
    "kind",
    "regards",
    "from",
    "all",
    "of",
    "us",
]


def plain(count: int, seed: int = 1) -> list[bytes]:
    """Text mails of one to two kilobytes from different customers."""
    dice = random.Random(seed)
    return [_mail(dice, number, "plain").as_bytes(policy=SMTP) for number in range(count)]


def multipart(count: int, seed: int = 2) -> list[bytes]:
    """Text, HTML and an attached image of about 20 kB."""
    dice = random.Random(seed)
    return [_rich(dice, number).as_bytes(policy=SMTP) for number in range(count)]


def _mail(dice: random.Random, number: int, kind: str) -> EmailMessage:
    mail, topic = EmailMessage(), dice.choice(TOPICS)
    mail["From"] = f"Customer {number % 700} <customer{number % 700}@company{number % 90}.example>"
    mail["To"] = "Support <support@example.com>"
    mail["Subject"] = f"Question about {topic} {number}"
    mail["Date"] = "Mon, 05 Jan 2026 09:00:00 +0000"
    mail["Message-ID"] = f"<{kind}-{number}-{dice.getrandbits(64):x}@company{number % 90}.example>"
    mail["Received"] = "from mx.example by mail.example with ESMTPS; Mon, 5 Jan 2026 09:00:00 +0000"
    mail.set_content(_text(dice, topic))
    return mail


def _text(dice: random.Random, topic: str) -> str:
    paragraphs = [" ".join(dice.choices(WORDS, k=60)) for _ in range(3)]
    return f"Hello,\n\nmy {topic} is broken.\n\n" + "\n\n".join(paragraphs) + "\n\n-- \nCustomer\nCompany Ltd\n"


def _rich(dice: random.Random, number: int) -> EmailMessage:
    mail = _mail(dice, number, "rich")
    text = mail.get_content()
    mail.add_alternative("<html><body>" + "".join(f"<p>{line}</p>" for line in text.split("\n\n")) + "</body></html>", subtype="html")
    mail.add_attachment(dice.randbytes(20_000), maintype="image", subtype="png", filename="screen.png")
    return mail
