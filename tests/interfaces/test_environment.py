"""What an installation is told from outside: read rightly, or refused in a sentence."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from supportops import environment
from supportops.environment import Misconfigured


def test_without_a_database_url_the_desk_lives_in_its_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    database = environment.database(tmp_path)
    assert database["NAME"] == str(tmp_path / "supportops.sqlite3")
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in database["OPTIONS"]["init_command"]


def test_a_postgres_url_is_taken_apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://ada:p%40ss@db.example.com:6432/desk?sslmode=require")
    database = environment.database(tmp_path)
    taken = {name: database[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    assert taken == {"NAME": "desk", "USER": "ada", "PASSWORD": "p@ss", "HOST": "db.example.com", "PORT": "6432"}
    assert database["OPTIONS"]["sslmode"] == "require"


@pytest.mark.parametrize("url", ["mysql://host/desk", "postgres://host", "desk.sqlite3"])
def test_another_kind_of_database_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(Misconfigured, match="DATABASE_URL must look like"):
        environment.database(tmp_path)


@pytest.mark.parametrize("url", ["help.example.com", "ftp://help.example.com", "https://"])
def test_an_address_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("SUPPORTOPS_URL", url)
    with pytest.raises(Misconfigured, match="SUPPORTOPS_URL"):
        environment.public_url()


@pytest.mark.parametrize(
    ("url", "port", "ssl"),
    [("smtp://mx.example.com", 587, False), ("smtps://mx.example.com", 465, True), ("smtp://mx.example.com:25", 25, False)],
)
def test_the_mail_server_has_the_usual_port_of_its_kind(monkeypatch: pytest.MonkeyPatch, url: str, port: int, ssl: bool) -> None:
    monkeypatch.setenv("SUPPORTOPS_SMTP_URL", url)
    server = environment.mail_server()
    assert server is not None
    assert (server["host"], server["port"], server["ssl"]) == ("mx.example.com", port, ssl)


def test_without_a_mail_server_mail_stays_in_the_cabinet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SUPPORTOPS_SMTP_URL", raising=False)
    assert environment.mail_server() is None
    monkeypatch.setenv("SUPPORTOPS_SMTP_URL", "mx.example.com:25")
    with pytest.raises(Misconfigured, match="SUPPORTOPS_SMTP_URL"):
        environment.mail_server()


@pytest.mark.parametrize("seconds", ["0", "-5", "five minutes", "1e9", "nan"])
def test_a_lease_is_a_number_of_seconds(monkeypatch: pytest.MonkeyPatch, seconds: str) -> None:
    assert environment.lease() == timedelta(minutes=5)
    monkeypatch.setenv("SUPPORTOPS_LEASE", seconds)
    with pytest.raises(Misconfigured, match="SUPPORTOPS_LEASE"):
        environment.lease()


def test_the_secret_key_is_made_once_and_is_nobody_elses(tmp_path: Path) -> None:
    folder, keys = tmp_path / "data", set()
    start = threading.Barrier(8)

    def first_use() -> None:
        start.wait()
        keys.add(environment.secret_key(folder))

    threads = [threading.Thread(target=first_use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 1
    assert len(keys.pop()) >= 64
    assert [path.name for path in folder.iterdir()] == ["secret.key"]
    assert (folder / "secret.key").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_data_folder_that_cannot_be_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Misconfigured, match="cannot be used"):
        environment.secret_key(tmp_path / "file" / "data")
