"""Which mails follow from which event, to whom, in which words, and when we keep silent."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from supportops.core.notice_words import WORDS, lasting, speak
from supportops.core.notices import NoticePolicy, TicketFacts, may_send_automatic, notices, silence, tagged
from supportops.core.ticket import Event, Status, Verb

POLICY = NoticePolicy()
OMARS = TicketFacts(
    number=42,
    subject="Broken lamp",
    requester="omar@acme.example",
    requester_name="Omar",
    desk="Acme support",
    verified=True,
    survey_link="https://desk.example/survey/42-1-abc",
    answer_within=timedelta(hours=4),
    own_addresses=frozenset({"support@desk.example"}),
)
AUTOMATIC = {"acknowledgement": Verb.OPEN, "survey": Verb.SOLVE, "nudge": Verb.NUDGE, "closing": Verb.CLOSE}


def event(verb: Verb, was: Status = Status.PENDING) -> Event:
    return Event(number=1, verb=verb, by="mail", occurred_at=datetime(2026, 3, 5, 10, tzinfo=UTC), was=was, became=was)


def only(ticket: TicketFacts, verb: Verb, policy: NoticePolicy = POLICY):
    (notice,) = notices(ticket, event(verb), policy)
    return notice


def test_omar_is_told_his_number_and_how_soon_he_hears_from_us():
    notice = only(OMARS, Verb.OPEN)
    assert (notice.kind, notice.to) == ("acknowledgement", "omar@acme.example")
    assert notice.subject == "Re: Broken lamp [#42]"
    assert notice.text == (
        "Hello Omar,\n\nthank you for writing to us. Your request has the number #42, and a person will read it. "
        "You will hear from us within 4 hours.\n\nIf you want to add anything, just answer this mail.\n\nKind regards,\nAcme support\n"
    )


@pytest.mark.parametrize("kind", AUTOMATIC)
@pytest.mark.parametrize("language", WORDS)
def test_a_strangers_own_words_are_never_sent_back(kind, language):  # relay spam
    stranger = replace(
        OMARS, verified=False, subject="BUY PILLS at evil.example", requester_name="BUY PILLS", language=language
    )
    notice = only(stranger, AUTOMATIC[kind])
    assert "PILLS" not in notice.subject + notice.text
    assert "#42" in notice.subject
    assert "#42" in notice.text


def test_after_solving_omar_is_asked_a_while_later():
    notice = only(OMARS, Verb.SOLVE)
    assert (notice.kind, notice.send_after, notice.subject) == ("survey", timedelta(hours=1), "How did we do? [#42]")
    assert OMARS.survey_link in notice.text
    assert notices(replace(OMARS, survey_link=""), event(Verb.SOLVE), POLICY) == ()
    assert notices(OMARS, event(Verb.SOLVE), replace(POLICY, asks=False)) == ()


def test_omar_is_reminded_before_his_silence_closes_the_ticket():
    assert "If we hear nothing within 3 days, we will close it" in only(replace(OMARS, closes_within=timedelta(hours=72)), Verb.NUDGE).text
    assert notices(OMARS, event(Verb.NUDGE), replace(POLICY, nudges=False)) == ()


def test_closing_is_told_only_to_somebody_who_was_not_told_that_it_is_solved():
    assert only(OMARS, Verb.CLOSE).kind == "closing"
    assert notices(OMARS, event(Verb.CLOSE, Status.SOLVED), POLICY) == ()
    assert notices(OMARS, event(Verb.CLOSE), replace(POLICY, says_goodbye=False)) == ()


def test_only_channels_without_a_person_on_the_line_are_acknowledged():
    assert notices(replace(OMARS, channel="phone"), event(Verb.OPEN), POLICY) == ()


@pytest.mark.parametrize("verb", [verb for verb in Verb if verb not in set(AUTOMATIC.values())])
def test_nothing_else_writes_to_anybody(verb):
    assert notices(OMARS, event(verb), POLICY) == ()


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"machine": True}, "never answers automatic mail"),  # R8, O2
        ({"requester": ""}, "no address"),
        ({"requester": "Support+x@desk.example"}, "one of our own"),  # O7
        ({"suppressed": frozenset({"omar@acme.example"})}, "came back"),  # O4
        ({"quiet": True}, "imported"),  # D13
    ],
)
@pytest.mark.parametrize("verb", AUTOMATIC.values())
def test_nothing_automatic_is_sent_where_it_might_do_harm(verb, facts, why):
    ticket = replace(OMARS, **facts)
    assert notices(ticket, event(verb), POLICY) == ()
    assert why in (silence(ticket) or "")


def test_a_person_may_be_written_to():
    assert silence(OMARS) is None


def test_automatic_mail_is_limited_for_each_address_and_ticket():  # R8, O10
    assert may_send_automatic(4, 4, POLICY).value
    assert may_send_automatic(5, 0, POLICY).because == "This address got 5 automatic mails in the last hour; the limit is 5."
    assert may_send_automatic(0, 5, POLICY).because == "This ticket sent 5 automatic mails in the last day; the limit is 5."


@pytest.mark.parametrize("language", WORDS)
def test_every_language_fills_every_blank(language):
    for verb in AUTOMATIC.values():
        for within in (None, timedelta(minutes=15), timedelta(hours=4)):
            text = only(replace(OMARS, language=language, answer_within=within), verb).text
            assert "{" not in text
            assert text.endswith("Acme support\n")


def test_an_unknown_language_is_answered_in_english_and_a_region_does_not_matter():
    assert speak("xx") is speak("") is WORDS["en"]
    assert speak("de-AT") is speak("DE_ch") is WORDS["de"]


@pytest.mark.parametrize(
    ("duration", "english", "arabic"),
    [
        (timedelta(0), "1 minute", "دقيقة واحدة"),
        (timedelta(seconds=90), "2 minutes", "دقيقتين"),
        (timedelta(minutes=15), "15 minutes", "15 دقيقة"),
        (timedelta(minutes=59, seconds=59), "60 minutes", "60 دقيقة"),
        (timedelta(hours=1), "1 hour", "ساعة واحدة"),
        (timedelta(hours=3, minutes=1), "4 hours", "4 ساعات"),
        (timedelta(hours=47), "47 hours", "47 ساعة"),
        (timedelta(hours=48), "2 days", "يومين"),
        (timedelta(hours=49), "3 days", "3 أيام"),
    ],
)
def test_a_promise_is_never_shorter_than_what_was_meant(duration, english, arabic):
    assert (lasting(duration, WORDS["en"]), lasting(duration, WORDS["ar"])) == (english, arabic)


def test_a_subject_carries_its_number_once():
    assert tagged("AW: Re: Lampe [#42]", 42) == "Re: Lampe [#42]"
    assert tagged("", 42) == "[#42]"
    assert tagged("Lamp", 42, reply=False) == "Lamp [#42]"
