"""Installations for the journeys: made from one empty database of this version."""

from __future__ import annotations

import pytest

from tests.journeys.browser import town  # noqa: F401 - a fixture
from tests.journeys.processes import Installation, Template


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory):
    made = Template(tmp_path_factory.mktemp("template"))
    yield made
    made.drop()


@pytest.fixture
def install(template: Template, tmp_path):
    """Sets up a desk by name; what runs of it ends with the test."""
    made: list[Installation] = []

    def install(name: str = "desk", **facts: int | None) -> Installation:
        made.append(template.installation(tmp_path / name, **facts))
        return made[-1]

    yield install
    for desk in made:
        desk.stop()
