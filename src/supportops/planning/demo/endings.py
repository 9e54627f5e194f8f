"""How the demo's requests end: what caused each, and what settled it."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from supportops.planning.demo.dice import weighted

Shares = Mapping[str, float]
_ENDINGS: Mapping[str, tuple[Shares, Shares]] = {
    "account.billing": ({"billing_system": 5, "user_error": 3, "documentation_gap": 2}, {"agent_resolved": 6, "refund_credit": 4}),
    "account.subscription": ({"documentation_gap": 5, "user_error": 3, "billing_system": 2}, {"agent_resolved": 8, "refund_credit": 2}),
    "account": ({"user_error": 6, "documentation_gap": 3, "third_party_issue": 1}, {"agent_resolved": 6, "self_service_redirect": 4}),
    "product.how_to": ({"documentation_gap": 7, "user_error": 3}, {"self_service_redirect": 6, "agent_resolved": 4}),
    "product.feature_request": ({"missing_feature": 10}, {"product_change": 1, "no_action_needed": 9}),
    "product": ({"product_bug": 7, "user_error": 2, "third_party_issue": 1}, {"engineering_fix": 5, "agent_resolved": 5}),
    "onboarding": ({"documentation_gap": 6, "user_error": 4}, {"agent_resolved": 7, "self_service_redirect": 3}),
    "technical": ({"third_party_issue": 3, "product_bug": 4, "documentation_gap": 3}, {"agent_resolved": 6, "engineering_fix": 4}),
    "feedback": ({"missing_feature": 4, "documentation_gap": 6}, {"no_action_needed": 7, "agent_resolved": 3}),
}


def ending(roll: Random, category: str) -> dict[str, str]:
    """Root cause and resolution type, as whoever solves it writes them down."""
    causes, types = _ENDINGS.get(category) or _ENDINGS[category.partition(".")[0]]
    return {"root_cause": weighted(roll, causes), "resolution_type": weighted(roll, types)}
