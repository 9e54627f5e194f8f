"""Did a machine write this mail? The first sign wins, and says so in a sentence. What follows from it stands with the verdict."""

from dataclasses import dataclass
from typing import Literal

from supportops.core.email.bounce import bounce, from_daemon
from supportops.core.email.message import InboundEmail

Kind = Literal["loop", "bounce", "auto_reply", "bulk", "machine", "weak"]

OUR_ID = "supportops."
"""How the left side of every Message-ID of ours begins (see `write.message_id`)."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What kind of machine wrote a mail, and how we know.

    loop: our own mail came back. bounce: it belongs to the delivery that failed. auto_reply: an absence note or a receipt; it is kept on
    its ticket. bulk and machine: lists and notifications; there may be a request in them. weak: only the subject sounds automatic.
    """

    kind: Kind
    because: str

    @property
    def opens_ticket(self) -> bool:
        """Whether such a mail opens a ticket when it belongs to none; the others end as an automatic outcome with this reason."""
        return self.kind in ("bulk", "machine", "weak")

    @property
    def counts_as_customer(self) -> bool:
        """Whether such a mail on a ticket is the customer speaking, and may change its state."""
        return self.kind == "weak"


def verdict(
    email: InboundEmail, *, own_addresses: frozenset[str] = frozenset(), own_domain: str = "", install_id: str = ""
) -> Verdict | None:
    """The first sign that a machine wrote this mail, or None for a person. `own_addresses` are all mailboxes and aliases, in lower case."""
    return (
        _loop(email, own_addresses, own_domain, install_id)
        or _report(email)
        or _submitted(email)
        or _bulk(email)
        or _responder(email)
        or _machine_sender(email)
    )


def weak(email: InboundEmail) -> str | None:
    """Why a mail sounds like an absence note, by its subject alone: enough to send nothing automatic back, not enough to set it aside."""
    subject = _bare_subject(email.subject)
    if not subject.startswith(_ABSENCE):
        return None
    said = next(words for words in _ABSENCE if subject.startswith(words))
    return f'The subject begins like an automatic reply: "{said}".'


def _loop(email: InboundEmail, own_addresses: frozenset[str], own_domain: str, install_id: str) -> Verdict | None:
    if install_id and email.headers.get("x-supportops-loop", "").strip() == install_id:
        return Verdict("loop", "It carries the loop header of this desk: our own mail came back.")
    if own_domain and email.message_id.startswith(OUR_ID) and email.message_id.lower().endswith(f"@{own_domain.lower()}"):
        return Verdict("loop", "Its Message-ID was made by this desk: our own mail came back.")
    sender = email.from_.address if email.from_ else ""
    # A contact form on the company's site writes from our own address and names the customer in Reply-To.
    if is_own(sender, own_addresses) and all(is_own(answer.address, own_addresses) for answer in email.reply_to):
        return Verdict("loop", f"It comes from {sender}, a mailbox of this desk, and from nobody else.")
    return None


def is_own(address: str, own_addresses: frozenset[str]) -> bool:
    """Whether an address is one of ours, with or without a +tag."""
    lowered = address.lower()
    local, _, domain = lowered.rpartition("@")
    return lowered in own_addresses or f"{local.partition('+')[0]}@{domain}" in own_addresses


def _report(email: InboundEmail) -> Verdict | None:
    """Delivery reports, receipts, and mail that nobody may answer."""
    kind = email.headers.get("content-type", "").lower()
    if "disposition-notification" in kind and kind.startswith("multipart/report"):
        return Verdict("auto_reply", "It is a receipt: their program says that our mail was opened or deleted.")
    if email.report_parts:
        return Verdict("bounce", "It is a delivery report (multipart/report).")
    if kind.startswith("multipart/report"):
        return Verdict("bounce" if bounce(email) else "machine", "It is a report that a program wrote (multipart/report).")
    if email.headers.get("return-path", "").strip() == "<>":
        return Verdict("bounce" if bounce(email) else "auto_reply", "Its return path is empty: whoever sent it wants no answer.")
    return None


def _submitted(email: InboundEmail) -> Verdict | None:
    """Headers by which a program says that it answered or wrote of its own accord."""
    submitted = _word(email, "auto-submitted")
    if submitted and submitted != "no":
        kind: Kind = "auto_reply" if submitted == "auto-replied" else _replied_or_wrote(email)
        return Verdict(kind, f"Its header says Auto-Submitted: {submitted[:40]}.")
    suppress = email.headers.get("x-auto-response-suppress", "").strip()
    if suppress and suppress.lower() != "none":
        return Verdict(_replied_or_wrote(email), f"Its header asks for no automatic answer (X-Auto-Response-Suppress: {suppress[:40]}).")
    return None


def _bulk(email: InboundEmail) -> Verdict | None:
    precedence = _word(email, "precedence")
    if precedence == "auto_reply":
        return Verdict("auto_reply", "Its header says Precedence: auto_reply.")
    if precedence in ("bulk", "junk", "list"):
        kind: Kind = "auto_reply" if weak(email) else "bulk"
        return Verdict(kind, f"Its header says Precedence: {precedence}.")
    for name in ("list-id", "list-unsubscribe", "list-post", "feedback-id"):
        if email.headers.get(name, "").strip():
            return Verdict("bulk", f"It was sent to many: it has a {name.title()} header.")
    return None


def _responder(email: InboundEmail) -> Verdict | None:
    for name in ("x-autoreply", "x-autorespond", "x-autoresponse"):
        if name in email.headers and _word(email, name) != "no":
            return Verdict("auto_reply", f"It has an {name.title()} header.")
    if "x-loop" in email.headers:
        return Verdict("machine", "It has an X-Loop header, as programs set against answering each other.")
    return None


def _machine_sender(email: InboundEmail) -> Verdict | None:
    if not email.from_:
        return None
    address = email.from_.address
    if from_daemon(email):
        return Verdict("bounce" if bounce(email) else "machine", f"It comes from a mail system, {address}.")
    local = address.partition("@")[0].lower().replace("-", "").replace("_", "").replace(".", "")
    if any(word in local for word in ("noreply", "donotreply", "nereply", "nepasrepondre", "nichtantworten")):
        return Verdict("machine", f"It comes from {address}, which takes no answers.")
    return None


def _replied_or_wrote(email: InboundEmail) -> Kind:
    """An absence note says so in its subject; other automatic mail may hold a request, and must not get lost."""
    return "auto_reply" if weak(email) else "machine"


def _word(email: InboundEmail, header: str) -> str:
    """The first word of a header, in lower case, without parameters."""
    return email.headers.get(header, "").partition(";")[0].partition("(")[0].strip().lower()


def _bare_subject(subject: str) -> str:
    said = subject[:200].casefold().lstrip(" [(*\"'")
    while said.startswith(_REPLY_PREFIXES):
        said = said.partition(":")[2].lstrip()
    return said


_REPLY_PREFIXES = ("re:", "aw:", "sv:", "antw:", "odp:", "ynt:", "rv:", "tr:", "rif:", "vs:", "رد:")
_ABSENCE = (
    "automatic reply", "auto reply", "auto-reply", "autoreply", "auto response", "auto-response", "autoresponse",
    "out of office", "out of the office",
    "out-of-office", "ooo:", "on vacation", "vacation reply", "away from the office", "i am away", "i'm away",
    "automatische antwort", "abwesenheitsnotiz", "abwesend", "abwesenheit:", "ich bin abwesend", "außer haus", "nicht im büro",
    "respuesta automática", "respuesta automatica", "fuera de la oficina", "ausente de la oficina",
    "réponse automatique", "reponse automatique", "absence du bureau", "absent du bureau", "message d'absence",
    "otomatik yanıt", "otomatik cevap", "ofis dışında", "ofis dışındayım", "رد تلقائي", "الرد التلقائي", "خارج المكتب",
    "risposta automatica", "fuori sede", "fuori ufficio", "automatisch antwoord", "afwezig", "afwezigheidsbericht",
    "resposta automática",
    "fora do escritório", "ausência temporária", "automatyczna odpowiedź", "odpowiedź automatyczna", "autoodpowiedź",
    "nieobecność", "autosvar",
    "automatiskt svar", "automatisk svar", "frånvaro", "fravær", "automaattinen vastaus", "poissa toimistosta",
    "automatická odpověď",
    "mimo kancelář", "автоответ", "автоматический ответ", "нет на месте", "自動返信", "自動応答", "不在通知", "自动回复",
    "自動回覆", "外出", "자동 회신", "자동 응답", "부재중",
)  # fmt: skip
