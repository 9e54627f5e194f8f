"""A mail, from bytes to meaning: what it says, what is new in it, whether a machine wrote it, and which thread it belongs to."""

from supportops.core.email.caps import Caps
from supportops.core.email.message import Address, Attachment, Bounce, InboundEmail, ReportPart
from supportops.core.email.read import read

__all__ = ["Address", "Attachment", "Bounce", "Caps", "InboundEmail", "ReportPart", "read"]
