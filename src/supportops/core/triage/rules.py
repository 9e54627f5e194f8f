"""All decisions of triage on one message."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from supportops.core.decision import Decision
from supportops.core.phrases import PARAGRAPH, Found, tokens
from supportops.core.ticket import Priority
from supportops.core.triage.affected import affected
from supportops.core.triage.language import language
from supportops.core.triage.policy import TriagePolicy
from supportops.core.triage.priority import priority, signs

SUBJECT_COUNTS = 2  # times as much as the body


@dataclass(frozen=True)
class TriageFacts:
    """What is known of a new request. `new_text` is without quotes and signature; `given` is a person's choice."""

    subject: str
    new_text: str
    tier: str = "free"
    channel: str = "email"
    given: Priority | None = None


@dataclass(frozen=True)
class Triage:
    """What a request is, each with its reason."""

    priority: Decision[Priority]
    category: Decision[str]
    language: Decision[str]
    sentiment: Decision[str]
    tags: Decision[tuple[str, ...]]


def triage(facts: TriageFacts, policy: TriagePolicy) -> Triage:
    """Decide what a request is. One pass over the text; beyond `policy.reads` characters nothing is read."""
    written, folded = tokens(f"{facts.subject}\n\n{facts.new_text}"[: policy.reads])
    found = policy.index.find(written, folded)
    category = _category(found, folded.index(PARAGRAPH) if PARAGRAPH in folded else len(folded), policy)
    seen = signs(found, affected(found, written, folded, policy), facts.tier, category.value)
    return Triage(
        _with_choice(priority(seen, policy.priority, found), facts.given),
        category,
        language(folded, policy.languages_of),
        _sentiment(found),
        _tags(found),
    )


def _with_choice(by_rule: Decision[Priority], given: Priority | None) -> Decision[Priority]:
    """A person's choice stands; what the rules say is kept beside it as a proposal."""
    if given is None:
        return by_rule
    other = ((by_rule.value, f"The rules would say so: {by_rule.because}"),) if by_rule.value != given else ()
    return Decision(given, "Chosen by a person.", "priority.given", by_rule.evidence, (*other, *by_rule.rejected))


def _category(found: Sequence[Found], subject_ends: int, policy: TriagePolicy) -> Decision[str]:
    """The category with most words in the text; the handbook's order decides between equals."""
    scores: Counter[str] = Counter()
    named: dict[str, list[str]] = {}
    for hit in found:
        if hit.table == "category":
            scores[hit.key] += (hit.end - hit.start) * (SUBJECT_COUNTS if hit.start < subject_ends else 1)
            named.setdefault(hit.key, []).append(hit.written)
    if not scores:
        return _category_of_a_fault(found, policy)
    order = [key for key in policy.categories if key in scores]
    best = max(order, key=scores.__getitem__)
    others = tuple((key, f"Fewer words: {', '.join(dict.fromkeys(named[key]))}") for key in order if key != best)
    return Decision(best, f"“{named[best][0]}” belongs to {best}.", "category.words", tuple(dict.fromkeys(named[best])), others)


def _category_of_a_fault(found: Sequence[Found], policy: TriagePolicy) -> Decision[str]:
    fault = next((hit.written for hit in found if hit.table in ("outage", "fault") and not hit.denied), None)
    if fault and policy.fault_category:
        return Decision(policy.fault_category, f"“{fault}” names a fault and nothing names another category.", "category.fault", (fault,))
    return Decision("", "No word of any category stands in the text.", "category.none")


def _sentiment(found: Sequence[Found]) -> Decision[str]:
    """Urgent words decide; otherwise the larger side. Praise taken back ("not happy") is a complaint, a complaint taken back is nothing."""
    sides: dict[str, list[str]] = {"urgent": [], "negative": [], "positive": []}
    for hit in found:
        if hit.table == "sentiment" and (side := _side(hit)):
            sides[side].append(hit.written if not hit.denied else f"{hit.denied} {hit.written}")
    side = "urgent" if sides["urgent"] else max(("negative", "positive"), key=lambda name: len(sides[name]))
    if not sides[side]:
        return Decision("neutral", "No word of praise, complaint or urgency stands in the text.", "sentiment.none")
    rejected = tuple((name, f"“{hits[0]}” weighs less.") for name, hits in sides.items() if hits and name != side)
    return Decision(side, f"“{sides[side][0]}” sounds {side}.", "sentiment.words", tuple(dict.fromkeys(sides[side])), rejected)


def _side(hit: Found) -> str:
    if hit.denied:
        return "negative" if hit.key == "positive" else ""
    return hit.key


def _tags(found: Sequence[Found]) -> Decision[tuple[str, ...]]:
    hits = {hit.key: hit.written for hit in found if hit.table == "tag" and not hit.denied}
    if not hits:
        return Decision((), "No word of any tag stands in the text.", "tags.none")
    said = ", ".join(f"{tag} by “{written}”" for tag, written in sorted(hits.items()))
    return Decision(tuple(sorted(hits)), f"Tagged {said}.", "tags.words", tuple(hits.values()))
