"""One of the desk's own rules as a form: rows of questions and of acts, and back into the plain data of the handbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from supportops.actions.policy import Chapter
from supportops.actions.policy.editing import append, put, remove, written
from supportops.core.automation import Act
from supportops.core.automation.rule import Since
from supportops.core.conditions import FACTS, OPS

Plain = dict[str, Any]
BLANK = 1  # empty rows that are offered
OPERATORS = {
    "is": _("is"),
    "in": _("is one of"),
    "contains": _("contains"),
    "gt": _("is more, or later, than"),
    "lt": _("is less, or earlier, than"),
    "empty": _("is empty"),
}
ACTS = {
    "prioritise": (_("set the priority"), "P1"),
    "tag": (_("add tags"), "late, vip"),
    "route": (_("put it into the queue of"), "billing"),
    "assign": (_("give it to the agent with number"), "12"),
    "escalate": (_("escalate, because"), _("the reason")),
    "note": (_("write a note"), _("its text")),
    "snooze": (_("put it off for"), "4h"),
    "solve": (_("solve it as"), "{root_cause: user_error, resolution_type: agent_resolved}"),
    "tell": (_("tell"), "assignee, leads"),
    "suggest": (_("suggest the reply"), _("its text")),
}
SINCE = get_args(Since)
LISTS = ("tag", "tell")


def choices() -> dict[str, Any]:
    """What can be chosen in the form."""
    facts = [{"name": fact.name, "words": fact.name.replace("_", " "), "meaning": fact.meaning} for fact in FACTS.values()]
    acts = [
        {"name": name, "words": words, "example": example} for name, (words, example) in ACTS.items() if name in Act.__dataclass_fields__
    ]
    return {
        "facts": facts,
        "operators": [(op, OPERATORS[op]) for op in OPS],
        "acts": acts,
        "since": [(name, name.replace("_", " ")) for name in SINCE],
    }


def shown(rule: Mapping[str, Any]) -> Plain:
    """A rule as the form shows it."""
    joined, rows, text = _questions(rule.get("when"))
    return {
        "name": rule.get("name", ""),
        "on": rule.get("on") or [],
        "after": rule.get("after", ""),
        "since": rule.get("since", ""),
        "timed": "after" in rule,
        "joined": joined,
        "rows": [*rows, *([{"fact": "", "op": "is", "value": ""}] * BLANK)] if not text else [],
        "text": text,
        "acts": [*map(_act, rule.get("then") or []), *([{"name": "", "value": ""}] * BLANK)],
        "author": rule.get("author", ""),
        "active": rule.get("active", True),
    }


def _questions(when: Any) -> tuple[str, list[dict[str, str]], str]:
    """How they are joined, and one by one; as text where they stand within each other."""
    joined = "any" if isinstance(when, dict) and list(when) == ["any"] else "all"
    tests = when.get(joined, [when]) if isinstance(when, dict) else when or []
    if all(isinstance(test, dict) and "fact" in test and len(test) == 2 for test in tests):
        return joined, [_row(test) for test in tests], ""
    return joined, [], written(when)


def _row(test: Mapping[str, Any]) -> dict[str, str]:
    op = next(name for name in test if name != "fact")
    return {"fact": str(test["fact"]), "op": op, "value": _as_text(test[op])}


def _act(act: Mapping[str, Any]) -> dict[str, str]:
    name, value = next(iter(act.items()))
    return {"name": name, "value": _as_text(value)}


def _as_text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return value if isinstance(value, str) else written(value)


def rule(said: QueryDict) -> Plain:
    """The plain data of a filled form; what is wrong with it the handbook says."""
    found: Plain = {"name": said.get("name", "").strip()}
    if said.get("cause") == "time":
        found |= {"after": said.get("after", "").strip(), "since": said.get("since", "")}
    else:
        found["on"] = said.getlist("on")
    if when := condition(said):
        found["when"] = when
    found["then"] = [
        _acted(name, value.strip()) for name, value in zip(said.getlist("act_name"), said.getlist("act_value"), strict=False) if name
    ]
    if author := said.get("author", "").strip():
        found["author"] = author
    return found if said.get("active") else found | {"active": False}


def condition(said: QueryDict) -> Any:
    """The questions, joined; a single one stands by itself."""
    if text := said.get("when", "").strip():
        return typed(text)
    rows = zip(said.getlist("fact"), said.getlist("op"), said.getlist("value"), strict=False)
    tests = [{"fact": fact, op: _asked(fact, op, value.strip())} for fact, op, value in rows if fact]
    if len(tests) == 1:
        return tests[0]
    return {"any" if said.get("joined") == "any" else "all": tests} if tests else None


def _asked(fact: str, op: str, value: str) -> Any:
    """A value of the kind that the fact has."""
    kind = FACTS[fact].kind if fact in FACTS else "word"
    if op == "in":
        return [_of_kind(kind, part.strip()) for part in value.split(",") if part.strip()]
    return _of_kind("flag" if op == "empty" else kind, value)


def _of_kind(kind: str, value: str) -> Any:
    return typed(value) if kind in ("number", "flag") else value


def _acted(name: str, value: str) -> Plain:
    if name in LISTS:
        return {name: [part.strip() for part in value.split(",") if part.strip()]}
    if name == "escalate" and not value.startswith("{"):
        return {name: {"reason": value}}
    return {name: typed(value) if name in ("assign", "solve", "escalate") else value}


def typed(text: str) -> Any:
    """A value as the handbook would read it."""
    return Chapter("automation", b"value: " + text.encode()).data["value"]


def placed(text: str, old: Mapping[str, Any] | None, place: int, new: Plain) -> str:
    """The chapter's text with the rule changed field by field, or added at its end."""
    if old is None:
        return append(text, ("rules",), new)
    for name, value in new.items():
        if value != old.get(name):
            text = put(text, ("rules", place, name), value)
    for name in (name for name in old if name not in new):
        text = remove(text, ("rules", place, name))
    return text


def removed(text: str, place: int) -> str:
    return remove(text, ("rules", place))


def verbs(known: Sequence[str], chosen: Sequence[str]) -> list[tuple[str, str, bool]]:
    """Every verb with its words, and whether the rule listens to it."""
    return [(verb, verb.replace("_", " "), verb in chosen) for verb in known]
