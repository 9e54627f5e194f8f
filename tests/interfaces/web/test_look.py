"""The look keeps its own rules: contrast in both themes, no style or script in a page, no drawing that does not exist."""

import re
from pathlib import Path

import pytest

import supportops.interfaces.web as web
from supportops.interfaces.web import labels

ROOT = Path(web.__file__).parent
PAGES = sorted((ROOT / "templates").rglob("*.html"))
LOOK = ROOT / "static" / "supportops"
TOKENS = dict(re.findall(r"--([\w-]+): (light-dark\(#\w{6}, #\w{6}\))", (LOOK / "css" / "tokens.css").read_text()))
READABLE, VISIBLE = 4.5, 3.0  # WCAG 2.2 AA: words, and the edges of controls

WORDS = ["ink", "ink-2", "ink-3", "accent"]
SURFACES = ["canvas", "surface", "raised", "sunken", "hover", "note"]
PAIRS = [
    *((word, surface, READABLE) for word in WORDS for surface in SURFACES),
    *((state, f"{state}-soft", READABLE) for state in ("met", "warning", "breached")),
    *((state, surface, READABLE) for state in ("met", "warning", "breached") for surface in SURFACES),
    *(("edge", surface, VISIBLE) for surface in ("canvas", "surface", "raised", "note")),
]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS, ids=lambda value: str(value))
def test_words_can_be_read_on_every_surface(front, back, least, theme):
    assert _contrast(_colour(front, theme), _colour(back, theme)) >= least


def _colour(token, theme):
    return re.findall(r"#\w{6}", TOKENS[token])[theme]


def _contrast(one, other):
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_brings_no_style_or_script_of_its_own(page):
    text = page.read_text()
    assert not re.search(r"\sstyle=|\son\w+=|<style|javascript:", text)
    assert not re.search(r"<script(?![^>]* src=)", text)
    assert "|safe" not in text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_drawing_of_a_page_is_in_the_sprite(page):
    assert set(re.findall(r'{% icon "([\w-]+)"', page.read_text())) <= _drawings()


def test_every_drawing_of_a_label_is_in_the_sprite():
    named = {mark for table in (labels.STATUSES, labels.CUSTOMER_STATUSES) for _word, mark in table.values()}
    tables = (labels.CHANNELS, labels.VERB_ICONS, labels.VIEW_ICONS, labels.CLOCK_ICONS, labels.DELIVERY_ICONS)
    assert named | {mark for table in tables for mark in table.values()} <= _drawings()


def _drawings():
    return set(re.findall(r'<symbol id="([\w-]+)"', (LOOK / "icons.svg").read_text()))


PARTS = ("_head.html", "_side.html", "_composer.html", "ticket.html")


def test_no_two_acts_of_a_page_share_a_key():
    keys = re.findall(r'aria-keyshortcuts="(\w)"', "".join(page.read_text() for page in PAGES if page.name in PARTS))
    assert sorted(key for key in set(keys) if keys.count(key) > 1) == ["s", "z"], "z snoozes and wakes, s solves or asks first; others mean one thing"
