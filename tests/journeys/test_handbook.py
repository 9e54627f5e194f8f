"""A lead changes two rules, one by form and one by text, sees what they would have meant, puts them in force, and goes back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import Town, a_mail
from tests.journeys.processes import until

pytestmark = pytest.mark.browser

WORDS = "The invoice of this month and the payment for it do not match. We are losing sales while that lasts, so please look at the invoice."
WHY = "Our contracts with business customers say half an hour."


def test_a_lead_changes_the_handbook_and_goes_back(town: Town) -> None:
    lin = town.login("lin")
    lin_changes_a_target_by_form(lin)
    lin_goes_on_by_text(lin)
    lin_sees_what_changes_and_what_it_would_have_meant(lin)
    lin.get_by_role("button", name="Put in force").click()
    expect(lin.locator(".bar .chip")).to_have_text("In force")
    first_reply, team = a_mail_comes_in(town, lin, "Invoice and payment do not match")
    expect(first_reply).to_contain_text("first reply within 30 min")
    assert team == "technical"
    lin_goes_back(lin)
    first_reply, team = a_mail_comes_in(town, lin, "Our invoice and payment again")
    expect(first_reply).to_contain_text("first reply within 1 h")
    assert team == "billing"


def lin_changes_a_target_by_form(lin: Page) -> None:
    lin.get_by_role("link", name="Handbook").click()
    lin.get_by_role("link", name="Targets and times").click()
    lin.get_by_label("P1 · High: First reply").fill("30m")
    lin.get_by_label("Why").fill(WHY)
    lin.get_by_role("button", name="Propose").click()
    expect(lin.locator(".bar .chip")).to_have_text("Proposed")


def lin_goes_on_by_text(lin: Page) -> None:
    """A slip of the pen is shown at its line first."""
    lin.get_by_role("button", name="Go on editing").click()
    lin.locator("#go-on").get_by_role("link", name="Routing").last.click()
    box = lin.get_by_label("routing.yaml")
    text = box.input_value()
    box.fill(text.replace("default_team: frontline", "default_team: tecnical"))
    lin.get_by_role("button", name="Propose").click()
    expect(lin.locator(".faults")).to_contain_text("default_team: expected one of frontline, billing")
    box.fill(text.replace("\n  account.billing: billing", "\n  account.billing: technical"))
    lin.get_by_role("button", name="Propose").click()
    expect(lin.locator(".bar .chip")).to_have_text("Proposed")


def lin_sees_what_changes_and_what_it_would_have_meant(lin: Page) -> None:
    expect(lin.locator(".diff mark", has_text="30m")).to_be_visible()
    expect(lin.locator(".diff .came", has_text="account.billing: technical")).to_be_visible()
    lin.get_by_role("button", name="Backtest", exact=True).click()
    expect(lin.locator(".outcome")).to_contain_text("Would differ")
    expect(lin.get_by_role("heading", name="What this cannot know")).to_be_visible()


def a_mail_comes_in(town: Town, lin: Page, subject: str):
    """What its ticket says about the first reply, and the team that it went to."""
    town.send(a_mail(subject, WORDS))
    until(town.desk.at_rest)
    number, team = town.desk.rows("SELECT id, team_id FROM supportops_ticket ORDER BY id DESC LIMIT 1")[0]
    lin.goto(f"/tickets/{number}")
    return lin.locator("li.event", has_text="first reply within").first, team


def lin_goes_back(lin: Page) -> None:
    lin.goto("/policy/versions/1")
    lin.get_by_label("Why").fill("Nobody could keep it.")
    lin.get_by_role("button", name="Roll back").click()
    expect(lin.locator(".bar .chip")).to_have_text("In force")
    lin.goto("/policy/history")
    expect(lin.locator("tbody tr").first).to_contain_text("Nobody could keep it.")
