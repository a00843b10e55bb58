"""The code with which somebody chooses their first password: shown once, kept as a hash."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from haven.accounts.models import User
from haven.accounts.partners import LETTERS, new_password
from haven.staffing.models import PasswordCode

LASTS = timedelta(days=7)


def make_code(user: User, *, by: User | None, at: datetime) -> str:
    """A new code for this person; an earlier one ends. The only time that it is seen."""
    end_codes(user, at)
    code = new_password()
    PasswordCode.objects.create(user=user, code_hash=hash_of(code), made_by=by, made_at=at, over_at=at + LASTS)
    return code


def end_codes(user: User, at: datetime) -> None:
    """No code of this person can be used any more."""
    user.password_codes.filter(used_at__isnull=True, ended_at__isnull=True).update(ended_at=at)


def hash_of(typed: str) -> str:
    """The hash of a code as it was made, however it is spaced. It holds 98 random bits, so that a plain hash is enough and
    guessing is hopeless."""
    plain = "".join(letter for letter in typed.lower() if letter in LETTERS)
    return hashlib.sha256(plain.encode()).hexdigest()
