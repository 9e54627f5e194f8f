"""The words of an HTML mail as plain text, in linear time: for reading, searching and triage where the sender wrote no text part."""

import re
from html import unescape

_SILENT = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style|head|title|template|noscript)\b[^>]*+(?:>|\Z).*?(?:</\1\s*>|\Z)", re.I | re.S)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_PRE = re.compile(r"<pre\b[^>]*+(?:>|\Z)(.*?)(?:</pre\s*>|\Z)", re.I | re.S)
_QUOTE = re.compile(r"<(/?)blockquote\b[^>]*+(?:>|\Z)", re.I)
_ITEM = re.compile(r"<li\b[^>]*+(?:>|\Z)", re.I)
_CELL = re.compile(r"</t[dh]\s*>", re.I)
_BREAK = re.compile(r"<br\b[^>]*+(?:>|\Z)", re.I)
_PARAGRAPH = re.compile(r"</?(?:p|h[1-6]|ul|ol|table|pre|dl)\b[^>]*+(?:>|\Z)", re.I)
_BLOCK = re.compile(r"</?(?:div|tr|dt|dd|section|article|header|footer|address|hr|center|body|html)\b[^>]*+(?:>|\Z)", re.I)
_TAG = re.compile(r"<[a-z/!?](?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+'|[\"'])*+(?:>|(?=<)|\Z)", re.I)
_ABSURD = re.compile(r"&#(?:\d{8,}|x[0-9a-f]{8,});?", re.I)  # the standard library raises on thousands of digits
_MARKS = re.compile("[\x01\x02\x03\x04]")
_DEEPEST_QUOTE = 8


def plain(html: str) -> str:
    """Blocks become lines, paragraphs blank lines, quotes get their ">" so that quoted history can be told from new words."""
    text = _SILENT.sub(" ", _MARKS.sub("", html))
    text = _PRE.sub(lambda found: f"<p>{found[1].replace(chr(10), '<br>')}<p>", text)
    text = _BLANKS.sub(" ", text)
    text = _QUOTE.sub(lambda found: "\n\x02\n" if found[1] else "\n\x01\n", text)
    text = _CELL.sub(" ", _ITEM.sub("\n- ", _BREAK.sub("\x03", text)))
    text = _TAG.sub("", _BLOCK.sub("\n", _PARAGRAPH.sub("\n\x04\n", text)))
    return _lines(unescape(_ABSURD.sub("\ufffd", text)))


def _lines(marked: str) -> str:
    """Lines with their quote marks; several ends of blocks in a row are one line end, but a <br> always counts."""
    lines: list[str] = []
    depth, gap = 0, False
    for line in marked.replace("\u00a0", " ").split("\n"):
        words = line.strip(" ")
        if words == "\x04":
            gap = True
        elif words in ("\x01", "\x02"):
            depth, gap = max(0, depth + (1 if words == "\x01" else -1)), True
        elif words:
            lines += [""] if gap and lines and lines[-1] else []
            gap = False
            lines += [_prefixed(part, depth) for part in words.removesuffix("\x03").split("\x03")]
    return "\n".join(lines).strip("\n")


def _prefixed(words: str, depth: int) -> str:
    words = words.strip(" ")
    return f"{'>' * min(depth, _DEEPEST_QUOTE)} {words}".rstrip() if depth else words
