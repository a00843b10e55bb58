"""Codes on cards: six letters and digits that are hard to take for one another. Kept as a keyed hash. Knows no table."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata

from django.conf import settings

ALPHABET = "3479ACDEFHJKMNPRTWXY"
LENGTH = 6
# For what an answer is closed while it waits for the worker.
FEEDBACK_POST = "post of feedback"


def new_code() -> str:
    """A fresh code, as it is written on the card: KX7-4PD."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"{letters[:3]}-{letters[3:]}"


def tidy_code(typed: str) -> str:
    """What was typed, without case, spaces and dashes; empty when it cannot be a code."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    plain = "".join(c for c in plain if c.isalnum())
    return plain if len(plain) == LENGTH and all(c in ALPHABET for c in plain) else ""


def code_hash(code: str) -> str:
    """How a code is kept: it can be found by who has it, and read back by nobody."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"feedback {tidy_code(code)}".encode(), hashlib.sha256).hex()
