"""Processes of ours that work on the database of the tests, to be killed at will."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import quote


def surroundings(folder: Path) -> dict[str, str]:
    """The environment with which a child sees the rows, files and keys that this test sees. Needs `transactional_db`."""
    import os

    from django.conf import settings
    from django.db import connection

    folder.mkdir(exist_ok=True)
    shutil.copy(settings.DATA / "secret.key", folder / "secret.key")
    found = {**os.environ, "SUPPORTOPS_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "supportops.settings"}
    facts = connection.settings_dict
    if connection.vendor == "postgresql":
        address = f"{quote(facts['USER'])}:{quote(facts['PASSWORD'])}@{facts['HOST']}:{facts['PORT']}/{quote(facts['NAME'])}"
        return found | {"DATABASE_URL": f"postgres://{address}"}
    database = folder / "supportops.sqlite3"
    if not database.exists():
        database.symlink_to(facts["NAME"])
    return found | {"DATABASE_URL": ""}
