"""Mail in files: mbox, Maildir, .eml and folders of them, read as a stream so that no archive is too large."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

NAMES = frozenset({".eml", ".mbox", ".mbx", ".mail", ".email", ".msg", ".txt", ""})
_FROM = b"From "
_HEADER = re.compile(rb"(?:From |[!-9;-~]+[ \t]*:)")
_QUOTED_FROM = re.compile(rb"^>(>*From )")


def found(path: Path) -> list[Path]:
    """The files that hold mail at or below a path, in a lasting order. A Maildir's `tmp` holds what is not finished."""
    if not path.is_dir():
        return [path]
    here = [Path(folder) / name for folder, _, names in os.walk(path) for name in names]
    return sorted(file for file in here if _is_candidate(file.relative_to(path)) and _looks_like_mail(file))


def _is_candidate(file: Path) -> bool:
    if file.parent.name in ("cur", "new"):
        return True  # a Maildir's names end in anything
    return file.parent.name != "tmp" and not file.name.startswith(".") and file.suffix.lower() in NAMES


def _looks_like_mail(file: Path) -> bool:
    with file.open("rb") as stream:
        return _HEADER.match(stream.read(200)) is not None


def messages(file: Path) -> Iterator[tuple[bytes, int]]:
    """Each message of a file, with how many bytes of the file it took."""
    with file.open("rb") as stream:
        if stream.read(len(_FROM)) == _FROM:
            stream.seek(0)
            yield from _of_mbox(stream)
        else:
            stream.seek(0)
            raw = stream.read()
            yield raw, len(raw)


def _of_mbox(stream: BinaryIO) -> Iterator[tuple[bytes, int]]:
    """Messages begin at a `From ` line after a blank one; within them such lines carry a `>`, which is taken off."""
    lines: list[bytes] = []
    taken, blank = 0, True
    for line in stream:
        if blank and line.startswith(_FROM):
            if lines:
                yield b"".join(lines), taken
            lines, taken = [], 0
        else:
            lines.append(_QUOTED_FROM.sub(rb"\1", line))
        taken += len(line)
        blank = not line.strip()
    if lines:
        yield b"".join(lines), taken
