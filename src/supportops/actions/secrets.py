"""Secrets that must be read again, such as a mailbox's password: sealed, so that a copy of the database alone tells nothing."""

from __future__ import annotations

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from supportops.core.ticket import Refused


def seal(text: str) -> str:
    """Fernet: encrypted and authenticated, under a key derived from the installation's."""
    return _lock(settings.SECRET_KEY).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """What was sealed; "" for nothing. Refused where the installation has another key by now."""
    try:
        return _lock(settings.SECRET_KEY).decrypt(sealed.encode()).decode() if sealed else ""
    except InvalidToken as problem:
        raise Refused("The stored password was sealed with another key; enter it again.") from problem


@lru_cache(maxsize=2)
def _lock(key: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"supportops secrets").derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
