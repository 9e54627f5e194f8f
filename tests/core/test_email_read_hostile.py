"""Mail that wants to hurt: the caps hold, time is linear, and nothing raises whatever the bytes are."""

import json
import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supportops.core.email import Caps, read
from supportops.core.email.report import as_json
from tests.core.email_corpora import absent, mails

MB = 1_000_000
HEAD = b"From: eve@example.com\nTo: help@example.org\nSubject: x\n"
MIXED = HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n"
FLOWED = HEAD + b"Content-Type: text/plain; format=flowed\n\n"
WEB = HEAD + b"Content-Type: text/html\n\n"
B64 = HEAD + b"Content-Transfer-Encoding: base64\n\n"
QP = HEAD + b"Content-Transfer-Encoding: quoted-printable\n\n"
PARAMETERS = HEAD + b"Content-Type: text/plain"

PATHOLOGICAL = {
    "16,000 recipients": b"To: " + b", ".join(b"User %d <u%d@example.com>" % (n, n) for n in range(16_000)) + b"\n\nhi",
    "open comments": b"From: " + b"(" * MB + b"\n\nx",
    "nested comments": b"To: " + b"(a" * 60_000 + b")" * 60_000 + b"\n\nx",
    "open quotes": b"To: " + b'"\\' * 100_000 + b"\n\nx",
    "open brackets": b"To: " + b"a<" * 100_000 + b"\n\nx",
    "open words": HEAD + b"Delivered-To: " + b"=?utf-8?q?" * 25_000 + b"\n\nx",
    "words as a name": b"From: " + b"=?utf-8?q?a?= " * 18_000 + b"<a@b.c>\n\nx",
    "words that never end": b"Delivered-To: " + b"=?utf-8?q?a???" * 18_000 + b"\n\nx",
    "references": HEAD + b"References: " + b"<a@b> " * 40_000 + b"\n\nx",
    "references in open comments": HEAD + b"References: " + b"(<a>" * 50_000 + b"\n\nx",
    "continuations": PARAMETERS + b"; a*0*=x" * 30_000 + b"\n\nx",
    "open parameters": PARAMETERS + b'; a="\\' * 30_000 + b"\n\nx",
    "headers": b"A: b\n" * 200_000 + b"\nx",
    "one header name": b"A" * MB + b"\n\nx",
    "strays before a header": (b"A" * 100 + b"\n") * 9_900 + b"From: a@b\n\nx",
    "folds": b"A:b\n" + b" \n" * (MB // 2) + b"\nx",
    "strays after a header": HEAD + b"Foo\n" * 250_000,
    "nested parts": b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(10_000)),
    "nested parts of one boundary": MIXED + b"--b\nContent-Type: multipart/mixed; boundary=b\n\n" * 20_000,
    "many parts": MIXED + b"--b\n\nx\n" * 120_000,
    "boundaries in a line": MIXED + b"--b" * 300_000,
    "boundary of dashes": HEAD + b"Content-Type: multipart/mixed; boundary=-\n\n" + b"-" * MB,
    "wrong boundaries": MIXED + b"--x\n" * 250_000,
    "begin": HEAD + b"\n" + b"begin 644 a\n" * 80_000,
    "begin without end": HEAD + b"\nbegin 644 a\n" + b"M\n" * 400_000,
    "many small files": HEAD + b"\n" + b"begin 644 a\n`\nend\n" * 50_000,
    "pieces of base64": B64 + b"A=" * 500_000,
    "soft line ends": QP + b"=\n" * 500_000,
    "flowed lines": FLOWED + b"a \n" * 330_000,
    "flowed quotes": FLOWED + b">" * MB,
    "blank lines": b"\n" * MB,
    "carriage returns": b"\r" * MB,
    "byte order marks": b"\xef\xbb\xbf" * 300_000,
    "utf-7": PARAMETERS + b"; charset=utf-7\n\n" + b"+2AA-" * 200_000,
    "a date": b"Date: " + b"1 " * 100_000 + b"\n\nx",
    "a group": b"To: " + b"a:" * 100_000 + b"\n\nx",
    "an international domain": b"To: a@" + "ü.".encode() * 50_000 + b"\n\nx",
    "addresses without commas": b"To: " + b"a@b " * 60_000 + b"\n\nx",
    "an invitation": HEAD + b"Content-Type: text/calendar\n\nBEGIN:VEVENT\n" + b"SUMMARY;" * 120_000,
    "a report": HEAD + b"Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n" + b"a:b\n\n" * 200_000,
    "html: open tags": WEB + b"<" * MB,
    "html: open comments": WEB + b"<!--" * 250_000,
    "html: open scripts": WEB + b"<script" * 140_000,
    "html: scripts": WEB + b"<script>" * 120_000,
    "html: half closed scripts": WEB + (b"<script></script" + b" " * 10) * 35_000,
    "html: open quotes": WEB + b"<a \"'" * 200_000,
    "html: quotes": WEB + b"<blockquote>a\n" * 70_000,
    "html: breaks": WEB + b"<br>" * 250_000,
    "html: open pre": WEB + b"<pre" * 250_000,
    "html: entities": WEB + b"&#" + b"1" * MB + b";",
    "html: ampersands": WEB + b"&" * MB,
    "html: paragraphs": WEB + b"<p>a" * 250_000,
    "winmail: attributes": B64.replace(b"\n\n", b"\nContent-Type: application/ms-tnef\n\n") + b"eJ8+IgEA" + b"AQAAAAAAAAAAAAAA" * 60_000,
}


@pytest.mark.parametrize("raw", PATHOLOGICAL.values(), ids=PATHOLOGICAL.keys())
def test_a_megabyte_of_malice_is_read_in_less_than_two_seconds(raw: bytes) -> None:
    start = time.process_time()
    read(raw)
    assert time.process_time() - start < 2


def test_a_list_of_16000_recipients_is_cut_and_quick() -> None:
    start = time.process_time()
    found = read(PATHOLOGICAL["16,000 recipients"])
    assert time.process_time() - start < 1
    assert len(found.to) == 500


def test_too_many_recipients_are_named_as_a_problem() -> None:
    found = read(b"To: " + b", ".join(b"u%d@example.com" % n for n in range(600)) + b"\n\n")
    assert len(found.to) == 500
    assert "To: Only the first 500 addresses of a list were read." in found.problems


def test_headers_beyond_the_cap_are_left_out() -> None:
    found = read(HEAD + b"X-Filler: " + b"x" * 300_000 + b"\nCc: late@example.com\n\nHello")
    assert (found.cc, found.text, found.subject) == ((), "Hello", "x")
    assert "Only the first 262144 bytes of the headers were read." in found.problems


def test_parts_beyond_the_caps_are_left_out() -> None:
    found = read(MIXED + b"--b\n\nx\n" * 300)
    assert found.text == "\n".join(["x"] * 199 + ["x"])
    assert "Only the first 200 parts were read." in found.problems
    nested = b"Content-Type: multipart/mixed; boundary=c\n\n--c\n\ny\n--c\n\nz\n--c--\n"
    assert read(MIXED + b"--b\n" + nested + b"--b\n\nlast\n", Caps(parts=2)).text == "y"
    assert read(MIXED + b"--b\n\nx\n", Caps(parts=0)).text == ""


def test_parts_nested_too_deep_stay_closed_but_are_not_lost() -> None:
    layers = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(30))
    found = read(HEAD + layers + b"\ndeep words")
    assert "Parts nested deeper than 20 levels were not opened." in found.problems
    assert b"deep words" in found.attachments[0].content


def test_long_texts_and_subjects_are_cut() -> None:
    caps = Caps(text_chars=10, html_chars=10, subject_chars=10)
    assert read(b"Subject: " + b"s" * 99 + b"\n\n" + b"t" * 99, caps).text == "t" * 10
    assert read(b"Subject: " + b"s" * 99 + b"\n\n", caps).subject == "s" * 10
    cut = read(b"Content-Type: text/html\n\n" + b"h" * 99, caps)
    assert (cut.html, cut.text) == ("h" * 10, "h" * 10)
    assert "Only the first 10 characters of a text were kept." in cut.problems


def sound(raw: bytes) -> None:
    """Read it, and be able to store and show what came out."""
    result = json.dumps(as_json(read(raw)), ensure_ascii=False)
    assert "\\u0000" not in result
    result.encode("utf-8")


@given(st.text(st.characters(min_codepoint=32, max_codepoint=96), min_size=1, max_size=90))
def test_any_line_of_uuencode_is_read(line: str) -> None:
    sound(f"Subject: x\n\nbegin 644 a\n{line}\nend\n".encode())


@given(st.binary(max_size=2_000))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read(raw: bytes) -> None:
    sound(raw)


PIECES = [
    b"\n", b"\r\n", b"\n\n", b"--b\n", b"--b--\n", b"\x00", b"\xff\xfe", b"\x1b$B", b"From: ", b"To: ", b"Date: ", b"Subject: ", b"References: <", b"=?utf-8?B?",
    b"=?utf-7?q?+2AA-?=", b"?=", b'"', b"(", b"<", b">", b"@", b":", b";", b"Content-Type: multipart/mixed; boundary=b", b"Content-Type: multipart/report; boundary=b",
    b"Content-Type: multipart/alternative; boundary=b", b"Content-Type: text/html; charset=utf-7", b"Content-Type: message/delivery-status",
    b"Content-Type: application/ms-tnef", b"x\x9f>\x22\x00\x00", b"Content-Transfer-Encoding: base64", b"Content-Transfer-Encoding: x-uuencode", b"begin 644 a\n", b"end\n", b"`\n",
    b"; charset=", b"; name*0*=utf-8''%", b"; format=flowed", b"&#xD800;", b"<blockquote>", b"<br>", b"a ", b"Content-Disposition: attachment; filename=",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_order_of_the_words_of_mail_is_read(pieces: list[bytes]) -> None:
    sound(b"".join(pieces))


@absent
@given(seed=st.integers(0, 2**32), changes=st.integers(1, 30))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_real_mail_with_anything_changed_is_read(seed: int, changes: int) -> None:
    dice = random.Random(seed)
    raw = bytearray(dice.choice(mails()).read_bytes()[:20_000])
    for _ in range(changes):
        start = dice.randrange(len(raw) + 1)
        raw[start : start + dice.randrange(20)] = dice.choice([dice.choice(PIECES), dice.randbytes(3), b""])
    sound(bytes(raw))


def test_a_control_character_in_a_bare_message_id_is_left_out() -> None:
    assert read(b"Message-ID: a@b\x00c\r\n\r\nx").message_id == "a@bc"


def test_a_control_character_in_a_quoted_name_is_left_out() -> None:
    sender = read(b'From: "Do\x00ug" <doug@example.com>\r\n\r\nx').from_
    assert sender is not None and sender.name == "Doug"
