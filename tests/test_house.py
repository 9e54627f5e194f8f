"""The plan of the house: who may import whom, who may write, what the core may not know, how large the parts are."""

from __future__ import annotations

import ast
import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1] / "src" / "supportops"
ROOF = {"__init__", "__main__", "apps", "asgi", "environment", "settings", "urls"}
MAY_IMPORT = {
    "core": set(),
    "models": {"core"},
    "assist": {"core"},
    "planning": {"core"},
    "analytics": {"core", "models", "planning"},
    "actions": {"core", "models", "assist", "planning"},
    "interfaces": {"core", "models", "assist", "planning", "analytics", "actions", "environment", "apps"},
    "roof": {"core", "interfaces", "environment", "apps", "settings"},
}
WRITING = {"save", "create", "update", "delete", "get_or_create", "update_or_create", "insert_or_update_object"}
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "service", "services", "base", "shared"}
HEAVY = {"numpy", "pandas", "scipy", "sklearn", "duckdb", "ibis", "pyarrow", "altair", "torch", "statsmodels", "ortools", "playwright", "holidays"}
IMPURE_MODULES = {"os", "io", "time", "random", "secrets", "pathlib", "socket", "subprocess", "tempfile", "shutil", "threading", "asyncio", "sqlite3"}
IMPURE_CALLS = {"open", "input", "print", "now", "utcnow", "today"}
MODULE_MEDIAN, MODULE_LONGEST = 80, 400
FUNCTION_MEDIAN, FUNCTION_P95, FUNCTION_LONGEST = 6, 25, 60


@cache
def modules() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text()) for path in sorted(HOUSE.rglob("*.py")) if "migrations" not in path.parts}


def room(path: Path) -> str:
    first = path.relative_to(HOUSE).parts[0].removesuffix(".py")
    return "roof" if first in ROOF else first


def imports(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            # `from supportops.models import Ticket` and `from supportops import environment` both name their room second.
            whole = node.module == "supportops"
            yield from ((f"{node.module}.{alias.name}" if whole else node.module, node.lineno) for alias in node.names)


def place(path: Path, line: int) -> str:
    return f"{path.relative_to(HOUSE.parent)}:{line}"


def methods_called(tree: ast.Module) -> Iterator[tuple[ast.Call, ast.Attribute]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node, node.func


def test_every_file_stands_in_a_room() -> None:
    assert {room(path) for path in modules()} <= set(MAY_IMPORT)


def test_imports_point_one_way() -> None:
    wrong = []
    for path, tree in modules().items():
        here = room(path)
        for name, line in imports(tree):
            parts = name.split(".")
            if parts[0] != "supportops" or len(parts) < 2 or parts[1] in (here, "__version__"):
                continue
            if parts[1] not in MAY_IMPORT[here]:
                wrong.append(f"{place(path, line)}: {here} imports {name}")
    assert not wrong, "\n".join(wrong)


def test_relative_imports_are_not_used() -> None:
    wrong = [
        place(path, node.lineno)
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert not wrong, "\n".join(wrong)


def test_the_core_needs_nothing_but_the_standard_library() -> None:
    known = set(sys.stdlib_module_names) | {"supportops"}
    wrong = [
        f"{place(path, line)}: {name}"
        for path, tree in modules().items()
        if room(path) == "core"
        for name, line in imports(tree)
        if name.split(".")[0] not in known
    ]
    assert not wrong, "\n".join(wrong)


def test_the_core_reads_no_clock_rolls_no_dice_and_opens_no_file() -> None:
    wrong = []
    for path, tree in modules().items():
        if room(path) != "core":
            continue
        wrong += [f"{place(path, line)}: imports {name}" for name, line in imports(tree) if name.split(".")[0] in IMPURE_MODULES]
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if called in IMPURE_CALLS:
                    wrong.append(f"{place(path, node.lineno)}: calls {called}()")
    assert not wrong, "\n".join(wrong)


def test_only_actions_write() -> None:
    wrong = [
        f"{place(path, call.lineno)}: .{method.attr}("
        for path, tree in modules().items()
        if room(path) not in ("actions", "core")
        for call, method in methods_called(tree)
        if method.attr in WRITING or method.attr.startswith("bulk_")
    ]
    assert not wrong, "\n".join(wrong)


def test_only_the_funnel_sets_a_status() -> None:
    wrong = []
    for path, tree in modules().items():
        if room(path) == "core" or path == HOUSE / "actions" / "tickets.py":
            continue
        for node in ast.walk(tree):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
            wrong += [place(path, node.lineno) for target in targets if isinstance(target, ast.Attribute) and target.attr == "status"]
        for call, method in methods_called(tree):
            if (method.attr in WRITING or method.attr.startswith("bulk_")) and any(word.arg == "status" for word in call.keywords):
                wrong.append(place(path, call.lineno))
    assert not wrong, "\n".join(wrong)


def test_files_have_names_of_the_domain() -> None:
    wrong = [str(path.relative_to(HOUSE)) for path in modules() if path.stem in BANNED_NAMES or path.parent.name in BANNED_NAMES]
    assert not wrong, "\n".join(wrong)


def test_heavy_libraries_wait_for_their_first_use() -> None:
    script = (
        "import django, json, sys; django.setup(); import supportops.urls, supportops.asgi;"
        "print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not HEAVY & set(json.loads(done.stdout.splitlines()[-1]))


def test_the_help_imports_no_framework() -> None:
    script = "import sys, supportops.interfaces.commands; sys.exit('django' in sys.modules or 'structlog' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def lines(node: ast.AST) -> int:
    return node.end_lineno - node.lineno + 1  # type: ignore[attr-defined]


def functions(tree: ast.Module) -> list[ast.AST]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_parts_are_small(capsys: pytest.CaptureFixture[str]) -> None:
    long_modules = {path: len(path.read_text().splitlines()) for path in modules()}
    long_functions = {
        f"{place(path, node.lineno)} {node.name}": lines(node)  # type: ignore[attr-defined]
        for path, tree in modules().items()
        for node in functions(tree)
    }
    with capsys.disabled():
        _print_sizes()
    wrong = [f"{path.relative_to(HOUSE)}: {n} lines" for path, n in long_modules.items() if n > MODULE_LONGEST]
    wrong += [f"{name}: {n} lines" for name, n in long_functions.items() if n > FUNCTION_LONGEST]
    assert not wrong, "\n".join(wrong)
    bodies = [n for path, n in long_modules.items() if n > 1]
    assert statistics.median(bodies) <= MODULE_MEDIAN
    assert statistics.median(long_functions.values()) <= FUNCTION_MEDIAN
    assert percentile(list(long_functions.values()), 95) <= FUNCTION_P95


def percentile(values: list[int], share: int) -> int:
    return sorted(values)[min(len(values) - 1, len(values) * share // 100)] if values else 0


def _print_sizes() -> None:
    print(f"\n{'room':<12}{'modules':>8}{'lines':>8}{'median':>8}{'p95':>6}{'max':>6}{'functions':>11}{'median':>8}{'p95':>6}{'max':>6}")
    for name in [*sorted({room(path) for path in modules()}), "all"]:
        inside = {path: tree for path, tree in modules().items() if name in (room(path), "all")}
        files = [len(path.read_text().splitlines()) for path in inside]
        bodies = [lines(node) for tree in inside.values() for node in functions(tree)] or [0]
        print(
            f"{name:<12}{len(files):>8}{sum(files):>8}{statistics.median(files):>8.0f}{percentile(files, 95):>6}{max(files):>6}"
            f"{len(bodies):>11}{statistics.median(bodies):>8.0f}{percentile(bodies, 95):>6}{max(bodies):>6}"
        )
