"""The pages of a responsible person: sign in with two steps, the clauses they supervise, and a report on each. Nothing here
reads a table; nothing here says where anybody can be found."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import wraps
from typing import Any

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haven.compliance.envelope import POST, SECOND_STEP, close_up, open_up
from haven.compliance.second_step import right_step
from haven.web.public import doors
from haven.web.public.work_forms import ReportForm, SignInForm

COOKIE = ("__Host-" if settings.SECURE else "") + "w"
MOST_FAILURES, WITHIN = 5, timedelta(minutes=15)
WRONG = "The email, the password or the code is not right. Check all three and try again"
LOCKED = "There were too many tries. Wait 15 minutes, or ask the unit that gave you the sign-in"
PUBLIC_WORDS = {
    "in_progress": "It goes on as it should",
    "failed": "They failed to comply",
    "complied_all": "They have complied with all of it",
    "instructed": "You told them how to keep in touch",
}
ABOUT_WORDS = {"in_touch": "Keeping in touch", "new_home": "Telling of a new home"}
View = Callable[..., HttpResponse]


def page(request: HttpRequest, name: str, status: int = 200, **values: Any) -> HttpResponse:
    base = {"exit_url": reverse("work_leave"), "practice": settings.PRACTICE, "foot": []}
    answer = render(request, f"public/work/{name}.html.j2", base | values, status=status)
    # A browser that may say nothing of where it comes from sends forms without their origin, and they would be refused.
    # Other sites are still told nothing.
    answer["Referrer-Policy"] = "same-origin"
    return answer


def signed_in(view: View) -> View:
    """The page for whoever is signed in; the door for everybody else."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        token, at = request.COOKIES.get(COOKIE, ""), timezone.now()
        person = doors.whose(token, at) if token else None
        if person is None:
            answer = HttpResponseRedirect(reverse("work_sign_in") + ("?out=1" if token else ""))
            answer.delete_cookie(COOKIE)
            return answer
        request.work_person, request.work_token, request.now = person, token, at  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Email, password and a code. What was wrong is not said, and an address that is not known takes as long."""
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token = _let_in(form, timezone.now())
        if token:
            return _with_cookie(HttpResponseRedirect(reverse("work")), token)
    doors_here = doors.practice_doors() if settings.PRACTICE else []
    out = request.GET.get("out") == "1"
    return page(request, "sign_in", 422 if form.errors else 200, form=form, doors=doors_here, out=out)


def _let_in(form: SignInForm, at: datetime) -> str | None:
    email = form.cleaned_data["email"].casefold()
    if doors.failures(email, at - WITHIN) >= MOST_FAILURES:
        form.add_error(None, LOCKED)
        return None
    found = doors.door(email)
    step = _right(found, form.cleaned_data["password"], form.cleaned_data["code"], at)
    token = secrets.token_urlsafe(32)
    ok = found is not None and step is not None and doors.begin(found.account, step, token, at)
    doors.note_try(email, at, ok)
    if not ok:
        form.add_error(None, WRONG)
        return None
    return token


def _right(found: doors.Door | None, password: str, code: str, at: datetime) -> int | None:
    """The step of the code, when both are right. Without a door a hash is made all the same."""
    if found is None:
        make_password(password)
        return None
    if not check_password(password, found.password):
        return None
    try:
        key = open_up(SECOND_STEP, found.second_step)
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
    if not settings.PRACTICE or not code.isdigit() or len(code) > 12:
        raise Http404
    token = secrets.token_urlsafe(32)
    if not doors.practice_begin(int(code), token, timezone.now()):
        raise Http404
    return _with_cookie(HttpResponseRedirect(reverse("work")), token)


@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Signs out and goes on to a page that could be anybody's."""
    _end(request)
    answer = HttpResponseRedirect(reverse("leave"), status=303)
    answer.delete_cookie(COOKIE)
    return answer


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    _end(request)
    answer = HttpResponseRedirect(reverse("work_sign_in"), status=303)
    answer.delete_cookie(COOKIE)
    return answer


def _end(request: HttpRequest) -> None:
    token = request.COOKIES.get(COOKIE, "")
    if token:
        doors.end(token, timezone.now())


@require_safe
@signed_in
def work(request: HttpRequest) -> HttpResponse:
    """What they supervise, the earliest report first."""
    rows = [_row(w, request.now) for w in doors.work(request.work_token, request.now)]  # type: ignore[attr-defined]
    return page(request, "work", person=request.work_person, rows=rows)  # type: ignore[attr-defined]


def _row(found: doors.Work, at: datetime) -> dict[str, Any]:
    if found.completed_at is not None:
        mark = ("plain", "Complied with")
    elif found.due is None:
        mark = ("end", "No report due")
    else:
        soon = found.due < at + timedelta(days=3)
        mark = (
            ("act", "Report late") if found.due < at else ("wait", "Report due soon") if soon else ("live", "Going on")
        )
    return {"w": found, "shown": found.shown, "mark": mark}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def clause(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One requirement: what the order asks, what they said, and a new report. The look at it is written down first."""
    token, at = request.work_token, request.now  # type: ignore[attr-defined]
    found = next((w for w in doors.work(token, at) if w.public_id == public_id), None)
    if found is None or not doors.note_reading(token, at, public_id):
        raise Http404
    begun = date.fromisoformat(found.shown["starts"]) if found.shown["starts"] else None
    form = ReportForm(request.POST or None, now=at, begun=begun, initial=_start(at))
    if request.method == "POST" and form.is_valid() and _send(token, at, public_id, form):
        return HttpResponseRedirect(f"{reverse('work_clause', args=[public_id])}?sent=1#said")
    days = {name: date.fromisoformat(found.shown[name]) if found.shown[name] else None for name in ("starts", "until")}
    return page(
        request,
        "clause",
        422 if form.errors else 200,
        person=request.work_person,  # type: ignore[attr-defined]
        w=found,
        shown=found.shown,
        days=days,
        mark=_row(found, at)["mark"],
        said=doors.said(token, at, public_id),
        says_words=PUBLIC_WORDS,
        about_words=ABOUT_WORDS,
        form=form,
        sent=request.GET.get("sent") == "1",
    )


def _start(at: datetime) -> dict[str, Any]:
    today = timezone.localdate(at)
    return {"command_id": uuid.uuid4(), "about": "requirement", "happened_from": today, "happened_to": today}


def _send(token: str, at: datetime, public_id: uuid.UUID, form: ReportForm) -> bool:
    data = form.cleaned_data
    kept = doors.post(
        token,
        at,
        public_id,
        command=data["command_id"],
        says=data["says"],
        about=data["about"],
        days=(data["happened_from"], data["happened_to"]),
        words=close_up(POST, data["words"]),
    )
    if not kept:
        form.add_error(None, "You no longer supervise this requirement. Ring the unit")
    return kept
