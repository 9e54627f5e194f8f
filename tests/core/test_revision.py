"""What changed between two texts of the handbook, and whether two people's changes go together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportops.core.revision import Merge, changed, compare, merge, unified

OLD = "P1:\n  first_reply: 1h # soon\n  resolution: 8h\n"
NEW = "P1:\n  first_reply: 30m # soon\n  resolution: 8h\n  calendar: office\n"


def test_chapters_that_differ_are_named():
    assert changed({"sla": "a", "triage": "b", "old": "c"}, {"sla": "a", "triage": "x", "new": "d"}) == ("triage", "old", "new")


def test_a_changed_line_stands_beside_its_old_one_with_the_change_within_it():
    ((head, reply, resolution, calendar),) = compare(OLD, NEW)
    assert head.same and head.old == head.new
    assert (reply.old.number, reply.old.before, reply.old.changed, reply.old.after) == (2, "  first_reply: ", "1h", " # soon")
    assert (reply.new.number, reply.new.changed, reply.new.text) == (2, "30m", "  first_reply: 30m # soon")
    assert resolution.same and not reply.same
    assert (calendar.old, calendar.new.number, calendar.new.text) == (None, 4, "  calendar: office")


def test_equal_texts_have_no_passage_and_distant_changes_two():
    assert compare(OLD, OLD) == ()
    lines = [f"line {number}\n" for number in range(40)]
    assert len(compare("".join(lines), "".join(["first\n", *lines[1:-1], "last\n"]))) == 2


def test_the_difference_as_text():
    assert unified("priorities", OLD, NEW) == (
        "@@ priorities.yaml:1 @@\n  P1:\n-   first_reply: 1h # soon\n+   first_reply: 30m # soon\n    resolution: 8h\n+   calendar: office"
    )
    assert unified("x", "a\nb\n", "") == "@@ x.yaml:1 @@\n- a\n- b"
    assert unified("x", OLD, OLD) == ""


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n", "A\nb\nC\n"),
        ("a\nb\nc\n", "a\nb\nc\n", "a\nC\n", "a\nC\n"),
        ("a\nb\nc\n", "x\na\nb\nc\n", "a\nb\nc\ny\n", "x\na\nb\nc\ny\n"),
        ("a\nb\nc\n", "a\nB\nc\n", "a\nB\nc\n", "a\nB\nc\n"),
        ("a\nb\nc\n", "", "a\nb\nc\n", ""),
    ],
)
def test_changes_to_different_lines_go_together(base, mine, theirs, merged):
    assert merge(base, mine, theirs) == Merge(merged)


@pytest.mark.parametrize(
    ("mine", "theirs"), [("a\n1\nc\n", "a\n2\nc\n"), ("a\nc\n", "a\nB\nc\n"), ("A\nb\nc\n", "a\nB\nc\n"), ("a\nb\nc\nd\n", "a\nb\nc\ne\n")]
)
def test_changes_to_the_same_lines_clash(mine, theirs):
    assert merge("a\nb\nc\n", mine, theirs) == Merge("", 1)


LINES = st.lists(st.sampled_from("abcdef"), max_size=12).map(lambda lines: "".join(f"{line}\n" for line in lines))


@given(base=LINES, mine=LINES)
def test_where_only_one_side_changed_its_text_is_the_result(base, mine):
    assert merge(base, mine, base) == merge(base, base, mine) == merge(base, mine, mine) == Merge(mine)


@given(old=LINES, new=LINES)
def test_from_the_difference_both_texts_can_be_read(old, new):
    rows = [row for passage in compare(old, new) for row in passage]
    was, now = old.splitlines(), new.splitlines()
    assert all(was[side.number - 1] == side.text for row in rows if (side := row.old))
    assert all(now[side.number - 1] == side.text for row in rows if (side := row.new))
    untouched = lambda lines, sides: [line for number, line in enumerate(lines, 1) if number not in sides]  # noqa: E731
    left = untouched(was, {row.old.number for row in rows if row.old and not row.same})
    right = untouched(now, {row.new.number for row in rows if row.new and not row.same})
    assert left == right
