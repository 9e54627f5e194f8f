"""Teams: a queue that the handbook names exists."""

from __future__ import annotations

from supportops.core.policy import Policy
from supportops.models import Team


def keep(policy: Policy) -> None:
    """Make the teams of a handbook that are not there yet; those that are there keep their names and people."""
    there = set(Team.objects.values_list("slug", flat=True))
    missing = [Team(slug=slug, name=rule.name[:80]) for slug, rule in policy.routing.teams.items() if slug not in there]
    Team.objects.bulk_create(missing, ignore_conflicts=True)
