"""What was typed into a form whose sender had to sign in again: kept closed in the page itself, and sent by them alone.

No row, no address and no log holds it: the sign-in page carries it as one closed field, which opens for the person who
typed it and for an hour. Passwords are never carried."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidTag
from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware

from haven.compliance.envelope import STAFF_TYPED, close_up, open_up

WITHIN = timedelta(hours=1)
NEVER = ("csrfmiddlewaretoken",)
# A form of nothing but passwords.
NOT_FROM = "/password"


@dataclass(frozen=True)
class Typed:
    """A form as it was sent, and where to. `files`: it had files, which cannot be carried."""

    path: str
    fields: tuple[tuple[str, str], ...]
    files: bool


def close(request: HttpRequest, user_id: int, at: datetime) -> str:
    """The form that this person sent, closed. Empty when it was no form of ours: another site could have made it up."""
    if CsrfViewMiddleware(lambda _request: None).process_view(request, close, (), {}) is not None:  # type: ignore[arg-type, return-value]
        return ""
    if request.path == NOT_FROM:
        return ""
    fields = [(n, v) for n in request.POST if n not in NEVER and "password" not in n for v in request.POST.getlist(n)]
    said = {"who": user_id, "at": at.timestamp(), "path": request.get_full_path(), "fields": fields}
    return urlsafe_b64encode(close_up(STAFF_TYPED, json.dumps(said | {"files": bool(request.FILES)}))).decode()


def opened(closed: str, user_id: int, at: datetime) -> Typed | None:
    """The form again, for who typed it. None for somebody else, too late, or for what is no such thing."""
    try:
        said = json.loads(open_up(STAFF_TYPED, urlsafe_b64decode(closed.encode())))
    except (InvalidTag, Error, ValueError):
        return None
    if said["who"] != user_id or not 0 <= at.timestamp() - said["at"] <= WITHIN.total_seconds():
        return None
    return Typed(said["path"], tuple((name, value) for name, value in said["fields"]), said["files"])
