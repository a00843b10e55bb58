"""A visit on the public host: who is proven, how long it lasts, and the frame of each of its pages."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from haven.web.public.her import doors
from haven.web.public.pages import FOOT

COOKIE = ("__Host-" if settings.SECURE else "") + "s"
# A question before the end, so that one press is enough to go on.
ASK_BEFORE = {20: timedelta(minutes=2), 5: timedelta(minutes=1)}
View = Callable[..., HttpResponse]


class HerRequest(HttpRequest):
    """A request within a visit. For types only."""

    visit: doors.Visit
    token: str
    now: datetime


def token_of(request: HttpRequest) -> str:
    return request.COOKIES.get(COOKIE, "")


def page(request: HttpRequest, name: str, status: int = 200, **values: Any) -> HttpResponse:
    """A page of a visit, or of its door."""
    visit = getattr(request, "visit", None)
    base = {"practice": settings.PRACTICE, "foot": FOOT, "visit": visit}
    if visit is not None:
        minutes = timedelta(minutes=visit.minutes)
        base |= {
            "ends_at": request.now + minutes,  # type: ignore[attr-defined]
            "ask_after": int((minutes - ASK_BEFORE[visit.minutes]).total_seconds()),
            "end_after": int(minutes.total_seconds()),
        }
    answer = render(request, f"public/her/{name}.html.j2", base | values, status=status)
    # Forms of this site must come with their origin; other sites are still told nothing.
    answer["Referrer-Policy"] = "same-origin"
    return answer


def proven(view: View) -> View:
    """The page for whoever is proven; the door for everybody else."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        token, at = token_of(request), timezone.now()
        visit = doors.touch(token, at) if token else None
        if visit is None:
            return gone(request)
        request.visit, request.token, request.now = visit, token, at  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return guarded


def herself(view: View) -> View:
    """The page for herself alone: a friend gets the answer of an address that is not there."""
    return allowed("")(view)


def allowed(scope: str) -> Callable[[View], View]:
    """The page for herself, and for a friend who may do this."""

    def decorate(view: View) -> View:
        @proven
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.visit.may(scope):  # type: ignore[attr-defined]
                return HttpResponseRedirect(reverse("her_home"))
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def gone(request: HttpRequest, *, kept: bool = False) -> HttpResponse:
    """To the door. Whoever had a visit is told that it is over, and whether what was written is kept."""
    query = "?kept=1" if kept else "?out=1" if token_of(request) else ""
    return HttpResponseRedirect(reverse("her_door") + query, status=303)


def opened(token: str, address: str) -> HttpResponse:
    answer = HttpResponseRedirect(address, status=303)
    answer.set_cookie(COOKIE, token, secure=settings.SECURE, httponly=True, samesite="Strict", path="/")
    return answer


def new_token() -> str:
    return secrets.token_urlsafe(32)


def end(request: HttpRequest) -> None:
    """End the visit, if there is one."""
    token = token_of(request)
    if token:
        doors.end(token, timezone.now())
