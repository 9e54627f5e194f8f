"""One value of a chapter's text put in its place: every other character, comments above all, stays as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import yaml

from supportops.core.schema import Path

Value = Any
"""Plain data: text, number, true or false, or lists and mappings of these."""


def put(text: str, path: Path, value: Value) -> str:
    """The text with this value at that place; the name is added where only the last step of the path is new."""
    holder = _find(_composed(text), path[:-1])
    for name, key, node in _parts(holder):
        if name == path[-1]:
            return _replaced(text, key, node, value)
    if not isinstance(holder, yaml.MappingNode):
        raise LookupError(f"there is no place for {path}")
    return _added(text, holder, f"{written(path[-1])}: {written(value)}")


def remove(text: str, path: Path) -> str:
    """The text without that name and its value, or without that item."""
    holder = _find(_composed(text), path[:-1])
    parts = _parts(holder)
    if holder is None or path[-1] not in [name for name, _, _ in parts]:
        raise LookupError(f"there is nothing at {path}")
    if len(parts) == 1:
        return put(text, path[:-1], [] if isinstance(holder, yaml.SequenceNode) else {})
    place = next(number for number, (name, _, _) in enumerate(parts) if name == path[-1])
    return _without(text, holder, parts, place)


def append(text: str, path: Path, value: Mapping[str, Value]) -> str:
    """The text with one more item, on lines of its own, in the list at that place."""
    holder = _find(_composed(text), path)
    if not isinstance(holder, yaml.SequenceNode) or (holder.flow_style and holder.value):
        raise LookupError(f"expected a list with each item on lines of its own at {path}")
    if holder.value:
        end, column = _line_end(text, _end(text, holder)), holder.start_mark.column
        return f"{text[:end]}\n{' ' * column}- {_lines(value, column + 2)}{text[end:]}"
    start, stop, column = holder.start_mark.index, holder.end_mark.index, _indent(text, holder.start_mark.index) + 2
    head, end = text[:start].rstrip(" ") + text[stop : _line_end(text, stop)], _line_end(text, stop)
    return f"{head}\n{' ' * column}- {_lines(value, column + 2)}{text[end:]}"


def _composed(text: str) -> yaml.Node | None:
    """The text as nodes. A text block ends where its last letter stands, not where the next thing begins."""
    root = yaml.compose(text)
    for node in _blocks(root):
        node.end_mark.index = len(text[: node.end_mark.index].rstrip())
    return root


def _blocks(node: yaml.Node | None) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        yield node
    for _, _, part in _parts(node):
        yield from _blocks(part)


def _find(node: yaml.Node | None, path: Path) -> yaml.Node | None:
    for step in path:
        node = next((value for name, _, value in _parts(node) if name == step), None)
    return node


def _parts(node: yaml.Node | None) -> list[tuple[str | int, yaml.Node, yaml.Node]]:
    """What is in it: its name, where it begins, its value."""
    if isinstance(node, yaml.MappingNode):
        return [(key.value, key, value) for key, value in node.value]
    if isinstance(node, yaml.SequenceNode):
        return [(place, item, item) for place, item in enumerate(node.value)]
    return []


def _replaced(text: str, key: yaml.Node, node: yaml.Node, value: Value) -> str:
    """A value on one line in the place of the old one. What stood on lines below its name makes room for it."""
    if _is_inline(node):
        return text[: node.start_mark.index] + written(value) + text[_end(text, node) :]
    end = _end(text, node)
    if key is node:
        return text[: node.start_mark.index] + _lines(value, node.start_mark.column) + text[end:]
    colon = text.index(":", key.end_mark.index) + 1
    return f"{text[:colon]} {written(value)}{text[colon : _line_end(text, colon)]}{text[end:]}"


def _is_inline(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) or bool(node.flow_style)


def _lines(value: Mapping[str, Value], column: int) -> str:
    """Names with values, each on its line, from that column on."""
    return f"\n{' ' * column}".join(f"{written(name)}: {written(part)}" for name, part in value.items())


def _added(text: str, holder: yaml.MappingNode, pair: str) -> str:
    if holder.flow_style:
        begin, rest = holder.start_mark.index + 1, text[holder.end_mark.index - 1 :]
        inside = text[begin : holder.value[-1][1].end_mark.index] + ", " if holder.value else ""
        return text[:begin] + inside + pair + rest
    end, column = _line_end(text, _end(text, holder)), holder.value[0][0].start_mark.column
    return f"{text[:end]}\n{' ' * column}{pair}{text[end:]}"


def _without(text: str, holder: yaml.Node, parts: Sequence[tuple[str | int, yaml.Node, yaml.Node]], place: int) -> str:
    begin, value = parts[place][1].start_mark.index, parts[place][2]
    if _is_inline(holder):
        if place:
            return text[: parts[place - 1][2].end_mark.index] + text[value.end_mark.index :]
        return text[:begin] + text[parts[1][1].start_mark.index :]
    start = text.rfind("\n", 0, begin) + 1
    return text[:start] + text[_line_end(text, _end(text, value)) + 1 :]


def _end(text: str, node: yaml.Node) -> int:
    """Where its last value ends: the marks of what stands on several lines lie behind the empty lines and comments that follow."""
    parts = [] if _is_inline(node) else _parts(node)
    if parts:
        return _end(text, parts[-1][2])
    end = int(node.end_mark.index)
    return len(text[:end].rstrip()) if getattr(node, "style", None) in ("|", ">") else end


def _line_end(text: str, index: int) -> int:
    end = text.find("\n", index)
    return len(text) if end < 0 else end


def _indent(text: str, index: int) -> int:
    line = text[text.rfind("\n", 0, index) + 1 :]
    return len(line) - len(line.lstrip(" "))


_PLAIN_WORD = re.compile(r"[^\W\d_][\w./@%+ -]*[\w%+]|[^\W\d_]|\d{1,5}[dhm](?: ?\d{1,5}[hm])*|\d{4}-\d\d-\d\d|\d\d:\d\d-\d\d:\d\d")
_RESERVED = {"true", "false", "null"}


def written(value: Value) -> str:
    """Plain data on one line, as the handbook writes it: a word stands as it is, everything that could be misread in quotes."""
    return next(write for kinds, write in _WRITERS if isinstance(value, kinds))(value)


def _word(value: str) -> str:
    return value if _PLAIN_WORD.fullmatch(value) and value not in _RESERVED else _quoted(value)


def _quoted(text: str) -> str:
    escaped = "".join(_escaped(text))
    return f'"{escaped}"'


def _escaped(text: str) -> Iterator[str]:
    for letter in text:
        yield _ESCAPES.get(letter) or (letter if letter.isprintable() else f"\\U{ord(letter):08x}")


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
_WRITERS: tuple[tuple[type | tuple[type, ...], Callable[[Value], str]], ...] = (
    ((bool, type(None)), lambda value: {True: "true", False: "false", None: "null"}[value]),
    (dict, lambda value: "{" + ", ".join(f"{written(name)}: {written(part)}" for name, part in value.items()) + "}"),
    ((list, tuple), lambda value: "[" + ", ".join(map(written, value)) + "]"),
    ((int, float), str),
    (str, _word),
)
