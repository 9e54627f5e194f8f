"""One chapter's text as plain data that still knows its lines."""

from __future__ import annotations

import re
from typing import Any

import yaml

from supportops.core.policy import PolicyError
from supportops.core.schema import Path


class Chapter:
    """One YAML text as plain data that still knows its lines. Only true, false and null are special: `no` is a word, 9:00 a time."""

    def __init__(self, name: str, text: bytes) -> None:
        self.name = name
        self.lines: dict[Path, int] = {}
        try:
            node = yaml.compose(text, Loader=_Loader)
            self.data = self._plain(node, ()) if node else None
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise PolicyError(name, _line_of(error), (), f"this is not YAML: {_problem(error)}") from None
        except RecursionError:
            raise PolicyError(name, None, (), "brackets stand within each other too deeply") from None

    def line(self, path: Path) -> int | None:
        """The line of a place, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)

    def _plain(self, node: yaml.Node, path: Path) -> Any:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(item, (*path, place)) for place, item in enumerate(node.value)]
        return _scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise PolicyError(self.name, key.start_mark.line + 1, path, "expected a name before the colon")
            here = (*path, str(key.value))
            if key.value in data:
                raise PolicyError(self.name, key.start_mark.line + 1, here, f"stands twice, first in line {self.lines[here]}")
            self.lines[here] = key.start_mark.line + 1
            data[key.value] = self._plain(value, here)
        return data


def _scalar(node: yaml.ScalarNode) -> Any:
    """What is quoted is text; the rest is true, false, a number, nothing, or text."""
    text = node.value
    if node.style is not None:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text


_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_WHOLE = re.compile(r"-?\d{1,15}")
_DECIMAL = re.compile(r"-?\d{1,15}\.\d{1,15}")


class _Loader(yaml.SafeLoader):
    """Refuses references within the text: a handbook says what it means where it stands."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.composer.ComposerError(problem="references (*name) are not used here", problem_mark=self.peek_event().start_mark)
        return super().compose_node(parent, index)


def _line_of(error: Exception) -> int | None:
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark else None


def _problem(error: Exception) -> str:
    return getattr(error, "problem", None) or str(error)
