"""The promises and their clocks. Source: methodology, phase 3."""

from supportops.core.sla.chapter import Agreement, Change, Internal, Lifecycle, Missed, Season, SlaPolicy, Target, Warn
from supportops.core.sla.clocks import Clock, State
from supportops.core.sla.deadlines import Deadlines, deadlines
from supportops.core.sla.due import Due
from supportops.core.sla.explain import Explanation, explain
from supportops.core.sla.parts import Part
from supportops.core.sla.promise import STANDARD, Promise, promise, season_words
from supportops.core.sla.telling import words
from supportops.core.sla.terms import Promises, Terms, Timed, terms
from supportops.core.sla.wording import in_words

__all__ = [
    "STANDARD",
    "Agreement",
    "Change",
    "Clock",
    "Deadlines",
    "Due",
    "Explanation",
    "Internal",
    "Lifecycle",
    "Missed",
    "Part",
    "Promise",
    "Promises",
    "Season",
    "SlaPolicy",
    "State",
    "Target",
    "Terms",
    "Timed",
    "Warn",
    "deadlines",
    "explain",
    "in_words",
    "promise",
    "season_words",
    "terms",
    "words",
]
