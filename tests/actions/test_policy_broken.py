"""A handbook broken in every way that comes to mind: each time file, line, field and what to do, and the desk goes on as before."""

import pytest

from supportops.actions import policy
from supportops.actions.policy import SHIPPED, built, read
from supportops.actions.policy.proposals import in_force, propose
from supportops.actions.policy.recording import ensure
from supportops.core.policy import PolicyError
from supportops.models import PolicyVersion
from tests.cast import T0

LATE = "    after: 2h\n    since: queued_at\n"
LEADS = "    then: [{tell: [leads]}]\n"
# fmt: off
BROKEN = {
    # name: chapter, what stands there, what is written instead, words of the line that is named, field, what was expected
    "a field nobody knows": ("lifecycle", "pick_up: 15m", "pick_upp: 15m", "pick_upp", "pick_upp", "no such field (did you mean pick_up?)"),
    "a field that is missing": ("priorities", "  next_reply: 1h\n", "", "P1:", "P1.next_reply", "is missing and has no default"),
    "a name that stands twice": ("priorities", "P2:", "P1:", "P1: # normal", "P1", "stands twice, first in line"),
    "words where a time belongs": ("priorities", "first_reply: 1h", "first_reply: soon", "soon", "P1.first_reply", "expected a duration such as 15m, 4h or 2d, found 'soon'"),
    "a negative time": ("priorities", "resolution: 8h", "resolution: -8h", "-8h", "P1.resolution", "expected a duration such as 15m"),
    "a time in words": ("lifecycle", "pending_warning: 72h", "pending_warning: 72 hours", "72 hours", "pending_warning", "expected a duration such as 15m"),
    "a promise without time": ("priorities", "first_reply: 15m", "first_reply: 0m", "first_reply: 0m", "P0.first_reply", "expected a time of at least 1m"),
    "a priority nobody knows": ("priorities", "P3:", "P4:", "P4:", "P4", "expected one of P0, P1, P2, P3, found 'P4'"),
    "a calendar nobody knows": ("priorities", "calendar: always", "calendar: nights", "nights", "P0.calendar", "expected a calendar: always, office; found 'nights'"),
    "hours of pick-up nobody knows": ("lifecycle", "pick_up_calendar: always", "pick_up_calendar: nights", "nights", "pick_up_calendar", "expected a calendar: always, office"),
    "slots that overlap": ("calendars", "monday: [09:00-17:00]", "monday: [09:00-17:00, 16:00-20:00]", "16:00", "office.week.monday", "slots overlap: one opens at 16:00"),
    "hours that are no hours": ("calendars", "tuesday: [09:00-17:00]", "tuesday: [9-5]", "9-5", "office.week.tuesday[0]", "expected opening hours such as 09:00-17:00"),
    "a zone that is not on earth": ("calendars", "zone: UTC", "zone: Europe/Atlantis", "Atlantis", "always.zone", "expected a time zone such as Europe/Berlin"),
    "a day that is no weekday": ("calendars", "wednesday: [09:00-17:00]", "wendesday: [09:00-17:00]", "wendesday", "office.week.wendesday", "expected one of monday, tuesday"),
    "a date that is no date": ("calendars", "holidays: []", "holidays: [25 December]", "25 December", "office.holidays[0]", "expected a date such as 2026-12-25"),
    "a calendar that never opens": ("calendars", "zone: UTC\n  week:\n    monday: [00:00-24:00]", "zone: UTC\n  week: {}\n  weak:\n    monday: [00:00-24:00]", "weak", "always.weak", "no such field (did you mean week?)"),
    "a team nobody knows": ("routing", "default_team: frontline", "default_team: nobody", "nobody", "default_team", "expected one of frontline, billing"),
    "a queue nobody has": ("routing", "  account.billing: billing", "  account.billing: bills", "bills", "categories.account.billing", "expected one of frontline, billing"),
    "a category nobody knows": ("routing", "  account.billing: billing", "  account.biling: billing", "account.biling", "categories.account.biling", "expected one of account.login"),
    "a tier nobody sells": ("routing", "in: [enterprise]", "in: [enterprize]", "enterprize", "tree.important.when", "expected one of free, pro, business, enterprise"),
    "a channel nobody has": ("routing", "{fact: channel, is: social}", "{fact: channel, is: fax}", "fax", "tree.social.when", "expected one of email, chat"),
    "a fact nobody records": ("routing", "{fact: vip, is: true}", "{fact: mood, is: true}", "mood", "tree.important.when.any[0].fact", "expected one of priority, category"),
    "a question that a fact cannot be asked": ("routing", "{fact: vip, is: true}", "{fact: vip, gt: 3}", "gt: 3", "tree.important.when.any[0].gt", "vip cannot be asked this; it can be asked is"),
    "a level there is not": ("routing", "name: Technical, level: 2", "name: Technical, level: 9", "level: 9", "teams.technical.level", "expected a level from 1 to 3, found 9"),
    "a team that helps itself out": ("routing", "name: Billing, level: 1, overflow: [frontline]", "name: Billing, level: 1, overflow: [billing]", "Billing", "teams.billing.overflow", "a team cannot help itself out"),
    "a skill beyond measure": ("routing", "product.performance: {debugging: 2}", "product.performance: {debugging: 7}", "debugging: 7", "skills.product.performance.debugging", "expected a level from 1 to 3, found 7"),
    "points below nothing": ("routing", "free: 10", "free: -10", "-10", "scores.free", "expected 0 or more points"),
    "people nobody knows": ("sla", "tell: [assignee]}", "tell: [everybody]}", "everybody", "warnings[0].tell", "expected people: assignee, team, leads"),
    "a share beyond the whole": ("sla", "at: 0.75", "at: 75", "at: 75", "warnings[0]", "expected a share between 0 and 1, found 75"),
    "a warning twice": ("sla", "at: 0.75", "at: 0.9", "leads", "warnings[1].at", "0.9 stands twice: put everybody to be told into one list"),
    "a season that ends before it begins": ("sla", "seasons: {}", "seasons:\n  peak: {starts: 2026-12-31, ends: 2026-11-01, factor: 1.5}", "peak", "seasons.peak", "it ends on 2026-11-01, before it starts"),
    "a promise that depends on what passes": ("sla", "when: {fact: channel, is: chat}", "when: {fact: status, is: new}", "status", "policies.chat.when", "a promise cannot depend on status"),
    "a promise within a team nobody knows": ("sla", "internal: {}", "internal: {nobody: {targets: {P1: {first_reply: 30m}}}}", "nobody", "internal.nobody", "expected a team: frontline, billing"),
    "a condition that can never hold": ("escalation", "when: {fact: priority, is: P0}", "when: {all: [{fact: priority, is: P0}, {fact: priority, is: P1}]}", "P1", "triggers.p0.when", "It can never hold: priority is P0 and priority is P1 exclude each other."),
    "escalations in a circle": ("escalation", "    unanswered: L3\n", "    unanswered: L1\n", "L1:", "levels.L1", "expected a way that ends; tickets go round in a circle: L1 -> L2 -> L1"),
    "an escalation to a team nobody knows": ("escalation", "team: technical", "team: engineers", "engineers", "triggers.p0.team", "expected one of frontline, billing"),
    "an alert that nobody gets": ("escalation", "tell: [specialists]", "tell: []", "tell: []", "triggers.stuck.tell", "expected somebody to tell"),
    "a way of escalating there is not": ("escalation", "mode: offer", "mode: maybe", "maybe", "triggers.stuck.mode", "expected one of auto, offer, found 'maybe'"),
    "a mood nobody has": ("triage", "sentiment:\n  urgent:", "sentiment:\n  gloomy:", "gloomy", "sentiment.gloomy", "expected one of positive, neutral, negative, urgent"),
    "a phrase without a word": ("triage", "outage, outages,", 'outage, "!", outages,', '"!"', "priority.outage.en[1]", "expected a word or phrase"),
    "a category that triage invents": ("triage", "fault_category: product.bug", "fault_category: product.bugs", "product.bugs", "fault_category", "found 'product.bugs'"),
    "a rule that does nothing": ("automation", LEADS, "    then: []\n", "name: stale-new", "rules[0]", "rule stale-new does nothing: give at least one act under then"),
    "a rule that tells nobody known": ("automation", "tell: [leads]}]\n", "tell: [the_moon]}]\n", "the_moon", "rules[0].then[0].tell", "expected one of assignee, team, leads"),
    "a rule that routes nowhere": ("automation", LEADS, "    then: [{route: nowhere}]\n", "nowhere", "rules[0].then[0].route", "expected one of frontline, billing"),
    "a rule with two things in one act": ("automation", LEADS, "    then: [{tell: [leads], tag: [x]}]\n", "tag: [x]", "rules[0].then[0]", "expected exactly one of prioritise, tag"),
    "a rule without an occasion": ("automation", LATE, "", "stale-new", "rules[0]", "rule stale-new needs either on (verbs) or after and since (a time)"),
    "a rule whose name is no name": ("automation", "name: stale-new", "name: Stale New!", "Stale New!", "rules[0]", "expected a name of small letters, digits and hyphens"),
    "two rules of one name": ("automation", LEADS, f"{LEADS}  - {{name: stale-new, on: [open], then: [{{tag: [x]}}]}}\n", "on: [open]", "rules[1].name", "there is another stale-new: give each a name of its own"),
    "a verb nobody does": ("automation", LATE, "    on: [dance]\n", "dance", "rules[0].on[0]", "expected one of open, triage"),
    "yes where true belongs": ("notices", "asks: true", "asks: yes", "yes", "asks", "expected true or false, found 'yes'"),
    "a channel of notices nobody has": ("notices", "acknowledges: [email, web]", "acknowledges: [email, fax]", "fax", "acknowledges", "expected one of email, chat"),
    "a window that is no time": ("playbooks", "window: 30d", "window: a month", "a month", "refund.window", "expected a duration such as 15m"),
    "a figure as text": ("survey", "scale: 5", 'scale: "5"', '"5"', "scale", "expected a whole number, found '5'"),
    "brackets that do not close": ("survey", "expires: 30d", "expires: [30d", "scale", "", "this is not YAML"),
    "a reference": ("survey", "scale: 5", "scale: &five 5\nother: *five", "*five", "", "this is not YAML: references (*name) are not used here"),
}
# fmt: on


def broken(name):
    chapter, old, new, *_ = BROKEN[name]
    texts = read(SHIPPED)
    assert old in texts[chapter], f"{old!r} does not stand in {chapter}.yaml any more"
    return texts | {chapter: texts[chapter].replace(old, new, 1)}


def test_there_are_enough_ways():
    assert len(BROKEN) >= 40


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_named_with_file_line_field_and_what_to_do(name):
    chapter, _, _, words, field, expected = BROKEN[name]
    texts = broken(name)
    with pytest.raises(PolicyError) as refused:
        built(texts)
    told = str(refused.value)
    line = next(number for number, line in enumerate(texts[chapter].splitlines(), 1) if number == refused.value.line)
    assert words in texts[chapter].splitlines()[line - 1]
    assert told.startswith(f"{chapter}.yaml:{line}: {field}: " if field else f"{chapter}.yaml:{line}: ")
    assert expected in told


def test_everything_that_is_wrong_is_named_at_once():
    texts = read(SHIPPED)
    for name in ("words where a time belongs", "a negative time", "a verb nobody does", "yes where true belongs", "a reference"):
        chapter, old, new, *_ = BROKEN[name]
        texts[chapter] = texts[chapter].replace(old, new, 1)
    with pytest.raises(PolicyError) as refused:
        built(texts)
    assert {(fault.chapter, fault.path[:2]) for fault in refused.value.all} == {
        ("priorities", ("P1", "first_reply")),
        ("priorities", ("P1", "resolution")),
        ("automation", ("rules", 0)),
        ("notices", ("asks",)),
        ("survey", ()),
    }


@pytest.mark.django_db
@pytest.mark.parametrize("name", BROKEN)
def test_a_running_desk_keeps_its_last_good_policy(name, lin):
    version = ensure(T0)
    before = policy.current()
    with pytest.raises(PolicyError):
        propose(broken(name), by=lin, reason="It looked right.", at=T0)
    policy.refresh()
    assert policy.current() is before and in_force(T0) == version and PolicyVersion.objects.count() == 1
