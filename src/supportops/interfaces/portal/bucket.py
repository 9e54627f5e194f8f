"""A limit on how often: so many at once, then one each so often. It lives in the cache, so it holds over all processes."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.core.cache import cache


def spend(purpose: str, who: str, at: datetime, *, most: int, hours: float = 1) -> bool:
    """Take one from somebody's bucket of `most`, which fills again within `hours`; False where it is empty."""
    key = "bucket:" + hashlib.sha256(f"{purpose}\0{who.casefold()}".encode()).hexdigest()
    now, whole = at.timestamp(), hours * 3600
    left, then = cache.get(key, (float(most), now))
    left = min(float(most), left + max(0.0, now - then) * most / whole)
    if left < 1:
        return False
    cache.set(key, (left - 1, now), round(whole) + 60)
    return True
