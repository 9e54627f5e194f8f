"""Ten thousand tickets: every recorded decision comes out again word for word, and one changed rule touches only what it can touch.

In processes of its own, so that the desk is a real one and is made once, whatever database the other tests run on.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TICKETS = 10_000
EXACTLY = """
from supportops.interfaces.commands.desk import open_desk; open_desk()
from supportops.actions.policy import current, known
from supportops.analytics.backtest import rows
from supportops.analytics.backtest.again import Court, changes
from supportops.analytics.backtest.beside import pairs

court, compared, differing = Court(current(), known), 0, []
for first in range(1, {tickets} + 1, 1000):
    for ticket in rows.tickets(first, first + 999, rows.ALWAYS, whole=True):
        again = court.again(ticket)
        compared += 1
        if list(changes(again)) or any(pair.recorded != pair.proposed for pair in pairs(again)):
            differing.append(ticket.number)
print(compared, differing)
"""
ONE_RULE = """
from supportops.interfaces.commands.desk import open_desk; open_desk()
from dataclasses import replace
from io import StringIO
import json
from supportops.actions.policy import current, known
from supportops.analytics.backtest import Trial, backtest, rows
from supportops.interfaces import clock
from supportops.models import TicketEvent

policy = current()
categories = {**policy.routing.categories, "account.billing": "frontline"}
proposal = replace(policy, routing=replace(policy.routing, categories=categories), version="proposed")
lines = StringIO()
found = backtest(Trial(proposal, rows.ALWAYS, clock.now(), known, every=True), to=lines).as_data()
touched = {json.loads(line)["ticket"] for line in lines.getvalue().splitlines()}
triaged = TicketEvent.objects.filter(verb="triage", changes__category__1="account.billing").values_list("ticket", flat=True)
print(json.dumps({"touched": sorted(touched), "can": sorted(triaged), "fields": list(found["fields"])}))
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("desk")
    supportops(folder, "migrate")
    supportops(folder, "demo", "--tickets", str(TICKETS))
    return folder


def supportops(folder: Path, *words: str) -> str:
    return ran(folder, "-m", "supportops", *words)


def ran(folder: Path, *words: str) -> str:
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "SUPPORTOPS_URL")}
    environment = kept | {"SUPPORTOPS_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "supportops.settings"}
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


def test_each_recorded_decision_comes_out_again_word_for_word(desk):
    assert ran(desk, "-c", EXACTLY.format(tickets=TICKETS)) == f"{TICKETS} []\n"


def test_each_ledger_gives_its_row(desk):
    assert supportops(desk, "replay", "--all") == f"{TICKETS} tickets replayed, 0 differ from their ledger.\n"


def test_one_changed_rule_touches_only_the_tickets_that_it_can_touch(desk):
    found = json.loads(ran(desk, "-c", ONE_RULE))
    assert found["fields"] == ["team"]
    assert len(found["touched"]) > 1_000
    assert set(found["touched"]) <= set(found["can"])
