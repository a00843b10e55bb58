"""Everybody's own password: chosen with a code that was handed over, or changed while signed in."""

from __future__ import annotations

from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from haven.staffing.operations.passwords import change_password, choose_first_password, may_change_password
from haven.web.asking import StaffRequest
from haven.web.parts.forms import HavenForm
from haven.web.parts.signing import LOCKED, NotSigned, sign
from haven.web.staff.people.forms import ChangePasswordForm, FirstPasswordForm
from haven_law.findings import Refused

ANY = ["GET", "HEAD", "POST"]
NOT_RIGHT = "The password is not right"
TOO_OFTEN = "The password was wrong too many times. Wait 15 minutes"


@sensitive_post_parameters()
@require_http_methods(ANY)
def first(request: HttpRequest) -> HttpResponse:
    """Whoever has a code chooses a password. One sentence for every code that does not work."""
    form = FirstPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            choose_first_password(data["code"], data["new"], at=timezone.now())
            return HttpResponseRedirect("/sign-in?chosen=1")
        except Refused as problem:
            form.add_error("code", problem.findings[0].because)
        except ValidationError as weak:
            _weak(form, weak)
    values = {"form": form}
    return render(request, "staff/people/first_password.html.j2", values, status=422 if form.errors else 200)


@sensitive_post_parameters()
@require_http_methods(ANY)
def change(request: StaffRequest) -> HttpResponse:
    """Another password, after the one they have. Other visits end; this one goes on."""
    own = may_change_password(request.user)
    form = ChangePasswordForm(request.POST or None)
    if request.method == "POST" and own.lawful and form.is_valid() and _changed(request, form):
        return HttpResponseRedirect("/password?done=1")
    values = {"form": form, "own": own.lawful, "because": own.findings[0].because, "done": "done" in request.GET}
    return render(request, "staff/people/password.html.j2", values, status=422 if form.errors else 200)


def _changed(request: StaffRequest, form: ChangePasswordForm) -> bool:
    data = form.cleaned_data
    try:
        sign(request, request.user, data["current"], request.now)
        user = change_password(request.user, data["new"], at=request.now)
    except NotSigned as wrong:
        form.add_error("current", TOO_OFTEN if str(wrong) == LOCKED else NOT_RIGHT)
        return False
    except ValidationError as weak:
        _weak(form, weak)
        return False
    update_session_auth_hash(request, user)
    return True


def _weak(form: HavenForm, problem: ValidationError) -> None:
    """What is wrong with a password, beside it."""
    form.add_error("new", [str(message) for message in problem.messages])
