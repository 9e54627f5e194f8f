"""Mail by pipe and from archives: taken once, however often it is offered."""

import json
import mailbox as archives
import subprocess
import sys

import pytest
from click.testing import CliRunner

from supportops.actions import intake
from supportops.interfaces.commands import mail as commands
from supportops.interfaces.mail import files, importing
from supportops.models import Delivery, InboundItem, Ticket
from tests.children import surroundings


@pytest.fixture
def letters(a_mail):
    return [
        a_mail(f"Parcel {n} is late.\r\n\r\nFrom here on it is your turn.", f"Parcel {n}", Message_ID=f"<{n}@acme.example>")
        for n in range(12)
    ]


@pytest.fixture
def mbox(tmp_path, letters):
    path = tmp_path / "archive.mbox"
    box = archives.mbox(path)
    for letter in letters:
        box.add(letter.replace(b"\r\n", b"\n"))
    box.close()
    return path


@pytest.fixture
def maildir(tmp_path, letters):
    box = archives.Maildir(tmp_path / "Maildir")
    for letter in letters:
        box.add(letter)
    (tmp_path / "Maildir" / "tmp" / "unfinished").write_bytes(letters[0][:50])
    return tmp_path / "Maildir"


@pytest.fixture
def folder(tmp_path, letters):
    for n, letter in enumerate(letters):
        place = tmp_path / "mails" / f"year {n % 2}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{n}.eml").write_bytes(letter)
    (tmp_path / "mails" / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "mails" / ".hidden.eml").write_bytes(letters[0])
    return tmp_path / "mails"


def imported(*words):
    """The command's counts."""
    done = CliRunner().invoke(commands.mail, ["import", "--json", *map(str, words)], standalone_mode=False)
    assert done.exception is None, done.exception
    return json.loads(done.stdout)


def test_an_mbox_is_split_where_its_messages_begin_and_nowhere_else(mbox, letters):
    found = [raw for raw, _ in files.messages(mbox)]
    assert len(found) == 12
    assert found[3].rstrip() == letters[3].replace(b"\r\n", b"\n").rstrip()
    assert sum(taken for _, taken in files.messages(mbox)) == mbox.stat().st_size


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["mbox", "maildir", "folder"])
def test_an_archive_is_taken_in_once_and_again_means_nothing(kind, desk, request):
    path = request.getfixturevalue(kind)
    first = imported(path)
    assert (first["opened"], first["known before"], first["unread"]) == (12, 0, [])
    assert imported(path)["known before"] == 12
    assert Ticket.objects.count() == InboundItem.objects.count() == 12
    assert intake.counts()["lost"] == 0


@pytest.mark.django_db
def test_the_same_mails_in_another_kind_of_archive_are_known(desk, mbox, maildir):
    imported(mbox)
    assert imported(maildir)["known before"] == 12


@pytest.mark.django_db
def test_D13_history_is_quiet_and_on_request_it_is_not(desk, mbox, folder):
    imported(mbox)
    assert Delivery.objects.count() == 0
    (folder / "new.eml").write_bytes(
        b"From: Omar <omar@acme.example>\r\nSubject: fresh\r\nMessage-ID: <fresh@acme.example>\r\n\r\nhello\r\n"
    )
    imported(folder, "--no-quiet")
    assert Delivery.objects.count() == 1


@pytest.mark.django_db
def test_an_import_that_was_stopped_goes_on_where_it_was(desk, mailbox, mbox, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 5)
    stopped = importing.take_in(mailbox, files.messages(mbox), quiet=True)
    next(stopped)
    stopped.close()
    assert InboundItem.objects.count() == 5
    found = imported(mbox)
    assert (found["known before"], found["opened"]) == (5, 7)


@pytest.mark.django_db
def test_a_mail_over_the_limit_is_counted_and_left_out(desk, mbox, settings):
    settings.SUPPORTOPS_MAX_MAIL = 100
    assert imported(mbox)["too large"] == 12


@pytest.mark.django_db
def test_a_mailbox_that_does_not_exist_is_named(desk, mbox):
    done = CliRunner().invoke(commands.mail, ["import", str(mbox), "--mailbox", "who@example.com"])
    assert done.exit_code == 1
    assert "There is no mailbox who@example.com." in done.stderr


def piped(raw, environment, *words):
    command = [sys.executable, "-m", "supportops", "mail", "pipe", *words]
    return subprocess.run(command, input=raw, env=environment, capture_output=True, timeout=60, check=False)


@pytest.mark.django_db(transaction=True)
def test_a_piped_mail_is_kept_for_its_recipient(desk, a_mail, tmp_path):
    done = piped(a_mail(), surroundings(tmp_path / "data") | {"SENDER": "omar@acme.example"}, "--mailbox", "support+x@example.com")
    assert (done.returncode, done.stderr) == (0, b"")
    item = InboundItem.objects.get()
    assert (bytes(item.raw), item.source, item.envelope_to) == (a_mail(), "pipe", ["support+x@example.com"])
    assert item.envelope_from == "omar@acme.example"


@pytest.mark.django_db(transaction=True)
def test_R1_a_pipe_in_any_doubt_says_75_and_the_mail_server_tries_again(desk, a_mail, tmp_path):
    from django.db import connection

    environment = surroundings(tmp_path / "data")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE supportops_inbounditem RENAME TO away")
    try:
        assert piped(a_mail(), environment).returncode == 75
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE away RENAME TO supportops_inbounditem")
    assert piped(a_mail(), environment | {"DATABASE_URL": "nonsense"}).returncode == 75
    assert piped(a_mail(), environment | {"SUPPORTOPS_MAX_MAIL": "10"}).returncode == 69
    assert InboundItem.objects.count() == 0


def test_reading_a_mail_touches_neither_database_nor_data_folder(a_mail, tmp_path):
    import os

    path, data = tmp_path / "one.eml", tmp_path / "data"
    path.write_bytes(a_mail("Hello\r\n\r\n> what you wrote"))
    environment = {**os.environ, "SUPPORTOPS_DATA": str(data), "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    command = [sys.executable, "-m", "supportops", "mail", "read", str(path), "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, timeout=60, check=True)
    report = json.loads(done.stdout)
    assert report["from"] == {"name": "Omar Haddad", "address": "omar@acme.example"}
    assert report["new_text"].strip() == "Hello"
    assert not data.exists()
