"""The handoff form as a YAML text, in the shape of the methodology's template."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any


def as_yaml(form: Mapping[str, Any]) -> str:
    """The form as a YAML text that other programs read."""
    return "\n".join(["escalation:", *_lines(form, 1)]) + "\n"


def _lines(data: Mapping[str, Any], depth: int) -> Iterator[str]:
    pad = "  " * depth
    for name, value in data.items():
        if isinstance(value, Mapping):
            yield f"{pad}{name}:"
            yield from _lines(value, depth + 1)
        elif isinstance(value, list | tuple):
            yield f"{pad}{name}:" if value else f"{pad}{name}: []"
            for one in value:
                first, *rest = _lines(one, depth + 2)
                yield f"{pad}  - {first.lstrip()}"
                yield from rest
        else:
            yield f"{pad}{name}: {_scalar(value)}"


def _scalar(value: object) -> str:
    """A quoted text of JSON is one of YAML too."""
    return str(value) if isinstance(value, int) else json.dumps(str(value), ensure_ascii=False)
