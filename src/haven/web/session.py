"""How long somebody stays signed in: three hours without a touch, twelve hours in all, then sign in again.

Our rule. A touch is a page that was opened or a form that was sent. What a page fetches by itself is none, but for the
board on a wall, which nobody touches: it stays until the twelve hours are over."""

from datetime import UTC, datetime, timedelta

from django.http import HttpRequest

IDLE, ABSOLUTE = timedelta(hours=3), timedelta(hours=12)
WARN_BEFORE = timedelta(minutes=10)
# A touch is noted once a minute, so that not every page writes a row.
NOTED_EVERY = timedelta(minutes=1)
BEGAN, TOUCHED = "began", "touched"


def begin(request: HttpRequest, at: datetime) -> None:
    """Somebody has just signed in."""
    request.session[BEGAN] = request.session[TOUCHED] = int(at.timestamp())


def ends_at(request: HttpRequest) -> datetime | None:
    """When this person must sign in again if they touch nothing; None for a session that its row alone ends."""
    began, touched = _noted(request, BEGAN), _noted(request, TOUCHED)
    return min(began + ABSOLUTE, touched + IDLE) if began and touched else None


def can_stay(request: HttpRequest) -> bool:
    """Would a touch now put off the end, or is it the end of the twelve hours?"""
    began, end = _noted(request, BEGAN), ends_at(request)
    return bool(began and end and end < began + ABSOLUTE)


def touch(request: HttpRequest, at: datetime, *, every: timedelta = NOTED_EVERY) -> None:
    """Put off the end of the time without a touch."""
    touched = _noted(request, TOUCHED)
    if touched is not None and at - touched >= every:
        request.session[TOUCHED] = int(at.timestamp())


def is_touch(request: HttpRequest) -> bool:
    """Did a person do this, or did the page?"""
    if request.method != "GET" or "HX-Request" not in request.headers:
        return True
    return request.GET.get("screen") == "large"


def _noted(request: HttpRequest, name: str) -> datetime | None:
    seconds = request.session.get(name)
    return datetime.fromtimestamp(seconds, tz=UTC) if isinstance(seconds, int) else None
