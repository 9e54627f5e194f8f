"""Routing: which team's queue, which support level, whose ticket, and why. Source: methodology, phases 2 and 5."""

from supportops.core.routing.facts import Candidate, Route, RoutingFacts, facts_of
from supportops.core.routing.otherwise import otherwise
from supportops.core.routing.policy import Branch, RoutingPolicy, Scores, TeamRule, When, asked, specialists, teams_named, when
from supportops.core.routing.rules import route

__all__ = [
    "Branch",
    "Candidate",
    "Route",
    "RoutingFacts",
    "RoutingPolicy",
    "Scores",
    "TeamRule",
    "When",
    "asked",
    "facts_of",
    "otherwise",
    "route",
    "specialists",
    "teams_named",
    "when",
]
