"""What Ada does to a ticket through its page, what the rules refuse, and what is held back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from supportops.actions.tickets import act, replayed
from supportops.core.ticket import Verb
from supportops.models import Attachment, Delivery, Message
from tests.cast import HOUR


def last(ticket):
    return ticket.events.order_by("number").last()


def test_a_reply_goes_to_omar_and_his_colleague_in_copy(post, ticket, ada) -> None:
    answer = post("replies", text="It works again.", cc="boss@acme.example")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/tickets/{ticket.pk}")
    mail = Delivery.objects.get(kind="reply")
    assert (mail.to, mail.cc, mail.text, mail.state) == (["omar@acme.example"], ["boss@acme.example"], "It works again.", "queued")
    assert (ticket.status, ticket.assignee) == ("pending", ada)
    assert Message.objects.get(pk=mail.message_id).author == ada


def test_words_become_html_that_says_the_same_and_no_more(post) -> None:
    post("replies", text="<script>alert(1)</script> & thanks")
    mail = Delivery.objects.get(kind="reply")
    assert "<script" not in mail.html
    assert "&lt;script&gt;" in mail.html


def test_the_page_offers_the_copies_of_the_customers_last_mail(ada_sees, ticket) -> None:
    assert ada_sees.get(f"/tickets/{ticket.pk}").context["recipients"] == {"to": "omar@acme.example", "cc": "boss@acme.example"}


def test_send_and_solve_is_one_step(post, ticket) -> None:
    post("replies", text="Done.", then="solve")
    assert ticket.status == "solved"
    assert [event.verb for event in ticket.events.order_by("number")][-2:] == ["reply", "solve"]


def test_send_and_snooze_comes_back_when_it_said(post, ticket, clock) -> None:
    post("replies", text="I ask our engineers.", then="snooze:4h")
    assert ticket.snoozed_until == clock.at + 4 * HOUR


def test_a_step_that_is_refused_takes_the_whole_form_back(post, ticket) -> None:
    answer = post("replies", text="Soon.", then="snooze:whenever")
    assert answer.status_code == 409
    assert not Delivery.objects.filter(kind="reply").exists()
    assert last(ticket).verb != "reply"
    assert b"Soon." in answer.content


def test_an_empty_reply_and_a_false_address_are_refused_in_a_sentence(post, ticket) -> None:
    assert b"There is nothing to send yet" in post("replies", text="  ").content
    refused = post("replies", text="Hello", cc="boss at acme")
    assert refused.status_code == 409
    assert b"is not a mail address" in refused.content
    assert last(ticket).verb != "reply"


def test_a_reply_written_before_the_customer_wrote_again_is_held_and_shown(post, ticket, arrive, a_mail, clock) -> None:
    seen = ticket.version
    arrive(a_mail(words="It works, forget it!", In_Reply_To="<one@acme.example>", Message_ID="<two@acme.example>"), clock.at)
    answer = post("replies", version=seen, text="Please try again.")
    assert answer.status_code == 409
    assert not Delivery.objects.filter(kind="reply").exists()
    assert b"Please try again." in answer.content
    assert [entry["message"].new_text for entry in answer.context["stale"]["entries"]] == ["It works, forget it!"]
    sent = post("replies", text="Please try again.")
    assert sent.status_code == 303
    assert Delivery.objects.filter(kind="reply").count() == 1


def test_solving_is_held_back_by_an_unread_word_but_not_by_a_tag(post, ticket, lin, clock) -> None:
    seen = ticket.version
    act(ticket, Verb.TAG, by=lin.actor, at=clock.at, tags=("vip",))
    act(ticket, Verb.NOTE, by=lin.actor, at=clock.at, message=Message(kind="note", direction="out", occurred_at=clock.at, text="Wait!"))
    assert post("solution", version=seen).status_code == 409
    act(ticket, Verb.TAG, by=lin.actor, at=clock.at, tags=("vip", "late"))
    ticket.refresh_from_db()
    assert post("solution", version=ticket.version - 1).status_code == 303


def test_ones_own_note_holds_nothing_back(post, ticket) -> None:
    seen = ticket.version
    post("notes", text="Asked the engineers.")
    assert post("replies", version=seen, text="We are on it.").status_code == 303


def test_a_note_never_leaves_the_house_even_by_the_send_button(post, ticket, visit, omar) -> None:
    post("replies", text="Between us: he is right.", kind="note")
    message = ticket.messages.order_by("id").last()
    assert message.kind == "note"
    assert not Delivery.objects.filter(kind="reply").exists()
    assert b"Between us" not in visit(omar).get(f"/my/tickets/{ticket.pk}").content


def test_files_go_along_under_names_that_harm_nobody(post, ticket, ada_sees) -> None:
    post("replies", text="See the file.", files=[SimpleUploadedFile("../../etc/pass\u202ewd.html", b"<script>1</script>", "text/html")])
    file = Attachment.objects.get(message__ticket=ticket)
    assert "/" not in file.name
    assert "\u202e" not in file.name
    assert ada_sees.get(f"/files/{file.sha256}").content == b"<script>1</script>"


def test_too_large_a_file_is_refused_in_a_sentence(post, ticket, monkeypatch) -> None:
    from supportops.interfaces.web import uploads

    monkeypatch.setattr(uploads, "LARGEST", 10)
    answer = post("replies", text="See the file.", files=[SimpleUploadedFile("a.txt", b"x" * 11)])
    assert answer.status_code == 409
    assert last(ticket).verb != "reply"


def test_handing_over_to_a_colleague_and_to_a_team(post, ticket, lin) -> None:
    post("assignment", assignee=lin.pk)
    assert (ticket.assignee, ticket.team_id, ticket.status) == (lin, "technical", "open")
    post("assignment", team="billing", because="It is about an invoice.")
    assert (ticket.assignee, ticket.team_id, ticket.status) == (None, "billing", "new")
    assert last(ticket).because == "It is about an invoice."


@pytest.mark.parametrize("goal", [{"assignee": "999999"}, {"assignee": "x"}, {"assignee": ""}, {"team": "nowhere"}])
def test_nobody_and_nowhere_take_no_ticket(post, ticket, goal) -> None:
    before = ticket.version
    assert post("assignment", **goal).status_code == 409
    assert ticket.version == before


def test_a_customer_is_no_colleague(post, omar) -> None:
    assert post("assignment", assignee=omar.pk).status_code == 409


def test_snoozing_until_nine_in_ones_own_morning(post, ticket, ada, clock) -> None:
    from supportops.actions.people import change

    change(ada, zone="Asia/Tokyo")
    post("snooze", **{"for": "tomorrow"})
    assert ticket.snoozed_until.isoformat() == "2026-01-06T00:00:00+00:00"
    assert post("snooze/end").status_code == 303
    assert ticket.snoozed_until is None
    post("snooze", until="2026-01-07T10:30", zone="Europe/Berlin")
    assert ticket.snoozed_until.isoformat() == "2026-01-07T09:30:00+00:00"


@pytest.mark.parametrize("wish", [{"until": "never"}, {"until": "2026-99-99T00:00"}, {"for": ""}, {"until": "2020-01-01T00:00", "zone": "?"}])
def test_no_moment_no_sleep(post, ticket, wish) -> None:
    assert post("snooze", **wish).status_code == 409
    assert ticket.snoozed_until is None


def test_escalating_needs_a_complete_form_and_ends_with_a_specialist(post, ticket, visit, lin) -> None:
    assert "write down what was tried and what is needed" in post("escalation", because=" ").content.decode()
    post("escalation", because="The login server is down.", tried="Restarted it.", level="2")
    assert (ticket.status, ticket.level) == ("escalated", 2)
    post("escalation/acknowledgement", browser=visit(lin))
    assert (ticket.status, ticket.assignee) == ("open", lin)
    assert "what was learned" in post("escalation/end").content.decode()
    post("escalation/end", because="Its disk was full.")
    assert ticket.level == 1


def test_solving_and_reopening(post, ticket) -> None:
    post("solution")
    assert ticket.status == "solved"
    assert post("solution").status_code == 409
    post("solution/end")
    assert ticket.status == "open"


def test_the_facts_of_a_ticket_change_by_their_own_forms(post, ticket) -> None:
    post("priority", priority="P0")
    post("category", category="account.login")
    post("tags", tags="VIP, login , ,vip")
    post("subject", subject=" Login broken since Monday ")
    post("waiting")
    assert (ticket.priority, ticket.category, ticket.tags) == ("P0", "account.login", ["login", "vip"])
    assert (ticket.subject, ticket.status) == ("Login broken since Monday", "pending")
    assert post("priority", priority="P9").status_code == 409


def test_undo_takes_back_what_was_seen_and_nothing_newer(post, ticket, ada_sees, lin, clock) -> None:
    before = ticket.priority
    post("priority", priority="P3")
    assert ada_sees.get(f"/tickets/{ticket.pk}").context["undo"]["words"].startswith("Ada Okafor changed the priority")
    seen = ticket.version
    act(ticket, Verb.TAG, by=lin.actor, at=clock.at, tags=("vip",))
    assert post("undo", version=seen).status_code == 409
    assert post("undo").status_code == 303
    assert ticket.tags == []
    assert post("undo").status_code == 303
    assert ticket.priority == before


def test_what_left_the_house_cannot_be_taken_back(post, ticket, ada_sees) -> None:
    post("replies", text="Sent is sent.")
    assert ada_sees.get(f"/tickets/{ticket.pk}").context["undo"] is None
    assert post("undo").status_code == 409


def test_a_form_without_its_version_does_nothing(post, ticket) -> None:
    assert post("replies", version="", text="Hello").status_code == 409
    assert post("replies", version="x", text="Hello").status_code == 409
    assert last(ticket).verb != "reply"


def test_a_draft_waits_for_its_writer_alone(post, ticket, ada_sees, visit, lin) -> None:
    assert post("draft", text="Dear Omar, I").status_code == 204
    assert ada_sees.get(f"/tickets/{ticket.pk}").context["draft"] == "Dear Omar, I"
    assert visit(lin).get(f"/tickets/{ticket.pk}").context["draft"] == ""
    post("replies", text="Dear Omar, I mended it.")
    assert ada_sees.get(f"/tickets/{ticket.pk}").context["draft"] == ""


def test_after_a_days_work_the_ledger_still_gives_the_row(post, ticket, lin, clock) -> None:
    from supportops.actions.policy import current

    for place, said in [
        ("assignment", {"assignee": lin.pk}),
        ("priority", {"priority": "P3"}),
        ("undo", {}),
        ("escalation", {"because": "Needs an engineer.", "tried": "Cleared the cache."}),
        ("replies", {"text": "An engineer looks at it."}),
        ("escalation/acknowledgement", {}),
        ("replies", {"text": "Mended.", "then": "solve"}),
        ("solution/end", {}),
    ]:
        clock.at += timedelta(minutes=7)
        assert post(place, **said).status_code == 303, place
    assert replayed(ticket, current()) == {}


def test_a_reply_that_is_posted_twice_goes_out_once(post, ticket) -> None:
    version = ticket.version
    assert post("replies", text="Here is how.", version=version).status_code == 303
    assert post("replies", text="Here is how.", version=version).status_code == 409
    assert Delivery.objects.filter(kind="reply").count() == 1
