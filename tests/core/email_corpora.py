"""The real mails that the reader is tried on, and how its results are compared with those that came with them."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from supportops.core.email import Attachment, InboundEmail

SHARED = Path(os.environ.get("SUPPORTOPS_SHARED", Path(__file__).parents[2] / ".." / "shared"))
MAIL = SHARED / "corpora" / "mail"
absent = pytest.mark.skipif(not MAIL.is_dir(), reason="the mail corpora are not here; SUPPORTOPS_SHARED may name their folder")


def mails() -> list[Path]:
    """Every file of every corpus; bodies, licences and expectations are read as mails too, since anybody may send them."""
    return sorted(path for path in MAIL.rglob("*") if path.is_file())


def expected() -> list[Path]:
    """The mails that came with an expected result."""
    return sorted(path.with_name(path.name.replace(".expected.json", ".eml")) for path in MAIL.rglob("*.expected.json"))


def name(path: Path) -> str:
    """A mail's name within the corpora."""
    return path.relative_to(MAIL).with_suffix("").as_posix()


def differences(path: Path, mail: InboundEmail) -> list[str]:
    """The fields in which a mail was read otherwise than expected."""
    wanted = json.loads(path.with_suffix(".expected.json").read_text("utf-8"))
    same = {
        "subject": alike(wanted["subject"], mail.subject),
        "from": wanted["from"] == (mail.from_.address if mail.from_ else None),
        "to": wanted["to"] == [address.address for address in mail.to],
        "cc": wanted["cc"] == [address.address for address in mail.cc],
        "text": alike(wanted["text"], mail.text) if wanted["text"] is not None else bool(mail.html) or not mail.text.strip(),
        "html": alike(wanted["html"], mail.html),
        "attachments": len(wanted["attachments"]) == len(mail.attachments)
        and all(map(same_file, wanted["attachments"], mail.attachments)),
    }
    return [field for field, right in same.items() if not right]


def same_file(wanted: dict[str, Any], found: Attachment) -> bool:
    """Name and size; where the expected size counts decoded text, so may ours; a mail without a name for its file leaves it to us."""
    forms = (found.content, found.content.replace(b"\r\n", b"\n"))
    sizes = {len(form) for form in forms} | {len(form.decode("cp1252", "replace").encode()) for form in forms}
    return (wanted["name"] is None or alike(wanted["name"], found.name)) and (wanted["size"] is None or wanted["size"] in sizes)


def alike(wanted: str | None, found: str) -> bool:
    """Line ends and trailing blanks do not count; where the other parser gave up (U+FFFD), any better reading is right."""
    wanted, found = _plain(wanted or ""), _plain(found)
    pattern = r"[^\ufffd]{1,3}".join(re.escape(piece) for piece in re.split("\ufffd+", wanted))
    return wanted == found or re.fullmatch(pattern, found, re.DOTALL) is not None


def _plain(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n")).strip("\n")
