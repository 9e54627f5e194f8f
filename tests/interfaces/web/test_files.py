"""Attachments: those of visible messages only, and never as something that a browser runs."""

from __future__ import annotations

import base64
import hashlib

import pytest

from supportops.models import Attachment

PNG = b"\x89PNG\r\n\x1a\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def attached(arrive, cast):
    """Omar sends files; gives their addresses by name."""

    def attached(**files):
        parts = [
            f"--b\r\nContent-Type: {kind}; name={name}\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename={name}\r\n\r\n"
            f"{base64.b64encode(content).decode()}\r\n"
            for name, (kind, content) in files.items()
        ]
        head = "From: omar@acme.example\r\nTo: support@example.com\r\nSubject: Files\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        arrive((head + "--b\r\nContent-Type: text/plain\r\n\r\nSee the files.\r\n" + "".join(parts) + "--b--\r\n").encode())
        return {file.name: f"/files/{file.sha256}" for file in Attachment.objects.all()}

    return attached


def test_ada_and_omar_get_the_file_and_eve_does_not(visit, ada, omar, eve, attached) -> None:
    (address,) = attached(log=("text/plain", b"line 1")).values()
    assert visit(ada).get(address).content == b"line 1"
    assert visit(omar).get(address).content == b"line 1"
    assert visit(eve).get(address).status_code == 404
    assert visit().get(address).status_code == 302


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "application/xhtml+xml", "text/javascript", "application/pdf", "text/xml"])
def test_nothing_that_could_act_is_shown_in_the_page(ada_sees, attached, kind) -> None:
    (address,) = attached(file=(kind, SVG)).values()
    answer = ada_sees.get(address)
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_picture_is_shown_in_the_page(ada_sees, attached) -> None:
    (address,) = attached(**{"a.png": ("image/png", PNG)}).values()
    answer = ada_sees.get(address)
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/files/" + "0" * 64, "/files/..%2F..%2Fsecret.key", "/files/x"])
def test_what_nobody_sent_is_not_there(ada_sees, cast, address) -> None:
    assert ada_sees.get(address).status_code == 404


def test_knowing_the_content_opens_no_foreign_file(visit, eve, attached) -> None:
    attached(log=("text/plain", b"secret"))
    assert visit(eve).get(f"/files/{hashlib.sha256(b'secret').hexdigest()}").status_code == 404


def test_a_file_of_a_note_is_not_for_its_customer(visit, omar, post, ticket) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    post("notes", text="Look at this.", files=[SimpleUploadedFile("inside.txt", b"between us")])
    file = Attachment.objects.get(message__kind="note")
    assert visit(omar).get(f"/files/{file.sha256}").status_code == 404


def test_a_name_cannot_break_out_of_its_header(ada_sees, post, ticket) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    post("notes", text="Look.", files=[SimpleUploadedFile('a"; filename=b.html\r\nX-Evil: 1', b"x")])
    file = Attachment.objects.get()
    answer = ada_sees.get(f"/files/{file.sha256}")
    assert "X-Evil" not in answer.headers
    assert answer.headers["Content-Disposition"].startswith("attachment")
