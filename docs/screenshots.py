"""Pictures of every page, wide and narrow, light and dark: `python docs/screenshots.py FOLDER`.

It makes a demo desk in a temporary folder and runs it as a newcomer would.
It needs what the tests need: the packages of requirements-test.lock, and a Chromium.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import Page

from tests.journeys.browser import Town, a_mail, chromium, demo_desk
from tests.journeys.scenes import OMAR, prepared

WIDTHS = {"1440": {"width": 1440, "height": 900}, "360": {"width": 360, "height": 740}}
LIGHTS = ("light", "dark")
TICKETS, DAYS = 3_000, 90

STAFF = {
    "tickets": "/tickets",
    "tickets-mine": "/tickets?view=mine",
    "tickets-snoozed": "/tickets?view=snoozed",
    "tickets-nothing-found": "/tickets?view=all&query=zzzz",
    "ticket": "/tickets/{rich}",
    "ticket-escalated": "/tickets/{escalated}",
    "ticket-closed": "/tickets/{closed}",
    "ticket-new": "/tickets/new",
    "people": "/people",
    "person": "/people/{customer}",
    "colleague": "/people/1",
    "organizations": "/organizations",
    "organization": "/organizations/1",
    "outbox": "/outbox",
    "outbox-mail": "/outbox/{sent}",
    "outbox-failed": "/outbox/{failed}",
    "quarantine": "/quarantine",
    "quarantine-item": "/quarantine/{quarantined}",
    "intake": "/intake",
    "dashboard": "/dashboard",
    "settings-mailboxes": "/settings/mailboxes",
    "settings-mailbox": "/settings/mailboxes/1",
    "settings-desk": "/settings/desk",
    "password": "/accounts/password/",
}
OVER_THE_TICKET = {"palette": "Control+k", "keys": "?", "assign": "a", "escalate": "e", "snooze": "z"}
OMARS = {"my-requests": "/my", "my-request": "/my/tickets/{rich}"}
ANYBODYS = {
    "login": "/accounts/login/",
    "password-forgotten": "/accounts/password/reset/",
    "contact": "/contact",
    "contact-sent": "/contact/sent",
    "my-link": "/my/link",
    "survey": "/survey/{survey}?score=5",
    "survey-thanks": "/survey/thanks?score=5",
    "not-found": "/no/such/page",
}
PLAIN = """Dear team,

our invoice of October was charged twice on the company's card, on the 3rd and again two minutes later.
Please refund one of the two payments and tell me when it is done. The statement is attached.

Omar Haddad"""
LETTER = """<table width="560" cellpadding="12" style="border:1px solid #dddddd">
<tr><td style="background:#f4efe4"><b>Harbour Bakery</b></td></tr>
<tr><td><p>Dear team,</p><p>our invoice of October was <b>charged twice</b> on the company's card, on the 3rd and again
two minutes later. Please refund one of the two payments and tell me when it is done.</p><p>The statement is attached.</p><p>Omar Haddad</p></td></tr></table>
<img src="http://pixel.example/seen.gif" width="1" height="1">"""


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, chromium() as browser, demo_desk(Path(data) / "desk", TICKETS, DAYS) as desk:
        town = Town(desk, browser)
        facts = prepared(town, letter())
        for width, viewport in WIDTHS.items():
            for light in LIGHTS:
                picture(town, facts, folder, f"{width}-{light}", viewport=viewport, color_scheme=light, reduced_motion="reduce")


def letter():
    mail = a_mail("Our invoice of October was charged twice", PLAIN, LETTER, sender=f"Omar Haddad <{OMAR}>")
    mail.add_attachment(b"%PDF-1.4 " * 9000, maintype="application", subtype="pdf", filename="statement-october.pdf")
    return mail


def picture(town: Town, facts: Mapping[str, object], folder: Path, kind: str, **screen: object) -> None:
    ada, omar, anybody = town.login("ada", **screen), town.visitor(**screen), town.visitor(**screen)
    ruth = town.login("ruth", **screen)
    omar.goto(str(facts["link"]))
    for page, places in ((ada, STAFF), (omar, OMARS), (anybody, ANYBODYS)):
        for name, place in places.items():
            reader = ruth if name.startswith("settings") else page
            reader.goto(place.format_map(facts))
            shoot(reader, folder / f"{name}-{kind}.png")
    ada.goto(f"/tickets/{facts['open']}")
    ada.locator("li.event summary").nth(1).click()
    shoot(ada, folder / f"ticket-reasons-{kind}.png")
    for name, key in OVER_THE_TICKET.items():
        ada.goto(f"/tickets/{facts['open']}")
        ada.locator("body").press(key)
        shoot(ada, folder / f"over-{name}-{kind}.png")
    for page in (ada, ruth, omar, anybody):
        page.context.close()


def shoot(page: Page, path: Path) -> None:
    page.wait_for_timeout(300)  # until frames have their height
    page.screenshot(path=path)
    sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Name the folder for the pictures: python docs/screenshots.py FOLDER")
    main(Path(sys.argv[1]))
