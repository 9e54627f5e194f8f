"""Logs are one JSON object a line for machines; an exception does not break the line."""

from __future__ import annotations

import json
import subprocess
import sys

SCRIPT = """
import logging, structlog
from supportops.interfaces import logs
logs.configure(for_people={for_people})
structlog.get_logger("intake").info("mail_kept", item=7, sender="Омар")
try:
    1 / 0
except ZeroDivisionError:
    logging.getLogger("django.request").exception("Broken: %s", "page")
logging.getLogger("uvicorn").info("said by a library in passing")
"""


def lines(for_people: bool) -> list[str]:
    script = SCRIPT.format(for_people=for_people)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == ""
    return done.stderr.splitlines()


def test_a_machine_reads_one_object_a_line() -> None:
    kept, broken = (json.loads(line) for line in lines(for_people=False))
    assert (kept["event"], kept["item"], kept["sender"], kept["level"]) == ("mail_kept", 7, "Омар", "info")
    assert (broken["event"], broken["logger"]) == ("Broken: page", "django.request")
    assert broken["exception"][0]["exc_type"] == "ZeroDivisionError"


def test_a_person_reads_words() -> None:
    said = lines(for_people=True)
    assert "mail_kept" in said[0]
    assert "item=7" in said[0]
    assert "ZeroDivisionError: division by zero" in said[-1]
