"""The desk's own rules: a list of them with how they fare, a form for each, and a dry run while it is filled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from supportops.actions import policy
from supportops.actions.policy import parsed
from supportops.actions.rehearsal import dry_run
from supportops.actions.rules import Standing, resume, standing
from supportops.core.automation import sentence
from supportops.core.policy import PolicyError
from supportops.core.ticket import Refused, Verb
from supportops.interfaces import clock
from supportops.interfaces.web.policy import rule_form
from supportops.interfaces.web.policy.proposing import around, base, proposed
from supportops.models import PolicyVersion, Ticket

SHOWN = 20
TAB = {"section": "policy", "tab": "rules"}


def rules(request: HttpRequest) -> HttpResponse:
    """All of them in order."""
    start = base(request)
    found = [_row(one) for one in standing(policy.built(start.texts))]
    return render(request, "policy/rules.html", {"rules": found, "base": start, "is_proposal": start.state == "proposed"} | TAB)


def _row(one: Standing) -> dict[str, Any]:
    paused = one.watch is not None and one.watch.paused_at is not None
    return {"rule": one.rule, "sentence": sentence(one.rule), "state": one.state, "is_paused": paused}


def wake(request: HttpRequest, name: str) -> HttpResponse:
    """A paused rule runs again."""
    resume(name)
    messages.success(request, _("Rule %(name)s runs again.") % {"name": name})
    return HttpResponseRedirect("/policy/rules", status=303)


def rule(request: HttpRequest, name: str = "") -> HttpResponse:
    """One rule, or a new one; sent, it is a proposal."""
    start = base(request)
    place, old = _named(start, name)
    if request.method != "POST":
        return _page(request, start, old or {"active": True}, name)
    return _sent(request, start, place, old, name)


def _named(start: PolicyVersion, name: str) -> tuple[int, Mapping[str, Any] | None]:
    """Where the rule stands, and what it says."""
    found = parsed("automation", start.texts["automation"].encode()).data.get("rules") or []
    if not name:
        return len(found), None
    place = next((number for number, one in enumerate(found) if one["name"] == name), None)
    if place is None:
        raise Http404
    return place, found[place]


def _sent(request: HttpRequest, start: PolicyVersion, place: int, old: Mapping[str, Any] | None, name: str) -> HttpResponse:
    said: dict[str, Any] = {}
    try:
        said = rule_form.rule(request.POST)
        text = start.texts["automation"]
        text = rule_form.removed(text, place) if request.POST.get("act") == "remove" else rule_form.placed(text, old, place, said)
        return proposed(request, start, {"automation": text})
    except PolicyError as error:
        return _page(request, start, said or old or {}, name, _sentences(error, place))
    except Refused as no:
        return _page(request, start, said, name, [str(no)])


def _sentences(error: PolicyError, place: int) -> list[str]:
    """What is wrong; of this rule without its address."""
    here = ("rules", place)
    return [": ".join([*map(str, one.path[2:]), one.sentence]) if one.path[:2] == here else str(one) for one in error.all]


def _page(request: HttpRequest, start: PolicyVersion, said: Mapping[str, Any], name: str, wrong: list[str] | None = None) -> HttpResponse:
    form = rule_form.shown(said)
    context = {
        "name": name,
        "form": form,
        "verbs": rule_form.verbs([verb.value for verb in Verb], form["on"]),
        "wrong": wrong,
        **rule_form.choices(),
    }
    return render(request, "policy/rule.html", context | around(request, start) | TAB, status=422 if wrong else 200)


def rehearse(request: HttpRequest, name: str = "") -> HttpResponse:
    """What the rule would do to the tickets as they are; nothing is changed."""
    start = base(request)
    place, old = _named(start, name)
    try:
        said = rule_form.rule(request.POST)
        texts = start.texts | {"automation": rule_form.placed(start.texts["automation"], old, place, said)}
        tried = policy.built(texts).automation.rules[place]
    except PolicyError as error:
        return render(request, "policy/_dry_run.html", {"wrong": _sentences(error, place)})
    found = dry_run(tried, Ticket.objects.visible_to(request.reader), clock.now(), SHOWN)  # type: ignore[attr-defined]
    return render(request, "policy/_dry_run.html", {"found": found, "words": tried.when.words()})
