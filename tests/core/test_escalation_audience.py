"""Who stands behind the names that rules tell."""

from supportops.core.escalation import Colleague, EscalationPolicy, Member, resolve, shown
from supportops.core.ticket import Ticket

ADA = Colleague(1, "Ada", "ada@desk.example", "frontline")
BEA = Colleague(2, "Bea", "bea@desk.example", "frontline")
LIN = Colleague(3, "Lin", "lin@desk.example", "technical", "lead", 2)
MAX = Colleague(4, "Max", "max@desk.example", "frontline", "lead")
ROOT = Colleague(5, "Root", "root@desk.example", None, "admin")
STAFF = [ADA, BEA, LIN, MAX, ROOT]
POLICY = EscalationPolicy(
    {},
    people={
        "engineering": Member(level=3),
        "specialists": Member(level=2),
        "manager": Member(role="admin"),
        "pm": Member(team="technical", role="lead"),
        "legal": Member(address="law@firm.example", name="Our lawyers"),
        "press": Member(address="press@firm.example"),
    },
)
ADAS = Ticket(team="frontline", assignee=1)
NOBODYS = Ticket(team="frontline")


def names(*wanted: str, ticket: Ticket = ADAS, staff: list[Colleague] = STAFF) -> list[str]:
    return [told.who.name for told in resolve(wanted, ticket, staff, POLICY)]


def test_the_assignee_is_whoever_has_it():
    assert names("assignee") == ["Ada"]


def test_what_is_nobodys_concerns_its_team():
    assert names("assignee", ticket=NOBODYS) == ["Ada", "Bea", "Max"]


def test_an_assignee_who_is_gone_is_the_leads_concern():
    assert names("assignee", ticket=Ticket(team="frontline", assignee=99)) == ["Max"]


def test_the_leads_are_those_of_the_team_else_all_else_whoever_runs_the_desk():
    assert names("leads") == ["Max"]
    assert names("leads", ticket=Ticket(team="billing")) == ["Lin", "Max"]
    assert names("leads", staff=[ADA, ROOT]) == ["Root"]


def test_a_name_of_the_handbook_is_a_team_a_role_a_level_or_all_of_it():
    assert names("specialists", "manager", "pm") == ["Lin", "Root"]


def test_where_nobody_stands_behind_a_name_the_leads_do():
    assert names("engineering") == ["Max"]
    assert names("nonsense") == ["Max"]
    assert names("team", ticket=Ticket()) == ["Lin", "Max"]
    assert names("team", staff=[]) == []


def test_an_address_outside_is_told_too():
    (lawyers, press) = resolve(["legal", "press"], ADAS, STAFF, POLICY)
    assert (lawyers.who.person, lawyers.who.address, lawyers.who.name) == (None, "law@firm.example", "Our lawyers")
    assert press.who.name == "press@firm.example"


def test_everybody_is_told_once_under_the_first_name():
    assert [(told.who.name, told.named) for told in resolve(["specialists", "pm", "assignee"], ADAS, STAFF, POLICY)] == [
        ("Lin", "specialists"),
        ("Ada", "assignee"),
    ]


def test_whoever_is_away_is_left_in_peace_while_somebody_else_is_there():
    away = Colleague(2, "Bea", "bea@desk.example", "frontline", available=False)
    assert names("team", staff=[ADA, away]) == ["Ada"]
    assert names("team", staff=[away]) == ["Bea"]


def test_a_page_names_them_with_the_part_they_play():
    assert shown(resolve(["assignee", "specialists"], ADAS, STAFF, POLICY)) == "Ada, Lin (specialists)"


def test_a_colleague_may_be_named_by_address():
    assert names("BEA@desk.example") == ["Bea"]
    assert names("somebody@gone.example") == ["Max"]
