"""What follows from an act, in the same transaction: triage again, escalation, the desk's own rules; in this order, each once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from supportops.actions import escalating
from supportops.actions.rules import Watch, is_history
from supportops.core import automation
from supportops.core import ticket as core
from supportops.core.policy import Policy

if TYPE_CHECKING:
    from supportops.actions.tickets import Entry


def follow(entries: Sequence[Entry], policy: Policy) -> None:
    """Later parts see the ticket as the earlier ones left it. No rule answers any of it; the matrix looks at what rules did, too."""
    watch = Watch(policy)
    for entry in entries:
        at = entry.new[-1].occurred_at
        _hear(entry, policy, at)
        entry.add(escalating.reactions(entry, policy, at))
        entry.add(_suggested(entry, policy, at))
        if not is_history(entry) and (more := watch.react(entry, at)):
            entry.add(escalating.reactions(replace(entry, new=more), policy, at))  # each trigger comes once on a ticket
        escalating.complete(entry)
    watch.judge(entries)


def _hear(entry: Entry, policy: Policy, at: datetime) -> None:
    """A customer's later words may make it more urgent; what they quote of ours may not."""
    message = entry.message
    if message is not None and message.new_text and entry.new[0].verb is core.Verb.HEAR:
        entry.add(automation.heard(entry.after, message.new_text, policy.triage, at))


def _suggested(entry: Entry, policy: Policy, at: datetime) -> list[core.Event]:
    """A reply that fits, once when a ticket opens."""
    return automation.suggested(entry.after, policy.automation, at) if entry.new[0].verb is core.Verb.OPEN else []
