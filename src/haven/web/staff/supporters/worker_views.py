"""The sign-ins of workers of support organisations: made, renewed and ended by the orders unit."""

from __future__ import annotations

import uuid
from uuid import uuid4

from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from haven.cases.permissions import visible_to
from haven.supporters.models import Worker
from haven.supporters.operations.sign_ins import (
    OpenWorker,
    WorkerCredentials,
    end_worker,
    open_worker,
    renew_worker,
)
from haven.web.asking import StaffRequest, require
from haven.web.staff.compliance.common import refuse_beside
from haven.web.staff.compliance.forms import NewSupervisorForm, SupervisorActForm
from haven.web.staff.sign_ins import HandedOver, handed_over
from haven_law.findings import Refused

MAY = "manage_support_workers"


@require_safe
def workers(request: StaffRequest) -> HttpResponse:
    """Every sign-in that this force made, those that have ended last, each with how many people it may help now, of the cases
    that exist for whoever asks. Whom, this page does not say."""
    require(request, MAY)
    known = visible_to(request.user, request.now).values("pk")
    stands = Q(placements__consent__revoked_at=None, placements__consent__until_at__gt=request.now)
    open_now = stands & Q(placements__case__in=known)
    rows = Worker.objects.filter(organisation__made_for=request.user.force).select_related("user", "organisation")
    found = rows.annotate(helps=Count("placements", filter=open_now)).order_by("ended_at", "user__name")[:200]
    shown = [(row, row.helps) for row in found]
    return render(request, "staff/supporters/workers.html.j2", {"rows": shown})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Make one. The page that answers is the only one that ever shows what is handed over: it is made by the press."""
    require(request, MAY)
    form = NewSupervisorForm(request.POST or None, initial={"command_id": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        command = OpenWorker(data["name"], data["organisation"], data["email"])
        try:
            return _handed_over(request, open_worker(command, by=request.user, at=request.now))
        except Refused as problem:
            refuse_beside(form, problem.findings, {"Haven sign-in rule": "email"})
    values = {
        "form": form,
        "title": _("Make a sign-in for a support worker"),
        "note": _("It opens no case: only a protected person does, by consent, face to face."),
        "list_name": "workers",
    }
    return render(request, "staff/sign_ins/new.html.j2", values, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def worker(request: StaffRequest, pk: int) -> HttpResponse:
    """One sign-in: renew what is handed over, or end it."""
    require(request, MAY)
    rows = Worker.objects.filter(organisation__made_for=request.user.force).select_related("user", "organisation")
    held = get_object_or_404(rows, pk=pk)
    form = SupervisorActForm(request.POST or None, initial={"command_id": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["act"] == "renew":
            return _handed_over(request, renew_worker(pk, by=request.user, at=request.now))
        end_worker(pk, by=request.user, at=request.now)
        return HttpResponseRedirect(reverse("workers"))
    known = visible_to(request.user, request.now).values("pk")
    stands = held.placements.filter(consent__revoked_at=None, consent__until_at__gt=request.now)
    helps = stands.filter(case__in=known).count()
    values = {
        "held": held,
        "form": form,
        "uuid4": uuid4,
        "work": (_("Helps"), str(helps) if helps else _("nobody now")),
        "ending": (
            _("They no longer work there"),
            _(
                "The sign-in ends, and every consent that was given to them. The unit asks each person who shall help now."
            ),
        ),
        "list_name": "workers",
        "one_name": "worker",
    }
    return render(request, "staff/sign_ins/one.html.j2", values, status=422 if form.errors else 200)


def _handed_over(request: StaffRequest, made: WorkerCredentials) -> HttpResponse:
    held = made.worker
    given = HandedOver(held.pk, held.user, held.organisation.name, made.password, made.key)
    return handed_over(request, given, "workers", "worker")
