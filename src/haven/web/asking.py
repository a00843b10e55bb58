"""Who asks: the person signed in as at the instant of the request, read once a request."""

from collections.abc import Callable
from datetime import datetime

from django.db.models import prefetch_related_objects
from django.http import HttpRequest

from haven.accounts.actors import Actor, actor
from haven.accounts.models import User
from haven.accounts.policy import decide
from haven.cases.models import Case
from haven.cases.permissions import context_for


class StaffRequest(HttpRequest):
    """A request as staff pages get it: somebody is signed in, and it has one instant. For types only."""

    user: User  # type: ignore[assignment]
    now: datetime


def who(request: HttpRequest) -> Actor:
    """The actor of this request. Force, roles and rank are read the first time and kept with the request and its user."""
    kept = getattr(request, "_haven_actor", None)
    if kept is None:
        prefetch_related_objects([request.user], "ranks", "role_grants")  # type: ignore[type-var]
        kept = actor(request.user, request.now)  # type: ignore[arg-type, attr-defined]
        request._haven_actor = kept  # type: ignore[attr-defined]
    return kept  # type: ignore[no-any-return]


def require(request: HttpRequest, operation: str) -> Actor:
    """The actor, if their role may do this at all; else the page that says why not."""
    asking = who(request)
    decide(asking, operation).require()
    return asking


def rights(request: HttpRequest, case: Case) -> Callable[[str], bool]:
    """What this person may do with this case: how they stand to it is read once, then asked of the table as often as a
    page needs. An operation asks again for itself."""
    asking = who(request)
    context = context_for(case, asking, request.now)  # type: ignore[attr-defined]
    return lambda operation: decide(asking, operation, context).lawful is True
