"""Every page as people meet it: wide and narrow, light and dark, for a keyboard and a screen reader, without a complaint of the browser."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.template.loader import render_to_string
from playwright.sync_api import ConsoleMessage, Page, Response, expect

from supportops.interfaces.web.policy.cases import CASES
from supportops.interfaces.web.urls import ROUTES
from tests.journeys import scenes
from tests.journeys.browser import Town, a_mail

pytestmark = pytest.mark.browser

WIDTHS = {"wide": {"width": 1440, "height": 900}, "narrow": {"width": 360, "height": 740}}
LAWS = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
OF_COLOUR = {
    "type": "rule",
    "values": ["color-contrast", "link-in-text-block"],
}  # of these laws, the only ones that another light can break
LIGHTS = {"light": LAWS, "dark": OF_COLOUR}

RUTH = {  # of the staff, as their admin sees them
    "tickets": ["/tickets", "/tickets?view=all&query=zzzz", "/tickets?metric=volume&from={then}&to={now}"],
    "tickets/new": ["/tickets/new"],
    "tickets/<int:number>": ["/tickets/{rich}", "/tickets/{escalated}", "/tickets/{closed}", "/tickets/{critical}", "/tickets/{rich}?as_of={now}"],
    "tickets/<int:number>/why/<str:about>": [
        *("/tickets/{critical}/why/priority", "/tickets/{critical}/why/assignee", "/tickets/{critical}/why/resolution"),
        *("/tickets/{critical}/why/escalation", "/tickets/{critical}/why/tags"),
    ],
    "tickets/<int:number>/refund": ["/tickets/{open}/refund?amount=800&bought=90&reason=unclear&customer_for=200"],
    "tickets/<int:number>/escalation": ["/tickets/{open}/escalation"],
    "tickets/<int:number>/escalation/handoff": ["/tickets/{critical}/escalation/handoff"],
    "people": ["/people", "/people?role=staff", "/people?query=zzzz"],
    "people/new": ["/people/new"],
    "people/<int:number>": ["/people/1", "/people/{away}", "/people/{customer}"],
    "teams": ["/teams"],
    "teams/<str:slug>": ["/teams/frontline", "/teams/hardware"],
    "organizations": ["/organizations"],
    "organizations/<int:number>": ["/organizations/1"],
    "outbox": ["/outbox", "/outbox?state=trouble"],
    "outbox/<int:number>": ["/outbox/{failed}", "/outbox/{sent}"],
    "quarantine": ["/quarantine"],
    "quarantine/<int:number>": ["/quarantine/{quarantined}"],
    "intake": ["/intake"],
    "dashboard": ["/dashboard"],
    "policy": ["/policy"],
    "policy/chapters/<str:name>": ["/policy/chapters/priorities", "/policy/chapters/routing", "/policy/chapters/triage?version={proposal}"],
    "policy/chapters/<str:name>/text": ["/policy/chapters/sla/text", "/policy/chapters/priorities/text?from={proposal}"],
    "policy/cases/<str:key>": [f"/policy/cases/{key}" for key in CASES],
    "policy/rules": ["/policy/rules", "/policy/rules?from={proposal}"],
    "policy/rules/new": ["/policy/rules/new"],
    "policy/rules/<str:name>": ["/policy/rules/stale-new"],
    "policy/history": ["/policy/history"],
    "policy/versions/<int:number>": ["/policy/versions/1", "/policy/versions/{proposal}", "/policy/versions/{overtaken}"],
    "policy/versions/<int:number>/tickets/<int:ticket>": ["/policy/versions/{proposal}/tickets/{rich}"],
    "settings/mailboxes": ["/settings/mailboxes"],
    "settings/mailboxes/new": ["/settings/mailboxes/new"],
    "settings/mailboxes/<int:number>": ["/settings/mailboxes/1"],
    "settings/desk": ["/settings/desk"],
    "accounts": ["/accounts/password/", "/accounts/logout/"],
}
OMAR = {"my": ["/my"], "my/tickets/<int:number>": ["/my/tickets/{rich}"]}
ANYBODY = {
    "contact": ["/contact"],
    "contact/sent": ["/contact/sent"],
    "my/link": ["/my/link"],
    "my/<str:token>": ["/my/no-such-token"],
    "survey/<str:token>": ["/survey/{survey}", "/survey/no-such-token"],
    "survey/thanks": ["/survey/thanks?score=5"],
    "doors": [
        "/accounts/login/",
        "/accounts/inactive/",
        "/accounts/password/reset/",
        "/accounts/password/reset/sent/",
        "/accounts/password/reset/done/",
    ],
    "a link to a new password that is over": ["/accounts/password/reset/abc-def/"],
    "nothing is here": ["/no/such/page"],
}
WIDE = "<h1>Offer</h1><table width=900><tr><td>One<td>A_cell_that_is_wider_than_a_phone_and_does_not_break</table><img src='http://tracker.example/a.gif'>"
# Parts of pages and files; a mail's own document forbids every script, and so axe as well: it is looked at in its frame on the ticket.
NO_PAGES = {
    "",
    "policy/versions/<int:number>/backtest/progress",
    "messages/<int:number>/body",
    "navigation",
    "files/<str:sha256>",
    "live",
    "tickets/<int:number>/escalation/handoff.yaml",
    "outbox/<int:number>.eml",
    "quarantine/<int:number>.eml",
}
SEEN_BY = [("ruth", address) for address in RUTH] + [("omar", address) for address in OMAR] + [("anybody", address) for address in ANYBODY]


def test_no_page_is_forgotten() -> None:
    assert {route.address for route in ROUTES if "GET" in route.methods} == (
        {*RUTH, *OMAR, *ANYBODY} & {r.address for r in ROUTES}
    ) | NO_PAGES


class Eyes:
    """The screens of a reader, wide and narrow, and what the browser complained of."""

    def __init__(self, town: Town, facts: Mapping[str, object]) -> None:
        self.town, self.facts = town, facts
        self.screens: dict[tuple[str, str], Page] = {}
        self.complaints: list[str] = []

    def screen(self, reader: str, width: str) -> Page:
        if (reader, width) not in self.screens:
            page = self.screens[reader, width] = self.town.visitor(viewport=WIDTHS[width], reduced_motion="reduce")
            self._come_in(reader, page)
            page.on("console", self._hear)
            page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
            page.on("response", self._receive)
        return self.screens[reader, width]

    def _come_in(self, reader: str, page: Page) -> None:
        if reader == "ruth":
            self.town.login("ruth", page)
        elif reader == "omar":
            page.goto(str(self.facts["link"]))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"console: {message.text}")

    def _receive(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.complaints.append(f"{response.status} for {response.url}")

    def look(self, page: Page, name: str) -> list[str]:
        """What is wrong with what stands on the screen, in both lights."""
        wrong = [f"{name}: {complaint}" for complaint in self.complaints]
        self.complaints.clear()
        too_wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        wrong += [f"{name}: {too_wide} px too wide"] if too_wide > 0 else []
        page.evaluate(AXE_SCRIPT)
        for light, laws in LIGHTS.items():
            page.emulate_media(color_scheme=light)
            wrong += [f"{name}, {light}: {told}" for told in violations(page, laws)]
        return wrong


def violations(page: Page, laws: Mapping[str, object]) -> list[str]:
    found = page.evaluate("laws => axe.run(document, {runOnly: laws, resultTypes: ['violations']})", laws)["violations"]
    return [
        f"{law['id']} at {node['target']}: {node['failureSummary'].splitlines()[-1].strip()} {node['html'][:120]}"
        for law in found
        for node in law["nodes"]
    ]


@pytest.fixture(scope="module")
def facts(town: Town) -> dict[str, object]:
    rich = a_mail("A_subject_without_a_single_space_that_is_longer_than_any_line_of_a_phone", "Plain", WIDE, f"Omar Haddad <{scenes.OMAR}>")
    rich.add_attachment(
        b"x" * 3000, maintype="application", subtype="pdf", filename="offer-of-november-with-all-terms-and-conditions-final-2.pdf"
    )
    return scenes.prepared(town, rich) | {"then": "2000-01-01T00:00:00Z", "now": "2100-01-01T00:00:00Z"}


@pytest.fixture(scope="module")
def eyes(town: Town, facts: dict[str, object]) -> Eyes:
    return Eyes(town, facts)


@pytest.mark.parametrize(("reader", "address"), SEEN_BY, ids=[f"{reader}-{address}" for reader, address in SEEN_BY])
def test_the_page_is_sound(eyes: Eyes, reader: str, address: str) -> None:
    wrong = []
    for place in (RUTH | OMAR | ANYBODY)[address]:
        path = place.format_map(eyes.facts)
        for width in WIDTHS:
            page = eyes.screen(reader, width)
            page.goto(path)
            wrong += eyes.look(page, f"{path}, {width}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("status", [400, 403, 500])
def test_a_page_of_bad_news_is_sound(eyes: Eyes, status: int) -> None:
    """No address shows them by itself, so the server's templates are handed to the browser."""
    wrong = []
    for width in WIDTHS:
        page = eyes.screen("anybody", width)
        page.route(
            "**/bad-news", lambda route: route.fulfill(status=status, content_type="text/html", body=render_to_string(f"{status}.html"))
        )
        page.goto("/bad-news")
        page.unroute("**/bad-news")
        wrong += eyes.look(page, f"{status}, {width}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("opener", ["?", "Control+k", "a", "g", "e", "z"])
def test_what_opens_over_the_page_is_sound(eyes: Eyes, opener: str) -> None:
    wrong = []
    for width in WIDTHS:
        page = eyes.screen("ruth", width)
        page.goto(f"/tickets/{eyes.facts['open']}")
        page.locator("body").press(opener)
        expect(page.locator(":popover-open, dialog[open]")).to_be_in_viewport(ratio=0.99)
        wrong += eyes.look(page, f"{opener}, {width}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("about", ["priority", "resolution"])
def test_why_opens_beside_the_ticket_and_marks_the_customer_s_words(eyes: Eyes, about: str) -> None:
    wrong = []
    for width in WIDTHS:
        page = eyes.screen("ruth", width)
        page.goto(f"/tickets/{eyes.facts['critical']}")
        link = page.locator(f'.whylink[href$="/why/{about}"]')
        link.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#panel:popover-open")).to_be_in_viewport(ratio=0.99)
        marked = "[...(CSS.highlights.get('evidence') ?? [])].map(range => range.toString())"
        assert page.evaluate(marked) == (["250 of our users", "Nobody can log in"] if about == "priority" else [])
        wrong += eyes.look(page, f"why {about}, {width}")
        page.keyboard.press("Escape")
        expect(link).to_be_focused()
        page.wait_for_function("!CSS.highlights.has('evidence')")
    assert not wrong, "\n".join(wrong)


def test_what_the_reply_says_is_inserted_where_the_cursor_stands(eyes: Eyes, facts: Mapping[str, object]) -> None:
    page = eyes.screen("ruth", "wide")
    page.goto(f"/tickets/{facts['suggested']}")
    text = page.get_by_label("Message", exact=True)
    text.fill("Dear Nia,\n\nRuth")
    text.evaluate("field => field.setSelectionRange(10, 10)")
    page.locator("h1").click()
    page.locator("body").press("i")
    expect(text).to_have_value(re.compile(r"^Dear Nia,\n.{40,}Ruth$", re.DOTALL))


def test_a_form_that_is_wrong_says_so_to_everybody(eyes: Eyes) -> None:
    wrong = []
    for width in WIDTHS:
        page = eyes.screen("anybody", width)
        page.goto("/contact")
        page.evaluate("document.forms[0].noValidate = true")
        page.get_by_label("Your mail address").fill("omar")
        page.get_by_role("button", name="Send").click()
        expect(page.locator(".errorlist").first).to_be_visible()
        wrong += eyes.look(page, f"a wrong form, {width}")
    assert not wrong, "\n".join(wrong)


def test_a_shift_that_is_none_says_so_to_everybody(eyes: Eyes) -> None:
    wrong = []
    for width in WIDTHS:
        page = eyes.screen("ruth", width)
        page.goto(f"/people/{eyes.facts['away']}")
        page.get_by_text("Change team, skills, shift and capacity").click()
        page.get_by_label("Monday").fill("nine to five")
        page.locator("details").get_by_role("button", name="Save").click()
        expect(page.get_by_text("expected opening hours such as 09:00-17:00, found 'nine to five'")).to_be_visible()
        expect(page.get_by_label("Monday")).to_have_value("nine to five")
        wrong += eyes.look(page, f"a wrong shift, {width}")
    assert not wrong, "\n".join(wrong)


def test_i_am_away_is_one_click_in_my_menu(eyes: Eyes) -> None:
    wrong = []
    page = eyes.screen("ruth", "wide")
    for words in ("I am away", "I am here"):
        page.goto("/teams")
        page.locator("[popovertarget=me]").click()
        wrong += eyes.look(page, words)
        page.get_by_role("button", name=words).click()
        expect(page).to_have_url(re.compile("/teams$"))
    expect(page.locator("[popovertarget=me] .chip")).to_have_count(0)
    assert not wrong, "\n".join(wrong)


def test_the_theme_is_chosen_by_hand_and_kept(eyes: Eyes) -> None:
    page = eyes.screen("ruth", "wide")
    page.emulate_media(color_scheme="light")
    page.goto("/tickets")
    switch = page.get_by_role("button", name="Theme")
    switch.click()
    switch.click()
    expect(switch).to_have_text("Theme: dark")
    page.goto("/outbox")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    page.evaluate("localStorage.removeItem('theme')")
