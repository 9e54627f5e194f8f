"""Every mail of the corpora through the real SMTP port of a running desk (issue 2, acceptance 2).

What is proved: each is accepted and ends as exactly one outcome, none is lost, in doubt or in quarantine, neither listener nor worker logs an
error, and every ledger replays to its row. Of the 173 mails 153 open a ticket, 2 continue one, 5 are automatic and 13 are in the corpora twice.
"""

from __future__ import annotations

import smtplib
from collections import Counter

import pytest

from tests.journeys.processes import until

pytestmark = pytest.mark.database


def test_every_mail_of_the_corpora_ends_as_exactly_one_outcome(install, shared) -> None:
    mails = sorted((shared / "corpora" / "mail").rglob("*.eml"))
    desk = install()
    desk.start("smtp")
    desk.start("worker")
    with smtplib.SMTP("127.0.0.1", desk.smtp_port, local_hostname="mx.example.net", timeout=60) as line:
        for path in mails:
            assert line.sendmail("omar@acme.example", ["support@example.com"], path.read_bytes()) == {}, path.name
    until(desk.at_rest, 60)
    desk.stop()
    assert desk.complaints() == []
    found = desk.assert_sound()
    outcomes = Counter(outcome for (outcome,) in desk.rows("SELECT outcome FROM supportops_inbounditem"))
    print(len(mails), "mails:", dict(outcomes))
    assert found.pop("received") == outcomes.total() == len(mails)
    assert {outcome: count for outcome, count in found.items() if count} == outcomes
    assert desk.rows("SELECT id, reason FROM supportops_inbounditem WHERE outcome IN ('quarantined', 'waiting')") == []
    assert desk.rows("SELECT id, attempts FROM supportops_inbounditem WHERE attempts <> 1 AND outcome <> 'duplicate'") == []
    assert desk.count("ticket") == outcomes["opened"]
