"""The survey: one signed link for one ticket and one person; a look changes nothing, a click counts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from supportops.core import survey


@pytest.fixture
def token(settings, ticket, post, clock):
    post("replies", text="Mended.", then="solve")
    return survey.sign(settings.SECRET_KEY.encode(), ticket.pk, "omar@acme.example", clock.at)


def test_a_look_changes_nothing_for_scanners_look_at_every_link(visit, token, ticket) -> None:
    page = visit().get(f"/survey/{token}?score=5")
    assert page.status_code == 200
    assert page.context["score"] == "5"
    ticket.refresh_from_db()
    assert ticket.score is None


def test_a_score_is_kept_with_its_words_and_who_gave_it(visit, token, ticket, omar) -> None:
    answer = visit().post(f"/survey/{token}", {"score": "5", "comment": "Quick!"})
    assert answer.headers["Location"] == "/survey/thanks?score=5"
    ticket.refresh_from_db()
    event = ticket.events.order_by("number").last()
    assert (ticket.score, event.verb, event.by, event.data["comment"]) == (5, "rate", omar.actor, "Quick!")
    assert ticket.status == "solved"


def test_a_changed_mind_counts_and_a_second_click_does_not(visit, token, ticket) -> None:
    for score in ("2", "2", "4"):
        visit().post(f"/survey/{token}", {"score": score})
    ticket.refresh_from_db()
    assert ticket.score == 4
    assert ticket.events.filter(verb="rate").count() == 2


def test_the_link_in_the_mail_works(visit, token, ticket) -> None:
    from supportops.models import Delivery

    mail = Delivery.objects.get(kind="survey")
    address = "/survey/" + mail.text.split("/survey/", 1)[1].split()[0]
    assert visit().get(address).status_code == 200


@pytest.mark.parametrize("score", ["0", "6", "", "x", "5.0", "-1", "٥"])
def test_a_score_is_a_whole_number_from_one_to_five(visit, token, ticket, score) -> None:
    assert visit().post(f"/survey/{token}", {"score": score}).status_code == 409
    ticket.refresh_from_db()
    assert ticket.score is None


def test_a_token_rates_its_own_ticket_for_its_own_person_only(visit, token, ticket, settings, clock, arrive, a_mail) -> None:
    other = arrive(a_mail(sender="eve@elsewhere.example", subject="Mine", Message_ID="<eve@x>"), clock.at).ticket
    forged = [
        token.replace(f"{ticket.pk}-", f"{other.pk}-", 1),
        survey.sign(settings.SECRET_KEY.encode(), ticket.pk, "eve@elsewhere.example", clock.at),
        survey.sign(b"another key", ticket.pk, "omar@acme.example", clock.at),
        *("x", "1-2", "999999-1-a", "--", "1-1-" + "a" * 32),
    ]
    for spoiled in forged:
        assert visit().post(f"/survey/{spoiled}", {"score": "1"}).status_code == 409
        assert visit().get(f"/survey/{spoiled}").status_code == 404
    ticket.refresh_from_db()
    assert ticket.score is None


def test_after_thirty_days_it_is_too_late(visit, token, clock) -> None:
    clock.at += timedelta(days=31)
    answer = visit().post(f"/survey/{token}", {"score": "5"})
    assert answer.status_code == 409
    assert b"30 days" in answer.content


def test_the_pages_own_click_stays_on_the_page_for_a_comment(visit, token, ticket) -> None:
    assert visit().post(f"/survey/{token}", {"score": "3"}, headers={"Sec-Fetch-Dest": "empty"}).status_code == 204
    ticket.refresh_from_db()
    assert ticket.score == 3


def test_thanks_repeats_no_foreign_words(visit, desk) -> None:
    assert b"evil" not in visit().get("/survey/thanks?score=evil").content
