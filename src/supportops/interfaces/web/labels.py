"""What things are called on the pages, and which drawing of the sprite stands for them."""

from django.utils.translation import gettext_lazy

STATUSES = {
    "new": (gettext_lazy("New"), "circle-dashed"),
    "open": (gettext_lazy("Open"), "circle-dot"),
    "pending": (gettext_lazy("Pending"), "hourglass"),
    "escalated": (gettext_lazy("Escalated"), "arrow-up-right"),
    "solved": (gettext_lazy("Solved"), "circle-check"),
    "closed": (gettext_lazy("Closed"), "lock"),
}
# What a customer is told; whose turn it is matters to them, our queues do not.
_WORKING, _DONE = (gettext_lazy("In progress"), "circle-dot"), (gettext_lazy("Done"), "circle-check")
CUSTOMER_STATUSES = {
    "new": (gettext_lazy("Received"), "circle-dashed"),
    "open": _WORKING,
    "pending": (gettext_lazy("Waiting for you"), "hourglass"),
    "escalated": _WORKING,
    "solved": _DONE,
    "closed": _DONE,
}
PRIORITIES = {
    "P0": gettext_lazy("Critical"),
    "P1": gettext_lazy("High"),
    "P2": gettext_lazy("Normal"),
    "P3": gettext_lazy("Low"),
}
TARGETS = {
    "pick_up": gettext_lazy("Pick up"),
    "first_reply": gettext_lazy("First reply"),
    "next_reply": gettext_lazy("Next reply"),
    "resolution": gettext_lazy("Resolution"),
    "acknowledgement": gettext_lazy("Acknowledge"),
    "team_first_reply": gettext_lazy("First reply, in the team"),
    "team_next_reply": gettext_lazy("Next reply, in the team"),
    "team_resolution": gettext_lazy("Resolution, in the team"),
}
ABOUT = {
    "priority": gettext_lazy("Priority"),
    "proposed_priority": gettext_lazy("What the rules propose"),
    "category": gettext_lazy("Category"),
    "language": gettext_lazy("Language"),
    "sentiment": gettext_lazy("Mood"),
    "affected": gettext_lazy("Affected"),
    "tags": gettext_lazy("Tags"),
    "team": gettext_lazy("Team"),
    "assignee": gettext_lazy("Assignee"),
    "level": gettext_lazy("Level"),
    "promise": gettext_lazy("What was promised"),
    "problem": gettext_lazy("Known problem"),
    "suggestion": gettext_lazy("What was suggested"),
    "escalation": gettext_lazy("Escalations"),
    "rule": gettext_lazy("Rules that ran"),
}
STATES = {
    "running": gettext_lazy("Running"),
    "paused": gettext_lazy("Paused"),
    "met": gettext_lazy("Kept"),
    "warning": gettext_lazy("Due soon"),
    "breached": gettext_lazy("Missed"),
    "queued": gettext_lazy("Queued"),
    "sending": gettext_lazy("Sending"),
    "sent": gettext_lazy("Sent"),
    "failed": gettext_lazy("Not delivered"),
    "uncertain": gettext_lazy("Perhaps delivered"),
    "cancelled": gettext_lazy("Cancelled"),
}
DELIVERY_ICONS = {"sent": "check", "failed": "triangle-alert", "uncertain": "triangle-alert", "cancelled": "x"}
DELIVERY_MARKS = {"failed": "breached", "uncertain": "warning"}
CLOCK_ICONS = {"met": "check", "paused": "pause", "breached": "octagon-alert", "warning": "alarm-clock"}
CHANNELS = {
    "email": "mail",
    "phone": "phone",
    "walk_in": "store",
    "chat": "message-circle",
    "web": "globe",
    "social": "share-2",
    "app": "smartphone",
}
VERB_ICONS = {
    "open": "plus", "triage": "flag", "route": "route", "assign": "user-check", "promise": "timer", "prioritise": "flag",
    "categorise": "folder", "tag": "tag", "rename": "pencil", "wait": "hourglass", "snooze": "alarm-clock", "wake": "sun",
    "escalate": "arrow-up-right", "acknowledge": "check", "deescalate": "arrow-left", "solve": "circle-check", "reopen": "rotate-ccw",
    "close": "lock", "warn": "alarm-clock", "breach": "octagon-alert", "nudge": "bell", "rate": "star", "undelivered": "triangle-alert",
    "link": "link", "undo": "undo-2", "overhear": "bot", "propose": "flag", "classify": "folder", "declare": "layers", "suggest": "zap",
    "alert": "bell",
}  # fmt: skip
VIEW_ICONS = {
    "mine": "user",
    "unassigned": "user-plus",
    "open": "inbox",
    "breaching": "alarm-clock",
    "snoozed": "moon-star",
    "solved": "circle-check",
    "all": "layers",
}
