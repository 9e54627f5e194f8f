"""Triage: what a request is, how urgent, in which language and mood, and why. Source: methodology, phase 3."""

from supportops.core.triage.policy import Counting, PriorityRules, TriagePolicy
from supportops.core.triage.rules import Triage, TriageFacts, triage

__all__ = ["Counting", "PriorityRules", "Triage", "TriageFacts", "TriagePolicy", "triage"]
