"""One version: who proposed it and why, what it changes, what a backtest says, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from supportops.actions.policy import ordered, proposals, rebasing
from supportops.actions.policy.proposals import diff, in_force
from supportops.core.policy import PolicyError
from supportops.core.ticket import DONE, Refused
from supportops.interfaces import clock
from supportops.interfaces.web.policy import trial
from supportops.interfaces.web.policy.cases import CASES
from supportops.models import PolicyVersion, Ticket

LIVE = 10_000  # live tickets are counted up to here


def version(request: HttpRequest, number: int) -> HttpResponse:
    """A version beside the one that it was made from."""
    shown = _found(request, number)
    current = in_force(clock.now())
    context = {
        "version": shown,
        "current": current,
        "acts": shown.acts.select_related("by", "instead").order_by("pk"),
        "changes": diff(shown.parent.texts, shown.texts) if shown.parent else {},
        "chapters": list(ordered(shown.texts)),
        "cases": CASES.values(),
        "section": "policy",
        "tab": "history",
    }
    return render(request, "policy/version.html", context | _open(shown, current, request) | trial.shown(shown))


def _found(request: HttpRequest, number: int) -> PolicyVersion:
    rows = PolicyVersion.objects.visible_to(request.reader).select_related("parent", "author", "activated_by")  # type: ignore[attr-defined]
    return get_object_or_404(rows, pk=number)


def _open(shown: PolicyVersion, current: PolicyVersion, request: HttpRequest) -> dict[str, Any]:
    """What a lead could do with it now."""
    if shown.state != "proposed":
        return {"live": None, "overtaken": False}
    if shown.parent_id == current.pk:
        reader = request.reader  # type: ignore[attr-defined]
        return {"live": Ticket.objects.visible_to(reader).exclude(status__in=DONE)[:LIVE].count(), "overtaken": False}
    return {"overtaken": True, "meanwhile": proposals.overtaken(shown, current)} | _both(shown, current)


def _both(shown: PolicyVersion, current: PolicyVersion) -> dict[str, Any]:
    """Both sides' changes to each chapter that both changed, where they do not go together by themselves."""
    sides = rebasing.sides(shown, current)
    clashing = [(name, diff_of(sides.base, sides.mine, name), diff_of(sides.base, sides.theirs, name)) for name in sides.clashing]
    return {"clashing": clashing, "theirs": diff(sides.base, sides.theirs)}


def diff_of(old: Any, new: Any, name: str) -> Any:
    return diff({name: old.get(name, "")}, {name: new[name]}).get(name, ())


def activate(request: HttpRequest, number: int) -> HttpResponse:
    """In force, for every process at once."""
    return _act(request, number, lambda: _of(request, proposals.activate, number, because=request.POST.get("reason", "")), _("in force"))


def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Taken back; it stays in the history."""
    return _act(request, number, lambda: _of(request, proposals.withdraw, number, because=request.POST.get("reason", "")), _("withdrawn"))


def rollback(request: HttpRequest, number: int) -> HttpResponse:
    """Back to this earlier version."""
    return _act(
        request, number, lambda: _of(request, proposals.rollback, number, because=request.POST.get("reason", "")), _("in force again")
    )


def rebase(request: HttpRequest, number: int) -> HttpResponse:
    """A proposal that was overtaken, brought up to date."""
    choices = {name.removeprefix("choice/"): chosen for name, chosen in request.POST.items() if name.startswith("choice/")}
    return _act(request, number, lambda: _of(request, rebasing.rebase, number, choices=choices), _("up to date"))


def _of(request: HttpRequest, act: Callable[..., PolicyVersion], number: int, **said: Any) -> PolicyVersion:
    return act(number, by=request.reader, at=clock.now(), **said)  # type: ignore[attr-defined]


def _act(request: HttpRequest, number: int, act: Callable[[], PolicyVersion], became: str) -> HttpResponse:
    """Do it, and show the version that came of it; or say in a sentence why not."""
    _found(request, number)
    try:
        done = act()
    except (Refused, PolicyError) as no:
        sentence = " ".join(map(str, no.all)) if isinstance(no, PolicyError) else str(no)
        return render(request, "refused.html", {"sentence": sentence, "back_url": f"/policy/versions/{number}"}, status=409)
    messages.success(request, _("Version %(number)s is %(became)s.") % {"number": done.pk, "became": became})
    return HttpResponseRedirect(f"/policy/versions/{done.pk}", status=303)


def backtest(request: HttpRequest, number: int) -> HttpResponse:
    """Try it on the tickets of the last days."""
    trial.start(_found(request, number), request.POST.get("days", ""), clock.now())
    return HttpResponseRedirect(f"/policy/versions/{number}#backtest", status=303)


def progress(request: HttpRequest, number: int) -> HttpResponse:
    """How far a backtest is, for the page that waits for it."""
    shown = _found(request, number)
    context = {"version": shown} | trial.shown(shown)
    answer = render(request, "policy/_backtest.html", context)
    if not context["running"]:
        answer.headers["HX-Refresh"] = "true"
    return answer


def beside(request: HttpRequest, number: int, ticket: int) -> HttpResponse:
    """One ticket with both decisions side by side."""
    shown = _found(request, number)
    row = get_object_or_404(Ticket.objects.visible_to(request.reader), pk=ticket)  # type: ignore[attr-defined]
    found = trial.beside(row.pk, shown)
    if found is None:
        raise Http404
    return render(request, "policy/beside.html", {"version": shown, "ticket": row, "found": found, "section": "policy", "tab": "history"})
