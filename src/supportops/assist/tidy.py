"""Foreign HTML brought into order in linear time: known tags only, balanced, tables well formed, nesting bounded.

The sanitiser is quadratic in nesting, and a parser's repairs can turn one megabyte into gigabytes. What leaves here needs no repair.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html import escape, unescape

DEEPEST = 100
QUOTE_BEGINS = '<details class="quoted"><summary>Quoted history</summary>'


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_INLINE = _words("a abbr b big cite code del em font i ins kbd mark q s samp small span strike strong sub sup tt u var bdi bdo")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCKS = _words("address article blockquote center dd div dl dt footer header hr li main ol p pre section table ul") | _HEADINGS
_SECTIONS = frozenset(("thead", "tbody", "tfoot"))
_CELLS = frozenset(("td", "th"))
_TABLE_PARTS = _SECTIONS | _CELLS | {"tr"}
_VOID = frozenset(("br", "hr", "img"))
TAGS = _INLINE | _BLOCKS | _TABLE_PARTS | _VOID
"""The tags that a mail may bring."""

_SILENT = _words("script style title template svg math iframe noembed noframes object applet audio video canvas select")
_SILENT_END = {name: re.compile(rf"</{name}(?=[\s/>])[^>]*+>?", re.IGNORECASE) for name in _SILENT}
_ITEMS = {"li": ("ul", "ol"), "dt": ("dl",), "dd": ("dl",)}
_QUOTE_CLASSES = frozenset(("gmail_quote", "gmail_quote_container", "yahoo_quoted", "protonmail_quote", "zmail_extra", "moz-cite-prefix"))
_QUOTE_FOLLOWS = ("divRplyFwdMsg", "appendonsend", "mail-editor-reference-message-container")  # Outlook: from here on, all is history

_TOKEN = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|<(?:[!?]|/[^a-z>])[^>]*+>?|</>"
    r"|<(?P<end>/?)(?P<name>[a-z][^\s/>]*+)(?P<rest>(?:[^>\"'=]++|=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z))?+|[\"'])*+)>?"
    r"|(?P<text>[^<]++|<)",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"?|'([^']*+)'?|([^\s\"'<>`]++)))?+")

Attributes = dict[str, str]
Keep = Callable[[str, Attributes], Attributes]


def tidy(html: str, keep: Keep) -> tuple[str, bool]:
    """The HTML in order, and whether nesting beyond the limit was flattened. `keep` chooses the attributes of each tag."""
    return _Tidy(keep).read(html)


class _Tidy:
    """Writes tags as they come, closing what must be closed before them, as a browser would."""

    def __init__(self, keep: Keep) -> None:
        self.keep = keep
        self.out: list[str] = []
        self.open: list[str] = []
        self.has_words = False
        self.flattened = False
        self.all_follows = False  # the fold lasts as long as what it stands in, not only for one tag

    def read(self, html: str) -> tuple[str, bool]:
        for token in _tokens(html):
            if (text := token["text"]) is not None:
                self._text(text)
            elif (name := (token["name"] or "").lower()) in TAGS:
                if token["end"]:
                    self._end(name)
                else:
                    self._start(name, _attributes(token["rest"]))
        self._pop_to(0)
        return "".join(self.out), self.flattened

    def _text(self, text: str) -> None:
        if not text.isspace():
            self._need_cell()
            self.has_words = True
        self.out.append(text.replace("<", "&lt;").replace(">", "&gt;"))

    def _start(self, name: str, attributes: Attributes) -> None:
        if name in _TABLE_PARTS:
            if not self._make_room(name):
                return
        else:
            self._need_cell()
            self._close_before(name)
        if name not in _TABLE_PARTS and len(self.open) >= DEEPEST:
            self.flattened = True
            return
        self._fold(name, attributes)
        self.out.append(_written(name, self.keep(name, attributes)) if attributes or name == "img" else f"<{name}>")
        self.has_words = self.has_words or name == "img"
        if name not in _VOID:
            self.open.append(name)

    def _end(self, name: str) -> None:
        barrier = () if name == "table" else ("table",) if name in _TABLE_PARTS else ("table", "td", "th")
        at = self._find(name, barrier)
        if at is not None:
            self._pop_to(at)
            if self.open and self.open[-1] == "details" and not self.all_follows:
                self._pop_to(at - 1)

    def _fold(self, name: str, attributes: Attributes) -> None:
        """Fold quoted history that begins with this tag, if somebody's own words stand above it."""
        if self.has_words and name in ("div", "blockquote") and "details" not in self.open and _is_quote(name, attributes):
            self.out.append(QUOTE_BEGINS)
            self.open.append("details")
            self.all_follows = attributes.get("id", "").endswith(_QUOTE_FOLLOWS)

    def _close_before(self, name: str) -> None:
        """Close what this tag ends by beginning: a paragraph by any block, an item by the next, a link by another."""
        if name in _BLOCKS:
            self._close("p", ("table", "td", "th"))
        if name in _ITEMS:
            for item in ("li",) if name == "li" else ("dt", "dd"):
                self._close(item, (*_ITEMS[name], "table", "td", "th"))
        elif name == "a" or (name in _HEADINGS and self.open and self.open[-1] in _HEADINGS):
            self._close(name if name == "a" else self.open[-1], ("table", "td", "th"))

    def _close(self, name: str, barrier: Iterable[str]) -> None:
        at = self._find(name, barrier)
        if at is not None:
            self._pop_to(at)

    def _make_room(self, name: str) -> bool:
        """Close and open rows until this part of a table has its place; False outside any table."""
        at = self._find("table", ())
        if at is None:
            return False
        inside = self.open[at + 1 :]
        depth = 1 if inside and inside[0] in _SECTIONS and name not in _SECTIONS else 0
        if name in _CELLS and len(inside) > depth and inside[depth] == "tr":
            depth += 1
        self._pop_to(at + 1 + depth)
        if name in _CELLS and self.open[-1] != "tr":
            self._push("tr")
        return True

    def _need_cell(self) -> None:
        """Words between the rows of a table get a cell of their own; a browser would move them out, at a price."""
        if self.open and self.open[-1] in ("table", "tr", "thead", "tbody", "tfoot"):
            if self.open[-1] != "tr":
                self._push("tr")
            self._push("td")

    def _push(self, name: str) -> None:
        self.out.append(f"<{name}>")
        self.open.append(name)

    def _find(self, name: str, barrier: Iterable[str]) -> int | None:
        """Where a tag is open, not looking beyond a barrier."""
        if name not in self.open:
            return None
        at = len(self.open) - 1 - self.open[::-1].index(name)
        return at if set(barrier).isdisjoint(self.open[at + 1 :]) else None

    def _pop_to(self, height: int) -> None:
        while len(self.open) > height:
            self.out.append(f"</{self.open.pop()}>")


def _tokens(html: str) -> Iterator[re.Match[str]]:
    """Tags and texts one after the other, without comments and without what stands in silent tags."""
    position, endless = 0, set()
    while found := _TOKEN.match(html, position):
        position = found.end()
        name = (found["name"] or "").lower()
        if name in _SILENT_END and not found["end"] and name not in endless:
            end = _SILENT_END[name].search(html, position)
            if end:
                position = end.end()
            else:
                endless.add(name)  # looked for once, not once a tag
        elif name or found["text"] is not None:
            yield found


def _attributes(rest: str) -> Attributes:
    """The attributes of a tag, decoded; of a repeated one the first stands, as in a browser."""
    found: Attributes = {}
    if not rest or rest.isspace():
        return found
    for match in _ATTRIBUTE.finditer(rest):
        found.setdefault(match[1].lower(), unescape((match[2] or match[3] or match[4] or "")[:100_000]))
    return found


def _written(name: str, attributes: Attributes) -> str:
    pairs = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{pairs}>"


def _is_quote(name: str, attributes: Attributes) -> bool:
    cited = name == "blockquote" and attributes.get("type", "").lower() == "cite"
    return cited or attributes.get("id", "").endswith(_QUOTE_FOLLOWS) or not _QUOTE_CLASSES.isdisjoint(attributes.get("class", "").split())
