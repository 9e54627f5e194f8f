"""The usual changes as forms: which fields of the handbook each shows, and how a filled form becomes edits of the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from supportops.actions.policy import parsed
from supportops.core.schema import Path
from supportops.models.people import TIERS

Data = Mapping[str, Any]
"""Chapter -> its plain data."""


@dataclass(frozen=True)
class Field:
    """One place of the handbook in a form."""

    chapter: str
    path: Path
    label: Any
    kind: str  # duration, number, choice, choices
    value: Any = None
    choices: Sequence[tuple[str, Any]] = ()
    optional: bool = False
    there: bool = True  # whether the place is in the text already

    @property
    def name(self) -> str:
        """How the page calls it."""
        return "/".join((self.chapter, *map(str, self.path)))


@dataclass(frozen=True)
class Row:
    label: Any
    fields: Sequence[Field]
    says: str = ""


@dataclass(frozen=True)
class Group:
    """Fields that belong together, as a table."""

    title: Any
    hint: Any
    rows: Sequence[Row]
    columns: Sequence[Any] = ()


@dataclass(frozen=True)
class Case:
    """One form."""

    key: str
    title: Any
    about: Any
    icon: str
    chapters: tuple[str, ...]
    groups: Callable[[Data], Iterator[Group]] = field(repr=False, default=lambda data: iter(()))

    def fields(self, data: Data) -> Iterator[Field]:
        for group in self.groups(data):
            for row in group.rows:
                yield from row.fields


def plain(texts: Mapping[str, str]) -> dict[str, Any]:
    """The chapters' plain data."""
    return {name: parsed(name, text.encode()).data for name, text in texts.items()}


def _names(names: Any) -> list[tuple[str, str]]:
    return [(name, name) for name in names]


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step] if isinstance(data, list) else (data or {}).get(step)
    return data


def _field(data: Data, chapter: str, path: Path, label: Any, kind: str, **more: Any) -> Field:
    value = _at(data[chapter], path)
    return Field(chapter, path, label, kind, value, there=value is not None, **more)


# Targets

PRIORITIES = (("P0", _("Critical")), ("P1", _("High")), ("P2", _("Normal")), ("P3", _("Low")))
TARGETS = (("first_reply", _("First reply")), ("next_reply", _("Next reply")), ("resolution", _("Resolution")))
STAGES = (
    ("pick_up", _("A new ticket is picked up within")),
    ("pending_warning", _("A customer who does not answer is reminded after")),
    ("pending_close", _("and their ticket is closed after another")),
    ("solved_close", _("A solved ticket is closed after")),
    ("escalation_acknowledgement", _("An escalated ticket is taken over within")),
)


def _targets(data: Data) -> Iterator[Group]:
    rows = [
        Row(f"{key} · {word}", [*_promises(data, key, TARGETS), _calendar(data, "priorities", (key, "calendar"))])
        for key, word in PRIORITIES
    ]
    hint = _("Durations are written 15m, 4h, 2d or 1h 30m. Only the hours of the calendar count.")
    yield Group(_("What each priority promises"), hint, rows, (_("Priority"), *(word for _key, word in TARGETS), _("Calendar")))
    stages = [Row(word, [_field(data, "lifecycle", (key,), word, "duration")]) for key, word in STAGES]
    stages.append(Row(_("The hours in which these two count"), [_calendar(data, "lifecycle", ("pick_up_calendar",))]))
    yield Group(_("How long a ticket may stay in a stage"), "", stages)


def _promises(data: Data, key: str, names: Sequence[tuple[str, Any]]) -> list[Field]:
    return [_field(data, "priorities", (key, name), word, "duration") for name, word in names]


def _calendar(data: Data, chapter: str, path: Path) -> Field:
    return _field(data, chapter, path, _("Calendar"), "choice", choices=_names(data["calendars"]))


# Warnings


def _warnings(data: Data) -> Iterator[Group]:
    places = range(len(data["sla"].get("warnings") or ()))
    rows = [_warning(data, place) for place in places]
    hint = _("The share of a target's time that is used up, such as 0.75, and who is told then. Leave the share empty to drop a warning.")
    blank = Row(
        _("One more"),
        [
            Field("sla", ("warnings", len(places), name), label, kind, None, choices, True, False)
            for name, label, kind, choices in _said(data)
        ],
    )
    yield Group(_("Before a promise is missed"), hint, [*rows, blank], (_("Warning"), _("At"), _("Who is told")))
    tell = _field(data, "sla", ("breach", "tell"), _("Who is told"), "choices", choices=audiences(data))
    yield Group(_("When it was missed"), "", [Row(_("Who is told"), [tell])])


def _warning(data: Data, place: int) -> Row:
    fields = [
        _field(data, "sla", ("warnings", place, name), label, kind, choices=choices, optional=True)
        for name, label, kind, choices in _said(data)
    ]
    return Row(_("Warning %(n)s") % {"n": place + 1}, fields)


def _said(data: Data) -> list[tuple[str, Any, str, list[tuple[str, str]]]]:
    return [("at", _("At this share"), "number", []), ("tell", _("Who is told"), "choices", audiences(data))]


def audiences(data: Data) -> list[tuple[str, str]]:
    """Whom a rule may tell."""
    return [(name, name.replace("_", " ")) for name in ("assignee", "team", "leads", *(data["escalation"].get("people") or ()))]


# Routing


def _routing(data: Data) -> Iterator[Group]:
    teams = _names(data["routing"]["teams"])
    group = ("", _("as its group, or the default"))
    default = _field(data, "routing", ("default_team",), _("Team"), "choice", choices=teams)
    yield Group(_("Where nothing else is said"), "", [Row(_("Team"), [default])])
    if tiers := list(_tiers(data)):
        yield Group(_("Customers who come first"), _("Tiers that a branch of the tree asks for."), tiers)
    rows = [_category(data, name, [group, *teams]) for name in _categories(data)]
    yield Group(
        _("Which team has which category"),
        _("A category without a team of its own goes where its group goes."),
        rows,
        (_("Category"), _("Team")),
    )


def _categories(data: Data) -> Iterator[str]:
    """Each group, then its categories."""
    for name, below in data["taxonomy"]["categories"].items():
        yield name
        yield from (f"{name}.{one}" for one in below)


def _category(data: Data, name: str, teams: Sequence[tuple[str, Any]]) -> Row:
    return Row(name, [_field(data, "routing", ("categories", name), _("Team"), "choice", choices=teams, optional=True)])


def _tiers(data: Data) -> Iterator[Row]:
    for path, test in conditions(data["routing"].get("tree") or {}, ("tree",)):
        if test.get("fact") == "tier" and isinstance(test.get("in"), list):
            name = str(path[1])
            yield Row(
                name,
                [_field(data, "routing", (*path, "in"), name, "choices", choices=TIERS)],
                str(_at(data["routing"], ("tree", name, "because")) or ""),
            )


def conditions(data: Any, path: Path) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Every question to a fact below a place."""
    if isinstance(data, dict) and "fact" in data:
        yield path, data
    for name, part in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from conditions(part, (*path, name))


# Escalation

LEVELS = (("", _("no level")), ("1", "L1"), ("2", "L2"), ("3", "L3"))
MODES = (("auto", _("at once, by itself")), ("offer", _("offered to a person")))


FACTS = {"arr": _("Yearly revenue"), "affected": _("People affected"), "repeats": _("Requests of late")}


def _escalation(data: Data) -> Iterator[Group]:
    for name, trigger in data["escalation"]["triggers"].items():
        yield Group(trigger.get("says") or name, "", list(_trigger(data, name, trigger)))


def _trigger(data: Data, name: str, trigger: Mapping[str, Any]) -> Iterator[Row]:
    place: Path = ("triggers", name)
    yield Row(_("In words"), [_field(data, "escalation", (*place, "says"), _("In words"), "text")])
    for path, test in conditions(trigger.get("when"), (*place, "when")):
        if op := next((op for op in ("gt", "lt") if isinstance(test.get(op), int | float)), ""):
            words = _("%(fact)s more than") if op == "gt" else _("%(fact)s less than")
            label = words % {"fact": FACTS.get(test["fact"]) or str(test["fact"]).replace("_", " ").capitalize()}
            yield Row(label, [_field(data, "escalation", (*path, op), label, "number")])
    for step, label, kind, choices, optional in _KNOBS:
        if step in trigger or not optional:
            found = audiences(data) if step == "tell" else choices
            yield Row(label, [_field(data, "escalation", (*place, step), label, kind, choices=found, optional=optional)])


_KNOBS: tuple[tuple[str, Any, str, Sequence[tuple[str, Any]], bool], ...] = (
    ("after", _("After"), "duration", (), True),
    ("level", _("Goes to level"), "number", (), True),
    ("within", _("Taken over within"), "duration", (), True),
    ("mode", _("Happens"), "choice", MODES, True),
    ("tell", _("Who is told"), "choices", (), False),
)

CASES = {
    case.key: case
    for case in (
        Case(
            "targets",
            _("Targets and times"),
            _("What each priority promises, reminders, closing."),
            "timer",
            ("priorities", "lifecycle"),
            _targets,
        ),
        Case("warnings", _("Warnings"), _("Who hears when a promise is in danger, or was missed."), "bell", ("sla",), _warnings),
        Case("routing", _("Routing"), _("Which team has which category, and which customers come first."), "route", ("routing",), _routing),
        Case(
            "escalation",
            _("Escalation"),
            _("Thresholds, times and people of each trigger."),
            "arrow-up-right",
            ("escalation",),
            _escalation,
        ),
    )
}
