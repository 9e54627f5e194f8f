"""Phrases with gaps, and how far a word that takes something back can reach."""

import pytest

from supportops.core.phrases import GAP, Cues, Index, tokens

INDEX = Index(
    {"wrong": {"": {"en": ("nobody … log in", "nobody", "lost … our … data", "down", "error", "…", "stops … now")}}},
    Cues(
        denial={"en": ("not", "no longer but not")},
        settled={"en": ("is fixed", "works again")},
        settled_reach=5,
        new_clause={"en": ("but",)},
        exceptions={"en": ("nobody … cares",)},
    ),
)


def found(text: str) -> list[str]:
    return [hit.written for hit in INDEX.find(*tokens(text)) if not hit.denied]


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("Nobody log in", ["Nobody log in"]),
        ("Nobody here can log in", ["Nobody here can log in"]),
        ("Nobody " + "x " * GAP + "log in", ["Nobody " + "x " * GAP + "log in"]),
        ("Nobody " + "x " * (GAP + 1) + "log in", ["Nobody"]),  # too far away: the shorter phrase of the same beginning is left
        ("Nobody came. We log in", ["Nobody"]),  # a stop lies between
        ("Nobody came\n\nWe log in", ["Nobody"]),
        ("Nobody can log", ["Nobody"]),
        ("Nobody", ["Nobody"]),
        ("We lost all of our valuable data", ["lost all of our valuable data"]),
        ("We lost our nerves", []),
        ("It stops", []),
        ("Nobody here cares", []),  # exceptions have gaps, too
    ],
)
def test_a_gap_stands_for_a_few_words_of_one_sentence(text, phrases):
    assert found(text) == phrases


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("It was down but works again", []),
        ("We had an error, it is fixed", []),
        ("It is down. The rest is fixed", ["down"]),
        ("It is down but the error is fixed", ["down"]),  # what was found nearer is what is fixed
        ("It is down and nothing of all this ever works again", ["down"]),  # out of reach
        ("It is not slow but down", ["down"]),
        ("It is no longer but not down", []),  # the "but" of a cue begins no clause
    ],
)
def test_what_is_said_to_be_over_is_looked_for_in_the_clause_before(text, phrases):
    assert found(text) == phrases
