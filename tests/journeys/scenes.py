"""Something to see on every page of a desk: a mail with all its trimmings, one that failed, one in quarantine, a ticket that sleeps, links for Omar."""

from __future__ import annotations

import re
from email.message import EmailMessage

from playwright.sync_api import Page, expect

from tests.journeys.browser import Town, a_mail
from tests.journeys.processes import Installation, until

OMAR, EVE, IDA = "omar@harbour-bakery.example", "eve@elsewhere.example", "ida@northwind.example"
MIA, NIA = "mia@lakeside.example", "nia@lakeside.example"
CRITICAL = """Hello,

since this morning the invoice page is broken for all 250 of our users.
Nobody can log in to the billing area, and it's urgent: we lose sales every hour.

Please call me back, I want to talk to your manager."""


def prepared(town: Town, rich: EmailMessage) -> dict[str, object]:
    """Name -> what stands for it in a page's address. The rich mail is Omar's."""
    desk = town.desk
    puzzling = a_mail("Fwd: order 7781", "See below.", sender=f"Eve Stone <{EVE}>")
    critical = a_mail("Invoices fail for everybody", CRITICAL, sender=f"Mia Berg <{MIA}>")
    forgotten = a_mail("Password", "I forgot my password. How can I reset my password?", sender=f"Nia Cole <{NIA}>")
    monday = a_mail("Please call me back on Monday", "It is about our plan.", sender=f"Ida North <{IDA}>")
    for letter in (puzzling, monday, critical, forgotten, rich):
        town.send(letter)
    until(desk.at_rest)
    numbers = dict(desk.rows("SELECT envelope_from, ticket_id FROM supportops_inbounditem WHERE outcome = 'opened' ORDER BY id"))
    let_things_go_wrong(desk)
    people_come_and_go(desk)
    answer_and_snooze(town, numbers[OMAR], numbers[IDA])
    known = {"rich": numbers[OMAR], "snoozed": numbers[IDA], "critical": numbers[MIA], "suggested": numbers[NIA]}
    return known | {"link": my_link(town)} | proposals(town) | found(desk)


def let_things_go_wrong(desk: Installation) -> None:
    """What happens on bad days only."""
    cannot = "It has 212 parts, and we read at most 200."
    desk.write(f"UPDATE supportops_inbounditem SET outcome = 'quarantined', reason = '{cannot}' WHERE envelope_from = '{EVE}'")
    bounced = "550 5.1.1 This mailbox does not exist"
    desk.write(f"UPDATE supportops_delivery SET state = 'failed', error = '{bounced}' WHERE id = (SELECT min(id) FROM supportops_delivery)")
    desk.write("UPDATE supportops_mailbox SET poll_error = 'The server did not accept the password.' WHERE id = 1")


def people_come_and_go(desk: Installation) -> None:
    """Somebody is away, somebody else has a full desk and a shift, and a team stands in no handbook."""
    desk.write("UPDATE supportops_person SET available = false WHERE email = 'lin@tallyfern.example'")
    shift = '{"monday": ["09:00-12:00", "13:00-17:00"], "thursday": ["22:00-06:00"]}'
    facts = f"shift = '{shift}', capacity = 1, zone = 'Europe/Berlin'"
    desk.write(f"UPDATE supportops_person SET {facts} WHERE id = (SELECT max(id) FROM supportops_person WHERE team_id = 'frontline')")
    desk.write("INSERT INTO supportops_team (slug, name) VALUES ('hardware', 'Hardware')")


def answer_and_snooze(town: Town, answered: int, snoozed: int) -> None:
    ada = town.login("ada")
    ada.goto(f"/tickets/{answered}")
    ada.get_by_text("Internal note").click()
    ada.get_by_label("Message", exact=True).fill("Both charges stand in the ledger of the payment provider, two minutes apart.")
    ada.get_by_role("button", name="Add note").click()
    ada.get_by_label("Message", exact=True).fill(
        "Dear Omar,\n\nthe second payment goes back to you today: https://tallyfern.example/refunds\n\nAda"
    )
    ada.get_by_role("button", name="and solve").click()
    expect(ada.locator("#head .status")).to_have_text("Solved")
    ada.goto(f"/tickets/{snoozed}")
    ada.locator("body").press("z")
    ada.get_by_role("button", name="Monday at nine").click()
    expect(ada.locator("li.event", has_text="put it off until")).to_be_visible()
    ada.context.close()


def proposals(town: Town) -> dict[str, object]:
    """Two leads change the same line, one of them first; and a third proposal that was tried on past tickets."""
    lin = town.login("lin")
    mine, theirs = (proposed(lin, "targets", "P1 · High: First reply", time) for time in ("30m", "45m"))
    lin.goto(f"/policy/versions/{theirs}")
    lin.get_by_role("button", name="Put in force").click()
    expect(lin.locator(".bar .chip")).to_have_text("In force")
    tried = proposed(lin, "targets", "P2 · Normal: First reply", "1h")
    lin.get_by_role("button", name="Backtest", exact=True).click()
    expect(lin.get_by_role("heading", name="What this cannot know")).to_be_visible()
    lin.context.close()
    return {"overtaken": mine, "proposal": tried}


def proposed(lin: Page, case: str, label: str, value: str) -> int:
    """The number of a proposal that changes one field by form."""
    lin.goto(f"/policy/cases/{case}")
    lin.get_by_label(label).fill(value)
    lin.get_by_label("Why").fill("Our contracts promise it.")
    lin.get_by_role("button", name="Propose").click()
    lin.wait_for_url("**/policy/versions/*")
    return int(lin.url.rpartition("/")[2])


def my_link(town: Town) -> str:
    """The link that Omar asks for."""
    omar = town.visitor()
    omar.goto("/my/link")
    omar.get_by_label("Your mail address").fill(OMAR)
    omar.get_by_role("button", name="Send me the link").click()
    expect(omar.get_by_role("heading", name="Look into your mail")).to_be_visible()
    omar.context.close()
    return re.search(
        r"http://\S+/my/\S+", one(town.desk, "SELECT text FROM supportops_delivery WHERE text LIKE '%/my/%' ORDER BY id DESC LIMIT 1")
    ).group()


AWAKE = "status = 'open' AND snoozed_until IS NULL"  # on a sleeping ticket the key that puts it off wakes it


def found(desk: Installation) -> dict[str, object]:
    mail = one(desk, "SELECT text FROM supportops_delivery WHERE kind = 'survey' ORDER BY id DESC LIMIT 1")
    return {
        "open": one(desk, f"SELECT max(id) FROM supportops_ticket WHERE {AWAKE} AND level = 1 AND organization_id > 0")
        or one(desk, f"SELECT max(id) FROM supportops_ticket WHERE {AWAKE}"),
        "escalated": one(desk, "SELECT max(id) FROM supportops_ticket WHERE status = 'escalated'") or 1,
        "closed": one(desk, "SELECT max(id) FROM supportops_ticket WHERE status = 'closed'"),
        "customer": one(desk, f"SELECT id FROM supportops_person WHERE email = '{OMAR}'"),
        "away": one(desk, "SELECT id FROM supportops_person WHERE email = 'lin@tallyfern.example'"),
        "failed": one(desk, "SELECT max(id) FROM supportops_delivery WHERE state = 'failed'"),
        "sent": one(desk, "SELECT max(id) FROM supportops_delivery WHERE state = 'sent' AND kind = 'reply'"),
        "quarantined": one(desk, "SELECT max(id) FROM supportops_inbounditem WHERE outcome = 'quarantined'"),
        "survey": re.search(r"/survey/([\w-]+)", mail).group(1),
    }


def one(desk: Installation, question: str):
    return desk.rows(question)[0][0]
