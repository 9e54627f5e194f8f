"""A lead proposes, activates and goes back; two at once never overwrite each other; nothing broken gets in."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from supportops.actions import policy
from supportops.actions.policy import load, proposals
from supportops.actions.policy.proposals import Overtaken, activate, before, diff, export, history, in_force, propose, rollback, withdraw
from supportops.actions.policy.rebasing import rebase, sides
from supportops.actions.policy.recording import ensure
from supportops.core.policy import PolicyError
from supportops.core.ticket import Priority, Refused
from supportops.models import PolicyVersion
from tests.cast import HOUR, MINUTE, T0

pytestmark = pytest.mark.django_db


def text(chapter="priorities", old="first_reply: 1h", new="first_reply: 30m", texts=None):
    """A chapter with one place changed."""
    found = (texts or policy.read(policy.SHIPPED))[chapter]
    assert old in found
    return {chapter: found.replace(old, new, 1)}


@pytest.fixture
def first(cast):
    return ensure(T0)


@pytest.fixture
def proposal(first, lin):
    return propose(text(), by=lin, reason="Our contracts say so.", at=T0)


def p1() -> timedelta:
    return policy.current().priorities[Priority.P1].first_reply


def test_a_proposal_is_a_whole_handbook_with_author_reason_and_diff(proposal, first, lin):
    assert (proposal.state, proposal.author, proposal.reason, proposal.parent) == ("proposed", lin, "Our contracts say so.", first)
    assert set(proposal.texts) == set(first.texts) and proposal.own == ["priorities"]
    ((row,),) = [[row for row in passage if not row.same] for passage in diff(first.texts, proposal.texts)["priorities"]]
    assert (row.old.changed, row.new.changed) == ("1h", "30m")
    assert p1() == HOUR


def test_a_lead_activates_it_and_it_is_in_force_at_once(proposal, first, lin):
    activate(proposal.pk, by=lin, at=T0 + HOUR, because="Agreed on Monday.")
    assert p1() == 30 * MINUTE and in_force(T0) == proposal
    first.refresh_from_db()
    assert first.state == "retired"
    act = history().first()
    assert (act.act, act.by, act.because, act.instead, act.at) == ("activated", lin, "Agreed on Monday.", first, T0 + HOUR)


def test_rolling_back_is_one_act_that_keeps_its_reason(proposal, first, lin):
    activate(proposal.pk, by=lin, at=T0)
    rollback(by=lin, at=T0 + HOUR, because="Too many breaches.")
    assert p1() == HOUR and in_force(T0) == first
    assert [act.act for act in history()] == ["restored", "activated", "proposed", "shipped"]
    assert before(in_force(T0)) == proposal
    rollback(proposal.pk, by=lin, at=T0 + HOUR, because="It was something else.")
    assert p1() == 30 * MINUTE


@pytest.mark.parametrize("act", ["propose", "activate", "withdraw", "rollback", "rebase"])
def test_an_agent_reads_and_does_not_change(act, proposal, ada):
    do = {
        "propose": lambda: propose(text(new="first_reply: 5m"), by=ada, reason="Quick!", at=T0),
        "activate": lambda: activate(proposal.pk, by=ada, at=T0),
        "withdraw": lambda: withdraw(proposal.pk, by=ada, at=T0),
        "rollback": lambda: rollback(by=ada, at=T0, because="Back!"),
        "rebase": lambda: rebase(proposal.pk, by=ada, at=T0),
    }[act]
    with pytest.raises(Refused, match="Only a lead"):
        do()
    assert PolicyVersion.objects.get(pk=proposal.pk).state == "proposed" and p1() == HOUR


def test_what_is_broken_is_refused_and_the_desk_goes_on(first, lin):
    with pytest.raises(PolicyError) as refused:
        propose(text(new="first_reply: soon") | {"survey": "expires: 30d\nscale: five\n"}, by=lin, reason="Faster.", at=T0)
    assert [(fault.chapter, fault.line) for fault in refused.value.all] == [("priorities", 12), ("survey", 2)]
    assert PolicyVersion.objects.count() == 1 and p1() == HOUR


def test_a_broken_row_can_never_be_put_in_force(proposal, lin):
    """Such as one that an older program found sound."""
    PolicyVersion.objects.filter(pk=proposal.pk).update(texts=proposal.texts | {"survey": "scale: five\n"})
    with pytest.raises(PolicyError, match=r"survey\.yaml:1: scale"):
        activate(proposal.pk, by=lin, at=T0)
    assert p1() == HOUR and in_force(T0) != proposal
    PolicyVersion.objects.filter(pk=proposal.pk).update(state="retired")
    with pytest.raises(PolicyError):
        rollback(proposal.pk, by=lin, at=T0, because="Back.")
    assert p1() == HOUR


@pytest.mark.parametrize(
    ("changes", "reason", "words"),
    [
        ({}, "Faster.", "Nothing differs from version"),
        (text(), "  ", "Say why"),
        ({"survey": "x" * 1_000_001}, "Long.", "longer than 1,000,000"),
    ],
)
def test_a_proposal_says_something_and_why(first, lin, changes, reason, words):
    with pytest.raises(Refused, match=words):
        propose(changes, by=lin, reason=reason, at=T0)


def test_a_browsers_line_ends_are_not_a_change(first, lin):
    browsers = {name: found.replace("\n", "\r\n").rstrip() for name, found in first.texts.items()}
    with pytest.raises(Refused, match="Nothing differs"):
        propose(browsers, by=lin, reason="?", at=T0)


def test_what_was_overtaken_is_kept_and_says_by_whom(first, lin, cast):
    mine = propose(text(), by=lin, reason="Contracts.", at=T0, base=first.pk)
    theirs = propose(text("survey", "expires: 30d", "expires: 60d"), by=lin, reason="Longer.", at=T0, base=first.pk)
    activate(theirs.pk, by=lin, at=T0)
    with pytest.raises(
        Overtaken, match=f"Lin Mori put version {theirs.pk} in force meanwhile; this proposal was made from version {first.pk}"
    ):
        activate(mine.pk, by=lin, at=T0)
    assert sides(mine, theirs).clashing == ()
    both = rebase(mine.pk, by=lin, at=T0)
    mine.refresh_from_db()
    assert (mine.state, both.parent, both.reason) == ("withdrawn", theirs, "Contracts.")
    activate(both.pk, by=lin, at=T0)
    assert p1() == 30 * MINUTE and policy.current().survey.expires == timedelta(days=60)


def test_two_changes_to_one_chapter_are_merged_by_line(first, lin):
    mine = propose(text(), by=lin, reason="P1.", at=T0, base=first.pk)
    theirs = propose(text(old="resolution: 72h", new="resolution: 96h"), by=lin, reason="P3.", at=T0)
    activate(theirs.pk, by=lin, at=T0)
    activate(rebase(mine.pk, by=lin, at=T0).pk, by=lin, at=T0)
    assert p1() == 30 * MINUTE and policy.current().priorities[Priority.P3].resolution == 96 * HOUR


def test_who_goes_on_with_a_proposal_makes_another_in_its_place(proposal, first, lin):
    again = propose(text("survey", "expires: 30d", "expires: 60d"), by=lin, reason="And longer.", at=T0, base=proposal.pk)
    proposal.refresh_from_db()
    assert (proposal.state, again.parent, again.own) == ("withdrawn", first, ["priorities", "survey"])
    assert list(diff(first.texts, again.texts)) == ["priorities", "survey"]
    activate(again.pk, by=lin, at=T0)
    assert p1() == 30 * MINUTE


def test_where_both_changed_the_same_line_a_person_chooses(first, lin):
    mine = propose(text(), by=lin, reason="30 minutes.", at=T0, base=first.pk)
    theirs = propose(text(new="first_reply: 45m"), by=lin, reason="45 minutes.", at=T0)
    activate(theirs.pk, by=lin, at=T0)
    assert sides(mine, theirs).clashing == ("priorities",)
    with pytest.raises(Refused, match="Both changes do not go together in priorities"):
        rebase(mine.pk, by=lin, at=T0)
    with pytest.raises(Refused, match=f"Version {theirs.pk} says all of it already"):
        rebase(mine.pk, by=lin, at=T0, choices={"priorities": "theirs"})
    mine.refresh_from_db()
    assert mine.state == "proposed"
    activate(rebase(mine.pk, by=lin, at=T0, choices={"priorities": "mine"}).pk, by=lin, at=T0)
    assert p1() == 30 * MINUTE


def test_where_both_changes_go_together_by_line_and_not_in_sense_a_person_chooses(first, lin):
    """One takes a calendar away, the other promises something by it."""
    mine = propose(text(old="calendar: always", new="calendar: office"), by=lin, reason="Office hours.", at=T0, base=first.pk)
    theirs = propose(text("calendars", "office:", "open:"), by=lin, reason="A better name.", at=T0)
    activate(theirs.pk, by=lin, at=T0)
    assert sides(mine, theirs).clashing == ("priorities",)
    with pytest.raises(PolicyError, match="expected a calendar: always, open; found 'office'"):
        rebase(mine.pk, by=lin, at=T0, choices={"priorities": "mine"})
    with pytest.raises(Refused, match="choose whose text"):
        rebase(mine.pk, by=lin, at=T0, choices={"priorities": "hers", "moon": "mine"})
    mine.refresh_from_db()
    assert mine.state == "proposed"


def test_a_withdrawn_proposal_cannot_be_activated_but_is_remembered(proposal, lin):
    withdraw(proposal.pk, by=lin, at=T0, because="On second thoughts.")
    with pytest.raises(Refused, match="is not a proposal: it is withdrawn"):
        activate(proposal.pk, by=lin, at=T0)
    with pytest.raises(Refused, match="is not a proposal"):
        withdraw(proposal.pk, by=lin, at=T0)
    with pytest.raises(Refused, match="no earlier version to go back to"):
        rollback(proposal.pk, by=lin, at=T0, because="Back.")
    assert history().first().because == "On second thoughts."


def test_there_is_nothing_before_the_first_version(first, lin):
    with pytest.raises(Refused, match="Nothing was in force before"):
        rollback(by=lin, at=T0, because="Back.")
    with pytest.raises(Refused, match="There is no policy version 4711"):
        activate(4711, by=lin, at=T0)


def test_what_somebody_went_back_to_outlives_the_next_start(proposal, first, lin, monkeypatch):
    """Its older shipped chapters are the desk's own choice from then on."""
    activate(proposal.pk, by=lin, at=T0)
    old = first.texts | text("survey", "expires: 30d", "expires: 20d")
    PolicyVersion.objects.filter(pk=first.pk).update(texts=old)
    rollback(by=lin, at=T0, because="Back.")
    assert ensure(T0 + HOUR) == first and policy.current().survey.expires == timedelta(days=20)


def test_exported_files_say_the_same(proposal, tmp_path):
    export(proposal.texts, tmp_path / "mine")
    assert load(tmp_path / "mine").version == proposal.version


def test_the_backtest_of_a_proposal_is_kept(proposal):
    proposals.keep_backtest(proposal, {"tickets": 3})
    assert PolicyVersion.objects.get(pk=proposal.pk).backtest == {"tickets": 3}


@pytest.mark.django_db(transaction=True)
def test_of_two_who_activate_at_once_one_is_told(cast, lin):
    first = ensure(T0)
    numbers = [propose(text(new=f"first_reply: {n}m"), by=lin, reason="Faster.", at=T0, base=first.pk).pk for n in (31, 32, 33, 34)]
    told: list[str] = []
    gate = threading.Barrier(len(numbers))

    def go(number: int) -> None:
        gate.wait()
        try:
            activate(number, by=lin, at=T0)
        except Refused as no:
            told.append(str(no))
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=(number,)) for number in numbers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 3 and PolicyVersion.objects.filter(state="active").count() == 1
    assert PolicyVersion.objects.filter(state="proposed").count() == 3
