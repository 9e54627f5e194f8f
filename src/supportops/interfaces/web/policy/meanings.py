"""What each field of the handbook means: the tables of the manual, which the pages read too."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from supportops.actions.policy import SHIPPED
from supportops.core.schema import Path as Place

_PAGES = (SHIPPED / "meanings.md", *(folder / "docs" / "policy.md" for folder in SHIPPED.parents[2:3]))  # installed, and in a clone
_ROW = re.compile(r"^\| `([\w.*]+)` \| .*? \| (.*?) \|$", re.MULTILINE)


@cache
def meanings() -> Mapping[tuple[str, ...], str]:
    """Field -> sentence; `*` stands for a name that the desk chooses."""
    page = next((page for page in _PAGES if page.exists()), None)
    return {tuple(name.split(".")): _words(said) for name, said in _ROW.findall(page.read_text())} if page else {}


def _words(said: str) -> str:
    """Without the marks of the manual."""
    return re.sub(r"\[([^]]+)\]\([^)]*\)", r"\1", said).replace("`", "").replace("\\|", "|")


def field_at(chapter: str, place: Place) -> tuple[str, ...]:
    """The field that stands at a place of a chapter; nothing where none does."""
    steps = (chapter, *map(str, place))
    return next((name for name in meanings() if len(name) == len(steps) and _fits(name, steps)), ())


def _fits(name: Sequence[str], steps: Sequence[str]) -> bool:
    return all(one in ("*", step) for one, step in zip(name, steps, strict=True))
