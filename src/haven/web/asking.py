"""Who asks: the person signed in as at the instant of the request, read once a request."""

from datetime import datetime

from django.http import HttpRequest

from haven.accounts.actors import Actor, actor
from haven.accounts.models import User
from haven.accounts.policy import decide


class StaffRequest(HttpRequest):
    """A request as staff pages get it: somebody is signed in, and it has one instant. For types only."""

    user: User  # type: ignore[assignment]
    now: datetime


def who(request: HttpRequest) -> Actor:
    """The actor of this request. Force, roles and rank are read the first time and kept with the request."""
    kept = getattr(request, "_haven_actor", None)
    if kept is None:
        kept = actor(request.user, request.now)  # type: ignore[arg-type, attr-defined]
        request._haven_actor = kept  # type: ignore[attr-defined]
    return kept  # type: ignore[no-any-return]


def require(request: HttpRequest, operation: str) -> Actor:
    """The actor, if their role may do this at all; else the page that says why not."""
    asking = who(request)
    decide(asking, operation).require()
    return asking
