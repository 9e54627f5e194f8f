"""HTML from strangers made safe to show, HTML as text, and our own text as HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import unquote

import nh3

from supportops.assist.tidy import DEEPEST, TAGS, Attributes, tidy
from supportops.core.email.plain import plain

LARGEST = 1_000_000
_LINKS = ("http://", "https://", "mailto:", "tel:")
_PICTURE = re.compile(r"data:image/(?:png|jpeg|jpg|gif|webp);base64,[A-Za-z0-9+/=\s]++\Z")
_PLACE = re.compile(r"/(?![/\\])[\w./?=&%-]*+\Z")  # a path of ours
_LOADS = re.compile(r"url|image|expression|import|\\|/\*|@|<|var\(|attr\(", re.IGNORECASE)
_COMMON = frozenset(("align", "dir", "lang", "style", "title", "valign", "bgcolor"))
_SPECIAL = {
    "a": frozenset(("href",)),
    "img": frozenset(("src", "data-src", "alt", "width", "height")),
    "table": frozenset(("border", "cellpadding", "cellspacing", "width")),
    "td": frozenset(("colspan", "rowspan", "width", "height")),
    "th": frozenset(("colspan", "rowspan", "width", "height")),
    "ol": frozenset(("start", "type")),
    "font": frozenset(("color", "size", "face")),
}
_KEPT = {tag: _COMMON | _SPECIAL.get(tag, _COMMON) for tag in TAGS}
_STYLE = frozenset(
    {
        "color", "background-color", "text-align", "text-decoration", "font-weight", "font-style", "font-size", "font-family",
        "line-height",
        "white-space", "vertical-align", "direction", "width", "max-width", "height", "padding", "padding-left", "padding-right",
        "padding-top",
        "padding-bottom", "margin-left", "margin-top", "margin-bottom", "border", "border-left", "border-right", "border-top",
        "border-bottom",
        "border-collapse", "border-color", "border-style", "border-width", "list-style-type",
    }
)  # fmt: skip
_URL = re.compile(r"https?://[^\s<>\"'`]{1,2000}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CleanHtml:
    """HTML that may be shown, in its sandbox. Remote images are left out, their addresses kept in data-src for who wants to load them."""

    html: str
    remote_images: int = 0
    problems: tuple[str, ...] = ()


def clean(html: str, cids: Mapping[str, str]) -> CleanHtml:
    """Make the HTML of a mail safe to show. `cids` maps the Content-ID of each inline image to its path on this site."""
    if len(html) > LARGEST:
        problem = f"The HTML is larger than {LARGEST // 1_000_000} MB, so only its text is shown."
        return CleanHtml(f"<pre>{escape(plain(html[: 4 * LARGEST])[:LARGEST])}</pre>", problems=(problem,))
    filters = _Filter(cids)
    ordered, flattened = tidy(html, filters.keep)
    problems = (f"The HTML is nested more than {DEEPEST} deep; deeper formatting was left out.",) if flattened else ()
    return CleanHtml(_SANITISER.clean(ordered), filters.remote_images, problems)


def to_text(html: str) -> str:
    """The words of an HTML mail, readable."""
    return plain(html)


def text_to_html(text: str) -> str:
    """Our own plain words as HTML: paragraphs, line breaks, links."""
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    blocks = (block.strip("\n") for block in re.split(r"\n[ \t]*+\n", unix))
    return "\n".join(f"<p>{_linked(block).replace(chr(10), '<br>' + chr(10))}</p>" for block in blocks if block.strip())


class _Filter:
    """Chooses attributes, and counts the images that it left out."""

    def __init__(self, cids: Mapping[str, str]) -> None:
        self.places = {cid.strip().strip("<>").lower(): place for cid, place in cids.items()}
        self.remote_images = 0

    def keep(self, tag: str, attributes: Attributes) -> Attributes:
        """The attributes of a tag that stay."""
        if tag == "img":
            attributes = self._image(attributes)
        allowed = _KEPT[tag]
        return {name: value for name, value in attributes.items() if name in allowed and _allows(tag, name, value) is not None}

    def _image(self, attributes: Attributes) -> Attributes:
        """An image that came with the mail is shown, one from elsewhere is only named: loading it tells its owner who reads."""
        source = attributes.get("src", "").strip()
        others = {"alt": ""} | {name: value for name, value in attributes.items() if name not in ("src", "data-src")}
        if source.lower().startswith("cid:"):
            place = self.places.get(unquote(source[4:]).strip("<>").lower())
            return others | {"src": place} if place else others
        if source.lower().startswith(("http://", "https://", "//")):
            self.remote_images += 1
            return others | {"data-src": f"https:{source}" if source.startswith("//") else source}
        return others | ({"src": source} if _PICTURE.match(source) else {})


def _allows(tag: str, name: str, value: str) -> str | None:
    """An attribute's value if it may stand. The sanitiser asks again, after its own parsing."""
    if name == "href":
        return value if value.strip().lower().startswith(_LINKS) else None
    if name == "style":
        return None if _LOADS.search(value) else value
    if name == "src":
        return value if tag == "img" and (_PLACE.match(value) or _PICTURE.match(value)) else None
    return value


# The last word is the sanitiser's; what it lets through is this list, whatever came before.
_SANITISER = nh3.Cleaner(
    tags=set(TAGS) | {"details", "summary"},
    clean_content_tags={"script", "style"},
    attributes={tag: set(kept) for tag, kept in _KEPT.items()} | {"details": {"class"}},
    attribute_filter=_allows,
    url_schemes={"http", "https", "mailto", "tel", "data"},
    link_rel="noopener noreferrer nofollow",
    set_tag_attribute_values={"a": {"target": "_blank"}},
    filter_style_properties=set(_STYLE),
)


def _linked(text: str) -> str:
    """Escaped words, with addresses of pages as links; the full stop behind one is not part of it."""
    parts, position = [], 0
    for found in _URL.finditer(text):
        address = found[0].rstrip(".,;:!?)]}")
        parts += [escape(text[position : found.start()]), f'<a href="{escape(address)}" rel="noopener noreferrer">{escape(address)}</a>']
        position = found.start() + len(address)
    return "".join([*parts, escape(text[position:])])
