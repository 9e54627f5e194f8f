"""The list: named views with honest counts, pages that follow a key, words that find."""

from __future__ import annotations

from datetime import timedelta

import pytest

from supportops.actions.tickets import act
from supportops.core.ticket import Verb
from supportops.interfaces.web import keyset, views
from tests.cast import T0

MINUTE = timedelta(minutes=1)


@pytest.fixture
def many(cast, arrive, a_mail):
    """A dozen requests, two of them of the same minute."""
    made = [arrive(a_mail(subject=f"Question {n}", Message_ID=f"<{n}@acme.example>"), T0 + max(n, 1) * MINUTE).ticket for n in range(12)]
    return made


def subjects(answer):
    return [ticket.subject for ticket in answer.context["tickets"]]


def test_the_newest_change_stands_first(ada_sees, many) -> None:
    shown = subjects(ada_sees.get("/tickets?view=all"))
    assert shown[0] == "Question 11"
    assert len(shown) == 12


def test_pages_show_each_ticket_once_even_where_two_changed_together(ada_sees, many, monkeypatch) -> None:
    monkeypatch.setattr(keyset, "PAGE", 5)
    seen, url = [], "/tickets?view=all"
    while url:
        answer = ada_sees.get(url)
        seen, url = seen + subjects(answer), answer.context["next_url"]
    assert sorted(seen) == sorted(ticket.subject for ticket in many)


def test_a_key_that_is_not_ours_begins_at_the_top(ada_sees, many) -> None:
    for key in ("x", "~", "2026-13-45T00:00:00+00:00~1", "2026-01-05T09:00:00~1", "9" * 40):
        assert len(subjects(ada_sees.get("/tickets", {"view": "all", "after": key}))) == 12


def test_each_view_shows_what_its_name_says(ada_sees, ada, lin, many, clock) -> None:
    mine, theirs, asleep, solved = many[:4]
    act(mine, Verb.ASSIGN, by=ada.actor, at=T0 + 30 * MINUTE, assignee=ada.pk)
    act(theirs, Verb.ASSIGN, by=lin.actor, at=T0 + 31 * MINUTE, assignee=lin.pk)
    act(asleep, Verb.SNOOZE, by=ada.actor, at=T0 + 32 * MINUTE, until=T0 + timedelta(days=1))
    act(solved, Verb.SOLVE, by=ada.actor, at=T0 + 33 * MINUTE)
    found = {key: set(subjects(ada_sees.get(f"/tickets?view={key}"))) for key in views.VIEWS}
    assert mine.subject in found["mine"]
    assert theirs.subject not in found["mine"] | found["unassigned"]
    assert found["snoozed"] == {asleep.subject}
    assert asleep.subject not in found["unassigned"]
    assert found["solved"] == {solved.subject}
    assert found["open"] == found["all"] - found["solved"]


def test_the_counts_are_those_of_the_lists(ada_sees, many) -> None:
    answer = ada_sees.get("/tickets?view=open")
    counts = {view["key"]: view["count"] for view in answer.context["views"]}
    assert counts["open"] == counts["all"] == "12"
    assert counts["solved"] == "0"
    assert [view["key"] for view in answer.context["views"] if view["active"]] == ["open"]


def test_counting_ends_where_it_tells_nothing_more(ada, many, monkeypatch) -> None:
    monkeypatch.setattr(views, "MOST", 5)
    assert views.listed(ada)[-1]["count"] == "4+"


def test_words_find_a_ticket_and_so_does_its_number(ada_sees, many) -> None:
    assert subjects(ada_sees.get("/tickets?view=all&query=question 7")) == ["Question 7"]
    assert subjects(ada_sees.get(f"/tickets?view=all&query=%23{many[3].pk}")) == ["Question 3"]
    assert subjects(ada_sees.get("/tickets?view=all&query=nothing-like-it")) == []


def test_a_subject_is_never_html(ada_sees, arrive, a_mail, cast) -> None:
    arrive(a_mail(subject="<script>alert(1)</script>"))
    assert b"<script>alert" not in ada_sees.get("/tickets?view=all").content


def test_the_list_asks_the_same_number_of_questions_however_long_it_is(ada_sees, many, django_assert_max_num_queries) -> None:
    ada_sees.get("/tickets?view=all")
    with django_assert_max_num_queries(20):
        ada_sees.get("/tickets?view=all")


def test_the_tickets_behind_a_figure(ada_sees, many) -> None:
    half = {"metric": "new_tickets", "from": T0.isoformat(), "to": (T0 + 5.5 * MINUTE).isoformat()}
    answer = ada_sees.get("/tickets", half)
    assert answer.context["metric"].key == "new_tickets"
    assert len(subjects(answer)) == 6


@pytest.mark.parametrize("key", views.VIEWS)
def test_each_view_is_read_from_its_index_in_the_order_it_is_shown(ada, desk, key) -> None:
    """A million tickets must cost what a hundred do: the plan neither reads the table through nor sorts."""
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL plans by the size of the table")
    plan = views.VIEWS[key].tickets(ada).order_by("-changed_at", "-id")[:51].explain()
    assert "USING INDEX ticket_" in plan
    assert "TEMP B-TREE" not in plan
