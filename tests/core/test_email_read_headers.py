"""What the headers of a mail say, in all the ways in which senders write them."""

from datetime import UTC, datetime

import pytest

from supportops.core.email import Address, Caps, InboundEmail, read
from supportops.core.email.charset import charset, decode
from supportops.core.email.filename import safe, type_of
from supportops.core.email.parameters import parameters


def mail(**headers: str) -> InboundEmail:
    """A mail of Omar's with these headers, written byte by byte as Latin-1."""
    lines = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in headers.items())
    return read(lines.encode("latin-1") + b"\nHello")


def wire(text: str, encoding: str = "utf-8") -> str:
    """Raw 8-bit text as it stands in a header."""
    return text.encode(encoding).decode("latin-1")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("I cannot log in", "I cannot log in"),
        ("=?utf-8?Q?Gr=C3=BC=C3=9Fe_aus_K=C3=B6ln?=", "Grüße aus Köln"),
        ("=?utf-8?B?R3LDvMOfZQ==?=", "Grüße"),
        ("=?UTF-8?B?R3LDvMOfZQ?=", "Grüße"),  # no padding
        ("=?UTF-8?B?R3LDvMOfZ?=", "Grüß"),  # one sign too many
        ("=?utf-8?B?4oKs?= =?utf-8?B?4oI=?= =?utf-8?B?rA==?=", "€€"),  # a character split between words
        ("=?utf-8?Q?a?=\n =?utf-8?Q?b?=", "ab"),
        ("=?utf-8?Q?a?= b =?utf-8?Q?c?=", "a b c"),
        ("Re: =?utf-8?Q?a?=tail", "Re: atail"),
        ("=?utf-8?Q?two words?=", "two words"),  # blanks inside
        ("=?utf-8?Q?why?now?=", "why?now"),  # a question mark inside
        ("=?utf-8*en?Q?hello?=", "hello"),  # RFC 2231 language
        ("=?iso-8859-1?Q?=80?=", "€"),  # says Latin-1, means Windows
        ("=?x-nonsense?Q?caf=C3=A9?=", "café"),
        ("=?hex?Q?6869?=", "6869"),  # not a charset
        ("=?utf-8?Q?caf=E9?=", "café"),  # says UTF-8, is not
        ("=?gb2312?B?xOO6ww==?=", "你好"),
        ("=?utf-8?Q?broken", "=?utf-8?Q?broken"),
        (wire("Störung"), "Störung"),
        (wire("Störung", "cp1252"), "Störung"),
        (wire("\x1b$B$3$s\x1b(B", "ascii"), "こん"),  # undeclared ISO-2022-JP
        ("a\x00b", "ab"),
        ("folded\n\tline", "folded line"),
        ("too   many\t\tblanks", "too many blanks"),
        ("bell\x07 and\x1b escape", "bell and escape"),
        ("", ""),
    ],
)
def test_a_subject_says_what_was_meant(written: str, meant: str) -> None:
    assert mail(From="omar@example.com", Subject=written).subject == meant


def test_raw_header_bytes_are_read_in_the_charset_of_the_text() -> None:
    raw = "From: o@example.com\nSubject: Ошибка\nContent-Type: text/plain; charset=koi8-r\n\nПривет".encode("koi8-r")
    assert read(raw).subject == "Ошибка"


def test_an_injected_guess_decides_where_nothing_is_declared_and_may_fail_without_harm() -> None:
    raw = "Subject: Ошибка\n\nПривет".encode("koi8-r")

    def fails(data: bytes) -> str:
        raise RuntimeError(data)

    assert read(raw, guess_charset=lambda data: "koi8-r").text == "Привет"
    assert read(raw, guess_charset=lambda data: "ascii-no-such").text == "ðÒÉ×ÅÔ"
    assert read(raw, guess_charset=lambda data: "utf-16").subject != ""
    assert read(raw, guess_charset=fails).text == "ðÒÉ×ÅÔ"


def test_a_truncated_mail_keeps_its_charset_and_a_false_label_does_not() -> None:
    assert decode("Grüße aus Köln".encode()[:-1] + b"\xc3", "utf-8").startswith("Grüße")
    assert decode("Überfällig".encode("cp1252"), "utf-8") == "Überfällig"
    assert decode(b"\x81\x8d", "") == "\x81\x8d"
    assert decode(b"+2AA-", "utf-7") == "\ufffd"  # half a surrogate pair cannot be stored
    assert decode(b"\x1b$B\xff", "") == "\x1b$Bÿ"


@pytest.mark.parametrize("label", ["idna", "punycode", "unicode_escape", "rot13", "zlib", "\x00", "x" * 50, "no-such", "us-ascii"])
def test_what_is_no_charset_of_mail_is_not_used(label: str) -> None:
    assert charset(label) == ""


@pytest.mark.parametrize(
    ("written", "people"),
    [
        ("Omar Haddad <omar@example.com>", [("Omar Haddad", "omar@example.com")]),
        ("omar@example.com", [("", "omar@example.com")]),
        ('"Haddad, Omar" <omar@Example.COM>', [("Haddad, Omar", "omar@example.com")]),
        ('"Omar \\"O\\" Haddad" <omar@example.com>', [('Omar "O" Haddad', "omar@example.com")]),
        ("=?utf-8?Q?Haddad,_=C3=96mar?= <omar@example.com>", [("Haddad, Ömar", "omar@example.com")]),
        ("=?utf-8?Q?a?= b <a@example.com>", [("a b", "a@example.com")]),
        ("a@example.com, B <b@example.com>; c@example.com", [("", "a@example.com"), ("B", "b@example.com"), ("", "c@example.com")]),
        ("Team: a@example.com, b@example.com;", [("", "a@example.com"), ("", "b@example.com")]),
        ("undisclosed-recipients:;", []),
        ("omar@example.com (Omar Haddad)", [("Omar Haddad", "omar@example.com")]),
        ("Omar omar@example.com", [("Omar", "omar@example.com")]),
        ("(c): a@example.com", [("", "a@example.com")]),
        ("(never ends a@example.com, b@example.com", [("never ends", "a@example.com"), ("", "b@example.com")]),
        ("Pete(a \\) b) <pete(his)@example.com>", [("Pete", "pete@example.com")]),
        ('"john@home"@example.com', [("", '"john@home"@example.com')]),
        ("<@relay.example,@b.example:omar@example.com>", [("", "omar@example.com")]),
        ("omar@büro.example".encode().decode("latin-1"), [("", "omar@xn--bro-hoa.example")]),
        ("omar@" + "ü".encode().decode("latin-1") * 70 + ".example", [("", "omar@" + "ü" * 70 + ".example")]),
        ("omar@example.com <ticket-7>", [("", "omar@example.com")]),
        ("Root <root>", [("Root", "root")]),
        ("MAILER-DAEMON", [("", "MAILER-DAEMON")]),
        ("Somebody", []),
        ("<>", []),
        ("<Undisclosed-Recipient:@example.com;>", []),
        ("a@b:c@example.com", []),
        ("omar@example.com <omar", [("", "omar@example.com")]),
        ('"', []),
        (", ,;", []),
        ("", []),
    ],
)
def test_recipients_are_found(written: str, people: list[tuple[str, str]]) -> None:
    assert mail(To=written).to == tuple(Address(*one) for one in people)


def test_what_is_no_address_is_named_among_the_problems() -> None:
    assert "To: 'Somebody' is not an address." in mail(To="Somebody").problems


def test_repeated_headers_add_recipients_but_the_first_sender_stands() -> None:
    found = read(b"From: ada@example.com\nFrom: eve@example.com\nTo: a@example.com\nTo: b@example.com\nSubject: x\nSubject: y\n\n")
    assert found.from_ == Address("", "ada@example.com")
    assert [one.address for one in found.to] == ["a@example.com", "b@example.com"]
    assert found.subject == "x"
    assert "There are several From headers; the first was taken." in found.problems


def test_l9_a_mail_without_sender_recipient_and_text_is_still_a_mail() -> None:
    found = read(b"X-Nothing: here\n\n")
    assert (found.from_, found.to, found.text) == (None, (), "")
    assert found.problems == ("The mail does not say who sent it.",)


def test_the_other_people_of_a_mail() -> None:
    found = mail(From="o@example.com", Sender="s@example.com", Cc="c@example.com", Reply_To="r@example.com")
    assert [one[0].address for one in (found.sender, found.cc, found.reply_to)] == ["s@example.com", "c@example.com", "r@example.com"]


@pytest.mark.parametrize(
    ("written", "ids"),
    [
        ("<a@b>", ("a@b",)),
        ("<a@b> <c@d>\n <a@b>", ("a@b", "c@d")),
        ("Your message of Monday <a@b> (was: other)", ("a@b",)),
        ("(see <x@y>) <a@b>", ("a@b",)),
        ("<a@\n b>", ("a@b",)),
        ("a@b", ("a@b",)),
        ("<a@b", ("a@b",)),
        ("<[x@y]>", ("[x@y]",)),
        ("<>", ()),
        ("nothing", ()),
        (wire("<ä@b>"), ("ä@b",)),
    ],
)
def test_w4_message_ids_are_found_whatever_stands_around_them(written: str, ids: tuple[str, ...]) -> None:
    assert mail(In_Reply_To=written).in_reply_to == ids


def test_of_too_many_references_the_nearest_are_kept() -> None:
    found = read(b"References: <a@b> <c@d> <e@f>\nMessage-ID: <id@example.com>\n\n", Caps(message_ids=2))
    assert found.references == ("c@d", "e@f")
    assert found.message_id == "id@example.com"


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("Mon, 02 Nov 2026 09:00:00 +0100", datetime(2026, 11, 2, 8, tzinfo=UTC)),
        ("Fri, 21 Nov 1997 09(comment):   55  :  06 -0600", datetime(1997, 11, 21, 15, 55, 6, tzinfo=UTC)),
        ("2 Nov 26 09:00", datetime(2026, 11, 2, 9, tzinfo=UTC)),
        ("Mon, 02 Nov 2026 09:00:00 +9999999", None),
        ("Thu, 01 Jan 1970 00:00:00 +0000", None),
        ("Mon, 02 Nov 2200 09:00:00 +0000", None),
        ("Mon, 32 Nov 2026 25:00:00 +0000", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_date_is_an_instant_or_nothing(written: str, at: datetime | None) -> None:
    found = mail(From="o@example.com", Date=written)
    assert found.date == at
    assert found.problems == (() if at else ("The date cannot be read.",))


def test_the_headers_that_verdicts_need_are_kept() -> None:
    found = read(
        b"From: o@example.com\nAuto-Submitted: auto-replied\nReturn-Path: <>\nDelivered-To: a@x\nDelivered-To: b@x\nPrecedence: bulk\nPrecedence: z\nX-Other: 1\n\n"
    )
    assert dict(found.headers) == {
        "auto-submitted": "auto-replied",
        "return-path": "<>",
        "delivered-to": "a@x, b@x",
        "precedence": "bulk",
    }


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ('attachment; filename="bill.pdf"', "bill.pdf"),
        ("attachment; filename=my bill.pdf", "my bill.pdf"),
        ('attachment; filename="=?utf-8?Q?Rechnung_M=C3=A4rz.pdf?="', "Rechnung März.pdf"),
        ("attachment; filename*=utf-8''M%C3%A4rz.pdf", "März.pdf"),
        ("attachment; filename*0*=utf-8''M%C3; filename*1*=%A4rz; filename*2=.pdf", "März.pdf"),
        ('attachment; filename*0="a long "; filename*1="name.pdf"', "a long name.pdf"),
        ("attachment; filename*=M%C3%A4rz.pdf", "März.pdf"),  # no charset named
        (wire('attachment; filename="März.pdf"'), "März.pdf"),
        ('attachment; filename="unclosed.pdf', "unclosed.pdf"),
        ('attachment; filename="a\\"b.pdf"', 'a"b.pdf'),
        ('attachment; filename="C:\\Temp\\x.pdf"', "C:\\Temp\\x.pdf"),
    ],
)
def test_parameters_are_read_in_every_form(written: str, name: str) -> None:
    assert parameters(written)["filename"] == name


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("bill.pdf", "bill.pdf"),
        ("Rechnung März.pdf", "Rechnung März.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\eve\\evil.exe", "evil.exe"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),  # right-to-left override
        ("in\u200bvoice\u0000.pdf\r\n", "invoice.pdf"),
        ("a／b＼c.pdf", "a_b_c.pdf"),  # only look like separators
        ("a‥pdf", "a_pdf"),
        ("a\u3000b.pdf", "a b.pdf"),
        ('what?<is>:"this"|*.txt', "what__is___this___.txt"),
        ("con.txt", "_con.txt"),
        (" .hidden. ", "hidden"),
        ("...", "attachment-3.pdf"),
        ("", "attachment-3.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("x" * 300, "x" * 120),
    ],
)
def test_a_hostile_name_becomes_a_harmless_one(sent: str, kept: str) -> None:
    assert safe(sent, "application/pdf", 3) == kept


def test_a_type_is_suggested_by_the_extension() -> None:
    assert (type_of("a.PNG"), type_of("a")) == ("image/png", "application/octet-stream")
