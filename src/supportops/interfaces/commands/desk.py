"""The door from the command line into Django."""

from __future__ import annotations

import os


def open_desk() -> None:
    """Load settings, models and templates. Each command that needs the desk begins here."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "supportops.settings")
    import django

    django.setup()
    from supportops.actions import policy

    policy.expect()
