"""What a library adds to the mail reader: a guess at the charset of bytes that do not say what they are."""

from supportops.core.email import InboundEmail, read

_FEWEST_FOREIGN = 12
_LOOKED_AT = 16_384


def read_mail(raw: bytes) -> InboundEmail:
    """Read a mail with all that this installation has."""
    return read(raw, guess_charset=guess_charset)


def guess_charset(data: bytes) -> str | None:
    """The charset that the bytes look like; None where there are too few foreign ones to tell."""
    foreign = len(data) - len(data.translate(None, bytes(range(128, 256))))
    if foreign < _FEWEST_FOREIGN:
        return None
    from charset_normalizer import from_bytes  # slow to import, seldom needed

    found = from_bytes(data[:_LOOKED_AT]).best()
    return found.encoding if found else None
