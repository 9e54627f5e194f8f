"""Did a machine write it? Each loop row of the reliability contract that a single mail can show."""

import pytest

from supportops.core.email import Address, InboundEmail
from supportops.core.email.automatic import Verdict, verdict, weak
from supportops.core.email.message import ReportPart

DESK = {"own_addresses": frozenset({"support@desk.example"}), "own_domain": "i-1.desk.example", "install_id": "i-1"}
OMAR = Address("Omar", "omar@acme.example")


def mail(sender: str = "omar@acme.example", **said) -> InboundEmail:
    headers = {name.replace("_", "-"): value for name, value in said.pop("headers", {}).items()}
    return InboundEmail(from_=Address("", sender), headers=headers, **said)


def kind(email: InboundEmail) -> str | None:
    found = verdict(email, **DESK)
    return found.kind if found else None


def test_omars_own_words_get_no_verdict():
    assert verdict(mail(subject="The lamp is broken"), **DESK) is None
    assert verdict(InboundEmail(), **DESK) is None


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"x-supportops-loop": "i-1"}, "loop"),  # O8
        ({"x-supportops-loop": "another-desk"}, None),
        (
            {"content-type": 'multipart/report; report-type="delivery-status"'},
            "machine",
        ),  # what it reports is missing: people should see it
        ({"content-type": "multipart/report", "x-failed-recipients": "omar@acme.example"}, "bounce"),  # O1
        ({"content-type": "multipart/report; report-type=disposition-notification"}, "auto_reply"),
        ({"content-type": "multipart/report; report-type=feedback-report"}, "machine"),
        ({"return-path": "<>"}, "auto_reply"),
        ({"return-path": "<omar@acme.example>"}, None),
        ({"auto-submitted": "auto-replied"}, "auto_reply"),  # O2
        ({"auto-submitted": "Auto-Replied (vacation)"}, "auto_reply"),
        ({"auto-submitted": "auto-generated; type=x"}, "machine"),
        ({"auto-submitted": "no"}, None),
        ({"x-auto-response-suppress": "All"}, "machine"),
        ({"x-auto-response-suppress": "None"}, None),
        ({"precedence": "bulk"}, "bulk"),
        ({"precedence": "list"}, "bulk"),
        ({"precedence": "auto_reply"}, "auto_reply"),
        ({"precedence": "first-class"}, None),
        ({"list-id": "<news.acme.example>"}, "bulk"),
        ({"list-unsubscribe": "<mailto:x@acme.example>"}, "bulk"),
        ({"list-id": " "}, None),
        ({"x-autoreply": "yes"}, "auto_reply"),
        ({"x-autorespond": ""}, "auto_reply"),
        ({"x-autoreply": "no"}, None),
        ({"x-loop": "acme"}, "machine"),
    ],
)
def test_headers_give_machines_away(headers, expected):
    assert kind(mail(headers=headers)) == expected


def test_the_first_sign_in_the_order_of_the_contract_wins():
    headers = {"x-supportops-loop": "i-1", "auto-submitted": "auto-replied", "precedence": "bulk"}
    assert kind(mail(headers=headers)) == "loop"
    del headers["x-supportops-loop"]
    assert kind(mail(headers=headers)) == "auto_reply"


def test_our_own_mail_is_known_by_its_message_id():
    assert kind(mail(message_id="supportops.42.1.reply@i-1.desk.example")) == "loop"
    assert kind(mail(message_id="supportops.42.1.reply@i-2.other.example")) is None
    assert kind(mail(message_id="hand-written@i-1.desk.example")) is None


def test_our_own_addresses_are_nobodys_request():  # O7, D2
    assert kind(mail("Support@desk.example", to=(Address("", "support@desk.example"),))) == "loop"
    assert kind(mail("support+r-42-abc@desk.example")) == "loop"
    assert kind(mail("support+x@desk.example", reply_to=(Address("", "support@desk.example"),))) == "loop"


def test_a_contact_form_that_writes_from_our_address_for_omar_is_omars():
    assert kind(mail("support@desk.example", reply_to=(OMAR,))) is None


@pytest.mark.parametrize(
    "sender", ["noreply@acme.example", "No-Reply@acme.example", "do_not_reply@acme.example", "noreply+42@acme.example"]
)
def test_senders_that_take_no_answers_are_machines_whose_mail_opens_tickets(sender):  # O6
    found = verdict(mail(sender), **DESK)
    assert found
    assert found.kind == "machine"
    assert found.opens_ticket
    assert not found.counts_as_customer


def test_a_mail_system_is_a_machine_and_a_bounce_where_it_speaks_of_a_delivery():  # O1
    assert kind(mail("MAILER-DAEMON@mx.acme.example", subject="Quota warning")) == "machine"
    assert kind(mail("mailer-daemon@mx.acme.example", subject="Undelivered Mail Returned to Sender")) == "bounce"
    assert kind(mail("postmaster@mx.acme.example", subject="Delivery failed", headers={"return-path": "<>"})) == "bounce"
    assert kind(mail(report_parts=(ReportPart("status", {}),))) == "bounce"


@pytest.mark.parametrize("header", ["auto-submitted", "x-auto-response-suppress", "precedence"])
def test_an_absence_note_is_an_automatic_reply_whatever_its_program_calls_it(header):
    value = {"auto-submitted": "auto-generated", "x-auto-response-suppress": "All", "precedence": "bulk"}[header]
    assert kind(mail(subject="Automatic reply: your lamp", headers={header: value})) == "auto_reply"


def test_only_lists_and_machines_open_tickets_and_only_a_weak_sign_is_the_customer():
    opens = {kind: Verdict(kind, "").opens_ticket for kind in ("loop", "bounce", "auto_reply", "bulk", "machine", "weak")}
    assert opens == {"loop": False, "bounce": False, "auto_reply": False, "bulk": True, "machine": True, "weak": True}
    assert [kind for kind in opens if Verdict(kind, "").counts_as_customer] == ["weak"]


@pytest.mark.parametrize(
    "subject",
    ["Out of office: back on Monday", "RE: Automatic reply: lamp", "Abwesenheitsnotiz: Lampe", "AW: Automatische Antwort", "Respuesta automática: lámpara",
     "Réponse automatique : lampe", "Otomatik yanıt: lamba", "رد تلقائي: المصباح", "自動返信: ランプ", "Автоответ: лампа", "[Auto-Reply] lamp"],
)  # fmt: skip
def test_absence_in_a_subject_alone_is_a_weak_sign(subject):
    assert "automatic reply" in (weak(mail(subject=subject)) or "")
    assert verdict(mail(subject=subject), **DESK) is None


@pytest.mark.parametrize(
    "subject", ["", "My automatic lamp", "Office chairs are out of stock", "Re: Re: Re:", "Please reply automatically"]
)
def test_a_subject_about_offices_is_no_sign(subject):
    assert weak(mail(subject=subject)) is None


def test_every_verdict_says_why_in_a_sentence():
    for headers in ({"auto-submitted": "auto-replied"}, {"list-id": "x"}, {"x-loop": "y"}, {"return-path": "<>"}):
        found = verdict(mail(headers=headers), **DESK)
        assert found
        assert found.because.endswith(".")
