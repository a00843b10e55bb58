"""To sign is to show again that it is you: the password of the sign-in, with its limit of wrong tries."""

from datetime import datetime

from django.contrib.auth import authenticate
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from haven.accounts.models import User
from haven.accounts.signing import Signature

WRONG = "The password is not right. Nothing was signed"
LOCKED = "The password was wrong too many times. Wait 15 minutes, or ask a colleague who may sign. Nothing was signed"


class NotSigned(Exception):
    """The text is a sentence for the field of the password."""


def sign(request: HttpRequest, user: User, password: str, at: datetime) -> Signature:
    """A signature of this user. Wrong passwords count towards the limit of the sign-in (five, then a wait).

    Raises NotSigned with the sentence to show."""
    try:
        found = authenticate(request, email=user.email, password=password)
    except PermissionDenied:
        found = None
    if getattr(request, "axes_locked_out", False):
        # The page answers in its own words and keeps what was typed, instead of the page of the sign-in.
        request.axes_locked_out = False  # type: ignore[attr-defined]
        raise NotSigned(LOCKED)
    if found is None or found.pk != user.pk:
        raise NotSigned(WRONG)
    return Signature(user.pk, at)
