"""The handbook in force: one for every process, held without a question, and never a stale one."""

import shutil
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from supportops.actions import policy
from supportops.actions.policy import texts as handbook
from supportops.actions.policy.recording import ensure, faults, upgraded
from supportops.core.ticket import Priority
from supportops.models import PolicyAct, PolicyVersion
from tests.cast import T0

MINUTE = timedelta(minutes=1)


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the next release of the program ships."""
    folder = Path(shutil.copytree(policy.SHIPPED, tmp_path / "policy"))
    monkeypatch.setattr(handbook, "SHIPPED", folder)
    return folder


def mend(folder: Path, chapter: str, old: str, new: str) -> None:
    path = folder / f"{chapter}.yaml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))


def elsewhere(texts: dict[str, str], own: list[str]) -> PolicyVersion:
    """Another process puts a version in force."""
    name = policy.version_of({chapter: text.encode() for chapter, text in texts.items()})
    PolicyVersion.objects.filter(state="active").update(state="retired")
    return PolicyVersion.objects.create(version=name, texts=texts, own=own, created_at=T0, state="active", activated_at=T0)


def first_reply(minutes: int) -> dict[str, str]:
    texts = policy.read(policy.SHIPPED)
    return texts | {"priorities": texts["priorities"].replace("first_reply: 1h", f"first_reply: {minutes}m")}


@pytest.mark.django_db
def test_the_shipped_handbook_is_recorded_once(shipped):
    first = ensure(T0)
    assert (first.state, first.own, first.author, first.version) == ("active", [], None, policy.current().version)
    assert ensure(T0 + MINUTE) == first and PolicyVersion.objects.count() == 1
    assert list(PolicyAct.objects.values_list("act", "version")) == [("shipped", first.pk)]


@pytest.mark.django_db
def test_asking_for_the_policy_in_force_asks_the_database_nothing(django_assert_num_queries):
    ensure(T0)
    with django_assert_num_queries(0):
        assert policy.current() is policy.current()
    with django_assert_num_queries(1):
        policy.refresh()


@pytest.mark.django_db
def test_what_another_process_activated_is_in_force_at_the_next_look():
    ensure(T0)
    elsewhere(first_reply(45), ["priorities"])
    assert policy.current().priorities[Priority.P1].first_reply == 60 * MINUTE
    policy.refresh()
    assert policy.current().priorities[Priority.P1].first_reply == 45 * MINUTE


@pytest.mark.django_db
def test_a_page_and_a_worker_go_by_it_from_their_next_turn(client, settings):
    from supportops.interfaces import worker

    settings.ALLOWED_HOSTS = ["testserver"]
    ensure(T0)
    elsewhere(first_reply(45), ["priorities"])
    client.get("/contact")
    assert policy.current().priorities[Priority.P1].first_reply == 45 * MINUTE
    elsewhere(first_reply(50), ["priorities"])
    stop, seen = threading.Event(), []
    worker._loop(stop, lambda: (stop.set(), seen.append(policy.current().priorities[Priority.P1].first_reply), 1)[-1], 0.0)
    assert seen == [50 * MINUTE]


@pytest.mark.django_db
def test_a_command_asks_the_database_at_its_first_use():
    elsewhere(first_reply(45), ["priorities"])
    policy.expect()
    assert policy.current().priorities[Priority.P1].first_reply == 45 * MINUTE


@pytest.mark.django_db
def test_each_version_is_found_by_the_name_that_the_ledger_keeps(django_assert_num_queries):
    old = ensure(T0)
    new = elsewhere(first_reply(45), ["priorities"])
    policy.refresh()
    assert policy.by_version(new.version) is policy.current() is policy.by_version("")
    assert policy.by_version(old.version).priorities[Priority.P1].first_reply == 60 * MINUTE
    with django_assert_num_queries(0):
        policy.by_version(old.version)
    assert policy.by_version("never heard of") is policy.current()


@pytest.mark.django_db
def test_an_upgrade_brings_the_new_chapters_and_leaves_the_desks_own(shipped):
    ensure(T0)
    elsewhere(first_reply(45), ["priorities"])
    mend(shipped, "survey", "expires: 30d", "expires: 60d")
    mend(shipped, "priorities", "first_reply: 15m", "first_reply: 20m")
    version = ensure(T0 + MINUTE)
    assert (version.own, version.parent.own) == (["priorities"], ["priorities"])
    assert version.reason.endswith("brought other chapters: survey.")
    assert policy.current().survey.expires == timedelta(days=60)
    assert policy.current().priorities[Priority.P1].first_reply == 45 * MINUTE
    assert PolicyVersion.objects.filter(state="active").count() == 1
    assert ensure(T0 + MINUTE) == version


@pytest.mark.django_db
def test_where_an_upgrade_does_not_fit_the_last_good_policy_stays_in_force_and_the_check_says_so(shipped):
    from supportops.interfaces import configuration

    ensure(T0)
    texts = first_reply(45)
    kept = elsewhere(texts | {"priorities": texts["priorities"].replace("always", "office")}, ["priorities"])
    policy.refresh()
    mend(shipped, "calendars", "office: #", "open: #")
    assert ensure(T0 + MINUTE) == kept
    assert policy.current().priorities[Priority.P1].first_reply == 45 * MINUTE
    assert "expected a calendar: always, open; found 'office'" in str(faults(upgraded(kept))[0])
    (finding,) = configuration._handbook()
    assert f"Version {kept.pk} stays in force" in finding.mend and "priorities.yaml:" in finding.what and not finding.grave


@pytest.mark.django_db
def test_a_broken_row_never_takes_the_place_of_a_good_policy():
    from supportops.interfaces import configuration

    ensure(T0)
    before = policy.current()
    texts = policy.read(policy.SHIPPED)
    broken = elsewhere(texts | {"survey": "scale: five\n"}, ["survey"])
    policy.refresh()
    assert policy.current() is before
    (finding,) = configuration._handbook()
    assert f"Policy version {broken.pk}" in finding.what and "survey.yaml:1: scale: expected a whole number" in finding.what
    policy.forget()
    policy.refresh()
    assert policy.current().survey == before.survey
