"""A real Chromium before a real `supportops up`: people who log in, look and type."""

from __future__ import annotations

import re
import shutil
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import localtime, make_msgid
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

from supportops.planning.demo.cast import PASSWORD
from tests.journeys.processes import Installation, until

QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
PATIENCE = 15_000  # milliseconds, for a page on a busy machine
SUPPORT = "support@tallyfern.example"


class Town:
    """A demo desk that runs, and the browsers before it."""

    def __init__(self, desk: Installation, browser: Browser) -> None:
        self.desk, self.browser = desk, browser
        self.url = f"http://127.0.0.1:{desk.web_port}"

    def visitor(self, **facts: object) -> Page:
        """Somebody with a browser of their own, whom nobody knows yet."""
        context: BrowserContext = self.browser.new_context(base_url=self.url, **facts)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        return context.new_page()

    def login(self, name: str, page: Page | None = None, **facts: object) -> Page:
        """Ada, Lin or Ruth, logged in."""
        page = page or self.visitor(**facts)
        page.goto("/accounts/login/")
        page.get_by_label("Email").fill(f"{name}@tallyfern.example")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        expect(page).to_have_url(re.compile("/tickets"))
        return page

    def send(self, mail: EmailMessage) -> None:
        """Hand a mail over as any mail program does; returns when it was accepted."""
        with smtplib.SMTP("127.0.0.1", self.desk.smtp_port, timeout=20) as line:
            line.send_message(mail)


def a_mail(
    subject: str, text: str, html: str = "", sender: str = "Omar Haddad <omar@harbour-bakery.example>", to: str = SUPPORT
) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Message-ID"], mail["Date"] = make_msgid(domain="mail.example"), localtime()
    mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html")
    return mail


def live(page: Page) -> Page:
    """Wait until the page hears what happens, and mark it: a page that was loaded again has lost the mark."""
    expect(page.locator("#connection")).to_have_attribute("data-live", "on", timeout=PATIENCE)
    page.evaluate("window.marked = true")
    return page


def was_not_loaded_again(page: Page) -> bool:
    return bool(page.evaluate("window.marked === true"))


@contextmanager
def chromium() -> Iterator[Browser]:
    """The machine's Chromium, or Playwright's own."""
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        except Error as missing:
            pytest.skip(f"no Chromium to look at the pages with: {missing.message.splitlines()[0]}")
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def demo_desk(folder: Path, tickets: int = 60, days: int = 20) -> Iterator[Installation]:
    """A small demo desk, run by the command that a newcomer types."""
    desk = Installation(folder, "")
    for words in (["migrate"], ["demo", "--tickets", str(tickets), "--days", str(days)]):
        done = desk.command(*words)
        assert done.returncode == 0, done.stderr
    ports = ["--port", str(desk.web_port), "--smtp-port", str(desk.smtp_port)]
    with (desk.logs / "up.log").open("wb") as log:
        tree = subprocess.Popen([sys.executable, "-m", "supportops", "up", *ports], env=desk.environment, stdout=log, stderr=log)
    try:
        until(lambda: tree.poll() is not None or _answers(desk.web_port), 60)
        assert tree.poll() is None, (desk.logs / "up.log").read_text()
        yield desk
    finally:
        tree.terminate()
        tree.wait(20)


def _answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with chromium() as browser, demo_desk(tmp_path_factory.mktemp("town") / "desk") as desk:
        yield Town(desk, browser)
