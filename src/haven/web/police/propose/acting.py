"""Who acts, and when: the two things that every operation is told."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.http import HttpRequest

from haven.accounts.models import User


def acting(request: HttpRequest) -> tuple[User, datetime]:
    """The person signed in (the middleware lets nobody else through) and the instant of the request."""
    return cast(User, request.user), request.now  # type: ignore[attr-defined]
