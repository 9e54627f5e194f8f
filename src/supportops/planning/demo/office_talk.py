"""What colleagues tell each other: notes, hand-overs, escalations; and what customers write beside their score."""

from __future__ import annotations

from random import Random
from typing import Any

from supportops.core.ticket import Ticket
from supportops.planning.demo.dice import pick

NOTES = (
    "Checked the account: {plan} plan, nothing unusual in the last thirty days.",
    "Same pattern as with another customer last week. Keeping an eye on it.",
    "Called {first} for a moment; mail is fine for them.",
    "Log shows code {code} at the time they mention. Could be their network, asking back.",
    "Billing system shows {amount}, paid, no open items.",
    "They are in the middle of month-end, so please answer soon.",
    "I can reproduce this in the test account.",
)
FINDINGS = (
    "Found it: a retry wrote the same row twice. Fix is in review, out today.",
    "Not our side: their proxy cuts the request at 10 s. Explained how to raise it, with a picture.",
    "Known fault, corrected in the release of this week. I moved their account to it early.",
    "Their data had two records with number {order}. Merged by hand, nothing lost.",
    "Read the log of the last two days: error {code} only from {city}. Cache emptied there.",
)
OVER_TO_YOU = (
    "you spoke with them last week",
    "I am in training this afternoon",
    "this is your speciality",
    "they asked for a call and I am on the phone all day",
)
LATER = (
    "the correction goes live then",
    "the bank answers by then",
    "they are back from their holiday then",
    "waiting for the developers' answer",
)
CALM = "a question; nothing is broken"
DECLARED = "more and more customers write the same; this is the one to follow"
KNOWN_BY = (
    *("error 503", "outage", "nothing opens", "service unavailable", "tallyfern is down"),
    *("fehler 503", "öffnet sich nichts", "nicht erreichbar"),
    *("no se abre nada", "caída general", "servicio caído"),
    *("erreur 503", "rien ne s'ouvre", "service en panne"),
    *("hata 503", "hiçbir şey açılmıyor", "sistem çöktü"),
)
ARTICLE = "https://status.tallyfern.example: what is known, and how tills work on without us until then"
GRAVE = "it stops their work, and there is no way round it"
PUT_BACK = "my shift ends; whoever is next, please"
_REASONS = {
    "product": (
        "Tried another browser and a fresh account, same result. Need somebody with access to the logs.",
        "Reproduced in the test account; steps are in the note. Needs a developer.",
    ),
    "technical": (
        "Headers and log looked at, our limits do not explain it. Need the server's side.",
        "Signature checked by hand with their body; it differs from ours. Please look at the signer.",
    ),
    "onboarding": ("The file has {rows} columns that we have never seen. Needs somebody who knows the importer.",),
}
_ANY = (
    "Customer asks for the lead and threatens to cancel.",
    "Third time they write about the same thing; the usual steps are all tried.",
)
_COMMENTS = {
    5: ("Fast and friendly, thank you!", "Solved in one go.", "Could not be better."),
    4: ("Good help, took a little while.", "All fine."),
    3: ("Solved in the end.", "I had to explain it twice."),
    2: ("Too slow for what it was.", "Many mails for a small thing."),
    1: ("We waited far too long.", "Still not convinced."),
}
COMMENTED = 0.35


def escalation(roll: Random, category: str, ticket: Ticket) -> dict[str, Any]:
    """Reason, place and level of an escalation."""
    group = category.partition(".")[0]
    reason = pick(roll, (*_REASONS.get(group, ()), *_ANY)).replace("{rows}", str(roll.randrange(4, 19)))
    team = "technical" if group in _REASONS else ticket.team
    return {"reason": reason, "because": reason, "team": team, "level": 3 if ticket.level > 1 else 2}


def comment(roll: Random, score: int, language: str) -> str:
    """Beside some scores, in the language that we can check."""
    return pick(roll, _COMMENTS[score]) if language == "en" and roll.random() < COMMENTED else ""
