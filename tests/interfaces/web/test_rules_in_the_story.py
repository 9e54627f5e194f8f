"""What the desk's own rules did stands in a ticket's story, in the rule's name and with its reason."""

from __future__ import annotations

from supportops.actions.tickets import act
from supportops.core.automation import passed_over
from supportops.core.ticket import Verb
from supportops.interfaces.web.sentences import Names, sentence
from supportops.models import TicketEvent
from tests.cast import HOUR, T0
from tests.core.test_automation import STALE


def said(ticket):
    events = list(TicketEvent.objects.filter(ticket=ticket).order_by("number"))
    return [sentence(event, Names(events)) for event in events]


def test_a_rule_is_named_by_what_it_did(ticket) -> None:
    act(ticket, Verb.SNOOZE, by="rule:quiet", at=T0 + HOUR, until=T0 + 9 * HOUR)
    assert "Rule quiet" in said(ticket)[-1]


def test_what_a_rule_could_not_do_and_that_it_is_paused_are_said(ticket) -> None:
    act(ticket, Verb.ALERT, by="rule:quiet", at=T0 + HOUR, data={"rule": "quiet", "refused": "It sleeps already.", "tell": []})
    assert said(ticket)[-1] == "Rule quiet could not do what it wanted"
    (event,) = passed_over(STALE, ticket.snapshot(), T0 + HOUR)
    act(ticket, Verb.ALERT, by=event.by, at=T0 + HOUR, data=event.data)
    assert said(ticket)[-1] == "Rule stale is paused"
    act(ticket, Verb.ALERT, by="rule:quiet", at=T0 + HOUR, data={"rule": "quiet", "tell": ["leads"]})
    assert said(ticket)[-1] == "Rule quiet told leads"
