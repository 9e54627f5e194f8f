"""Every mail of the corpora through the SMTP port: each ends as exactly one outcome, and nothing raises on the way."""

import smtplib
from datetime import UTC, datetime

import pytest

from supportops.actions import intake
from supportops.models import InboundItem, Ticket


@pytest.mark.django_db(transaction=True)
def test_R3_every_mail_of_the_corpora_ends_as_exactly_one_outcome(listener, shared):
    mails = sorted(path for path in (shared / "corpora" / "mail").rglob("*") if path.is_file())
    with smtplib.SMTP("127.0.0.1", listener.smtp, timeout=60) as smtp:
        for path in mails:
            assert smtp.sendmail("omar@acme.example", ["support@example.com"], path.read_bytes()) == {}, path
    at = datetime.now(UTC)
    while items := intake.claim(at, 200):
        intake.receive(items, at)
    counts = intake.counts()
    assert counts["received"] == len(mails)
    assert (counts["waiting"], counts["lost"]) == (0, 0)
    once = InboundItem.objects.filter(attempts=1).count()
    assert once == len(mails) - counts["duplicate"]
    assert counts["opened"] == Ticket.objects.count()
    print(f"{len(mails)} mails: {counts}")
