"""The tables. No business rules live here: rows, QuerySets, and the way to and from the values that the core reads."""

from supportops.models.deliveries import Delivery, Suppression
from supportops.models.desk import Desk, Mailbox
from supportops.models.events import TicketEvent
from supportops.models.intake import InboundItem
from supportops.models.messages import Attachment, Message
from supportops.models.people import Organization, Person, Team
from supportops.models.policy import PolicyAct, PolicyVersion, RuleWatch
from supportops.models.tickets import Ticket

__all__ = [
    "Attachment",
    "Delivery",
    "Desk",
    "InboundItem",
    "Mailbox",
    "Message",
    "Organization",
    "Person",
    "PolicyAct",
    "PolicyVersion",
    "RuleWatch",
    "Suppression",
    "Team",
    "Ticket",
    "TicketEvent",
]
