"""What the public site and the worker hand to each other, and a page to the next one, closed: neither a table nor a log
between them can read it.
Knows no table, so that the public site may use it. The key is not the one of what is sealed."""

from __future__ import annotations

import hmac
import os
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

POST, SECOND_STEP = "post of responsible persons", "second step of responsible persons"
HER_POST, HER_BEGUN = "post of protected persons", "begun by protected persons"
WORKER_POST, WORKER_STEP = "post of support workers", "second step of support workers"
STAFF_TYPED = "typed by staff before they had to sign in again"
WORKER_NOTE = "notes of support workers"


@lru_cache(maxsize=8)
def _key(master: str, purpose: str) -> bytes:
    return hmac.digest(master.encode(), f"haven {purpose}".encode(), "sha256")


def close_up(purpose: str, text: str) -> bytes:
    """The text, closed for a purpose."""
    nonce = os.urandom(12)
    return nonce + AESGCM(_key(settings.SECRET_KEY, purpose)).encrypt(nonce, text.encode(), purpose.encode())


def open_up(purpose: str, closed: bytes | memoryview) -> str:
    """The text again. Raises InvalidTag when it was changed, or closed for something else."""
    raw = bytes(closed)
    return AESGCM(_key(settings.SECRET_KEY, purpose)).decrypt(raw[:12], raw[12:], purpose.encode()).decode()
