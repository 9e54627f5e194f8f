"""An invitation's own words, for a mail that brings nothing else to read."""

import re

_FOLD = re.compile(r"\r?\n[ \t]")
_PROPERTY = re.compile(r"^(SUMMARY|DTSTART|DTEND|LOCATION|ORGANIZER|DESCRIPTION)((?:;[^:\r\n]*)?):([^\r\n]*)", re.MULTILINE | re.IGNORECASE)
_TITLES = {"SUMMARY": "", "DTSTART": "Start: ", "DTEND": "End: ", "LOCATION": "Where: ", "ORGANIZER": "Organizer: ", "DESCRIPTION": "\n"}
_ESCAPE = re.compile(r"\\(.)")
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?")


def readable(text: str) -> str:
    """The first event as lines: what, when, where, who; other text as it stands."""
    unfolded = _FOLD.sub("", text)
    event = unfolded.partition("BEGIN:VEVENT")[2].partition("END:VEVENT")[0]
    found: dict[str, str] = {}
    for name, _, value in _PROPERTY.findall(event):
        found.setdefault(name.upper(), _ESCAPE.sub(lambda escape: "\n" if escape[1] in "nN" else escape[1], value))
    lines = [title + _value(name, found[name]) for name, title in _TITLES.items() if found.get(name)]
    return "\n".join(lines) or text


def _value(name: str, value: str) -> str:
    if name.startswith("DT"):
        return _STAMP.sub(_stamp, value)
    return value.removeprefix("mailto:").removeprefix("MAILTO:") if name == "ORGANIZER" else value


def _stamp(found: re.Match[str]) -> str:
    year, month, day, hour, minute, zone = found.groups()
    return f"{year}-{month}-{day}" + (f" {hour}:{minute}{' UTC' if zone else ''}" if hour else "")
