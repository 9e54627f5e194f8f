"""A known problem is found by whole phrases in the customer's own words, and not where they are taken back."""

from supportops.core.phrases import Cues
from supportops.core.problems import Known, Problem

CUES = Cues(denial={"en": ("no longer",)}, supposition={"en": ("if",)})
EXPORT = Problem(12, ("export stops at half", "half of the rows"), "https://help.example/export")
LOGIN = Problem(15, ("login page is blank",))


def found(subject="", words="", problems=(EXPORT, LOGIN)):
    return Known(problems, CUES).match(subject, words)


def test_a_request_with_the_phrase_is_a_case_of_the_problem():
    match = found("Export", "Since today the EXPORT stops at half, every time.")
    assert match.value is EXPORT
    assert match.evidence == ("EXPORT stops at half",)
    assert match.because == "“EXPORT stops at half” is how the known problem #12 is described."
    assert match.rule == "problem.words"
    assert str(match.value) == "#12"


def test_the_subject_counts_too():
    assert found("Login page is blank").value is LOGIN


def test_parts_of_words_and_other_words_are_no_match():
    assert found("Export", "The export stops at halfway") is None
    assert found("Hello", "All is well") is None


def test_words_that_are_taken_back_or_only_supposed_do_not_count():
    assert found("", "The login page is fine, it is no longer login page is blank") is None
    assert found("", "What if half of the rows are missing?") is None


def test_the_problem_with_most_of_its_words_wins_and_the_other_is_named():
    match = found("", "Login page is blank. And the export stops at half, half of the rows are gone.")
    assert match.value is EXPORT
    assert match.rejected == (("#15", "Fewer of its words: Login page is blank"),)


def test_of_two_that_fit_equally_the_newest_wins():
    newer = Problem(16, ("login page is blank",))
    assert found("", "login page is blank", (LOGIN, newer)).value is newer


def test_without_open_problems_nothing_is_read():
    assert found("", "login page is blank", ()) is None
