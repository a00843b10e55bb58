"""Every staff page needs a person who is signed in, within the limits of a session."""

from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from haven.web import session as limits
from haven.web.middleware import Handler
from haven.web.staff.session import typed
from haven.web.staff.sign_in import signed_out

OPEN_PATHS = ("/sign-in", "/practice/", "/static/", "/healthz", "/accessibility", "/help", "/first-password")


class SignedInStaff:
    """Every staff page needs a person, but for the few open addresses. One instant a request: `request.now`."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = request.now = timezone.now()  # type: ignore[attr-defined]
        before, closed = _over(request), ""
        if before is not None:
            if request.method == "POST" and not _by_the_page(request) and not request.path.startswith(OPEN_PATHS):
                closed = typed.close(request, before.pk, now)
            logout(request)
        if not _of_the_staff(request) and not request.path.startswith(OPEN_PATHS):
            return _sent_to_sign_in(request, before, closed)
        if request.user.is_authenticated and limits.is_touch(request) and request.path != "/session":
            limits.touch(request, now)
        return self.get_response(request)


def _over(request: HttpRequest) -> Any:
    """The person whose time is over, if somebody is signed in and it is."""
    end = limits.ends_at(request) if request.user.is_authenticated else None
    return request.user if end is not None and end <= request.now else None  # type: ignore[attr-defined]


def _of_the_staff(request: HttpRequest) -> bool:
    """Somebody is signed in, and not a partner, who may use the public host alone."""
    user: Any = request.user
    return bool(user.is_authenticated) and user.force.kind != "partner"


def _by_the_page(request: HttpRequest) -> bool:
    return "HX-Request" in request.headers


def _sent_to_sign_in(request: HttpRequest, before: Any, closed: str) -> HttpResponse:
    """A part of a page is told so in its status, and never gets a page to put into itself. A form that was sent comes
    back after signing in. Whoever asked for a page gets it after signing in."""
    if _by_the_page(request):
        return HttpResponse("You are not signed in.", status=401, content_type="text/plain")
    if closed:
        return signed_out(request, before, closed)
    wanted = request.get_full_path() if request.method == "GET" else _came_from(request)
    query = urlencode({"next": wanted}) if wanted and wanted != "/" else ""
    return HttpResponseRedirect("/sign-in" + (f"?{query}" if query else ""))


def _came_from(request: HttpRequest) -> str:
    """The page of ours on which a form was sent."""
    page = request.headers.get("Referer", "")
    origin = f"{request.scheme}://{request.get_host()}"
    if not page.startswith(f"{origin}/") or not url_has_allowed_host_and_scheme(page, {request.get_host()}):
        return ""
    return page.removeprefix(origin)
