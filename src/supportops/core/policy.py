"""The policy: every chapter of the handbook as one typed value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from typing import Any, Literal, get_args, get_type_hints
from zoneinfo import ZoneInfo

from supportops.core.automation import AutomationPolicy, mistakes
from supportops.core.channels import ChannelPolicy
from supportops.core.conditions import Condition
from supportops.core.conditions import parse as parse_condition
from supportops.core.escalation import EscalationPolicy, complaints
from supportops.core.hours import BusinessHours, Slot, apart, slot
from supportops.core.notices import NoticePolicy
from supportops.core.phrases import words
from supportops.core.playbooks import PlaybookPolicy
from supportops.core.playbooks import complaints as about_playbooks
from supportops.core.possible import impossible
from supportops.core.routing import RoutingPolicy, When, when
from supportops.core.routing.contradictions import contradictions as routing_contradictions
from supportops.core.schema import Builder, Malformed, Path, dotted, shown
from supportops.core.sla import Lifecycle, SlaPolicy, Target
from supportops.core.sla.contradictions import contradictions as sla_contradictions
from supportops.core.survey import SurveyPolicy
from supportops.core.taxonomy import Taxonomy
from supportops.core.ticket import Priority
from supportops.core.triage import TriagePolicy
from supportops.core.triage.contradictions import mistakes as about_triage


@dataclass(frozen=True)
class Policy:
    """One field a chapter, one YAML file a field. `version` names the texts it was read from."""

    lifecycle: Lifecycle
    priorities: Mapping[Priority, Target]
    calendars: Mapping[str, BusinessHours]
    sla: SlaPolicy
    triage: TriagePolicy
    taxonomy: Taxonomy
    routing: RoutingPolicy
    channels: ChannelPolicy
    escalation: EscalationPolicy
    automation: AutomationPolicy
    playbooks: PlaybookPolicy
    notices: NoticePolicy
    survey: SurveyPolicy
    version: str = ""


CHAPTERS = tuple(field.name for field in fields(Policy) if field.name != "version")
_TYPES = get_type_hints(Policy)


class PolicyError(ValueError):
    """A handbook that cannot be used: file, line, field, and what was expected. `all` names every such place that was found."""

    def __init__(self, chapter: str, line: int | None, path: Path, sentence: str, others: Sequence[PolicyError] = ()) -> None:
        place = f"{chapter}.yaml:{line}" if line else f"{chapter}.yaml"
        super().__init__(": ".join(part for part in (place, dotted(path), sentence) if part))
        self.chapter, self.line, self.path, self.sentence = chapter, line, path, sentence
        self.all = (self, *others)

    @classmethod
    def of(cls, errors: Sequence[PolicyError]) -> PolicyError:
        """Several as one, which says the first."""
        first = errors[0]
        return cls(first.chapter, first.line, first.path, first.sentence, errors[1:])


Where = Callable[[str, Path], int | None]
"""The line at which a place of a chapter stands."""


def assemble(chapters: Mapping[str, object], where: Where, version: str = "") -> Policy:
    """A policy from the plain data of its chapters, or PolicyError."""
    faults: list[PolicyError] = []
    built = {name: _chapter(name, chapters, where, faults) for name in CHAPTERS}
    if not faults:
        policy = Policy(**built, version=version)
        faults += [PolicyError(chapter, where(chapter, path), path, sentence) for chapter, path, sentence in contradictions(policy)]
    if faults:
        raise PolicyError.of(faults)
    return policy


def _chapter(name: str, chapters: Mapping[str, object], where: Where, faults: list[PolicyError]) -> Any:
    """A chapter's value; what is wrong with it is added to the faults."""
    if name not in chapters:
        faults.append(PolicyError(name, None, (), "this chapter is missing"))
        return None
    try:
        return _BUILDER.build(_TYPES[name], chapters[name], ())
    except Malformed as error:
        faults += [PolicyError(name, where(name, one.path), one.path, one.sentence) for one in error.all]
        return None


Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class Holidays(dict[date, str]):
    """Dates with their names; a list of dates alone stands for days without a name."""


def _holidays(data: Any, path: Path) -> Holidays:
    if isinstance(data, dict):
        return Holidays(_BUILDER.build(Mapping[date, str], data, path))
    return Holidays(dict.fromkeys(_BUILDER.build(tuple[date, ...], data, path), "holiday"))


@dataclass(frozen=True)
class _Hours:
    """Business hours as they are written."""

    zone: ZoneInfo
    week: Mapping[Weekday, tuple[Slot, ...]]
    country: str = ""  # whoever reads the text from a file puts the country's holidays among these
    subdivision: str = ""
    holidays: Holidays = field(default_factory=Holidays)
    works_on: frozenset[date] = frozenset()  # holidays on which the desk works all the same


def _business_hours(data: Any, path: Path) -> BusinessHours:
    written = _BUILDER.build(_Hours, data, path)
    week = {get_args(Weekday).index(day): _apart(slots, (*path, "week", day)) for day, slots in written.week.items()}
    names = {day: name for day, name in written.holidays.items() if day not in written.works_on}
    try:
        return BusinessHours(written.zone, week, frozenset(names), names)
    except ValueError as error:
        raise Malformed(path, str(error)) from None


def _apart(slots: tuple[Slot, ...], path: Path) -> tuple[Slot, ...]:
    try:
        return apart(slots)
    except ValueError as error:
        raise Malformed(path, str(error)) from None


def _slot(data: Any, path: Path) -> Slot:
    try:
        return slot(data)
    except (ValueError, TypeError):
        raise Malformed(path, f"expected opening hours such as 09:00-17:00, found {shown(data)}") from None


def _condition(data: Any, path: Path) -> Condition:
    """One that can never hold is a mistake, whatever stands in it."""
    condition = parse_condition(data, path)
    if sentence := impossible(condition):
        raise Malformed(path, sentence)
    return condition


_BUILDER = Builder({BusinessHours: _business_hours, Slot: _slot, Holidays: _holidays, Condition: _condition, When: when})

Contradiction = tuple[str, Path, str]


def contradictions(policy: Policy) -> Iterator[Contradiction]:
    """Where chapters speak of what another does not know, and figures that no desk can work by."""
    yield from _about_time(policy)
    yield from _about_words(policy)
    yield from _about_nothing(policy)
    yield from routing_contradictions(policy.routing, policy.channels, policy.taxonomy.keys, tuple(policy.taxonomy.categories))
    audiences = policy.escalation.audiences
    wrong = sla_contradictions(policy.sla, policy.calendars, policy.routing.teams, audiences)
    yield from (("sla", path, sentence) for path, sentence in wrong)
    yield from (("escalation", path, sentence) for path, sentence in complaints(policy.escalation, tuple(policy.routing.teams)))
    wrong = mistakes(policy.automation, tuple(policy.routing.teams), audiences, policy.taxonomy)
    yield from (("automation", path, sentence) for path, sentence in wrong)
    yield from (("playbooks", path, sentence) for path, sentence in about_playbooks(policy.playbooks, policy.escalation.audiences))


def _about_time(policy: Policy) -> Iterator[Contradiction]:
    for priority in Priority:
        if priority not in policy.priorities:
            yield "priorities", (), f"{priority} is missing"
    named = [("priorities", (priority, "calendar"), target.calendar) for priority, target in policy.priorities.items()]
    for chapter, path, calendar in [*named, ("lifecycle", ("pick_up_calendar",), policy.lifecycle.pick_up_calendar)]:
        if calendar not in policy.calendars:
            yield chapter, path, f"expected a calendar: {', '.join(policy.calendars)}; found {calendar!r}"


def _about_nothing(policy: Policy) -> Iterator[Contradiction]:
    """What is there, and says nothing."""
    for priority, target in policy.priorities.items():
        for name in ("first_reply", "next_reply", "resolution"):
            if not getattr(target, name):
                yield "priorities", (priority, name), "expected a time of at least 1m, found none"
    yield from _unknown("notices", ("acknowledges",), policy.notices.acknowledges, tuple(policy.channels.matrix))
    for path in _blank(policy.triage, ()):
        yield "triage", path, "expected a word or phrase, found nothing between the commas"


def _blank(value: object, path: Path) -> Iterator[Path]:
    """Where a phrase has no word in it, so that nothing could ever be found by it."""
    if isinstance(value, tuple):
        yield from ((*path, place) for place, text in enumerate(value) if isinstance(text, str) and not words(text))
        return
    parts = vars(value) if is_dataclass(value) else value if isinstance(value, Mapping) else {}
    for name, part in parts.items():
        yield from _blank(part, (*path, name))


def _about_words(policy: Policy) -> Iterator[Contradiction]:
    wrong = about_triage(policy.triage, policy.taxonomy.keys, policy.taxonomy.sentiment)
    yield from (("triage", path, sentence) for path, sentence in wrong)


def _unknown(chapter: str, path: Path, names: Iterable[str], known: Sequence[str]) -> Iterator[Contradiction]:
    for name in names:
        if name not in known:
            yield chapter, path, f"expected one of {', '.join(filter(None, known))}; found {name!r}"
