"""The pages about our own people: what they know, when they work, whether they are here, and how somebody new comes in."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from supportops.actions.people import change, enlist
from supportops.actions.tickets import act
from supportops.core.ticket import Verb
from supportops.models import Person
from tests.cast import T0

COLLEAGUE = {"name": "Ada Okafor", "zone": "UTC", "role": "agent", "team": "frontline", "level": 1, "capacity": 40}


@pytest.fixture
def boss(cast):
    return enlist(name="Ruth Admin", email="ruth@desk.example", role="admin", password="lovelace-1815")


def test_a_lead_keeps_what_a_colleague_knows_and_when_they_work(visit, lin, ada) -> None:
    said = {"languages": "EN, de", "skill-api": "2", "skill-debugging": "", "further": "excel 3, sales", "senior": "on"}
    week = {"monday": "09:00-12:00, 13:00–17:00", "friday": "22:00-06:00", "sunday": ""}
    assert visit(lin).post(f"/people/{ada.pk}", COLLEAGUE | said | week).status_code == 303
    ada.refresh_from_db()
    assert (ada.languages, ada.skills, ada.senior) == (["en", "de"], {"api": 2, "excel": 3, "sales": 1}, True)
    assert ada.shift == {"monday": ["09:00-12:00", "13:00-17:00"], "friday": ["22:00-06:00"]}
    form = visit(lin).get(f"/people/{ada.pk}").context["form"]
    assert (form["skill-api"].value(), form["monday"].value(), form["further"].value()) == (
        2,
        "09:00-12:00, 13:00-17:00",
        "excel 3, sales 1",
    )


def test_the_skills_offered_are_those_that_routing_asks_for(visit, lin, ada) -> None:
    offered = {field.name for field in visit(lin).get(f"/people/{ada.pk}").context["form"].skills}
    assert {"skill-api", "skill-billing", "skill-debugging", "skill-phone"} <= offered


def test_agents_see_what_leads_keep_and_cannot_change_it(visit, ada, lin) -> None:
    change(lin, skills={"debugging": 2}, languages=["en", "ja"], shift={"monday": ["09:00-17:00"]}, zone="Asia/Tokyo", senior=True)
    page = visit(ada).get(f"/people/{lin.pk}")
    words = " ".join(re.sub("<[^>]*>", " ", page.content.decode()).split())
    for known in ("Technical", "L2 , senior", "EN, JA", "Debugging 2", "Mon 09:00-17:00", "Asia/Tokyo", "0 of 40"):
        assert known in words
    assert page.context["form"] is None
    assert visit(ada).post(f"/people/{lin.pk}", COLLEAGUE).status_code == 409
    assert visit(ada).post(f"/people/{ada.pk}", COLLEAGUE | {"level": 3}).status_code == 409
    assert Person.objects.get(pk=ada.pk).level == 1


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("languages", "english", "expected codes of languages such as en, de, found 'english'"),
        ("further", "excel 9", "expected a skill with a level from 1 to 3 such as excel 2, found 'excel 9'"),
        ("skill-api", "9", "9 is not one of the available choices"),
        ("monday", "nine to five", "expected opening hours such as 09:00-17:00, found 'nine to five'"),
        ("monday", "09:00-13:00, 12:00-17:00", "slots overlap: one opens at 12:00, before another has closed; join them"),
        ("zone", "Berlin", "write it as in Europe/Berlin"),
        ("capacity", "-1", "greater than or equal to 0"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_place_and_nothing_typed_is_lost(visit, lin, ada, field, typed, words) -> None:
    said = {"name": "Ada of the Desk", "tuesday": "10:00-11:00", "further": "sales 2"}
    answer = visit(lin).post(f"/people/{ada.pk}", COLLEAGUE | said | {field: typed})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {field})
    assert words in answer.context["form"].errors[field][0]
    for kept in ("Ada of the Desk", "10:00-11:00", typed if field != "skill-api" else "sales 2"):
        assert f'value="{kept}"' in answer.content.decode()
    assert Person.objects.get(pk=ada.pk).name == "Ada Okafor"


def test_nobody_raises_themselves(visit, ada, lin, boss) -> None:
    wish = COLLEAGUE | {"role": "admin", "level": 3}
    assert visit(ada).post(f"/people/{ada.pk}", wish).status_code == 409
    assert visit(lin).post(f"/people/{lin.pk}", wish).status_code == 422
    assert visit(lin).post(f"/people/{boss.pk}", wish | {"role": "agent"}).status_code == 409
    assert set(Person.objects.filter(role="admin")) == {boss}
    assert visit(boss).post(f"/people/{ada.pk}", wish).status_code == 303
    ada.refresh_from_db()
    assert ada.role == "admin"


def test_saving_a_colleague_leaves_their_presence_to_them(visit, lin, ada) -> None:
    change(ada, available=False)
    assert visit(lin).post(f"/people/{ada.pk}", COLLEAGUE).status_code == 303
    ada.refresh_from_db()
    assert ada.available is False


def test_each_says_in_one_click_whether_they_are_here(ada_sees, ada) -> None:
    away = ada_sees.post(f"/people/{ada.pk}/presence", {"here": "no", "next": "/tickets?view=mine"}, follow=True)
    assert away.redirect_chain == [("/tickets?view=mine", 303)]
    assert "Ada Okafor is away." in away.content.decode()
    assert '<button class="item" name="here" value="yes">' in away.content.decode()
    ada.refresh_from_db()
    assert ada.available is False
    ada_sees.post(f"/people/{ada.pk}/presence", {"here": "yes"})
    ada.refresh_from_db()
    assert ada.available is True


def test_whoever_goes_away_leaves_what_waits_to_others(ada_sees, lin, ada, ticket) -> None:
    act(ticket, Verb.ASSIGN, by=lin.actor, at=T0, assignee=ada.pk)
    answer = ada_sees.post(f"/people/{ada.pk}/presence", {"here": "no"}, follow=True)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.assignee) == ("new", None)
    assert "1 ticket that waited was dealt out again." in answer.content.decode()
    event = ticket.events.order_by("number").last()
    assert (event.data["left"], "Ada Okafor is away." in event.because) == (ada.actor, True)


def test_a_lead_says_it_for_anyone_an_agent_only_for_themselves(visit, ada, lin, omar, boss) -> None:
    assert visit(ada).post(f"/people/{lin.pk}/presence", {"here": "no"}).status_code == 409
    assert visit(lin).post(f"/people/{ada.pk}/presence", {"here": "no"}).status_code == 303
    assert visit(lin).post(f"/people/{boss.pk}/presence", {"here": "no"}).status_code == 303
    assert visit(lin).post(f"/people/{omar.pk}/presence", {"here": "no"}).status_code == 404
    assert visit(omar).post(f"/people/{omar.pk}/presence", {"here": "no"}).status_code == 404
    assert set(Person.objects.filter(available=False)) == {ada, boss}


@pytest.mark.parametrize("said", [{}, {"here": "perhaps"}])
def test_a_presence_that_is_neither_changes_nothing(ada_sees, ada, said) -> None:
    answer = ada_sees.post(f"/people/{ada.pk}/presence", said)
    assert (answer.status_code, b"expected here=yes or here=no" in answer.content) == (409, True)
    ada.refresh_from_db()
    assert ada.available is True


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_the_way_back_leads_to_our_own_pages_only(ada_sees, ada, place) -> None:
    assert ada_sees.post(f"/people/{ada.pk}/presence", {"here": "yes", "next": place}).headers["Location"] == f"/people/{ada.pk}"


def test_the_page_says_whether_somebody_is_on_shift_and_until_when(visit, ada, lin, clock) -> None:
    change(lin, shift={"monday": ["09:00-12:00"]}, zone="UTC")
    seen = visit(ada).get(f"/people/{lin.pk}")
    assert seen.context["standing"].at_work
    assert "shift ends <time" in seen.content.decode()
    clock.at = T0.replace(hour=12)
    seen = visit(ada).get(f"/people/{lin.pk}")
    assert (seen.context["standing"].at_work, "shift begins <time" in seen.content.decode()) == (False, True)


def test_the_load_is_shown_by_the_weights_of_the_channels(ada_sees, ada, lin) -> None:
    for channel in ("phone", "phone", "web"):
        ada_sees.post(
            "/tickets/new", {"channel": channel, "name": "Omar", "email": "omar@acme.example", "subject": "Hello", "text": "Hello"}
        )
    from supportops.models import Ticket

    Ticket.objects.update(assignee=ada)
    page = ada_sees.get(f"/people/{ada.pk}")
    assert [(part.name, part.tickets, part.weight, part.takes) for part in page.context["parts"]] == [
        ("Phone", 2, 4, 8),
        ("Contact form", 1, 1, 1),
    ]
    assert page.context["standing"].load == 9
    assert "9 of 40" in page.content.decode()


def new(**said):
    return {"name": "Bo Lindgren", "email": "Bo@Desk.example", "role": "agent", "team": "billing"} | said


def test_a_lead_adds_a_colleague_who_comes_in_by_a_link_that_works_once(visit, lin) -> None:
    lead = visit(lin)
    page = lead.post("/people/new", new(), follow=True)
    bo = Person.objects.get(email="bo@desk.example")
    assert (bo.name, bo.role, bo.team_id, bo.has_usable_password(), bo.created_at) == ("Bo Lindgren", "agent", "billing", False, T0)
    assert bo.available is False  # nobody is given tickets who has not come in yet
    link = page.context["door"]
    assert link in page.content.decode()
    assert link not in lead.get(f"/people/{bo.pk}").content.decode()
    assert come_in(link, "a-long-enough-secret-1815")
    bo.refresh_from_db()
    assert bo.check_password("a-long-enough-secret-1815")
    assert not come_in(link, "another-long-secret-1815")


def come_in(link: str, password: str) -> bool:
    """Follow the link and choose a password; whether it let us."""
    browser = Client()
    form = browser.get(re.sub(r"^https?://[^/]+", "", link), follow=True)
    if form.context.get("token_fail"):
        return False
    browser.post(form.request["PATH_INFO"], {"password1": password, "password2": password})
    return True


def test_another_link_is_only_for_those_who_have_not_come_in_yet(visit, ada, lin, boss) -> None:
    bo = enlist(name="Bo", email="bo@desk.example", role="agent")
    rules = visit(lin).post(f"/people/{bo.pk}/door", follow=True)
    assert rules.context["door"]
    assert visit(lin).post(f"/people/{ada.pk}/door").status_code == 409
    assert visit(lin).post(f"/people/{boss.pk}/door").status_code == 409
    assert visit(ada).post(f"/people/{bo.pk}/door").status_code == 404
    assert b"Make a link" not in visit(ada).get(f"/people/{bo.pk}").content


def test_a_link_stands_on_nobody_elses_page(visit, ada, lin) -> None:
    lead = visit(lin)
    lead.post("/people/new", new())
    assert lead.get(f"/people/{ada.pk}").context["door"] == ""


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "required"),
        ({"email": "bo"}, "expected an address such as ada@example.com"),
        ({"email": "ADA@desk.example"}, "is known already"),
        ({"role": "admin"}, "not one of the available choices"),
        ({"team": "kitchen"}, "not one of the available choices"),
    ],
)
def test_a_colleague_who_cannot_be_added_is_asked_for_again(visit, lin, wrong, words) -> None:
    answer = visit(lin).post("/people/new", new(further="x") | wrong)
    (field,) = wrong
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {field})
    assert words in answer.context["form"].errors[field][0]
    assert not Person.objects.filter(email="bo@desk.example").exists()


def test_agents_add_nobody_and_only_an_admin_adds_an_admin(visit, ada, boss) -> None:
    assert visit(ada).get("/people/new").status_code == 404
    assert visit(ada).post("/people/new", new()).status_code == 404
    assert b"Add colleague" not in visit(ada).get("/people").content
    assert visit(boss).post("/people/new", new(role="admin")).status_code == 303
    assert Person.objects.get(email="bo@desk.example").is_admin


def test_the_list_of_colleagues_says_how_each_stands(visit, ada, lin) -> None:
    change(lin, available=False)
    page = visit(ada).get("/people?role=staff")
    assert [(s.person, s.here, s.load) for s in page.context["standings"]] == [(ada, True, 0), (lin, False, 0)]
    assert page.content.decode().count("chip outline") == 1
