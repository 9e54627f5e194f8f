"""Escalation: the support levels, the triggers of the matrix, and the form that goes along."""

from supportops.core.escalation.acts import Place, acknowledge_within, minutes, pulled
from supportops.core.escalation.audience import Colleague, Told, resolve, shown
from supportops.core.escalation.chapter import ALWAYS_KNOWN, EscalationPolicy, TriggerRule
from supportops.core.escalation.checks import complaints
from supportops.core.escalation.exits import left, ways
from supportops.core.escalation.export import as_yaml
from supportops.core.escalation.form import UNKNOWN, Customer, Handoff, Issue, Tried, completed, lacking, missing
from supportops.core.escalation.handoff import Kind, Said, handoff
from supportops.core.escalation.levels import Aim, Exit, Level, Member
from supportops.core.escalation.stuck import BY, working_since
from supportops.core.escalation.triggers import Trigger, again, by_hand, fired, offers, triggers
from supportops.core.escalation.unanswered import unanswered

__all__ = [
    "ALWAYS_KNOWN",
    "BY",
    "UNKNOWN",
    "Aim",
    "Colleague",
    "Customer",
    "EscalationPolicy",
    "Exit",
    "Handoff",
    "Issue",
    "Kind",
    "Level",
    "Member",
    "Place",
    "Said",
    "Told",
    "Tried",
    "Trigger",
    "TriggerRule",
    "acknowledge_within",
    "again",
    "as_yaml",
    "by_hand",
    "complaints",
    "completed",
    "fired",
    "handoff",
    "lacking",
    "left",
    "minutes",
    "missing",
    "offers",
    "pulled",
    "resolve",
    "shown",
    "triggers",
    "unanswered",
    "ways",
    "working_since",
]
