"""Ada at her desk, by HTTP: when a page does not answer she looks whether her words arrived before she sends them again."""

from __future__ import annotations

import re
import threading
import time
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from tests.journeys.processes import Installation

PASSWORD = "lovelace-1815"
TRANSACTION = 0.5  # seconds in which a database may still finish what a dead process asked for


class Ada:
    def __init__(self, desk: Installation) -> None:
        self.desk, self.cookies = desk, CookieJar()
        self.browser = build_opener(HTTPCookieProcessor(self.cookies))
        made = desk.command("user", "create", "ada@desk.example", "--name", "Ada Okafor", "--password", PASSWORD)
        assert made.returncode == 0, made.stderr

    def answer_tickets(self, most: int, stop: threading.Event) -> list[str]:
        """Answer new tickets until there were so many, or it is time to go home. Gives back what she was told went out."""
        told: list[str] = []
        while len(told) < most and not stop.wait(0.1):
            number = self._unanswered()
            if number is not None and self._answer(number):
                told.append(f"Answer to {number}")
        return told

    def _unanswered(self) -> int | None:
        found = self.desk.rows("SELECT min(id) FROM supportops_ticket WHERE replies = 0 AND status = 'new'")
        return found[0][0]

    def _answer(self, number: int) -> bool:
        """Whether her words are with the desk."""
        try:
            page = self._open(f"/tickets/{number}")
            if 'name="version"' not in page:
                self._log_in()
                return False
            version = re.search(r'name="version" value="(\d+)"', page)[1]  # type: ignore[index]
            self._open(f"/tickets/{number}/replies", text=f"Answer to {number}", version=version)
            return True
        except HTTPError as refused:
            if refused.code >= 500:
                raise
            return False  # the ticket moved on meanwhile
        except OSError:
            time.sleep(TRANSACTION)
            return self.desk.count("message", f"new_text = 'Answer to {number}'") > 0

    def _log_in(self) -> None:
        self._open("/accounts/login/")
        self._open("/accounts/login/", login="ada@desk.example", password=PASSWORD)

    def _open(self, path: str, **form: str) -> str:
        token = next((cookie.value for cookie in self.cookies if cookie.name == "csrftoken"), "") or ""
        data = urlencode(form | {"csrfmiddlewaretoken": token}).encode() if form else None
        with self.browser.open(Request(f"http://127.0.0.1:{self.desk.web_port}{path}", data), timeout=10) as answer:
            return answer.read().decode()
