"""When two receptions are the same mail."""

import pytest

from supportops.core.email.fingerprint import fingerprint

MAIL = b"From: omar@acme.example\r\nSubject: Login\r\nMessage-ID: <1@acme.example>\r\n\r\nIt is broken.\r\n"


@pytest.mark.parametrize(
    "again",
    [
        MAIL.replace(b"\r\n", b"\n"),
        MAIL + b"\r\n\r\n",
        b"Return-Path: <omar@acme.example>\r\nReceived: from a by b;\r\n\tyesterday\r\n" + MAIL,
        MAIL.replace(b"Subject", b"X-Spam-Score: 3\r\nSubject"),
    ],
)
def test_what_servers_on_the_way_change_does_not_make_another_mail(again):
    assert fingerprint(again) == fingerprint(MAIL)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (MAIL, MAIL.replace(b"broken", b"fine")),
        (MAIL, MAIL.replace(b"<1@", b"<2@")),
        (MAIL, MAIL.replace(b"Login", b"Login\r\n and more")),
        (b"no headers at all", b"no headers either"),
        (b"X-Header: 1\n\nbody", b"X-Header: 2\n\nbody"),
        (b"Subject: words without a blank line\nfirst", b"Subject: words without a blank line\nsecond"),
    ],
)
def test_L5_other_words_are_another_mail(one, other):
    assert fingerprint(one) != fingerprint(other)
