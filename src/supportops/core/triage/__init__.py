"""Triage: what a request is, how urgent, in which language and mood, and why. Source: methodology, phase 3."""

from supportops.core.triage.again import again
from supportops.core.triage.facts import TIERS, Triage, TriageFacts
from supportops.core.triage.judge import judge, triage
from supportops.core.triage.otherwise import otherwise
from supportops.core.triage.policy import Boost, Counting, PriorityRules, TriagePolicy
from supportops.core.triage.reading import Reading, read

__all__ = [
    "TIERS",
    "Boost",
    "Counting",
    "PriorityRules",
    "Reading",
    "Triage",
    "TriageFacts",
    "TriagePolicy",
    "again",
    "judge",
    "otherwise",
    "read",
    "triage",
]
