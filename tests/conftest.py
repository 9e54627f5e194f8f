"""Before Django loads: a data folder that nobody else uses, and a database that need not outlive a power cut."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

# A busy machine is not a wrong answer; and where CI is set the same examples are drawn each time, so that a red run speaks of the
# change. At a desk they are new ones every time: that is where the odd mail is found.
hypothesis.settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("house")
os.environ["SUPPORTOPS_DATA"] = tempfile.mkdtemp(prefix="supportops-test-")
os.environ["DJANGO_SETTINGS_MODULE"] = "supportops.settings"
for outside in ("SUPPORTOPS_URL", "SUPPORTOPS_SMTP_URL", "SUPPORTOPS_ALLOWED_HOSTS", "SUPPORTOPS_DEBUG"):
    os.environ.pop(outside, None)

from django.conf import settings  # noqa: E402 - it reads the environment when imported

if not settings.POSTGRES:
    # A file, not memory: threads and child processes of a test must see the same rows.
    settings.DATABASES["default"]["TEST"] = {"NAME": str(Path(settings.DATA) / "test.sqlite3")}
    options = settings.DATABASES["default"]["OPTIONS"]
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}

# The cast (Ada, Lin, Omar, Eve, and their desk) stands in tests/cast.py once there is one.
if (Path(__file__).parent / "cast.py").exists():
    pytest_plugins = ["tests.cast"]


@pytest.fixture
def shared() -> Path:
    """The corpora that are kept beside the repository; a test that needs them is skipped where they are not."""
    folder = Path(os.environ.get("SUPPORTOPS_SHARED") or Path(__file__).parents[2] / "shared")
    if not folder.is_dir():
        pytest.skip(f"no shared corpora at {folder}; SUPPORTOPS_SHARED names their folder")
    return folder


@pytest.fixture(autouse=True)
def _the_handbook_as_shipped() -> Iterator[None]:
    """A test that put another version in force leaves none of it behind in this process."""
    yield
    from supportops.actions.policy import inforce

    if inforce._held.number is not None or inforce._held.unasked:
        inforce.forget()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever talks to a database is run again on PostgreSQL: `-m database`."""
    for item in items:
        if item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")


def pytest_unconfigure() -> None:
    shutil.rmtree(os.environ["SUPPORTOPS_DATA"], ignore_errors=True)


@pytest.hookimpl(wrapper=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
    """What was skipped, for script/test to say once more at its end."""
    yield
    if path := os.environ.get("SUPPORTOPS_SKIPS"):
        with Path(path).open("a") as lines:
            for report in terminalreporter.stats.get("skipped", []):
                reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longreprtext
                lines.write(f"{report.nodeid}: {reason.removeprefix('Skipped: ')}\n")
