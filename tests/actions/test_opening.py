"""Opening a ticket: known problems are linked, earlier requests are counted, and everything looked at is kept beside the decision."""

from datetime import timedelta

import pytest

from supportops.actions.tickets import act
from supportops.core.ticket import Verb
from supportops.models import Ticket, TicketEvent
from tests.cast import HOUR, T0

HELP = "https://help.example/export"


@pytest.fixture
def problem(cast, arrive, a_mail):
    """Ada has seen this three times this morning and says so."""
    arrive(a_mail("The export ends early.", subject="Export", Message_ID="<first@acme.example>"))
    ticket = Ticket.objects.get()
    act(ticket, Verb.DECLARE, by=cast.ada.actor, at=T0 + HOUR, known_by=("half of the rows", "export stops"), article=HELP)
    return Ticket.objects.get()


def said(ticket, verb, by):
    return TicketEvent.objects.filter(ticket=ticket, verb=verb, by=by).first()


def opened(arrive, raw, at=T0 + 2 * HOUR):
    arrive(raw, at)
    return Ticket.objects.order_by("-pk").first()


def test_who_describes_a_known_problem_is_linked_to_it_and_gets_what_helps(problem, arrive, a_mail):
    case = opened(arrive, a_mail("Today I get only half of the rows.", subject="CSV", Message_ID="<second@acme.example>"))
    assert case.problem == problem
    link, offer = (said(case, verb, "system:problems") for verb in (Verb.LINK, Verb.SUGGEST))
    assert (link.data["decision"]["value"], link.data["decision"]["evidence"]) == (f"#{problem.pk}", ["half of the rows"])
    assert link.because == f"“half of the rows” is how the known problem #{problem.pk} is described."
    assert (offer.data["kind"], offer.data["article"]) == ("article", HELP)
    routed = TicketEvent.objects.get(ticket=case, by="system:routing")
    assert routed.data["facts"]["problem"] == problem.pk


@pytest.mark.parametrize(
    "words", ["The export is fine, no longer half of the rows.", "What happens if the export stops?", "> half of the rows\n\nAnother thing: hello"]
)
def test_words_that_are_denied_supposed_or_quoted_link_nothing(problem, arrive, a_mail, words):
    assert opened(arrive, a_mail(words, subject="CSV", Message_ID="<second@acme.example>")).problem is None


def test_a_problem_without_an_article_is_linked_all_the_same(cast, problem, arrive, a_mail):
    act(problem, Verb.DECLARE, by=cast.ada.actor, at=T0 + HOUR, known_by=("half of the rows",))
    case = opened(arrive, a_mail("half of the rows", Message_ID="<second@acme.example>"))
    assert case.problem == problem
    assert said(case, Verb.SUGGEST, "system:problems") is None


def test_a_problem_that_is_solved_is_nobodys_any_more(cast, problem, arrive, a_mail):
    act(problem, Verb.SOLVE, by=cast.ada.actor, at=T0 + HOUR, root_cause="product_bug", resolution_type="engineering_fix")
    assert opened(arrive, a_mail("half of the rows", Message_ID="<second@acme.example>")).problem is None


def test_the_third_request_in_a_category_within_thirty_days_is_counted_as_the_third(cast, arrive, a_mail):
    for number, at in enumerate((T0 - timedelta(days=40), T0, T0 + HOUR, T0 + 2 * HOUR)):
        arrive(a_mail("I forgot my password.", subject=f"Password {number}", Message_ID=f"<{number}@acme.example>"), at)
    assert list(Ticket.objects.order_by("pk").values_list("category", "repeats")) == [
        ("account.password", 1),
        ("account.password", 1),
        ("account.password", 2),
        ("account.password", 3),
    ]


def test_other_customers_and_other_categories_do_not_count(cast, arrive, a_mail):
    arrive(a_mail("I forgot my password.", subject="Password", Message_ID="<1@acme.example>"))
    arrive(a_mail("I forgot my password.", subject="Password", sender="Eve <eve@elsewhere.example>", Message_ID="<2@elsewhere.example>"))
    arrive(a_mail("My invoice is wrong.", subject="Invoice", Message_ID="<3@acme.example>"))
    assert set(Ticket.objects.values_list("repeats", flat=True)) == {1}
    triaged = TicketEvent.objects.filter(verb=Verb.TRIAGE).order_by("-pk").first()
    assert triaged.data["facts"]["earlier"] == {"account.password": 1}


def test_without_an_address_there_is_nobody_to_count(cast, arrive, a_mail):
    arrive(a_mail("I forgot my password.", From=None, sender="nobody", Message_ID="<1@acme.example>"))
    assert Ticket.objects.get().repeats == 1
