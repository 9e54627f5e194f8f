"""A network disk is found by what the system says is mounted there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.conf import settings

from supportops.actions import policy
from supportops.interfaces import configuration

MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 22 0:35 / /srv rw,relatime shared:2 - nfs4 files.example.com:/srv rw
41 40 8:2 / /srv/local\\040disk rw,relatime shared:3 - xfs /dev/sdb1 rw
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [("/var/lib/supportops", "ext4"), ("/srv/desk", "nfs4"), ("/srv/local disk/desk", "xfs"), ("/srvice/desk", "ext4")],
)
def test_the_nearest_mount_decides(tmp_path: Path, folder: str, kind: str) -> None:
    table = tmp_path / "mountinfo"
    table.write_text(MOUNTS)
    assert configuration.filesystem(Path(folder), table) == kind


def test_where_the_system_does_not_say_nothing_is_claimed(tmp_path: Path) -> None:
    assert configuration.filesystem(Path("/srv"), tmp_path / "none") == ""


def test_a_broken_policy_is_named_with_its_line_and_does_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(shutil.copytree(policy.SHIPPED, tmp_path / "policy"))
    (folder / "survey.yaml").write_text("expires: 30d\nscale: five\n")
    monkeypatch.setattr(policy, "SHIPPED", folder)
    (finding,) = configuration._policy()
    assert finding.grave and "survey.yaml:2: scale: expected a whole number, found 'five'" in finding.what


@pytest.mark.skipif(settings.POSTGRES, reason="PostgreSQL does not live in the data folder")
@pytest.mark.django_db
def test_a_desk_on_a_network_disk_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(configuration, "filesystem", lambda folder: "nfs4")
    findings = configuration.before_start()
    assert [finding.grave for finding in findings] == [True]
    assert "network disk (nfs4)" in findings[0].what
