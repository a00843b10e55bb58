"""The second step of a sign-in: a code of six digits that an app on a phone makes from a key and the time (RFC 6238).
Knows no table, so that the public site may use it."""

from __future__ import annotations

import base64
import hmac
import secrets
from datetime import datetime

SECONDS, DIGITS = 30, 6
# A phone's clock may be one step off, either way.
AROUND = (0, -1, 1)


def new_key() -> str:
    """A key of 160 bits, in the letters that such apps take."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code_of(key: str, step: int) -> str:
    """The code of one step of time."""
    digest = hmac.digest(base64.b32decode(key), step.to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def step_of(at: datetime) -> int:
    return int(at.timestamp()) // SECONDS


def right_step(key: str, typed: str, at: datetime, *, after: int = 0) -> int | None:
    """The step whose code was typed, or None. A step that was used before, or an earlier one, is not taken again."""
    plain = "".join(typed.split())
    now = step_of(at)
    for around in AROUND:
        step = now + around
        if step > after and hmac.compare_digest(code_of(key, step).encode(), plain.encode()):
            return step
    return None


def in_groups(key: str) -> str:
    """The key as people type it: groups of four."""
    return " ".join(key[i : i + 4] for i in range(0, len(key), 4))
