"""A part of the ticket's page that is fetched when it is asked for; without scripts it is a page of its own."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from supportops.models import Ticket


def panel(request: HttpRequest, row: Ticket, body: str, title: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """The same words as a panel beside the conversation, or as a page."""
    whole = "tickets/panel.html" if request.headers.get("HX-Request") != "true" else "tickets/_panel.html"
    known = {"ticket": row, "body": f"tickets/{body}.html", "title": title, "section": "tickets", "alone": whole.endswith("/panel.html")}
    answer = render(request, whole, known | context, status=status)
    patch_vary_headers(answer, ["HX-Request"])
    return answer
