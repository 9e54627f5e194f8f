"""Files that somebody chose in a form."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from supportops.actions.files import File
from supportops.core.email.filename import safe, type_of
from supportops.core.ticket import Refused

LARGEST = 20 * 1024 * 1024  # of all files together: most mail servers refuse more
MOST = 20


def uploads(request: HttpRequest) -> list[File]:
    """The chosen files, named safely; the type follows from the name, for the browser's word proves nothing."""
    chosen = request.FILES.getlist("files")
    if len(chosen) > MOST:
        raise Refused(f"At most {MOST} files go with one message.")
    if _size(chosen) > LARGEST:
        raise Refused("These files are larger than 20 MB together: most mail servers would refuse them.")
    return [_file(upload, number) for number, upload in enumerate(chosen, 1)]


def _size(chosen: Iterable[UploadedFile]) -> int:
    return sum(upload.size or 0 for upload in chosen)


def _file(upload: UploadedFile, number: int) -> File:
    content = upload.read()
    name = safe(upload.name or "", upload.content_type or "", number)
    return File(name, type_of(name), len(content), hashlib.sha256(content).hexdigest(), False, "", content)
