"""What there is to read in a mail, and the files that came with it."""

import base64
import struct
from hashlib import sha256

import pytest

from supportops.core.email import InboundEmail, read
from supportops.core.email.calendar import readable
from supportops.core.email.flowed import unflow
from supportops.core.email.plain import plain
from supportops.core.email.rtf import decompress
from supportops.core.email.winmail import properties, unpack

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


def mail(body: str | bytes, **headers: str) -> InboundEmail:
    """A mail of Omar's with this body."""
    lines = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in ({"From": "omar@example.com"} | headers).items())
    return read(lines.encode() + b"\n" + (body.encode() if isinstance(body, str) else body))


def multipart(kind: str, *parts: str, boundary: str = "b") -> InboundEmail:
    """A mail of several parts, each given with its headers."""
    body = "".join(f"--{boundary}\n{part}\n" for part in parts) + f"--{boundary}--\n"
    return mail(body, Content_Type=f'multipart/{kind}; boundary="{boundary}"')


def container(kind: str, *parts: str, boundary: str) -> str:
    """The same, as a part within another."""
    return f"Content-Type: multipart/{kind}; boundary={boundary}\n\n" + "".join(f"--{boundary}\n{part}\n" for part in parts) + f"--{boundary}--"


TEXT = "Content-Type: text/plain\n\nplain words"
HTML = "Content-Type: text/html\n\n<p>marked <b>words</b></p>"


def test_an_empty_mail_is_read() -> None:
    assert (read(b"").text, read(b"").subject) == ("", "")
    assert InboundEmail().headers == {}


@pytest.mark.parametrize(
    "raw",
    [
        b"From: omar@example.com\r\nSubject: x\r\n\r\nHello",
        b"From: omar@example.com\rSubject: x\r\rHello",
        b"\xef\xbb\xbfFrom: omar@example.com\nSubject: x\n\nHello",
        b"From omar@example.com Mon Nov  2 09:00:00 2026\nFrom: omar@example.com\nSubject: x\n\nHello",
        b">From omar@example.com Mon Nov  2 09:00:00 2026\nFrom: omar@example.com\nSubject: x\n\nHello",
        b"\n\n\nFrom: omar@example.com\nSubject: x\n\nHello",
        b"a stray line\nFrom: omar@example.com\nSubject: x\n\nHello",
        b"From: omar@example.com\nSubject:\n x\n\nHello",
        b"From: omar@example.com\nX-Long: one\ntwo\nSubject: x\n\nHello",
    ],
)
def test_a_mail_survives_what_programs_do_to_its_beginning(raw: bytes) -> None:
    found = read(raw)
    assert (found.from_ and found.from_.address, found.subject, found.text) == ("omar@example.com", "x", "Hello")


def test_a_forgotten_blank_line_loses_nothing() -> None:
    found = read(b"From: omar@example.com\nHello Ada,\nit is broken.\n\nOmar")
    assert found.text == "Hello Ada,\nit is broken.\n\nOmar"
    assert "The blank line between headers and text was missing." in found.problems


def test_text_without_any_header_is_all_body() -> None:
    assert read(b"just words\nand more\n\nend").text == "just words\nand more\n\nend"


def test_both_forms_of_an_alternative_are_kept() -> None:
    found = multipart("alternative", TEXT, HTML)
    assert (found.text, found.html) == ("plain words", "<p>marked <b>words</b></p>")


def test_of_several_forms_the_first_text_and_the_last_html_count() -> None:
    found = multipart("alternative", "Content-Type: text/plain\n\n ", TEXT, "Content-Type: text/plain\n\nlater", HTML, HTML.replace("marked", "last"))
    assert (found.text, found.html) == ("plain words", "<p>last <b>words</b></p>")


def test_html_alone_is_read_as_text_too() -> None:
    assert mail("<p>Hello<br>Ada", Content_Type="text/html").text == "Hello\nAda"
    assert multipart("alternative", HTML).text == "marked words"


def test_text_around_html_is_not_lost_in_either_form() -> None:
    found = multipart("mixed", "Content-Type: text/plain\n\nbefore <&>", HTML, "Content-Type: text/plain\n\n ", TEXT)
    assert found.text == "before <&>\nmarked words\n \nplain words"
    assert found.html == "<p>before &lt;&amp;&gt;</p>\n<p>marked <b>words</b></p>\n<p>plain words</p>"


def test_an_alternative_of_nothing_readable_keeps_its_files() -> None:
    found = multipart("alternative", "Content-Type: image/png\n\nx")
    assert (found.text, found.html, found.attachments[0].name) == ("", "", "attachment-1.png")


def test_attachments_keep_their_bytes_name_and_hash() -> None:
    coded = base64.encodebytes(PICTURE).decode()
    found = multipart("mixed", TEXT, f"Content-Type: image/png; name=plan.png\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment\n\n{coded}")
    (file,) = found.attachments
    assert (file.name, file.type, file.size, file.content, file.inline) == ("plan.png", "image/png", len(PICTURE), PICTURE, False)
    assert file.sha256 == sha256(PICTURE).hexdigest()


def test_a_picture_shown_in_the_html_is_inline() -> None:
    page = "Content-Type: text/html\n\n<img src='cid:p1@x'>"
    shown = "Content-Type: image/png\nContent-ID: <p1@x>\n\nx"
    other = "Content-Type: image/png\nContent-ID: <p2@x>\n\nx"
    marked = "Content-Type: image/png\nContent-Disposition: inline\n\nx"
    files = multipart("related", page, shown, other, marked).attachments
    assert [(file.inline, file.content_id) for file in files] == [(True, "p1@x"), (False, "p2@x"), (True, "")]


def test_named_text_is_a_file_but_the_whole_mail_never_is() -> None:
    assert multipart("mixed", TEXT, "Content-Type: text/plain; name=notes.txt\n\nnotes").attachments[0].name == "notes.txt"
    whole = mail("words", Content_Type="text/plain; name=notes.txt")
    assert (whole.text, whole.attachments) == ("words", ())
    sent = mail("words", Content_Type="text/plain", Content_Disposition="attachment")
    assert (sent.text, sent.attachments[0].name) == ("", "attachment-1.txt")


def test_l13_a_forwarded_mail_is_a_file_with_its_bytes_intact() -> None:
    inner = "From: lin@example.com\nSubject: old/matter\nContent-Type: text/plain\n\ninner text\n"
    found = multipart("mixed", TEXT, f"Content-Type: message/rfc822\n\n{inner}")
    (file,) = found.attachments
    assert (found.text, file.name, file.content) == ("plain words", "old_matter.eml", inner.encode())
    coded = base64.encodebytes(inner.encode()).decode()
    found = multipart("mixed", TEXT, f"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n{coded}")
    assert found.attachments[0].content == inner.encode()


def test_a_digest_is_made_of_mails() -> None:
    found = multipart("digest", "\nSubject: one\n\nfirst", "\nSubject: two\n\nsecond")
    assert [file.name for file in found.attachments] == ["one.eml", "two.eml"]


def test_the_same_boundary_in_a_forwarded_mail_ends_nothing() -> None:
    found = mail("--b\n\none\n--b--\nbetween\n--b\n\ntwo\n--b--\n", Content_Type="multipart/mixed; boundary=b")
    assert found.text == "one\ntwo"


@pytest.mark.parametrize(
    ("boundary", "body", "text"),
    [
        ("wrong", "--right\nContent-Type: text/plain\n\none\n--right--\n", "one"),
        ("", "--right\nContent-Type: text/plain\n\none\n--right--\n", "one"),
        ("wrong", "no parts at all", "no parts at all"),
        ("b", "--b\n\none\n", "one\n"),  # never closed
        ("b", "--b\n\none--b\n--bc\ntwo\n--b --", "one--b\n--bc\ntwo"),  # the boundary within other words
        ("b", "preamble\r\n--b\r\n\r\none\r\n--b--\r\nepilogue", "one"),
        ("b", "--b\n\none\n--b", "one"),
        ('"two  blanks"', "--two  blanks\n\none\n--two  blanks--", "one"),
    ],
)
def test_boundaries_are_found_if_there_are_any(boundary: str, body: str, text: str) -> None:
    assert mail(body, Content_Type=f"multipart/mixed; boundary={boundary}").text == text


def test_a_part_without_headers_is_text() -> None:
    assert multipart("mixed", "\nno headers", "nor here: really\n\nmore").text == "no headers\nnor here: really\n\nmore"


@pytest.mark.parametrize(
    ("encoding", "body", "text"),
    [
        ("quoted-printable", "Gr=C3=BC=\n=C3=9Fe", "Grüße"),
        ("quoted printable", "=41", "A"),
        ("BASE64 ", "R3LDvMOfZQ==", "Grüße"),
        ("base64", "SGVsbG8", "Hello"),  # no padding
        ("base64", "SGVsbG8=\nIEFkYQ==", "Hello Ada"),  # two pieces
        ("base64", "these are words, not code", "these are words, not code"),
        ("base64", "longwords andmorewords", "longwords andmorewords"),
        ("x-uuencode", "begin 644 a\n%2&5L;&\\\n`\nend\n", "Hello"),
        ("x-uuencode", "nothing coded", "nothing coded"),
        ("base9000", "as it stands", "as it stands"),
        ("8bit", "Größe", "Größe"),
    ],
)
def test_transfer_encodings_are_undone(encoding: str, body: str, text: str) -> None:
    assert mail(body, Content_Type="text/plain; charset=utf-8", Content_Transfer_Encoding=encoding).text == text


def test_damaged_base64_gives_what_it_has_and_says_so() -> None:
    found = mail("SGVsbG8gQWRhIQ!", Content_Transfer_Encoding="base64")
    assert found.text == "Hello Ada!"
    assert found.problems == ("A part in base64 is damaged; what could be read was kept.",)


def test_files_written_into_the_text_are_taken_out() -> None:
    found = mail("See here:\nbegin 644 r\u00e9sum\u00e9.txt\n%2&5L;&\\\n#____~~~\n\n`\nend\nRegards\n")
    assert found.text == "See here:\nbegin 644 résumé.txt\n%2&5L;&\\\n#____~~~\n\n`\nend\nRegards\n"  # damaged: stays where it is
    found = mail("See here:\nbegin 644 r\u00e9sum\u00e9.txt\n%2&5L;&\\\n!\x20\n`\nend\nRegards\n")
    assert found.text == "See here:\nRegards\n"
    assert [(file.name, file.type, file.content[:5]) for file in found.attachments] == [("résumé.txt", "text/plain", b"Hello")]
    assert mail("we begin here").attachments == ()


def test_lines_wrapped_for_the_screen_become_paragraphs() -> None:
    assert unflow("one \ntwo\nthree", delsp=False) == "one two\nthree"
    assert unflow("ein \nwort", delsp=True) == "einwort"
    assert unflow("> quoted \n> on\n>> deeper \n> back", delsp=False) == "> quoted on\n>> deeper \n> back"
    assert unflow("bye \n-- \nAda", delsp=False) == "bye \n-- \nAda"
    assert unflow(" > not a quote", delsp=False) == "> not a quote"
    assert mail("one \ntwo", Content_Type="text/plain; format=flowed; delsp=yes").text == "onetwo"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<div>one</div><div>two</div>", "one\ntwo"),
        ("a &lt;b&gt; &amp; &euro;&nbsp;5", "a <b> & € 5"),
        ("<ul><li>one<li>two</ul>", "- one\n- two"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("<pre>a\n  b</pre>", "a\nb"),
        ("new<blockquote>old<blockquote>older</blockquote></blockquote>end", "new\n\n> old\n\n>> older\n\nend"),
        ("</blockquote>a<blockquote>", "a"),
        ("<style>p{}</style><script>x<y</script><!-- no -->yes<!-- open", "yes"),
        ('<a title="a>b" href=x>link</a> <img alt="', "link"),
        ("1 < 2", "1 < 2"),
        ("&#" + "9" * 5000 + ";", "\ufffd"),
        ("\x01marks\x02", "marks"),
        ("a<br><br>b", "a\n\nb"),
    ],
)
def test_html_becomes_text(html: str, text: str) -> None:
    assert plain(html) == text


INVITATION = """BEGIN:VCALENDAR
BEGIN:VEVENT
SUMMARY:Review\\, monthly
DTSTART;TZID=Europe/Berlin:20261102T090000
DTEND:20261102T100000Z
LOCATION:Room 7
ORGANIZER;CN=Lin:mailto:lin@example.com
DESCRIPTION:First line\\nsecond
  line
END:VEVENT
END:VCALENDAR
"""


def test_an_invitation_is_readable_and_stays_a_file() -> None:
    found = mail(INVITATION, Content_Type="text/calendar; method=REQUEST")
    assert found.text == (
        "Review, monthly\nStart: 2026-11-02 09:00\nEnd: 2026-11-02 10:00 UTC\nWhere: Room 7\nOrganizer: lin@example.com\n\nFirst line\nsecond line"
    )
    assert [(file.name, file.type) for file in found.attachments] == [("attachment-1.ics", "text/calendar")]


def test_an_invitation_beside_words_leaves_the_words_alone() -> None:
    assert multipart("alternative", TEXT, f"Content-Type: text/calendar\n\n{INVITATION}").text == "plain words"


def test_a_calendar_without_an_event_is_shown_as_it_stands() -> None:
    assert readable("BEGIN:VCALENDAR") == "BEGIN:VCALENDAR"
    assert readable("BEGIN:VEVENT\nDTSTART;VALUE=DATE:20261102\nEND:VEVENT") == "Start: 2026-11-02"


def test_other_text_is_read_where_there_is_no_better() -> None:
    assert mail("<bold>hi</bold>", Content_Type="text/enriched").text == "<bold>hi</bold>"
    assert mail("x", Content_Type="image/png").text == ""


def test_a_type_that_is_none_is_text() -> None:
    found = mail("words", Content_Type=";;;")
    assert (found.text, found.problems) == ("words", ("The content type ';;;' of a part is not one.",))


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"Content-Type: text/html\n\n<meta charset=koi8-r>" + "Привет".encode("koi8-r"), "Привет"),
        (b"Content-Type: text/html; charset=us-ascii\n\n" + "Grüße".encode(), "Grüße"),
        (b"Content-Type: text/plain; charset=utf-16\n\n" + "Grüße".encode("utf-16"), "Grüße"),
        (b"\n" + "\ufeffHello".encode(), "Hello"),
        (b"\nlone\rreturns\r\nand pairs", "lone\nreturns\nand pairs"),
        (b"\na\x00b", "ab"),
    ],
)
def test_the_text_is_decoded(raw: bytes, text: str) -> None:
    assert read(b"Subject: x\n" + raw).text == text


REPORT = """Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; omar@example.com
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550
 no such user

"""


def test_a_delivery_report_gives_its_fields_and_the_headers_that_came_back() -> None:
    returned = "Content-Type: message/rfc822\n\nMessage-ID: <ours@example.com>\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\n\nbody"
    found = multipart("report", TEXT, REPORT, returned)
    assert [(part.kind, dict(part.fields)) for part in found.report_parts] == [
        ("status", {"reporting-mta": "dns; mx.example.com"}),
        (
            "status",
            {
                "final-recipient": "rfc822; omar@example.com",
                "action": "failed",
                "status": "5.1.1",
                "diagnostic-code": "smtp; 550 no such user",
            },
        ),
        ("original", {"message-id": "<ours@example.com>", "subject": "Grüße"}),
    ]
    assert (found.text, len(found.attachments)) == ("plain words", 2)


def test_outside_of_a_report_nothing_counts_as_one() -> None:
    assert multipart("mixed", TEXT, REPORT).report_parts == ()
    assert multipart("report", TEXT, "Content-Type: image/png\n\nx").report_parts == ()


def test_a_report_within_another_container_counts() -> None:
    assert len(multipart("mixed", container("report", TEXT, REPORT, boundary="r")).report_parts) == 2


def attribute(level: int, number: int, value: bytes) -> bytes:
    """One attribute of a winmail.dat."""
    return struct.pack("<BHHI", level, number, 6, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def text_property(number: int, text: str) -> bytes:
    """A property that holds UTF-16 text."""
    value = text.encode("utf-16-le") + b"\0\0"
    return struct.pack("<HHII", 0x1F, number, 1, len(value)) + value + b"\0" * (-len(value) % 4)


def binary_property(kind: int, number: int, value: bytes) -> bytes:
    """A property that holds bytes."""
    return struct.pack("<HHII", kind, number, 1, len(value)) + value + b"\0" * (-len(value) % 4)


def counted(*properties: bytes) -> bytes:
    """Properties with their number in front."""
    return struct.pack("<I", len(properties)) + b"".join(properties)


def winmail(*attributes: bytes) -> bytes:
    """A whole winmail.dat."""
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(attributes)


NAMED = struct.pack("<HH16sII", 0x03, 0x8001, b"g" * 16, 0, 7) + struct.pack("<I", 9)
NAMED_BY_TEXT = struct.pack("<HH16sII", 0x02, 0x8002, b"g" * 16, 1, 6) + "abc".encode("utf-16-le") + b"\0\0" + struct.pack("<I", 1)
SEVERAL = struct.pack("<HHI", 0x1003, 0x7000, 2) + struct.pack("<II", 1, 2)


def sent_with(packed: bytes, *others: str) -> InboundEmail:
    coded = base64.encodebytes(packed).decode()
    return multipart("mixed", *others, f"Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n{coded}")


def test_a_winmail_dat_gives_its_files_and_its_body() -> None:
    packed = winmail(
        attribute(1, 0x9007, struct.pack("<I", 1252) + b"\0" * 4),
        attribute(1, 0x9003, counted(NAMED, NAMED_BY_TEXT, SEVERAL, text_property(0x1000, "Grüße\r\n"), binary_property(0x102, 0x1013, b"<p>Gr\xfc\xdfe</p>"), struct.pack("<HHI", 3, 0x3FDE, 28591))),
        attribute(2, 0x9002, b"\0" * 14),
        attribute(2, 0x8010, b"SHORT~1.TXT\0"),
        attribute(2, 0x800F, b"content"),
        attribute(2, 0x9005, counted(text_property(0x3707, "long näme.txt"))),
        attribute(2, 0x9002, b"\0" * 14),
        attribute(2, 0x9005, counted(binary_property(0x1E, 0x3704, b"inner.bin\0"), binary_property(0x0D, 0x3701, b"i" * 16 + b"object"))),
        attribute(2, 0x9002, b"\0" * 14),
        attribute(2, 0x8010, b"B\xe4r.bin\0"),
        attribute(2, 0x9005, counted(binary_property(0x102, 0x3701, b"bytes"))),
        attribute(1, 0x8004, b"subject\0"),
    )
    found = sent_with(packed)
    assert (found.text, found.html) == ("Grüße\n", "<p>Grüße</p>")
    assert [(file.name, file.content) for file in found.attachments] == [("long näme.txt", b"content"), ("inner.bin", b"object"), ("Bär.bin", b"bytes")]


def test_words_beside_a_winmail_dat_are_the_body() -> None:
    packed = winmail(attribute(1, 0x800C, b"packed words\0"))
    assert sent_with(packed, TEXT).text == "plain words"
    assert sent_with(packed).text == "packed words"
    assert sent_with(winmail()).text == ""


RTF = bytes.fromhex(  # the example of the published format
    "2d0000002b0000004c5a4675f1c5c7a703000a00726370673132354232" "0af32068656c090020627705b06c647d0a800fa0"
)
HELLO = rb"{\rtf1\ansi\ansicpg1252\pard hello world}" + b"\r\n"


def test_a_text_packed_as_rtf_only_becomes_a_file() -> None:
    found = sent_with(winmail(attribute(1, 0x9003, counted(binary_property(0x102, 0x1009, RTF)))))
    assert [(file.name, file.content) for file in found.attachments] == [("message.rtf", HELLO)]
    assert sent_with(winmail(attribute(1, 0x9003, counted(binary_property(0x102, 0x1009, RTF), text_property(0x1000, "hi"))))).attachments == ()


def test_rtf_may_lie_too() -> None:
    assert decompress(b"x" * 8 + b"MELA" + b"crc!" + b"as it is") == b"as it is"
    assert decompress(b"no rtf") == b""
    assert decompress(RTF[:-2]) == HELLO
    assert decompress(RTF[:16] + b"\x00abc") == b"abc"
    assert decompress(RTF[:16] + b"\x04ab\x0c\xf3c") == b"ab" + b"ababa" + b"c"  # a place that overlaps itself
    assert decompress(RTF[:16] + b"\x01\xff\xf0") == b""  # points before the beginning


def test_html_packed_as_text_is_html_too() -> None:
    assert sent_with(winmail(attribute(1, 0x9003, counted(text_property(0x1013, "<p>hi</p>"))))).html == "<p>hi</p>"


def test_what_is_no_winmail_dat_stays_a_file() -> None:
    found = sent_with(b"something else", TEXT)
    assert (found.attachments[0].name, found.attachments[0].content) == ("winmail.dat", b"something else")
    assert "A winmail.dat could not be unpacked; it is attached as it came." in found.problems


def test_a_winmail_dat_may_lie_about_its_lengths() -> None:
    assert unpack(b"\x78") is None
    assert unpack(winmail(attribute(1, 0x9007, b"\0"), attribute(2, 0x8010, b"no file yet"), b"\1\0\0")) == unpack(winmail())
    assert properties(b"\xff\xff\xff\xff\x1e\x00\x01\x00\xff\xff\xff\xff") == {}
    assert properties(struct.pack("<IHHII", 1, 0x1E, 1, 2**32 - 1, 2**32 - 1) + b"abc") == {1: (0x1E, b"abc")}
    assert len(unpack(winmail(*[attribute(1, 0x8004, b"")] * 10_001)).files) == 0  # type: ignore[union-attr]


def test_another_reader_of_winmail_dat_finds_the_same_files() -> None:
    tnefparse = pytest.importorskip("tnefparse")
    packed = winmail(
        attribute(1, 0x9007, struct.pack("<I", 1252) + b"\0" * 4),
        attribute(2, 0x9002, b"\0" * 14),
        attribute(2, 0x8010, b"plan.txt\0"),
        attribute(2, 0x800F, b"content"),
    )
    theirs = tnefparse.TNEF(packed).attachments
    ours = unpack(packed)
    assert ours
    assert [(file.name, file.data) for file in theirs] == list(ours.files)
