"""The cast of the tests: Ada and Lin answer, Omar asks, Eve must see nothing of it."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

T0 = datetime(2026, 1, 5, 9, tzinfo=UTC)  # a Monday
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def desk(db):
    from supportops.actions.desk import the_desk

    return the_desk()


@pytest.fixture
def mailbox(desk):
    from supportops.models import Mailbox

    return Mailbox.objects.get()


@pytest.fixture
def cast(desk):
    """Everybody at once: cast.ada, cast.lin, cast.omar, cast.eve."""
    from supportops.actions import people

    acme = people.found(name="Acme", domain="acme.example", tier="business")
    return SimpleNamespace(
        ada=people.enlist(name="Ada Okafor", email="ada@desk.example", role="agent", team_id="frontline", password="lovelace-1815"),
        lin=people.enlist(name="Lin Mori", email="lin@desk.example", role="lead", team_id="technical", level=2, password="lovelace-1815"),
        omar=people.enlist(name="Omar Haddad", email="omar@acme.example", role="customer", organization=acme),
        eve=people.enlist(name="Eve Stone", email="eve@elsewhere.example", role="customer"),
        acme=acme,
    )


@pytest.fixture
def ada(cast):
    return cast.ada


@pytest.fixture
def lin(cast):
    return cast.lin


@pytest.fixture
def omar(cast):
    return cast.omar


@pytest.fixture
def eve(cast):
    return cast.eve


@pytest.fixture
def a_mail():
    """Writes a mail as a customer's program would."""

    def write(words="My login is broken.", subject="Login", sender="Omar Haddad <omar@acme.example>", to="support@example.com", **headers):
        given = {"From": sender, "To": to, "Subject": subject, "Date": "Mon, 05 Jan 2026 09:00:00 +0000"}
        lines = [f"{name.replace('_', '-')}: {value}" for name, value in (given | headers).items() if value is not None]
        return ("\r\n".join([*lines, "Content-Type: text/plain; charset=utf-8", "", words]) + "\r\n").encode()

    return write


@pytest.fixture
def arrive(mailbox):
    """A mail comes in and is received; the item tells what became of it."""
    from supportops.actions import intake

    def arrive(raw, at=T0, **envelope):
        item = intake.keep(mailbox, raw, source="smtp", at=at, **envelope)
        for _ in range(8):
            intake.receive(intake.claim(at), at)
            item.refresh_from_db()
            if item.outcome != "waiting":
                break
            at += HOUR
        return item

    return arrive
