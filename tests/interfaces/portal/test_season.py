"""A season that customers shall know of stands on their page as long as they wait for us."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from supportops.actions.policy import current, inforce
from supportops.core.sla import Season

WORDS = {"en": "During the move answers take a little longer."}


@pytest.fixture
def season(monkeypatch):
    def season(**given):
        move = Season(date(2026, 1, 1), date(2026, 1, 9), words=WORDS, **given)
        book = replace(current(), sla=replace(current().sla, seasons={"move": move}))
        monkeypatch.setattr(inforce, "_held", replace(inforce._held, policy=book))

    return season


def test_omar_reads_of_the_season_until_we_answer(visit, omar, ticket, post, season) -> None:
    season(told_to_customers=True)
    browser, address = visit(omar), f"/my/tickets/{ticket.pk}"
    assert WORDS["en"].encode() in browser.get(address).content
    post("replies", text="Which browser?")
    assert WORDS["en"].encode() not in browser.get(address).content


def test_what_is_the_desks_own_affair_is_not_said(visit, omar, ticket, season) -> None:
    season(told_to_customers=False)
    assert WORDS["en"].encode() not in visit(omar).get(f"/my/tickets/{ticket.pk}").content
