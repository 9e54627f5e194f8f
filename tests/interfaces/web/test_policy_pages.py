"""The handbook's pages: everybody of the desk reads, leads change, and nothing broken gets in."""

import pytest

from supportops.actions import policy
from supportops.actions.policy.proposals import activate, in_force, propose
from supportops.actions.policy.recording import ensure
from supportops.core.policy import CHAPTERS
from supportops.core.ticket import Priority
from supportops.models import PolicyVersion
from tests.cast import HOUR, MINUTE, T0

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(cast):
    return ensure(T0)


@pytest.fixture
def lin_sees(visit, lin, first):
    return visit(lin)


def said(answer) -> str:
    return answer.content.decode()


def the_fields(browser, address) -> dict[str, list[str]]:
    """A form as a browser would send it back."""
    import re
    from html import unescape

    page = said(browser.get(address))
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input [^>]*>", page):
        name, kind = re.search(r'name="([^"]*)"', tag), re.search(r'type="([^"]*)"', tag)
        if name and (kind is None or kind[1] != "checkbox" or " checked" in tag):
            value = re.search(r'value="([^"]*)"', tag)
            found.setdefault(unescape(name[1]), []).append(unescape(value[1]) if value else "on")
    for name, options in re.findall(r'<select name="([^"]*)".*?>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        found[unescape(name)] = [unescape(chosen[1])]
    return found


def p1_first_reply():
    return policy.current().priorities[Priority.P1].first_reply


def test_an_agent_reads_every_chapter_and_finds_no_door_to_change_it(ada_sees, first):
    page = said(ada_sees.get("/policy"))
    assert "The handbook as shipped" in page and "Change something" not in page
    for name in CHAPTERS:
        assert f"/policy/chapters/{name}" in page
        assert "Edit text" not in said(ada_sees.get(f"/policy/chapters/{name}"))
    assert ada_sees.get("/policy/cases/targets").status_code == 404
    assert ada_sees.post("/policy/chapters/survey/text", {"text": "scale: 5", "reason": "?"}).status_code == 404


@pytest.mark.parametrize("place", ["/policy", "/policy/chapters/triage", "/policy/history", "/policy/versions/1"])
def test_a_customer_never_sees_it(place, visit, eve, first):
    assert visit(eve).get(place).status_code in (302, 404)


def test_a_field_stands_beside_its_meaning(ada_sees, first):
    page = said(ada_sees.get("/policy/chapters/priorities"))
    assert "Until a person&#x27;s first answer." in page
    assert page.count("Until a person&#x27;s first answer.") == 1
    assert "<b>first_reply:</b> 15m" in page and "<i># critical: service down, data loss, security breach</i>" in page


@pytest.mark.parametrize("place", ["/policy/chapters/horoscope", "/policy/chapters/survey?version=99", "/policy/chapters/survey?version=x"])
def test_what_is_not_there_is_not_there(ada_sees, first, place):
    assert ada_sees.get(place).status_code == 404


@pytest.mark.parametrize("key", ["targets", "warnings", "routing", "escalation"])
def test_a_form_that_nobody_changed_proposes_nothing(lin_sees, key):
    sent = the_fields(lin_sees, f"/policy/cases/{key}")
    answer = lin_sees.post(f"/policy/cases/{key}", sent | {"reason": "No idea."})
    assert answer.status_code == 422 and "Nothing differs from version" in said(answer)
    assert PolicyVersion.objects.count() == 1


def test_a_form_and_the_text_give_the_same_proposal(lin_sees, first):
    sent = the_fields(lin_sees, "/policy/cases/targets") | {"priorities/P1/first_reply": "30m", "reason": "Contracts."}
    assert lin_sees.post("/policy/cases/targets", sent).status_code == 303
    by_form = PolicyVersion.objects.get(state="proposed")
    typed = first.texts["priorities"].replace("first_reply: 1h", "first_reply: 30m", 1).replace("\n", "\r\n")
    assert lin_sees.post("/policy/chapters/priorities/text", {"text": typed, "base": first.pk, "reason": "Contracts."}).status_code == 303
    by_text = PolicyVersion.objects.filter(state="proposed").latest("pk")
    assert by_form.texts == by_text.texts and by_form.version == by_text.version
    assert by_form.parent == by_text.parent == first


def test_from_form_to_force_and_back(lin_sees, lin, first, clock):
    sent = the_fields(lin_sees, "/policy/cases/targets") | {"priorities/P1/first_reply": "30m", "reason": "Contracts."}
    place = lin_sees.post("/policy/cases/targets", sent).headers["Location"]
    page = said(lin_sees.get(place))
    assert "<mark>1h</mark>" in page and "<mark>30m</mark>" in page and "Put in force" in page
    assert p1_first_reply() == HOUR
    answer = lin_sees.post(f"{place}/activation", {"reason": "Agreed."})
    assert answer.status_code == 303 and p1_first_reply() == 30 * MINUTE
    assert "Agreed." in said(lin_sees.get("/policy/history"))
    answer = lin_sees.post(f"/policy/versions/{first.pk}/rollback", {"reason": "Too hard."})
    assert answer.status_code == 303 and p1_first_reply() == HOUR
    assert "went back to" in said(lin_sees.get("/policy/history"))


def test_one_proposal_gathers_several_changes(lin_sees, first):
    sent = the_fields(lin_sees, "/policy/cases/targets") | {"priorities/P1/first_reply": "30m", "reason": "Contracts."}
    number = PolicyVersion.objects.get(pk=int(lin_sees.post("/policy/cases/targets", sent).headers["Location"].split("/")[-1])).pk
    more = the_fields(lin_sees, f"/policy/cases/routing?from={number}") | {
        "routing/categories/feedback.complaint": "priority",
        "reason": "And complaints.",
    }
    assert more["base"] == [str(number)]
    lin_sees.post("/policy/cases/routing", more)
    proposal = PolicyVersion.objects.get(state="proposed")
    assert (proposal.parent, proposal.own) == (first, ["priorities", "routing"])
    assert "  feedback: frontline\n  feedback.complaint: priority\n" in proposal.texts["routing"]


def test_warnings_come_and_go_by_form(lin_sees, first):
    sent = the_fields(lin_sees, "/policy/cases/warnings")
    sent |= {"sla/warnings/0/at": "", "sla/warnings/2/at": "0.95", "sla/warnings/2/tell": ["team", "leads"], "reason": "Later."}
    assert lin_sees.post("/policy/cases/warnings", sent).status_code == 303
    warnings = policy.built(PolicyVersion.objects.get(state="proposed").texts).sla.warnings
    assert [(warning.at, warning.tell) for warning in warnings] == [(0.9, ("assignee", "leads")), (0.95, ("team", "leads"))]


def test_escalation_thresholds_change_by_form(lin_sees, first):
    sent = the_fields(lin_sees, "/policy/cases/escalation")
    sent |= {"escalation/triggers/churn/when/all/1/gt": "20000", "escalation/triggers/p0/within": "10m", "reason": "Fewer."}
    assert lin_sees.post("/policy/cases/escalation", sent).status_code == 303
    text = PolicyVersion.objects.get(state="proposed").texts["escalation"]
    assert "{fact: arr, gt: 20000}" in text and "within: 10m" in text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"priorities/P1/first_reply": "soon"}, "expected a duration such as 15m, 4h or 2d, found &#x27;soon&#x27;"),
        ({"priorities/P1/first_reply": ""}, "This cannot be empty."),
        ({"reason": " "}, "Say why"),
    ],
)
def test_a_form_that_is_wrong_comes_back_as_it_was_filled(lin_sees, fields, words):
    sent = the_fields(lin_sees, "/policy/cases/targets") | {"priorities/P2/first_reply": "5h", "reason": "Slower."} | fields
    answer = lin_sees.post("/policy/cases/targets", sent)
    assert answer.status_code == 422 and words in said(answer)
    assert 'name="priorities/P2/first_reply" value="5h"' in said(answer)
    assert PolicyVersion.objects.count() == 1


def test_what_is_wrong_in_a_text_is_shown_at_its_line(lin_sees, first):
    typed = first.texts["survey"].replace("scale: 5", "scale: five")
    answer = lin_sees.post("/policy/chapters/survey/text", {"text": typed, "base": first.pk, "reason": "?"})
    page = said(answer)
    assert answer.status_code == 422 and "expected a whole number, found &#x27;five&#x27;" in page
    assert 'data-line="4"' in page and '<li class="wrong">4</li>' in page and "scale: five" in page
    assert PolicyVersion.objects.count() == 1 and in_force(T0) == first
    checked = lin_sees.post("/policy/chapters/survey/text", {"text": first.texts["survey"], "base": first.pk, "act": "check"})
    assert checked.status_code == 200 and "Nothing is wrong with it." in said(checked)


def overtaken(lin, first, theirs, mine="first_reply: 30m"):
    text = first.texts["priorities"]
    my = propose({"priorities": text.replace("first_reply: 1h", mine, 1)}, by=lin, reason="Mine.", at=T0, base=first.pk)
    other = propose({"priorities": text.replace(*theirs, 1)}, by=lin, reason="Theirs.", at=T0, base=first.pk)
    activate(other.pk, by=lin, at=T0)
    return my, other


def test_a_proposal_that_was_overtaken_is_brought_up_to_date(lin_sees, lin, first):
    my, other = overtaken(lin, first, ("resolution: 72h", "resolution: 96h"))
    page = said(lin_sees.get(f"/policy/versions/{my.pk}"))
    assert f"Lin Mori put version {other.pk} in force meanwhile" in page and "Put in force" not in page
    refused = lin_sees.post(f"/policy/versions/{my.pk}/activation")
    assert refused.status_code == 409 and "meanwhile" in said(refused)
    place = lin_sees.post(f"/policy/versions/{my.pk}/rebase").headers["Location"]
    lin_sees.post(f"{place}/activation")
    assert p1_first_reply() == 30 * MINUTE and policy.current().priorities[Priority.P3].resolution == 96 * HOUR


def test_where_both_changed_a_line_both_are_shown_and_a_person_chooses(lin_sees, lin, first):
    my, _other = overtaken(lin, first, ("first_reply: 1h", "first_reply: 45m"))
    page = said(lin_sees.get(f"/policy/versions/{my.pk}"))
    assert "<mark>30m</mark>" in page and "<mark>45m</mark>" in page and 'name="choice/priorities"' in page
    place = lin_sees.post(f"/policy/versions/{my.pk}/rebase", {"choice/priorities": "mine"}).headers["Location"]
    lin_sees.post(f"{place}/activation")
    assert p1_first_reply() == 30 * MINUTE


def test_a_lead_tries_a_proposal_on_past_tickets(lin_sees, lin, first, ticket):
    text = first.texts["priorities"].replace("first_reply: 1h", "first_reply: 30m")
    proposal = propose({"priorities": text}, by=lin, reason="Faster.", at=T0)
    assert lin_sees.post(f"/policy/versions/{proposal.pk}/backtest", {"days": "7"}).status_code == 303
    page = said(lin_sees.get(f"/policy/versions/{proposal.pk}"))
    assert f"/policy/versions/{proposal.pk}/tickets/{ticket.pk}" in page and "What this cannot know" in page
    both = said(lin_sees.get(f"/policy/versions/{proposal.pk}/tickets/{ticket.pk}"))
    assert "As it was decided" in both and "As proposed" in both and "First reply due" in both
    assert p1_first_reply() == HOUR


def test_a_long_backtest_runs_in_the_background_and_shows_how_far_it_is(lin_sees, lin, first, ticket, monkeypatch):
    from supportops.interfaces.web.policy import trial

    proposal = propose({"survey": first.texts["survey"].replace("30d", "60d")}, by=lin, reason="Longer.", at=T0)
    started = []
    monkeypatch.setattr(trial, "AT_ONCE", 0)
    monkeypatch.setattr(trial.threading.Thread, "start", lambda thread: started.append(thread))
    lin_sees.post(f"/policy/versions/{proposal.pk}/backtest", {"days": "30"})
    waiting = lin_sees.get(f"/policy/versions/{proposal.pk}/backtest/progress")
    assert "Deciding again" in said(waiting) and "HX-Refresh" not in waiting.headers
    monkeypatch.setattr(trial.connections, "forget", lambda: None)  # it runs in this thread, whose connection is still needed
    started[0].run()
    done = lin_sees.get(f"/policy/versions/{proposal.pk}/backtest/progress")
    assert done.headers["HX-Refresh"] == "true" and "No ticket of this time" in said(done)


def a_rule(first, **said):
    """A filled form of a rule."""
    rows = {"fact": ["tier", ""], "op": ["in", "is"], "value": ["business, enterprise", ""]}
    acts = {"act_name": ["tag", "tell", ""], "act_value": ["late, big", "leads", ""]}
    return (
        {"base": first.pk, "name": "big-ones", "cause": "verb", "on": ["open"], "active": "1", "reason": "They pay."} | rows | acts | said
    )


def rules_of(version):
    return policy.built(version.texts).automation.named


def test_a_rule_is_made_by_form_on_lines_of_its_own(lin_sees, first):
    assert lin_sees.post("/policy/rules/new", a_rule(first)).status_code == 303
    proposal = PolicyVersion.objects.get(state="proposed")
    assert "  - name: big-ones\n    on: [open]\n    when: {fact: tier, in: [business, enterprise]}\n" in proposal.texts["automation"]
    made = rules_of(proposal)["big-ones"]
    assert [act.name for act in made.then] == ["tag", "tell"] and made.then[0].tag == ("late", "big")
    assert "big-ones" in said(lin_sees.get(f"/policy/rules?from={proposal.pk}"))


def test_a_rule_is_changed_and_removed_by_form(lin_sees, first):
    page = said(lin_sees.get("/policy/rules/stale-new"))
    assert 'value="2h"' in page and 'value="stale-new"' in page
    changed = a_rule(first, name="stale-new", cause="time", after="3h", since="queued_at", fact=["status"], op=["is"], value=["new"])
    changed |= {"act_name": ["tell"], "act_value": ["leads"]}
    lin_sees.post("/policy/rules/stale-new", changed)
    proposal = PolicyVersion.objects.get(state="proposed")
    assert rules_of(proposal)["stale-new"].after == 3 * HOUR
    assert "# nobody has touched a new ticket" in proposal.texts["automation"]
    lin_sees.post("/policy/rules/stale-new", changed | {"act": "remove", "base": proposal.pk})
    assert rules_of(PolicyVersion.objects.get(state="proposed")) == {}
    assert lin_sees.get("/policy/rules/never-heard-of").status_code == 404


def test_a_rule_is_tried_while_it_is_edited(lin_sees, first, ticket):
    page = said(lin_sees.post("/policy/rules/new/dry-run", a_rule(first)))
    assert "It matches one ticket" in page and f'href="/tickets/{ticket.pk}"' in page and "tag it late, big" in page
    ticket.refresh_from_db()
    assert "late" not in ticket.tags and PolicyVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": "Big Ones!"}, "expected a name of small letters"),
        ({"act_name": [""], "act_value": [""]}, "does nothing"),
        ({"on": []}, "needs either on"),
        ({"value": ["", ""]}, "expected a list of values"),
        ({"fact": ["arr"], "op": ["gt"], "value": ["[["]}, "this is not YAML"),
        ({"act_name": ["tell"], "act_value": ["the moon"]}, "the moon"),
    ],
)
def test_a_rule_that_cannot_stand_says_why(lin_sees, first, fields, words):
    answer = lin_sees.post("/policy/rules/new", a_rule(first, **fields))
    assert answer.status_code == 422 and words in said(answer)
    assert words in said(lin_sees.post("/policy/rules/new/dry-run", a_rule(first, **fields)))
    assert PolicyVersion.objects.count() == 1


def test_questions_within_each_other_are_kept_as_text(lin_sees, first):
    nested = "{all: [{fact: vip, is: true}, {any: [{fact: arr, gt: 5}, {fact: tags, contains: x}]}]}"
    lin_sees.post("/policy/rules/new", a_rule(first, when=nested))
    proposal = PolicyVersion.objects.get(state="proposed")
    page = said(lin_sees.get(f"/policy/rules/big-ones?from={proposal.pk}"))
    assert nested in page and 'name="fact"' not in page


def test_an_agent_reads_the_rules_and_a_lead_wakes_one_that_was_paused(ada_sees, lin_sees, first):
    from supportops.models import RuleWatch

    RuleWatch.objects.create(rule="stale-new", paused_at=T0, paused_because="It ran wild.")
    assert "It ran wild." in said(ada_sees.get("/policy/rules")) and "Let it run" not in said(ada_sees.get("/policy/rules"))
    assert ada_sees.post("/policy/rules/stale-new/pause/end").status_code == 404
    assert lin_sees.post("/policy/rules/stale-new/pause/end").status_code == 303
    assert RuleWatch.objects.get().paused_at is None
