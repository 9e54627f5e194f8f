"""When a mail says it was written, as an instant; nonsense is no date at all."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)
_LONGEST = 200
_COMMENT = re.compile(r"\([^()]*+\)")
_AROUND_COLON = re.compile(r"\s*+:\s*+")


def instant(value: str) -> datetime | None:
    """The instant of a Date header; None if it cannot be read or lies outside of the age of electronic mail."""
    if "(" in value:
        value = _AROUND_COLON.sub(":", _COMMENT.sub(" ", value[:_LONGEST]))
    try:
        fields = parsedate_tz(value[:_LONGEST])
        if fields is None:
            return None
        zone = timezone(timedelta(seconds=fields[9] or 0))
        written_at = datetime(*fields[:6], tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError, IndexError, TypeError):  # the standard library's reader leaks these
        return None
    return written_at if EARLIEST <= written_at < LATEST else None
