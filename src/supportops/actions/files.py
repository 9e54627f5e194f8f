"""Attachments: content lies once under its hash, written before the row that points to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from supportops.actions import rows
from supportops.models import Attachment, Message


class File(NamedTuple):
    """A file on its way in."""

    name: str
    type: str
    size: int
    sha256: str
    inline: bool
    content_id: str
    content: bytes


def attach(pairs: Sequence[tuple[Message, Sequence[File]]]) -> None:
    """Keep the files of saved messages. A blob without a row is harmless, a row without its blob is a loss: blobs go first."""
    kept = [rows.new(Attachment, message_id=message.pk, **_columns(file)) for message, files in pairs for file in files]
    for _, files in pairs:
        for file in files:
            _keep(file)
    rows.insert(kept)


def _columns(file: File) -> dict[str, object]:
    return {name: getattr(file, name) for name in ("name", "type", "size", "sha256", "inline", "content_id")}


def _keep(file: File) -> None:
    storage, path = storages["attachments"], f"{file.sha256[:2]}/{file.sha256}"
    if not storage.exists(path):
        storage.save(path, ContentFile(file.content))


def content(attachment: Attachment) -> bytes:
    with storages["attachments"].open(attachment.path) as stream:
        return stream.read()
