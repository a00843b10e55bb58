"""Lifting a restriction or a conflict: the first person asks with reasons, another carries it out."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from haven.accounts.once import run_once
from haven.cases.models import Case, Conflict
from haven.cases.operations import lift_conflict as conflicts
from haven.cases.operations import lift_restriction as restrictions
from haven.cases.operations import second_person
from haven.cases.permissions import may
from haven.parties.queries import display_name
from haven.web.asking import StaffRequest
from haven.web.staff.access.forms import ConfirmForm, LiftForm
from haven.web.staff.access.views import the_case
from haven_law.findings import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def restriction(request: StaffRequest, ref: str) -> HttpResponse:
    case = the_case(request, ref)
    may(request.user, "lift_restriction", case, request.now).require()
    return _page(
        request,
        case,
        (restrictions.KIND, ("case", case.ref)),
        _("Lift the restriction"),
        lambda reasons: restrictions.ask_to_lift_restriction(
            restrictions.AskToLiftRestriction(case.ref, reasons), by=request.user, at=request.now
        ),
        lambda: restrictions.lift_restriction(restrictions.LiftRestriction(case.ref), by=request.user, at=request.now),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def conflict(request: StaffRequest, ref: str, pk: int) -> HttpResponse:
    case = the_case(request, ref)
    may(request.user, "lift_conflict", case, request.now).require()
    rows = Conflict.objects.filter(lifted_at__isnull=True).select_related("user")
    of_case = rows.filter(case=case) | rows.filter(person__in=[case.subject_id, case.protected_id])
    found = get_object_or_404(of_case, pk=pk)
    return _page(
        request,
        case,
        (conflicts.KIND, ("conflict", str(found.pk))),
        _("Lift the conflict of %(name)s") % {"name": found.user.name},
        lambda reasons: conflicts.ask_to_lift_conflict(
            conflicts.AskToLiftConflict(case.ref, found.pk, reasons), by=request.user, at=request.now
        ),
        lambda: conflicts.lift_conflict(conflicts.LiftConflict(case.ref, found.pk), by=request.user, at=request.now),
    )


def _page(
    request: StaffRequest,
    case: Case,
    asking: tuple[str, tuple[str, str]],
    title: str,
    ask: Callable[[str], object],
    lift: Callable[[], object],
) -> HttpResponse:
    """Nobody has asked: a form for reasons. Somebody has: a press, for another person."""
    asked = second_person.asked(case, asking[0], asking[1])
    form_class = LiftForm if asked is None else ConfirmForm
    form = form_class(request.POST or None, initial={"command_id": uuid.uuid4()}, now=request.now)
    if request.method == "POST" and form.is_valid():

        def action() -> dict[str, Any]:
            ask(form.cleaned_data["reasons"]) if asked is None else lift()
            return {}

        try:
            what = f"{asking[0]} {asking[1][1]} {'ask' if asked is None else 'lift'}"
            run_once(by=request.user, command_id=form.cleaned_data["command_id"], what=what, action=action)
            return HttpResponseRedirect(reverse("case_acts", args=[case.ref]))
        except Refused as refused:
            form.refuse(refused.findings)
    values = {
        "form": form,
        "case": case,
        "name": display_name(case.subject),
        "page_title": title,
        "asked": asked,
        "own": asked is not None and asked.recorded_by_id == request.user.pk,
    }
    return render(request, "staff/access/lift.html.j2", values, status=422 if form.errors else 200)
