"""Every page with its address, who may open it, and how. A page that is not in this list does not exist."""

from __future__ import annotations

from django.urls import URLPattern

from supportops.interfaces.portal import form, links, survey
from supportops.interfaces.portal import tickets as my
from supportops.interfaces.web import acts, dashboard, files, intake, live, opening, outbox, people, quarantine, settings, tickets
from supportops.interfaces.web.access import Route, Who
from supportops.interfaces.web.policy import chapters as policy
from supportops.interfaces.web.policy import forms, versions, writing

ROUTES = [
    Route("", tickets.home, Who.ANYBODY, name="home"),
    Route("tickets", tickets.index, Who.AGENT, name="tickets"),
    Route("navigation", tickets.navigation, Who.AGENT),
    Route("tickets/new", opening.new, Who.AGENT, "GET POST"),
    Route("tickets/<int:number>", tickets.ticket, Who.AGENT),
    Route("tickets/<int:number>/replies", acts.reply, Who.AGENT, "POST"),
    Route("tickets/<int:number>/notes", acts.note, Who.AGENT, "POST"),
    Route("tickets/<int:number>/draft", acts.draft, Who.AGENT, "POST"),
    Route("tickets/<int:number>/assignment", acts.assign, Who.AGENT, "POST"),
    Route("tickets/<int:number>/snooze", acts.snooze, Who.AGENT, "POST"),
    Route("tickets/<int:number>/snooze/end", acts.wake, Who.AGENT, "POST"),
    Route("tickets/<int:number>/escalation", acts.escalate, Who.AGENT, "POST"),
    Route("tickets/<int:number>/escalation/acknowledgement", acts.acknowledge, Who.AGENT, "POST"),
    Route("tickets/<int:number>/escalation/end", acts.deescalate, Who.AGENT, "POST"),
    Route("tickets/<int:number>/solution", acts.solve, Who.AGENT, "POST"),
    Route("tickets/<int:number>/solution/end", acts.reopen, Who.AGENT, "POST"),
    Route("tickets/<int:number>/priority", acts.prioritise, Who.AGENT, "POST"),
    Route("tickets/<int:number>/category", acts.categorise, Who.AGENT, "POST"),
    Route("tickets/<int:number>/tags", acts.tag, Who.AGENT, "POST"),
    Route("tickets/<int:number>/subject", acts.rename, Who.AGENT, "POST"),
    Route("tickets/<int:number>/waiting", acts.wait, Who.AGENT, "POST"),
    Route("tickets/<int:number>/undo", acts.undo, Who.AGENT, "POST"),
    Route("messages/<int:number>/body", files.body, Who.AGENT),
    Route("files/<str:sha256>", files.file, Who.READER),
    Route("live", live.live, Who.AGENT),
    Route("people", people.people, Who.AGENT),
    Route("people/<int:number>", people.person, Who.AGENT, "GET POST"),
    Route("organizations", people.organizations, Who.AGENT),
    Route("organizations/<int:number>", people.organization, Who.AGENT, "GET POST"),
    Route("outbox", outbox.outbox, Who.AGENT),
    Route("outbox/<int:number>", outbox.mail, Who.AGENT),
    Route("outbox/<int:number>.eml", outbox.eml, Who.AGENT),
    Route("outbox/<int:number>/retry", outbox.retry, Who.AGENT, "POST"),
    Route("outbox/<int:number>/cancellation", outbox.cancel, Who.AGENT, "POST"),
    Route("quarantine", quarantine.quarantine, Who.AGENT),
    Route("quarantine/<int:number>", quarantine.item, Who.AGENT),
    Route("quarantine/<int:number>.eml", quarantine.raw, Who.AGENT),
    Route("quarantine/<int:number>/retry", quarantine.retry, Who.AGENT, "POST"),
    Route("quarantine/<int:number>/ticket", quarantine.ticket, Who.AGENT, "POST"),
    Route("quarantine/<int:number>/refusal", quarantine.refuse, Who.AGENT, "POST"),
    Route("intake", intake.intake, Who.AGENT),
    Route("dashboard", dashboard.dashboard, Who.AGENT),
    Route("policy", policy.handbook, Who.AGENT),
    Route("policy/chapters/<str:name>", policy.chapter, Who.AGENT),
    Route("policy/chapters/<str:name>/text", writing.text, Who.LEAD, "GET POST"),
    Route("policy/cases/<str:key>", forms.case, Who.LEAD, "GET POST"),
    Route("policy/history", policy.history, Who.AGENT),
    Route("policy/versions/<int:number>", versions.version, Who.AGENT),
    Route("policy/versions/<int:number>/activation", versions.activate, Who.LEAD, "POST"),
    Route("policy/versions/<int:number>/withdrawal", versions.withdraw, Who.LEAD, "POST"),
    Route("policy/versions/<int:number>/rollback", versions.rollback, Who.LEAD, "POST"),
    Route("policy/versions/<int:number>/rebase", versions.rebase, Who.LEAD, "POST"),
    Route("policy/versions/<int:number>/backtest", versions.backtest, Who.LEAD, "POST"),
    Route("policy/versions/<int:number>/backtest/progress", versions.progress, Who.AGENT),
    Route("policy/versions/<int:number>/tickets/<int:ticket>", versions.beside, Who.AGENT),
    Route("settings/mailboxes", settings.mailboxes, Who.ADMIN),
    Route("settings/mailboxes/new", settings.mailbox, Who.ADMIN, "GET POST"),
    Route("settings/mailboxes/<int:number>", settings.mailbox, Who.ADMIN, "GET POST"),
    Route("settings/desk", settings.desk, Who.ADMIN),
    Route("settings/desk/clock", settings.move_clock, Who.ADMIN, "POST"),
    Route("contact", form.contact, Who.ANYBODY, "GET POST"),
    Route("contact/sent", form.sent, Who.ANYBODY),
    Route("my", my.mine, Who.READER, name="my_tickets"),
    Route("my/tickets/<int:number>", my.ticket, Who.READER, "GET POST"),
    Route("my/link", links.ask, Who.ANYBODY, "GET POST", name="my_link"),
    Route("my/leave", links.leave, Who.ANYBODY, "POST"),
    Route("my/<str:token>", links.enter, Who.ANYBODY),
    Route("survey/thanks", survey.thanks, Who.ANYBODY),
    Route("survey/<str:token>", survey.ask, Who.ANYBODY, "GET POST"),
]

urlpatterns: list[URLPattern] = [route.pattern() for route in ROUTES]
