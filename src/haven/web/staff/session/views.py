"""What a page asks to know whether somebody is still signed in, and the press that keeps them so."""

from datetime import timedelta

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_http_methods

from haven.web import session as limits


@require_http_methods(["GET", "POST"])
def session(request: HttpRequest) -> JsonResponse:
    """GET says how many seconds are left, whether staying puts the end off, whose session it is, and the token that
    forms must carry since the last signing in. POST is a touch. Neither is for people; both need nothing but a session."""
    now = request.now  # type: ignore[attr-defined]
    if request.method == "POST":
        limits.touch(request, now, every=timedelta())
    end = limits.ends_at(request)
    left = None if end is None else int((end - now).total_seconds())
    said = {"left": left, "stay": limits.can_stay(request), "who": request.user.pk, "token": get_token(request)}
    return JsonResponse(said)
