"""The funnel: one writer wins, all or nothing, and the ledger gives the row back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from supportops.actions import files
from supportops.actions.policy import current
from supportops.actions.tickets import Stale, act, as_of, entered, replayed, save
from supportops.core.ticket import Refused, Verb
from supportops.models import Delivery, Message, Ticket
from tests.cast import HOUR, MINUTE, T0

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(cast, a_mail, arrive):
    arrive(a_mail("The export is broken.", "Export", Message_ID="<omars@acme.example>"))
    return Ticket.objects.get()


def reply(ada, words="Here is how."):
    return Message(kind="public", direction="out", author=ada, author_name=ada.name, author_email=ada.email, to=["omar@acme.example"],
                   text=words, new_text=words, occurred_at=T0 + HOUR)  # fmt: skip


def test_a_reply_writes_row_ledger_words_and_mail_together(ticket, ada):
    act(ticket, Verb.REPLY, by=ada.actor, at=T0 + HOUR, assignee=ada.pk, message=reply(ada))
    mail = Delivery.objects.get(kind="reply")
    message = Message.objects.get(direction="out")
    assert ticket.status == "pending" and ticket.first_replied_at == T0 + HOUR
    assert (mail.message, mail.mail_id, mail.recipient, mail.automatic) == (message, message.mail_id, "omar@acme.example", False)
    assert mail.references == ["omars@acme.example"] and mail.subject == f"Re: Export [#{ticket.pk}]"
    assert ticket.events.get(verb="reply").message == message


def test_a_reply_waits_in_the_outbox_as_long_as_the_policy_says(ticket, ada):
    policy = replace(current(), notices=replace(current().notices, reply_delay=10 * MINUTE))
    entry = entered(ticket, Verb.REPLY, by=ada.actor, at=T0 + HOUR, assignee=ada.pk)
    entry.message, entry.message_number = reply(ada), entry.new[0].number
    save([entry], policy)
    assert Delivery.objects.get(kind="reply").next_try_at == T0 + HOUR + 10 * MINUTE


def test_the_second_writer_loses_and_nothing_of_theirs_is_kept(ticket, ada):
    mine, theirs = Ticket.objects.get(), Ticket.objects.get()
    act(mine, Verb.NOTE, by=ada.actor, at=T0 + HOUR)
    with pytest.raises(Stale, match="at the same moment"):
        act(theirs, Verb.REPLY, by="agent:99", at=T0 + HOUR, message=reply(ada))
    assert not Message.objects.filter(direction="out").exists() and not Delivery.objects.filter(kind="reply").exists()


def test_what_is_refused_changes_nothing(ticket):
    version = ticket.version
    with pytest.raises(Refused):
        act(ticket, Verb.CLOSE, by="agent:1", at=T0)
    assert Ticket.objects.get().version == version


def test_replaying_the_ledger_gives_the_row(ticket, ada):
    for step, (verb, detail) in enumerate([
        (Verb.REPLY, {"assignee": ada.pk}), (Verb.HEAR, {}), (Verb.PRIORITISE, {"priority": "P0"}), (Verb.ESCALATE, {"reason": "logs", "team": "technical"}),
        (Verb.ACKNOWLEDGE, {"assignee": ada.pk}), (Verb.TAG, {"tags": ("b", "a")}), (Verb.SNOOZE, {"until": T0 + timedelta(days=2)}),
        (Verb.SOLVE, {}), (Verb.UNDO, {}), (Verb.SOLVE, {}), (Verb.RATE, {"score": 4}), (Verb.CLOSE, {}),
    ], 1):  # fmt: skip
        act(ticket, verb, by=ada.actor, at=T0 + step * HOUR, **detail)
        ticket = Ticket.objects.get()
        assert replayed(ticket, current()) == {}, verb
    assert ticket.status == "closed" and ticket.events.count() == ticket.version


def test_a_row_that_was_tampered_with_is_told(ticket):
    Ticket.objects.update(priority="P3", next_due_at=None)
    assert set(replayed(Ticket.objects.get(), current())) == {"priority", "next_due_at"}


def test_time_travel_shows_the_ticket_as_it_stood(ticket, ada):
    act(ticket, Verb.REPLY, by=ada.actor, at=T0 + HOUR, assignee=ada.pk)
    act(Ticket.objects.get(), Verb.SOLVE, by=ada.actor, at=T0 + 2 * HOUR)
    assert [as_of(ticket, T0 + timedelta(hours=h)).status for h in (0.5, 1.5, 2.5)] == [
        "new" if ticket.events.filter(verb="route").exists() else "open",
        "pending",
        "solved",
    ]


def test_an_undone_solving_takes_its_survey_back(ticket, ada):
    act(ticket, Verb.SOLVE, by=ada.actor, at=T0 + HOUR)
    assert Delivery.objects.get(kind="survey").state == "queued"
    act(Ticket.objects.get(), Verb.UNDO, by=ada.actor, at=T0 + HOUR + MINUTE)
    assert Delivery.objects.get(kind="survey").state == "cancelled"
    assert Ticket.objects.get().status in ("new", "open")


def test_solving_again_after_undo_asks_again(ticket, ada):
    for step, verb in enumerate([Verb.SOLVE, Verb.UNDO, Verb.SOLVE]):
        act(Ticket.objects.get(), verb, by=ada.actor, at=T0 + HOUR + step * MINUTE)
    assert sorted(Delivery.objects.filter(kind="survey").values_list("state", flat=True)) == ["cancelled", "queued"]


def test_a_file_is_kept_once_however_often_it_is_sent(ticket, ada):
    import hashlib

    content = b"the same picture"
    file = files.File("a.png", "image/png", len(content), hashlib.sha256(content).hexdigest(), False, "", content)
    for step in (1, 2):
        act(
            Ticket.objects.get(),
            Verb.NOTE,
            by=ada.actor,
            at=T0 + step * HOUR,
            message=Message(kind="note", direction="out", occurred_at=T0),
            attachments=[file],
        )
    from supportops.models import Attachment

    first, second = Attachment.objects.all()
    assert first.path == second.path and files.content(second) == content


def test_a_customer_sees_their_own_tickets_and_no_note(ticket, ada, omar, eve):
    act(ticket, Verb.NOTE, by=ada.actor, at=T0 + HOUR, message=Message(kind="note", direction="out", text="a secret", occurred_at=T0))
    assert Ticket.objects.visible_to(omar).count() == 1 and Ticket.objects.visible_to(eve).count() == 0
    assert Message.objects.visible_to(omar).count() == 1 and Message.objects.visible_to(eve).count() == 0
    assert Message.objects.visible_to(ada).count() == 2 and Delivery.objects.visible_to(omar).count() == 0
