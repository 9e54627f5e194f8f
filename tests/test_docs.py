"""What can be set, run, visited or read in the ledger stands in the docs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import click
import pytest
from django.urls import URLPattern

from supportops.actions.policy import SHIPPED, Chapter
from supportops.analytics.metrics import METRICS
from supportops.core.automation import Act
from supportops.core.hours import BusinessHours
from supportops.core.policy import Policy, _Hours
from supportops.core.ticket import BECOMES, Status, Verb
from supportops.environment import SETTINGS
from supportops.interfaces.commands import supportops
from supportops.interfaces.web.access import Route
from supportops.interfaces.web.urls import ROUTES
from supportops.models.deliveries import STATES
from supportops.models.intake import OUTCOMES
from supportops.urls import urlpatterns

DOCS = Path(__file__).parents[1] / "docs"


@cache
def docs() -> str:
    return "\n".join(path.read_text() for path in sorted(DOCS.glob("*.md")))


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_a_setting_stands_in_the_docs_with_its_default(setting) -> None:
    row = next((line for line in docs().splitlines() if line.startswith(f"| `{setting.name}` |")), "")
    assert row, f"{setting.name} is missing from docs/settings.md"
    assert (f"`{setting.default}`" if setting.default else "empty") in row


def test_no_setting_is_documented_that_is_not_there() -> None:
    page = (DOCS / "settings.md").read_text()
    named = set(re.findall(r"^\| `([A-Z_]+)` \|", page, flags=re.MULTILINE))
    assert named == {setting.name for setting in SETTINGS}


def commands(group: click.Group, words: str = "supportops") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, f"{words} {name}")
        else:
            yield f"{words} {name}", command


def test_every_command_stands_in_the_docs_with_its_options() -> None:
    missing = []
    for words, command in commands(supportops):
        row = next((line for line in docs().splitlines() if re.match(rf"\| `{words}( [^`]*)?` \|", line)), "")
        if not row:
            missing.append(words)
            continue
        options = [max(option.opts, key=len) for option in command.params if isinstance(option, click.Option)]
        missing += [f"{words} {option}" for option in options if option != "--data" and f"`{option}" not in row]
    assert not missing, "\n".join(missing)


def test_every_command_helps_and_takes_the_data_folder() -> None:
    for words, command in commands(supportops):
        assert command.help, f"{words} has no help"
        assert any("--data" in option.opts for option in command.params), f"{words} does not take --data"


@pytest.mark.parametrize("verb", Verb)
def test_an_event_stands_in_the_docs_with_what_becomes_of_each_status(verb: Verb) -> None:
    row = next((line for line in docs().splitlines() if line.startswith(f"| `{verb}` |")), "")
    assert row, f"the event {verb} is missing from docs/events.md"
    rules = [(status, BECOMES[status, verb]) for status in Status if (status, verb) in BECOMES]
    moves = ", ".join(was if was is becomes else f"{was} → {becomes}" for was, becomes in rules)
    assert row.endswith(f"| {moves} |") or verb in (Verb.OPEN, Verb.UNDO), f"docs/events.md should say of {verb}: {moves}"


def lifecycle() -> Iterator[str]:
    """BECOMES as the rows of a table: a verb, and what it makes of each status."""
    yield f"| verb | {' | '.join(Status)} |"
    for verb in dict.fromkeys(verb for _, verb in BECOMES):
        cells = [("stays" if goal is status else f"→ {goal}") if (goal := BECOMES.get((status, verb))) else "-" for status in Status]
        yield f"| {verb} | {' | '.join(cells)} |"


def test_the_lifecycle_in_the_docs_is_the_one_in_force() -> None:
    table = (DOCS / "tickets.md").read_text().partition("## Lifecycle")[2].partition("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")]
    assert rows == list(lifecycle())


def plain(address: str) -> str:
    """`tickets/<int:number>` and its kind as people write them: `/tickets/<number>`."""
    return "/" + re.sub(r"<\w+:(\w+)>", r"<\1>", address)


def documented(address: str) -> str:
    return next((line for line in docs().splitlines() if line.startswith(f"| `{address}` |")), "")


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.address or "home")
def test_a_page_stands_in_the_docs_with_who_may_open_it_and_how(route: Route) -> None:
    row = documented(plain(route.address))
    assert row, f"{plain(route.address)} is missing from docs/pages.md"
    assert f" | {route.who.name.lower()} | {route.methods} | " in row


def test_addresses_beside_the_pages_stand_in_the_docs() -> None:
    entries = [str(entry.pattern) for entry in urlpatterns if isinstance(entry, URLPattern) and "^" not in str(entry.pattern)]
    assert [plain(entry) for entry in entries if not documented(plain(entry))] == []


@pytest.mark.parametrize("metric", METRICS.values(), ids=lambda metric: metric.key)
def test_a_metric_stands_in_the_docs_with_its_formula(metric) -> None:
    row = next((line for line in docs().splitlines() if line.startswith(f"| `{metric.key}` |")), "")
    assert row, f"{metric.key} is missing from docs/metrics.md"
    assert metric.formula in row


def policy_fields(kind: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every field that a chapter may have; `*` stands for names that the desk chooses, such as a team's, and for each item of a list."""
    kind = _Hours if kind is BusinessHours else _given(kind)
    if is_dataclass(kind):
        for name, hint in get_type_hints(kind).items():
            yield from policy_fields(hint, (*path, name)) if name != "version" else ()
    elif get_origin(kind) is Mapping and is_dataclass(get_args(kind)[1]):
        yield from policy_fields(get_args(kind)[1], (*path, "*"))
    elif get_origin(kind) is tuple and is_dataclass(get_args(kind)[0]):
        yield from [path] if get_args(kind)[0] is not Act else []
        yield from policy_fields(get_args(kind)[0], (*path, "*"))
    else:
        yield path


def _given(kind: Any) -> Any:
    """What stands there where it is not left out; a condition is one thing, whatever it is made of."""
    kinds = [one for one in get_args(kind) if one is not NoneType] if get_origin(kind) in (Union, UnionType) else [kind]
    return kinds[0] if len(kinds) == 1 else object


def shipped(data: Any, path: tuple[str, ...]) -> Iterator[Any]:
    """What stands at a place of the shipped policy, at each of the places for a `*`. The items of a list are described, not repeated."""
    if not path:
        yield data
        return
    if isinstance(data, list) or data is None:
        return
    for name in data if path[0] == "*" else [path[0]] if path[0] in data else []:
        yield from shipped(data[name], path[1:])


def written(value: Any) -> list[str]:
    """A default as people write it. Tables of phrases and maps are described, not repeated."""
    if isinstance(value, list):
        return [word for one in value for word in written(one)]
    return [] if isinstance(value, dict) else [str(value).lower() if isinstance(value, bool) else str(value)]


POLICY_FIELDS = list(policy_fields(Policy))


@pytest.mark.parametrize("path", POLICY_FIELDS, ids=".".join)
def test_a_policy_field_stands_in_the_docs_with_its_default(path: tuple[str, ...]) -> None:
    chapter = Chapter(path[0], (SHIPPED / f"{path[0]}.yaml").read_bytes())
    row = documented(".".join(path))
    assert row, f"{'.'.join(path)} is missing from docs/policy.md"
    default = row.split(" | ")[1]
    values = [word for value in shipped(chapter.data, path[1:]) for word in written(value) if word != "false"]
    assert not [value for value in dict.fromkeys(values) if f"`{value}`" not in default], row


def test_no_policy_field_is_documented_that_is_not_there() -> None:
    named = re.findall(r"^\| `([a-z_.*]+)` \|", (DOCS / "policy.md").read_text(), flags=re.MULTILINE)
    assert sorted(named) == sorted(".".join(path) for path in POLICY_FIELDS)


ROOT = DOCS.parent
PAGES = [*sorted(DOCS.rglob("*.md")), *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"))]


def anchor(heading: str) -> str:
    """A heading as links name it."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_link_within_the_docs_leads_somewhere(page: Path) -> None:
    broken = []
    for place in re.findall(r"\]\((?!https?:)([^)\s]+)\)", page.read_text()):
        file, _, section = place.partition("#")
        target = page.parent / file if file else page
        if not target.exists() or (
            section and section not in {anchor(words) for words in re.findall(r"^#+ (.+)$", target.read_text(), flags=re.MULTILINE)}
        ):
            broken.append(place)
    assert not broken


def test_every_page_of_the_manual_stands_on_its_map() -> None:
    linked = set(re.findall(r"\]\(([^)]+\.md)\)", (DOCS / "index.md").read_text()))
    assert {str(path.relative_to(DOCS)) for path in DOCS.rglob("*.md")} - {"index.md"} <= linked


def test_the_words_of_the_mail_page_are_those_of_the_code() -> None:
    page = (DOCS / "mail.md").read_text()
    rows = {name for name in re.findall(r"^\| `(\w+)` \|", page, flags=re.MULTILINE)}
    assert rows == {*OUTCOMES, *STATES}


def test_what_the_docs_let_people_run_is_there() -> None:
    words = "\n".join(page.read_text() for page in PAGES)
    subjects = set(re.findall(r"script/bench (\w+)", words))
    assert subjects and all((ROOT / "benchmarks" / f"{subject}.py").exists() for subject in subjects)
    assert {name for name in re.findall(r"script/(\w+)", words)} <= {path.name for path in (ROOT / "script").iterdir()}
