"""Pictures of every page, wide and narrow, light and dark: `python docs/screenshots.py FOLDER`, or some: `... FOLDER tickets dashboard`.

It makes a demo desk in a temporary folder and runs it as a newcomer would.
It needs what the tests need: the packages of requirements-test.lock, and a Chromium.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Mapping
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
    "ticket-critical": "/tickets/{critical}",
    "ticket-suggestion": "/tickets/{suggested}",
    "why-priority": "/tickets/{critical}/why/priority",
    "why-deadline": "/tickets/{critical}/why/resolution",
    "handoff": "/tickets/{critical}/escalation/handoff",
    "refund": "/tickets/{open}/refund?amount=800&bought=90&reason=unclear&customer_for=200",
    "ticket-new": "/tickets/new",
    "people": "/people",
    "person": "/people/{customer}",
    "colleague": "/people/1",
    "colleagues": "/people?role=staff",
    "teams": "/teams",
    "team": "/teams/frontline",
    "organizations": "/organizations",
    "organization": "/organizations/1",
    "outbox": "/outbox",
    "outbox-mail": "/outbox/{sent}",
    "outbox-failed": "/outbox/{failed}",
    "quarantine": "/quarantine",
    "quarantine-item": "/quarantine/{quarantined}",
    "intake": "/intake",
    "dashboard": "/dashboard",
    "password": "/accounts/password/",
}
RUTH = {
    "colleague-new": "/people/new",
    "settings-mailboxes": "/settings/mailboxes",
    "settings-mailbox": "/settings/mailboxes/1",
    "settings-desk": "/settings/desk",
}
OVER_THE_TICKET = {"palette": "Control+k", "keys": "?", "assign": "a", "escalate": "e", "snooze": "z"}
OMARS = {"my-requests": "/my", "my-request": "/my/tickets/{rich}"}
ANYBODY = {
    "login": "/accounts/login/",
    "password-forgotten": "/accounts/password/reset/",
    "contact": "/contact",
    "contact-sent": "/contact/sent",
    "my-link": "/my/link",
    "survey": "/survey/{survey}?score=5",
    "survey-thanks": "/survey/thanks?score=5",
    "not-found": "/no/such/page",
}
PAGES = {"ada": STAFF, "ruth": RUTH, "omar": OMARS, "anybody": ANYBODY}
PLAIN = """Dear team,

our invoice of October was charged twice on the company's card, on the 3rd and again two minutes later.
Please refund one of the two payments and tell me when it is done. The statement is attached.

Omar Haddad"""
LETTER = """<table width="560" cellpadding="12" style="border:1px solid #dddddd">
<tr><td style="background:#f4efe4"><b>Harbour Bakery</b></td></tr>
<tr><td><p>Dear team,</p><p>our invoice of October was <b>charged twice</b> on the company's card, on the 3rd and again
two minutes later. Please refund one of the two payments and tell me when it is done.</p>
<p>The statement is attached.</p><p>Omar Haddad</p></td></tr></table>
<img src="http://pixel.example/seen.gif" width="1" height="1">"""


def main(folder: Path, wanted: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, chromium() as browser, demo_desk(Path(data) / "desk", TICKETS, DAYS) as desk:
        town = Town(desk, browser)
        facts = prepared(town, letter())
        for width, viewport in WIDTHS.items():
            for light in LIGHTS:
                camera = Camera(town, facts, folder, f"{width}-{light}", wanted)
                camera.round(viewport=viewport, color_scheme=light, reduced_motion="reduce")


def letter():
    mail = a_mail("Our invoice of October was charged twice", PLAIN, LETTER, sender=f"Omar Haddad <{OMAR}>")
    mail.add_attachment(b"%PDF-1.4 " * 9000, maintype="application", subtype="pdf", filename="statement-october.pdf")
    return mail


class Camera:
    """Goes from page to page with one kind of screen, and keeps the pictures that are wanted: all, where none is named."""

    def __init__(self, town: Town, facts: Mapping[str, object], folder: Path, kind: str, wanted: list[str]) -> None:
        self.town, self.facts, self.folder, self.kind, self.wanted = town, facts, folder, kind, wanted

    def round(self, **screen: object) -> None:
        readers = {name: self.town.login(name, **screen) for name in ("ada", "ruth")} | {"anybody": self.town.visitor(**screen)}
        readers["omar"] = self.town.visitor(**screen)
        readers["omar"].goto(str(self.facts["link"]))
        for reader, places in PAGES.items():
            for name, place in places.items():
                self.shoot(readers[reader], name, place)
        for name, key in OVER_THE_TICKET.items():
            self.shoot(readers["ada"], f"over-{name}", "/tickets/{open}", lambda page, key=key: page.locator("body").press(key))
        self.shoot(readers["ada"], "ticket-reasons", "/tickets/{open}", unfold)
        for page in readers.values():
            page.context.close()

    def shoot(self, page: Page, name: str, place: str, before: Callable[[Page], None] = lambda page: None) -> None:
        if self.wanted and name not in self.wanted:
            return
        page.goto(place.format_map(self.facts))
        before(page)
        page.wait_for_timeout(300)  # until frames have their height
        page.screenshot(path=self.folder / f"{name}-{self.kind}.png")
        sys.stdout.write(f"{name}-{self.kind}\n")


def unfold(page: Page) -> None:
    """Why it went to whom: the reason with the candidates that were not chosen."""
    page.locator("li.event.route summary, li.event.assign summary").first.click()


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("Name the folder for the pictures: python docs/screenshots.py FOLDER [NAME ...]")
    main(Path(sys.argv[1]), sys.argv[2:])
