"""A name for an attachment that is safe to show, to store and to offer for saving, whatever the sender wrote."""

import re
from unicodedata import category, normalize

_LONGEST = 120
_BAD = frozenset('/\\<>:"|?*')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)", re.IGNORECASE)
_PLAIN = re.compile(r"\w[\w .()+,=@~#%&!'$-]{0,100}\.\w{1,8}", re.ASCII)
EXTENSION = {
    "text/plain": "txt", "text/html": "html", "text/calendar": "ics", "text/csv": "csv", "text/vcard": "vcf", "text/x-vcard": "vcf",
    "text/enriched": "txt", "text/rfc822-headers": "txt", "message/rfc822": "eml", "message/global": "eml",
    "message/delivery-status": "txt", "message/disposition-notification": "txt", "application/pdf": "pdf", "application/zip": "zip",
    "application/json": "json", "application/xml": "xml", "text/xml": "xml", "application/ms-tnef": "dat",
    "application/pgp-signature": "asc", "application/pgp-encrypted": "asc", "application/pkcs7-signature": "p7s",
    "application/pkcs7-mime": "p7m", "application/x-pkcs7-signature": "p7s", "application/msword": "doc", "application/rtf": "rtf",
    "application/vnd.ms-excel": "xls", "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx", "image/png": "png", "image/jpeg": "jpg",
    "image/jpg": "jpg", "image/gif": "gif", "image/webp": "webp", "image/heic": "heic", "image/svg+xml": "svg", "image/bmp": "bmp",
    "image/tiff": "tiff", "audio/mpeg": "mp3", "audio/wav": "wav", "audio/ogg": "ogg", "video/mp4": "mp4", "video/quicktime": "mov",
}  # fmt: skip
TYPE = {extension: type_ for type_, extension in reversed(EXTENSION.items())}


def safe(name: str, type_: str, number: int) -> str:
    """The last part of the name without anything that deceives or escapes; a name made from the type if nothing is left."""
    if _PLAIN.fullmatch(name) and not _DEVICE.match(name):
        return name
    last = re.split(r"[/\\]", "".join(map(_harmless, name[-1_000:])))[-1]
    kept = "".join("_" if char in _BAD else char for char in last).strip(" .")
    if not kept:
        return f"attachment-{number}.{EXTENSION.get(type_, 'bin')}"
    return _short(f"_{kept}" if _DEVICE.match(kept) else kept)


def type_of(name: str) -> str:
    """The type that a file's extension suggests."""
    return TYPE.get(name.rpartition(".")[2].lower(), "application/octet-stream")


def _harmless(char: str) -> str:
    """A character as it may stay: controls, invisible and direction marks go; what only looks like a separator becomes an underscore."""
    if char.isascii():
        return char if char.isprintable() else ""
    if category(char) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
        return ""
    folded = normalize("NFKC", char)
    return "_" if _BAD.intersection(folded) or "." in folded else " " if folded.isspace() else char


def _short(name: str) -> str:
    if len(name) <= _LONGEST:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > 10:
        return name[:_LONGEST].rstrip(" .")
    return stem[: _LONGEST - len(extension) - 1].rstrip(" .") + dot + extension
