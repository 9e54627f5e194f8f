"""Plain data into typed values: a frozen dataclass is its own schema, and whatever does not fit is named with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from enum import Enum
from functools import cache, partial
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

Path = tuple[str | int, ...]
Reader = Callable[[Any, Path], Any]


class Malformed(ValueError):
    """Data that does not fit: the place in it, and what was expected there. `all` names every such place that was found."""

    def __init__(self, path: Path, sentence: str, others: Sequence[Malformed] = ()) -> None:
        super().__init__(f"{dotted(path)}: {sentence}" if path else sentence)
        self.path = path
        self.sentence = sentence
        self.all = (self, *others)


class _Faults(list[Malformed]):
    """What did not fit so far, so that one look finds everything."""

    def tried(self, read: Callable[[], Any]) -> Any:
        try:
            return read()
        except Malformed as error:
            self.extend(error.all)
            return None

    def end(self) -> None:
        if self:
            raise Malformed(self[0].path, self[0].sentence, self[1:])


def dotted(path: Path) -> str:
    """A place as people write it: P1.first_reply, week.monday[0]."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def build(kind: Any, data: object, path: Path = (), readers: Mapping[Any, Reader] | None = None) -> Any:
    """A value of this type from plain data. `readers` says how to read types that are written in a form of their own."""
    return Builder(readers or {}).build(kind, data, path)


class Builder:
    """Reads by type; one instance knows the special forms."""

    def __init__(self, readers: Mapping[Any, Reader]) -> None:
        self.readers = {**_PLAIN, **readers}

    def build(self, kind: Any, data: Any, path: Path) -> Any:
        if kind in self.readers:
            return self.readers[kind](data, path)
        if is_dataclass(kind):
            return self._record(kind, data, path)
        if isinstance(kind, type) and issubclass(kind, Enum):
            return _enum(kind, data, path)
        return self._generic(get_origin(kind), get_args(kind), data, path)

    def _generic(self, origin: Any, args: tuple[Any, ...], data: Any, path: Path) -> Any:
        if origin in (Union, UnionType):
            return None if data is None else self.build(next(arg for arg in args if arg is not NoneType), data, path)
        if origin is Literal:
            return _one_of(args, data, path)
        if origin in (tuple, frozenset):
            return origin(self._items(args[0], data, path))
        return self._mapping(args[0], args[1], data, path)

    def _items(self, kind: Any, data: Any, path: Path) -> list[Any]:
        if not isinstance(data, list):
            raise Malformed(path, f"expected a list, found {shown(data)}")
        faults = _Faults()
        built = [faults.tried(partial(self.build, kind, item, (*path, place))) for place, item in enumerate(data)]
        faults.end()
        return built

    def _mapping(self, key: Any, kind: Any, data: Any, path: Path) -> dict[Any, Any]:
        _check_mapping(data, path)
        faults, built = _Faults(), {}
        for name, value in data.items():
            known = faults.tried(partial(self.build, key, name, (*path, name)))
            built[known] = faults.tried(partial(self.build, kind, value, (*path, name)))
        faults.end()
        return built

    def _record(self, kind: Any, data: Any, path: Path) -> Any:
        _check_mapping(data, path)
        known = _fields(kind)
        faults, values = _Faults(_strangers(data, path, known)), {}
        for name in (name for name in data if name in known):
            values[name] = faults.tried(partial(self.build, known[name][0], data[name], (*path, name)))
        faults.end()
        try:
            return kind(**values)
        except ValueError as error:
            raise Malformed(path, str(error)) from None


@cache
def _fields(kind: Any) -> dict[str, tuple[Any, bool]]:
    """Each field with its type and whether it must be given."""
    types = get_type_hints(kind)
    return {field.name: (types[field.name], _is_needed(field)) for field in fields(kind) if field.init}


def _strangers(data: Mapping[Any, Any], path: Path, known: Mapping[str, tuple[Any, bool]]) -> Iterator[Malformed]:
    """Fields that are not known, and those that are missing."""
    for name in data:
        if name not in known:
            yield Malformed((*path, name), f"no such field{_meant(name, known)}; the fields are {', '.join(known)}")
    for name, (_, needed) in known.items():
        if needed and name not in data:
            yield Malformed((*path, name), "is missing and has no default")


def _is_needed(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _check_mapping(data: Any, path: Path) -> None:
    if not isinstance(data, dict):
        raise Malformed(path, f"expected names with values, found {shown(data)}")


def _meant(name: object, known: Mapping[str, object]) -> str:
    close = get_close_matches(str(name), known, n=1)
    return f" (did you mean {close[0]}?)" if close else ""


def shown(data: object) -> str:
    """Data as an error message quotes it: shortened, nothing as nothing."""
    text = "nothing" if data is None else repr(data)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _enum(kind: type[Enum], data: Any, path: Path) -> Enum:
    return kind(_one_of(tuple(member.value for member in kind), data, path))


def _one_of(allowed: tuple[Any, ...], data: Any, path: Path) -> Any:
    if data not in allowed:
        raise Malformed(path, f"expected one of {', '.join(map(str, allowed))}, found {shown(data)}")
    return data


def _exactly(name: str, *types: type) -> Reader:
    def read(data: Any, path: Path) -> Any:
        if type(data) not in types:
            raise Malformed(path, f"expected {name}, found {shown(data)}")
        return data

    return read


_DURATION = re.compile(r"(?:(\d{1,5})d)?\s?(?:(\d{1,5})h)?\s?(?:(\d{1,5})m)?")


def duration(data: Any, path: Path) -> timedelta:
    """A duration such as 15m, 4h, 2d or 1h 30m."""
    found = _DURATION.fullmatch(data) if isinstance(data, str) and data else None
    if not found:
        raise Malformed(path, f"expected a duration such as 15m, 4h or 2d, found {shown(data)}")
    days, hours, minutes = (int(part or 0) for part in found.groups())
    return timedelta(days=days, hours=hours, minutes=minutes)


def _by(convert: Callable[[str], Any], expected: str) -> Reader:
    def read(data: Any, path: Path) -> Any:
        try:
            return convert(data)
        except (ValueError, TypeError, OSError, KeyError):
            raise Malformed(path, f"expected {expected}, found {shown(data)}") from None

    return read


_PLAIN: Mapping[Any, Reader] = {
    str: _exactly("text", str),
    int: _exactly("a whole number", int),
    float: _exactly("a number", float, int),
    bool: _exactly("true or false", bool),
    timedelta: duration,
    date: _by(date.fromisoformat, "a date such as 2026-12-25"),
    ZoneInfo: _by(ZoneInfo, "a time zone such as Europe/Berlin"),
}
