"""The door of responsible persons and of workers of support organisations: a password and a code, one page for both."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from haven.compliance.envelope import open_up
from haven.compliance.second_step import right_step
from haven.web.public.two_steps import REALMS, SUPERVISORS, Door, Realm, realm_of
from haven.web.public.work_forms import SignInForm

COOKIE = ("__Host-" if settings.SECURE else "") + "w"
MOST_FAILURES, WITHIN = 5, timedelta(minutes=15)
WRONG = "The email, the password or the code is not right. Check all three and try again"
LOCKED = "There were too many tries. Wait 15 minutes, or ask the unit that gave you the sign-in"
View = Callable[..., HttpResponse]


def page(request: HttpRequest, name: str, status: int = 200, **values: Any) -> HttpResponse:
    base = {"exit_url": reverse("work_leave"), "practice": settings.PRACTICE, "foot": []}
    answer = render(request, f"public/work/{name}.html.j2", base | values, status=status)
    # A browser that may say nothing of where it comes from sends forms without their origin, and they would be refused.
    # Other sites are still told nothing.
    answer["Referrer-Policy"] = "same-origin"
    return answer


def signed_in(realm: Realm) -> Callable[[View], View]:
    """A page for whoever of this kind is signed in; the door for everybody else."""

    def of_realm(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            token, at = request.COOKIES.get(COOKIE, ""), timezone.now()
            person = realm.whose(token, at) if token and realm_of(token) is realm else None
            if person is None:
                return _to_the_door(token)
            request.work_person, request.work_token, request.now = person, token, at  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        return guarded

    return of_realm


def _to_the_door(token: str) -> HttpResponse:
    answer = HttpResponseRedirect(reverse("work_sign_in") + ("?out=1" if token else ""))
    answer.delete_cookie(COOKIE)
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Email, password and a code. What was wrong is not said, and an address that is not known takes as long."""
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token, realm = _let_in(form, timezone.now())
        if token:
            return _with_cookie(HttpResponseRedirect(reverse(realm.home)), token)
    here = [door for realm in REALMS for door in realm.practice_doors()] if settings.PRACTICE else []
    out = request.GET.get("out") == "1"
    return page(request, "sign_in", 422 if form.errors else 200, form=form, doors=here, out=out)


def _let_in(form: SignInForm, at: datetime) -> tuple[str, Realm]:
    email = form.cleaned_data["email"].casefold()
    found = {realm: realm.door(email) for realm in REALMS}
    realm = next((r for r, door in found.items() if door is not None), SUPERVISORS)
    if realm.failures(email, at - WITHIN) >= MOST_FAILURES:
        form.add_error(None, LOCKED)
        return "", realm
    door = found[realm]
    step = _right(realm, door, form.cleaned_data["password"], form.cleaned_data["code"], at)
    token = realm.mark + secrets.token_urlsafe(32)
    ok = door is not None and step is not None and realm.begin(door.account, step, token, at)
    realm.note_try(email, at, ok)
    if not ok:
        form.add_error(None, WRONG)
    return (token if ok else ""), realm


def _right(realm: Realm, found: Door | None, password: str, code: str, at: datetime) -> int | None:
    """The step of the code, when both are right. Without a door a hash is made all the same."""
    if found is None:
        make_password(password)
        return None
    if not check_password(password, found.password):
        return None
    try:
        key = open_up(realm.step, found.second_step)
    except InvalidTag:
        return None
    return right_step(key, code, at, after=found.last_step)


def _with_cookie(answer: HttpResponse, token: str) -> HttpResponse:
    answer.set_cookie(COOKIE, token, secure=settings.SECURE, httponly=True, samesite="Strict", path="/")
    return answer


@require_POST
def practise(request: HttpRequest) -> HttpResponse:
    """One press signs in as an invented person. Only in practice: the database says so as well."""
    code = request.POST.get("as", "")
    realm, number = realm_of(code), code[1:]
    if not settings.PRACTICE or realm is None or not number.isascii() or not number.isdigit() or len(number) > 12:
        raise Http404
    token = realm.mark + secrets.token_urlsafe(32)
    if not realm.practice_begin(int(number), token, timezone.now()):
        raise Http404
    return _with_cookie(HttpResponseRedirect(reverse(realm.home)), token)


@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Signs out and goes on to a page that could be anybody's."""
    return _ended(request, "leave")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    return _ended(request, "work_sign_in")


def _ended(request: HttpRequest, then: str) -> HttpResponse:
    token = request.COOKIES.get(COOKIE, "")
    realm = realm_of(token)
    if realm is not None:
        realm.end(token, timezone.now())
    answer = HttpResponseRedirect(reverse(then), status=303)
    answer.delete_cookie(COOKIE)
    return answer
