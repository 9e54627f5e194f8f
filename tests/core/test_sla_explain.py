"""Explain this deadline: what was counted, what was not, and why."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from supportops.core import ticket as core
from supportops.core.hours import ALWAYS, BusinessHours
from supportops.core.sla import Agreement, Change, Internal, Lifecycle, Season, SlaPolicy, Target, explain, words
from supportops.core.ticket import Priority, Refused, Ticket, Verb
from tests.sla_vectors import NOTHING_TIMED

H, M = timedelta(hours=1), timedelta(minutes=1)
GOOD_FRIDAY = {date(2026, 4, 3): "Good Friday"}
BERLIN = BusinessHours(ZoneInfo("Europe/Berlin"), {day: ((540, 1020),) for day in range(5)}, frozenset(GOOD_FRIDAY), GOOD_FRIDAY)
NIGHTS = BusinessHours(ZoneInfo("Europe/Berlin"), {day: ((1320, 1800),) for day in range(7)}, frozenset({date(2026, 4, 3)}))
THURSDAY = datetime(2026, 4, 2, 13, tzinfo=UTC)  # three in the afternoon in Berlin


def policy(calendar="berlin", **sla) -> SimpleNamespace:
    return SimpleNamespace(
        lifecycle=Lifecycle(),
        priorities=dict.fromkeys(Priority, Target(4 * H, 4 * H, 8 * H, calendar)),
        calendars={"berlin": BERLIN, "nights": NIGHTS, "always": ALWAYS},
        sla=SlaPolicy(**sla),
        automation=NOTHING_TIMED,
        escalation=NOTHING_TIMED,
    )


def told(name, now, *steps, rules=None, start=THURSDAY):
    ledger = [core.opened(Ticket(team="frontline"), by="customer:9", at=start)]
    for verb, at, *detail in steps:
        more = {"by": "agent:1"} | (detail[0] if detail else {})
        if verb is Verb.UNDO:
            ledger += core.undo(core.evolve_all(Ticket(), ledger), ledger, at=at, **more)
        else:
            ledger += core.decide(core.evolve_all(Ticket(), ledger), verb, at=at, **more)
    return explain(core.evolve_all(Ticket(), ledger), ledger, rules or policy(), name, now)


def lines(parts):
    return [(f"{part.start:%a %H:%M}", f"{part.end:%a %H:%M}", part.counted, part.why) for part in parts]


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-04-{text}Z")


ASSIGN = (Verb.ASSIGN, THURSDAY, {"assignee": 1})


def test_evenings_weekends_and_holidays_are_named():
    found = told("first_reply", at("06T08:00"), ASSIGN)
    assert lines(found.passed) == [
        ("Thu 13:00", "Thu 15:00", True, "the desk is open (berlin)"),
        ("Thu 15:00", "Fri 07:00", False, "outside the hours of berlin"),
        ("Fri 07:00", "Fri 15:00", False, "holiday: Good Friday"),
        ("Fri 15:00", "Mon 07:00", False, "outside the hours of berlin"),
        ("Mon 07:00", "Mon 08:00", True, "the desk is open (berlin)"),
    ]
    assert lines(found.ahead) == [("Mon 08:00", "Mon 09:00", True, "the desk is open (berlin)")]
    assert (found.elapsed, found.uncounted, found.target) == (3 * H, 88 * H, 4 * H)


def test_it_reads_as_lines_whose_minutes_add_up():
    assert words(told("first_reply", at("06T08:00"), ASSIGN)) == [
        "first reply within 4 h, by the policy “standard”; counted in the hours of berlin (Europe/Berlin)",
        "  Thu 2026-04-02 15:00 CEST - Thu 2026-04-02 17:00 CEST  counted 2 h: the desk is open (berlin)",
        "  Thu 2026-04-02 17:00 CEST - Fri 2026-04-03 09:00 CEST  not counted 16 h: outside the hours of berlin",
        "  Fri 2026-04-03 09:00 CEST - Fri 2026-04-03 17:00 CEST  not counted 8 h: holiday: Good Friday",
        "  Fri 2026-04-03 17:00 CEST - Mon 2026-04-06 09:00 CEST  not counted 64 h: outside the hours of berlin",
        "  Mon 2026-04-06 09:00 CEST - Mon 2026-04-06 10:00 CEST  counted 1 h: the desk is open (berlin)",
        "counted so far: 3 h of 4 h; not counted: 88 h",
        "if nothing happens:",
        "  Mon 2026-04-06 10:00 CEST - Mon 2026-04-06 11:00 CEST  counted 1 h: the desk is open (berlin)",
        "due Mon 2026-04-06 11:00 CEST (2026-04-06 09:00 UTC): running",
    ]


def test_seconds_never_make_the_sum_of_the_minutes_look_wrong():
    some = THURSDAY + timedelta(seconds=40)
    steps = [
        (Verb.ASSIGN, some, {"assignee": 1}),
        (Verb.REPLY, some + 90 * timedelta(seconds=1)),
        (Verb.HEAR, some + 200 * timedelta(seconds=1)),
    ]
    found = words(told("resolution", some + 261 * timedelta(seconds=1), *steps, start=some, rules=policy("always")))
    assert [line.split("  ")[2].split(":")[0] for line in found if line.startswith("  ")] == [
        "counted 1 min",
        "not counted 1 min",
        "counted 1 min",
        "counted 7 h 58 min",
    ]
    assert "counted so far: 2 min of 8 h; not counted: 1 min" in found


def test_waiting_for_the_customer_and_having_been_solved_are_told_apart():
    steps = [
        (Verb.REPLY, THURSDAY + 1 * H),
        (Verb.SOLVE, THURSDAY + 3 * H),
        (Verb.HEAR, THURSDAY + 5 * H),
    ]
    found = told("resolution", THURSDAY + 6 * H, *steps, rules=policy("always"))
    assert [(part.length / H, part.counted, part.why) for part in found.passed] == [
        (1, True, "the desk is open (always)"),
        (2, False, "waiting for the customer"),
        (2, False, "it was solved"),
        (1, True, "the desk is open (always)"),
    ]


def test_a_paused_one_has_no_date_and_a_kept_one_nothing_ahead():
    paused = told("resolution", THURSDAY + 6 * H, (Verb.REPLY, THURSDAY + 1 * H), rules=policy("always"))
    assert (paused.ahead, words(paused)[-1]) == ((), "it has no date while we wait for the customer")
    kept = told("first_reply", THURSDAY + 6 * H, (Verb.REPLY, THURSDAY + 1 * H), rules=policy("always"))
    assert (kept.elapsed, kept.ahead) == (1 * H, ())
    assert words(kept)[-1].endswith("met")


def test_a_late_one_counts_on():
    late = told("first_reply", THURSDAY + 6 * H, ASSIGN, rules=policy("always"))
    assert (late.elapsed, late.ahead) == (6 * H, ())


def test_a_night_shift_belongs_to_the_day_on_which_it_began():
    found = told("first_reply", at("04T20:30"), rules=policy("nights"), start=at("02T19:00"))
    assert lines(found.passed) == [
        ("Thu 19:00", "Thu 20:00", False, "outside the hours of nights"),
        ("Thu 20:00", "Fri 04:00", True, "the desk is open (nights)"),
        ("Fri 04:00", "Fri 20:00", False, "outside the hours of nights"),
        ("Fri 20:00", "Sat 04:00", False, "holiday: holiday"),
        ("Sat 04:00", "Sat 20:00", False, "outside the hours of nights"),
        ("Sat 20:00", "Sat 20:30", True, "the desk is open (nights)"),
    ]


def test_the_hour_that_comes_twice_is_counted_twice():
    found = told("first_reply", datetime(2026, 10, 25, 5, tzinfo=UTC), rules=policy("nights"), start=datetime(2026, 10, 24, 20, tzinfo=UTC))
    assert found.elapsed == 9 * H
    assert "Sat 2026-10-24 22:00 CEST - Sun 2026-10-25 06:00 CET  counted 9 h" in words(found)[1]


def test_an_open_slot_counts_where_the_one_before_it_is_closed_for_a_holiday():
    mixed = {day: ((300, 780), (1320, 1800)) for day in range(7)}  # 05:00-13:00 and 22:00-06:00
    desk = BusinessHours(ZoneInfo("UTC"), mixed, frozenset({date(2026, 4, 2)}), {date(2026, 4, 2): "Market day"})
    rules = policy("mixed")
    rules.calendars["mixed"] = desk
    found = told("first_reply", at("03T06:00"), rules=rules, start=at("02T21:00"))
    assert lines(found.passed) == [
        ("Thu 21:00", "Thu 22:00", False, "outside the hours of mixed"),
        ("Thu 22:00", "Fri 05:00", False, "holiday: Market day"),
        ("Fri 05:00", "Fri 06:00", True, "the desk is open (mixed)"),
    ]


def test_what_was_solved_ended_then_and_not_when_it_was_closed():
    steps = [(Verb.REPLY, THURSDAY + 1 * H), (Verb.SOLVE, THURSDAY + 3 * H), (Verb.CLOSE, THURSDAY + 9 * H)]
    found = told("resolution", THURSDAY + 20 * H, *steps, rules=policy("always"))
    assert (found.clock.met_at, found.passed[-1].end) == (THURSDAY + 3 * H, THURSDAY + 3 * H)


def test_an_undone_act_never_stopped_a_clock():
    steps = [ASSIGN, (Verb.SOLVE, THURSDAY + 1 * H), (Verb.UNDO, THURSDAY + 2 * H)]
    found = told("resolution", THURSDAY + 3 * H, *steps, rules=policy("always"))
    assert (found.elapsed, found.uncounted) == (3 * H, timedelta())


def test_policy_season_and_team_are_named():
    peak = Season(date(2026, 4, 1), date(2026, 4, 9), factor=2.0)
    rules = policy(
        policies={"all": Agreement(calendar="always")},
        seasons={"easter": peak},
        internal={"frontline": Internal(targets={Priority.P2: Change(1 * H)})},
    )
    found = told("first_reply", THURSDAY + 1 * H, rules=rules)
    assert words(found)[0] == "first reply within 8 h, by the policy “all”, in the season “easter”; counted in the hours of always (UTC)"
    own = told("team_first_reply", THURSDAY + 1 * H, rules=rules)
    assert words(own)[0] == "first reply within 1 h among ourselves; counted in the hours of always (UTC)"


def test_all_of_it_is_plain_data():
    data = told("first_reply", at("06T08:00"), ASSIGN).as_data()
    assert (data["deadline"], data["policy"], data["calendar"], data["zone"]) == ("first_reply", "standard", "berlin", "Europe/Berlin")
    assert (data["elapsed"], data["target"]) == (3 * 3600, 4 * 3600)
    assert data["passed"][2] == {
        "from": "2026-04-03T07:00:00+00:00",
        "to": "2026-04-03T15:00:00+00:00",
        "seconds": 8 * 3600,
        "counted": False,
        "why": "holiday: Good Friday",
    }
    assert told("resolution", at("06T08:00"), (Verb.REPLY, THURSDAY)).as_data()["due_at"] is None


def test_a_deadline_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(Refused, match="no deadline 'acknowledgement' now; it has pick_up, first_reply, resolution"):
        told("acknowledgement", THURSDAY)
