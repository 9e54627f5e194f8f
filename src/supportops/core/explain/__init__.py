"""Explain: why everything on a ticket is as it is, from what was written down when it was decided."""

from supportops.core.explain.marks import Piece, marked
from supportops.core.explain.otherwise import otherwise
from supportops.core.explain.reasons import Reason, reasons, standing

__all__ = ["Piece", "Reason", "marked", "otherwise", "reasons", "standing"]
