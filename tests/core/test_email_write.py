"""Our own mail: what we say is what arrives, and nothing else."""

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportops.core.email import Address, Attachment, read
from supportops.core.email.write import OutgoingEmail, compose, message_id

PLAIN = OutgoingEmail(
    message_id=message_id("i-1.desk.example", "42.7.reply"),
    date=datetime(2026, 3, 5, 10, tzinfo=UTC),
    from_=Address("Ada at the desk", "support@desk.example"),
    to=(Address("Omar", "omar@acme.example"),),
    subject="Re: Broken lamp [#42]",
    text="Hello Omar,\n\na new one is on its way.\n-- \nAda\n",
)
PICTURE = Attachment("lamp.png", "image/png", 3, "", True, "lamp@desk", b"\x89PN")
BILL = Attachment("Rechnung März.pdf", "application/pdf", 4, "", False, "", b"%PDF")


def parsed(outgoing: OutgoingEmail):
    return message_from_bytes(compose(outgoing), policy=default)


def words(part) -> str:
    return part.get_content().replace("\r\n", "\n")


def test_a_reply_arrives_as_it_was_written():
    mail = parsed(PLAIN)
    assert {name: mail[name] for name in ("From", "To", "Subject", "Message-ID", "Date")} == {
        "From": "Ada at the desk <support@desk.example>",
        "To": "Omar <omar@acme.example>",
        "Subject": "Re: Broken lamp [#42]",
        "Message-ID": "<supportops.42.7.reply@i-1.desk.example>",
        "Date": "Thu, 05 Mar 2026 10:00:00 +0000",
    }
    assert words(mail) == PLAIN.text
    assert "Auto-Submitted" not in mail


def test_the_same_values_give_the_same_bytes_at_every_try():
    full = replace(PLAIN, html="<p>Hi <img src='cid:lamp@desk'></p>", attachments=(PICTURE, BILL))
    assert compose(full) == compose(full)
    assert compose(full) != compose(replace(full, message_id="supportops.42.8@i-1.desk.example"))


def test_lines_end_as_the_wire_wants_them_and_stay_short_enough():
    sent = compose(
        replace(PLAIN, text="é" * 5000 + "\r\nx\ry\n" + "a" * 5000, references=tuple(f"{'r' * 90}{n}@acme.example" for n in range(9)))
    )
    assert b"\n" not in sent.replace(b"\r\n", b"")
    assert b"\r" not in sent.replace(b"\r\n", b"")
    assert max(map(len, sent.split(b"\r\n"))) <= 998


def test_the_thread_is_kept_with_its_first_and_its_latest_messages():
    mail = parsed(replace(PLAIN, in_reply_to="m29@acme.example", references=tuple(f"m{n}@acme.example" for n in range(30))))
    assert mail["In-Reply-To"] == "<m29@acme.example>"
    assert mail["References"].split() == ["<m0@acme.example>", *(f"<m{n}@acme.example>" for n in range(10, 30))]


def test_copies_and_the_signed_reply_address_go_into_their_headers():
    signed = Address("Desk", f"support+r-42-{'a' * 32}@support.a-long-name-of-a-company.example")
    mail = parsed(replace(PLAIN, cc=(Address("", "eve@other.example"), Address("Lin, Lead", "lin@desk.example")), reply_to=signed))
    assert mail["Reply-To"].addresses[0].addr_spec == signed.address
    assert [(one.display_name, one.addr_spec) for one in mail["Cc"].addresses] == [
        ("", "eve@other.example"),
        ("Lin, Lead", "lin@desk.example"),
    ]


def test_automatic_mail_says_so_in_three_headers():  # O2, O8
    mail = parsed(replace(PLAIN, automatic="auto-replied", install_id="i-1"))
    assert (mail["Auto-Submitted"], mail["X-Auto-Response-Suppress"], mail["X-SupportOps-Loop"]) == ("auto-replied", "All", "i-1")


def test_html_images_and_files_each_have_their_place():
    mail = parsed(replace(PLAIN, html='<p>Hi <img src="cid:lamp@desk"></p>', attachments=(PICTURE, BILL)))
    assert mail.get_content_type() == "multipart/mixed"
    assert words(mail.get_body(("plain",))) == PLAIN.text
    related = mail.get_body(("related",))
    assert [part.get_content_type() for part in related.iter_parts()] == ["text/html", "image/png"]
    assert related.get_payload(1)["Content-ID"] == "<lamp@desk>"
    (bill,) = mail.iter_attachments()
    assert (bill.get_filename(), bill.get_content()) == ("Rechnung März.pdf", b"%PDF")


def test_an_inline_image_without_html_is_still_sent():
    (picture,) = parsed(replace(PLAIN, attachments=(PICTURE,))).iter_attachments()
    assert picture.get_content() == PICTURE.content


@pytest.mark.parametrize("kind", ["message/rfc822", "multipart/mixed", "text/plain", "", "application", "text/html"])
def test_every_kind_of_file_arrives_byte_by_byte(kind):  # L13
    file = Attachment("mail.eml", kind, 9, "", False, "", b"From: x\n\n\xff\x00.\r\n")
    (arrived,) = read(compose(replace(PLAIN, attachments=(file,)))).attachments
    assert (arrived.name, arrived.content) == ("mail.eml", file.content)


@pytest.mark.parametrize("bad", ["a\r\nBcc: eve@other.example", "a\nb", "a\rb", "a\x00b", "a\u2028b", "a\x85b"])
@pytest.mark.parametrize(
    "place",
    [
        lambda bad: {"subject": bad},
        lambda bad: {"from_": Address(bad, "support@desk.example")},
        lambda bad: {"from_": Address("", f"{bad}@desk.example")},
        lambda bad: {"to": (Address(bad, "omar@acme.example"),)},
        lambda bad: {"cc": (Address("", f"omar@{bad}"),)},
        lambda bad: {"reply_to": Address(bad, "a@b.example")},
        lambda bad: {"message_id": f"{bad}@b"},
        lambda bad: {"in_reply_to": bad},
        lambda bad: {"references": (bad,)},
        lambda bad: {"automatic": "auto-replied", "install_id": bad},
        lambda bad: {"attachments": (replace(BILL, name=bad),)},
        lambda bad: {"attachments": (replace(BILL, type=f"text/{bad}"),)},
        lambda bad: {"html": "<p>", "attachments": (replace(PICTURE, content_id=bad),)},
    ],
)
def test_no_value_breaks_out_of_its_header(place, bad):
    with pytest.raises(ValueError, match=r"line break or control character|is not"):
        compose(replace(PLAIN, **place(bad)))


@pytest.mark.parametrize("address", ["", "omar", "@acme.example", "omar@"])
def test_what_is_no_address_gets_no_mail(address):
    with pytest.raises(ValueError, match="is not an address"):
        compose(replace(PLAIN, to=(Address("", address),)))


@pytest.mark.parametrize("identifier", ["a b@c", "<a@b>", "ä@b"])
def test_what_is_no_message_id_is_refused(identifier):
    with pytest.raises(ValueError, match="is not a message id"):
        compose(replace(PLAIN, in_reply_to=identifier))


def test_domains_outside_ascii_go_out_in_their_wire_form():
    assert b"omar@xn--mller-kva.example" in compose(replace(PLAIN, to=(Address("Omar", "omar@müller.example"),)))


def test_an_address_outside_ascii_is_written_for_servers_that_take_it():
    assert "ömar@acme.example" in compose(replace(PLAIN, to=(Address("Omar", "ömar@acme.example"),))).decode()


@given(st.text(st.characters(exclude_categories=("Cc", "Zl", "Zp", "Cs")), max_size=300))
def test_any_subject_arrives(subject):
    arrived = parsed(replace(PLAIN, subject=subject))["Subject"]
    assert " ".join(arrived.split()) == " ".join(subject.split())


@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\0"), max_size=400))
def test_any_text_arrives(text):
    arrived = words(parsed(replace(PLAIN, text=text)))
    assert arrived.rstrip("\n") == text.rstrip("\n")


def test_half_a_character_does_not_stop_a_mail():
    mail = parsed(replace(PLAIN, subject="\ud83d lamp", text="\ud83d lamp"))
    assert (mail["Subject"], words(mail)) == ("? lamp", "? lamp\n")
