"""The pages about customers and companies: what any of us mends, and what leads alone decide."""

from __future__ import annotations

import pytest

from supportops.actions.people import change
from supportops.core.routing import Branch, when
from supportops.interfaces.web.weight import weighed
from supportops.models import Organization, Person


def customer(**said):
    return {"name": "Omar H.", "phone": "+44 1", "zone": "Europe/London", "organization": ""} | said


def company(**said):
    return {"name": "Acme", "domain": "acme.example", "tier": "business", "arr": "0"} | said


def test_people_are_found_by_name_and_by_address(ada_sees, omar, eve) -> None:
    assert list(ada_sees.get("/people?query=hadd").context["people"]) == [omar]
    assert list(ada_sees.get("/people?query=EVE@else").context["people"]) == [eve]
    assert omar not in ada_sees.get("/people?role=staff").context["people"]


def test_what_is_known_of_a_customer_is_for_all_of_us_to_mend(ada_sees, omar) -> None:
    assert ada_sees.post(f"/people/{omar.pk}", customer()).status_code == 303
    omar.refresh_from_db()
    assert (omar.name, omar.phone, omar.organization, omar.role) == ("Omar H.", "+44 1", None, "customer")


def test_whom_a_customer_reaches_first_is_for_leads(visit, ada, lin, omar) -> None:
    wish = customer(tier="enterprise", vip="on")
    assert b'name="vip"' not in visit(ada).get(f"/people/{omar.pk}").content
    visit(ada).post(f"/people/{omar.pk}", wish)
    omar.refresh_from_db()
    assert (omar.name, omar.tier, omar.vip) == ("Omar H.", "free", False)
    assert visit(lin).post(f"/people/{omar.pk}", wish).status_code == 303
    omar.refresh_from_db()
    assert (omar.tier, omar.vip) == ("enterprise", True)


def test_a_zone_that_is_none_is_not_kept_and_nothing_typed_is_lost(ada_sees, omar) -> None:
    answer = ada_sees.post(f"/people/{omar.pk}", customer(name="Omar of Harbour", zone="../etc/passwd"))
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"zone"})
    assert b"Omar of Harbour" in answer.content
    omar.refresh_from_db()
    assert omar.name == "Omar Haddad"


def test_a_customers_form_cannot_make_them_a_colleague(visit, lin, omar) -> None:
    visit(lin).post(f"/people/{omar.pk}", customer(tier="free", role="admin", is_active="", password="x"))
    omar.refresh_from_db()
    assert (omar.role, omar.is_active) == ("customer", True)


@pytest.mark.parametrize("address", ["people", "people/{}", "people/new", "people?role=staff", "teams", "teams/frontline", "organizations"])
def test_a_customer_sees_none_of_it(visit, omar, ada, address) -> None:
    assert visit(omar).get(f"/{address.format(ada.pk)}").status_code in (302, 404)


def test_only_a_lead_changes_what_a_company_was_promised_and_is_worth(visit, ada, lin, cast) -> None:
    said = company(tier="enterprise", vip="on", arr="120000.50")
    assert visit(ada).post(f"/organizations/{cast.acme.pk}", said).status_code == 409
    assert Organization.objects.get(pk=cast.acme.pk).tier == "business"
    assert visit(lin).post(f"/organizations/{cast.acme.pk}", said).status_code == 303
    kept = Organization.objects.get(pk=cast.acme.pk)
    assert (kept.tier, kept.vip, str(kept.arr)) == ("enterprise", True, "120000.50")
    page = visit(ada).get(f"/organizations/{cast.acme.pk}").content.decode()
    assert "VIP" in page
    assert "<form" not in page.split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize("typed", ["", "a lot", "-5"])
def test_a_revenue_that_is_no_amount_is_asked_for_again(visit, lin, cast, typed) -> None:
    answer = visit(lin).post(f"/organizations/{cast.acme.pk}", company(name="Acme & Sons", arr=typed))
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"arr"})
    assert b"Acme &amp; Sons" in answer.content


def test_a_vip_company_makes_vips_of_its_people(visit, ada, lin, cast, omar) -> None:
    visit(lin).post(f"/organizations/{cast.acme.pk}", company(vip="on"))
    assert Person.objects.get(pk=omar.pk).is_vip
    assert "VIP" in visit(ada).get(f"/people/{omar.pk}").content.decode()


def test_the_form_says_what_a_fact_changes(visit, lin, omar, cast) -> None:
    page = visit(lin).get(f"/organizations/{cast.acme.pk}").content.decode()
    assert "Routing: the customer is a VIP or enterprise." in page
    assert "Escalation: A customer with more than 10,000 a year threatens to leave" in page
    assert "an outage P0 for enterprise" in visit(lin).get(f"/people/{omar.pk}").content.decode()


def test_what_a_fact_changes_follows_the_handbook(desk) -> None:
    from dataclasses import replace

    from supportops.actions.policy import current

    policy = current()
    assert weighed("organization", policy) == "No rule of the handbook asks for it."
    tree = {"rich": Branch(when({"fact": "vip", "is": True}, ()), "the customer is somebody's favourite")}
    said = weighed("vip", replace(policy, routing=replace(policy.routing, tree=tree)))
    assert said == "Counts for tickets that come from now on. Routing: the customer is somebody's favourite."


def test_a_vip_is_marked_in_the_list(ada_sees, omar) -> None:
    change(omar, vip=True)
    assert ada_sees.get("/people").content.decode().count("VIP") == 1
