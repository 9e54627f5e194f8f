"""A filled form as edits of the handbook's text: only what was changed is touched, and comments stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import QueryDict

from supportops.actions.policy.editing import append, put, remove
from supportops.interfaces.web.policy.cases import Field


class Unreadable(ValueError):
    """Something that the form cannot even write down."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name = name


def edited(texts: Mapping[str, str], fields: Iterable[Field], said: QueryDict) -> dict[str, str]:
    """The chapters that the form changes."""
    found = dict(texts)
    wanted = [(one, value(one, said)) for one in fields if one.name in said or f"{one.name}?" in said]
    changes = [(one, new) for one, new in wanted if new != one.value]
    for one, new in sorted((change for change in changes if not _is_gone(change)), key=_listed):
        found[one.chapter] = _put(found[one.chapter], one, new, wanted)
    for one, _ in sorted((change for change in changes if _is_gone(change)), key=_place, reverse=True):
        found[one.chapter] = _removed(found[one.chapter], one)
    return {name: text for name, text in found.items() if text != texts[name]}


def value(one: Field, said: QueryDict) -> Any:
    """What was entered, as plain data; None where it was left empty."""
    if one.kind == "choices":
        return _chosen(one, said.getlist(one.name))
    text = said.get(one.name, "").strip()
    if not text:
        return _empty(one)
    return _number(one, text) if one.kind == "number" else text


def _chosen(one: Field, names: list[str]) -> Any:
    """As it stands where the same are chosen, in whatever order."""
    if set(names) == set(one.value or ()):
        return one.value
    return names


def _empty(one: Field) -> None:
    if not one.optional:
        raise Unreadable(one.name, "This cannot be empty.")


def _number(one: Field, text: str) -> int | float:
    try:
        return int(text) if text.removeprefix("-").isdecimal() else float(text)
    except ValueError:
        raise Unreadable(one.name, f"Expected a number, found {text!r}.") from None


def _is_item(one: Field) -> bool:
    """A field of an item in a list, which comes and goes as a whole."""
    return len(one.path) > 1 and isinstance(one.path[-2], int)


def _is_gone(change: tuple[Field, Any]) -> bool:
    one, new = change
    return one.there and new is None


def _listed(change: tuple[Field, Any]) -> int:
    return int(_is_item(change[0]) and not change[0].there)


def _place(change: tuple[Field, Any]) -> int:
    place = change[0].path[-2] if _is_item(change[0]) else 0
    return place if isinstance(place, int) else 0


def _put(text: str, one: Field, new: Any, wanted: Iterable[tuple[Field, Any]]) -> str:
    if one.there or not _is_item(one):
        return put(text, one.path, new)
    item = {str(other.path[-1]): said for other, said in wanted if other.path[:-1] == one.path[:-1] and other.chapter == one.chapter}
    if one.path[-1] != next(iter(item)) or new in (None, []):
        return text  # the first of its fields brings the whole item
    return append(text, one.path[:-2], item)


def _removed(text: str, one: Field) -> str:
    return remove(text, one.path[:-1] if _is_item(one) else one.path)
