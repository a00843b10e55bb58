"""That a person signed an act themselves, now: the page asks for the password again and hands this over."""

from dataclasses import dataclass
from datetime import datetime

from haven.accounts.models import User
from haven_law.findings import refuse

SIGNING_RULE = "Haven signing rule"


@dataclass(frozen=True)
class Signature:
    """Who showed again that it is them, when, and how."""

    user_id: int
    at: datetime
    how: str = "password"


def require_signature(signature: Signature | None, *, by: User) -> None:
    """Refused unless the person who acts has just shown that it is them."""
    if signature is None or signature.user_id != by.pk:
        refuse(SIGNING_RULE, "Enter your password to sign. Nothing is printed or served before it is signed").require()
