"""The sign-ins of responsible persons: made, renewed and ended by the orders unit. What is handed over is shown once."""

from __future__ import annotations

import uuid
from uuid import uuid4

from django.db.models import Prefetch
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from haven.cases.permissions import visible_to
from haven.compliance.models import Supervision, SupervisorAccount
from haven.compliance.operations.supervisor_access import (
    Credentials,
    OpenSignIn,
    end_sign_in,
    open_sign_in,
    renew_sign_in,
)
from haven.web.asking import StaffRequest, require
from haven.web.staff.compliance import forms
from haven.web.staff.compliance.common import refuse_beside
from haven.web.staff.sign_ins import HandedOver, handed_over
from haven_law.findings import Refused


@require_safe
def supervisors(request: StaffRequest) -> HttpResponse:
    """Every sign-in that this force made, those that have ended last."""
    require(request, "manage_supervisors")
    rows = SupervisorAccount.objects.filter(made_for=request.user.force).select_related("user")
    found = rows.prefetch_related(_work(request)).order_by("ended_at", "user__name")[:200]
    shown = [(row, list(row.supervisions.all())) for row in found]
    return render(request, "staff/compliance/supervisors.html.j2", {"rows": shown})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Make one. The page that answers is the only one that ever shows what is handed over: it is made by the press."""
    require(request, "manage_supervisors")
    form = forms.NewSupervisorForm(request.POST or None, initial={"command_id": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        command = OpenSignIn(form.cleaned_data["name"], form.cleaned_data["organisation"], form.cleaned_data["email"])
        try:
            return _handed_over(request, open_sign_in(command, by=request.user, at=request.now))
        except Refused as problem:
            refuse_beside(form, problem.findings, {"Haven sign-in rule": "email"})
    context = {"form": form, "title": _("Make a sign-in for a responsible person"), "list_name": "supervisors"}
    return render(request, "staff/sign_ins/new.html.j2", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def supervisor(request: StaffRequest, pk: int) -> HttpResponse:
    """One sign-in: renew what is handed over, or end it."""
    require(request, "manage_supervisors")
    rows = SupervisorAccount.objects.filter(made_for=request.user.force).select_related("user")
    account = get_object_or_404(rows.prefetch_related(_work(request)), pk=pk)
    form = forms.SupervisorActForm(request.POST or None, initial={"command_id": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["act"] == "renew":
            return _handed_over(request, renew_sign_in(pk, by=request.user, at=request.now))
        end_sign_in(pk, by=request.user, at=request.now)
        return HttpResponseRedirect(reverse("supervisors"))
    work = list(account.supervisions.all())
    context = {
        "held": account,
        "form": form,
        "uuid4": uuid4,
        "work": (_("Supervises"), str(len(work)) if work else _("nothing now")),
        "ending": (
            _("They no longer supervise"),
            _("The sign-in ends, and every access with it. What they reported stays."),
        ),
        "list_name": "supervisors",
        "one_name": "supervisor",
    }
    return render(request, "staff/sign_ins/one.html.j2", context, status=422 if form.errors else 200)


def _work(request: StaffRequest) -> Prefetch[str]:
    """What each supervises now, in the cases that exist for whoever asks."""
    cases = visible_to(request.user, request.now).values("pk")
    rows = Supervision.objects.filter(ended_at__isnull=True, order__case__in=cases).select_related("order")
    return Prefetch("supervisions", queryset=rows)


def _handed_over(request: StaffRequest, made: Credentials) -> HttpResponse:
    account = made.account
    given = HandedOver(account.pk, account.user, account.organisation, made.password, made.key)
    return handed_over(request, given, "supervisors", "supervisor")
