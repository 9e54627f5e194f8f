"""The demo's words: every story can be told in full, in five languages, about every category a desk like this hears of."""

from datetime import UTC, datetime
from random import Random

import pytest

from supportops.planning.demo.customers import Crowd
from supportops.planning.demo.letters import marked_up, pen
from supportops.planning.demo.sheets import sheet
from supportops.planning.demo.words import LANGUAGES

AT = datetime(2026, 1, 31, 10, tzinfo=UTC)
STORIES = [(language, story) for language in LANGUAGES.values() for story in (*language.stories, language.outage)]
OMAR = Crowd(7, 3_000).customer(0)


@pytest.mark.parametrize(("language", "story"), STORIES, ids=lambda thing: getattr(thing, "category", getattr(thing, "code", "")))
def test_no_placeholder_is_left_open(language, story):
    writes = pen(Random(1), language, story, OMAR, AT)
    said = [*story.subjects, *story.asks, *story.answers, *story.more, *story.fixes, *language.thanks, *language.back, *language.dear]
    assert all("{" not in writes.filled(words) for words in said)


def test_thirty_stories_in_english_and_some_in_each_language():
    assert len(LANGUAGES["en"].stories) >= 30
    assert all(len(language.stories) >= 8 for language in LANGUAGES.values())


def test_letters_quote_what_they_answer_below_their_own_words():
    writes = pen(Random(3), LANGUAGES["de"], LANGUAGES["de"].stories[0], OMAR, AT)
    asked = writes.ask(AT)
    letters = [writes.theirs(AT, "Danke!", asked) for _ in range(40)]
    quoting = [letter for letter in letters if letter.quoted]
    assert 0 < len(quoting) < 40
    assert all(letter.text.startswith(letter.new) and letter.text.endswith(letter.quoted) for letter in quoting)
    assert all(line.startswith(">") for line in quoting[0].quoted.splitlines()[1:])


def test_html_says_the_same_words_safely():
    assert marked_up("5 < 6\nreally\n\nyes") == "<p>5 &lt; 6<br>really</p><p>yes</p>"


@pytest.mark.parametrize(("kind", "begins"), [("png", b"\x89PNG\r\n"), ("pdf", b"%PDF-1.4"), ("txt", b"02:00:00")])
def test_attached_files_are_what_they_say(kind, begins):
    assert sheet(kind, 1).content.startswith(begins)
    assert sheet(kind, 1).content != sheet(kind, 2).content


def test_what_is_answered_is_what_was_asked():
    """A story's questions and answers stand in the same order; Omar's second way of asking gets the second answer."""
    labels = next(story for story in LANGUAGES["en"].stories if "Label printing broken after the update" in story.subjects)
    for seed in range(20):
        writes = pen(Random(seed), LANGUAGES["en"], labels, OMAR, AT)
        turn = labels.subjects.index(writes.subject())
        assert writes.about(labels.asks) == labels.asks[turn]
        assert writes.about(labels.fixes) == labels.fixes[turn]
