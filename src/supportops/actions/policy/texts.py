"""The handbook's texts, from a folder or from the database, made into a policy."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path as Folder

from supportops.actions.policy import public_holidays
from supportops.actions.policy.chapter import Chapter
from supportops.core.policy import CHAPTERS, Policy, PolicyError, assemble

SHIPPED = Folder(__file__).parents[2] / "policy"
Texts = Mapping[str, str]
"""Chapter -> its YAML text."""


def load(folder: Folder) -> Policy:
    """The policy of a folder, or PolicyError with file, line, field and what was expected."""
    return built(_bytes(folder))


def read(folder: Folder) -> dict[str, str]:
    """The texts of a folder, as they are."""
    return {name: text.decode(errors="replace").replace("\r\n", "\n") for name, text in _bytes(folder).items()}


def _bytes(folder: Folder) -> dict[str, bytes]:
    return {path.stem: path.read_bytes() for path in sorted(folder.glob("*.yaml"))}


def ordered(texts: Texts) -> dict[str, str]:
    """In the order of the handbook, which a database need not keep."""
    return {name: texts[name] for name in (*CHAPTERS, *texts) if name in texts}


def built(texts: Mapping[str, str] | Mapping[str, bytes]) -> Policy:
    """The policy that these texts say, or PolicyError with everything that is wrong with them."""
    known = {name: text.encode() if isinstance(text, str) else text for name, text in texts.items()}
    listed = f"no such chapter; the chapters are {', '.join(CHAPTERS)}"
    faults = [PolicyError(name, None, (), listed) for name in known if name not in CHAPTERS]
    chapters = {name: chapter for name in CHAPTERS if name in known and (chapter := _chapter(name, known[name], faults))}
    try:
        policy = assemble(
            {name: chapter.data for name, chapter in chapters.items()},
            where=lambda name, path: chapters[name].line(path) if name in chapters else None,
            version=version_of(known),
        )
    except PolicyError as error:
        unread = {fault.chapter for fault in faults}
        raise PolicyError.of([*faults, *(one for one in error.all if one.chapter not in unread)]) from None
    if faults:
        raise PolicyError.of(faults)
    return policy


def _chapter(name: str, text: bytes, faults: list[PolicyError]) -> Chapter | None:
    try:
        return parsed(name, text)
    except PolicyError as error:
        faults.append(error)
        return None


@lru_cache(maxsize=128)
def parsed(name: str, text: bytes) -> Chapter:
    """Kept, because most chapters of most versions are the same: reading YAML is the slow part."""
    chapter = Chapter(name, text)
    return public_holidays.add(chapter) if name == "calendars" else chapter


def version_of(texts: Mapping[str, bytes]) -> str:
    """A short name for exactly these texts."""
    known = hashlib.sha256(b"".join(name.encode() + b"\0" + text + b"\0" for name, text in sorted(texts.items())))
    return known.hexdigest()[:12]
