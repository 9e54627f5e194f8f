"""The desk's handbook: read from texts, kept as numbered versions, one of them in force.

What stands here needs no database; versions are recorded in `recording`, proposed and put in force in `proposals`.
"""

from supportops.actions.policy.chapter import Chapter
from supportops.actions.policy.inforce import by_version, current, expect, forget, known, refresh, trouble
from supportops.actions.policy.texts import SHIPPED, Texts, built, load, ordered, parsed, read, version_of

__all__ = [
    "SHIPPED",
    "Chapter",
    "Texts",
    "built",
    "by_version",
    "current",
    "expect",
    "forget",
    "known",
    "load",
    "ordered",
    "parsed",
    "read",
    "refresh",
    "trouble",
    "version_of",
]
