"""Every mail of the corpora is read; where a result came with it, ours is the same or the README says why not."""

import json
from pathlib import Path

import pytest

from supportops.core.email import read
from supportops.core.email.report import as_json
from tests.core.email_corpora import absent, differences, expected, mails, name

README = Path(__file__).parent / "README.md"

# Mails whose expected result we do not meet, and in which fields; tests/core/README.md says why.
KNOWN = {
    "stalwart-legacy/009": ["text"],
    "stalwart-legacy/017": ["attachments"],
    "stalwart-legacy/026": ["attachments"],
    "stalwart-legacy/035": ["attachments"],
    "stalwart-legacy/039": ["attachments"],
    "stalwart-legacy/048": ["attachments"],
    "stalwart-legacy/049": ["text", "attachments"],
    "stalwart-rfc/001": ["attachments"],
    "stalwart-rfc/007": ["html"],
}

pytestmark = absent


@pytest.mark.parametrize("path", mails(), ids=name)
def test_every_mail_is_read_and_can_be_stored(path: Path) -> None:
    result = json.dumps(as_json(read(path.read_bytes())), ensure_ascii=False)
    assert "\\u0000" not in result
    result.encode("utf-8")  # no half of a surrogate pair


@pytest.mark.parametrize("path", expected(), ids=name)
def test_a_mail_is_read_as_expected(path: Path) -> None:
    assert differences(path, read(path.read_bytes())) == KNOWN.get(name(path), [])


def test_the_readme_states_the_score_and_names_each_failure() -> None:
    said = README.read_text("utf-8")
    assert f"{len(expected()) - len(KNOWN)} of {len(expected())}" in said
    assert [mail for mail in KNOWN if f"`{mail}`" not in said] == []
