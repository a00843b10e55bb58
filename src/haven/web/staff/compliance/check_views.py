"""Signing on at a station, checks and their plan, the marker on the national computer."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from haven.compliance.operations.checks import PlanCheck, RecordCheck, plan_check, record_check, stop_check
from haven.compliance.operations.marker import place_marker, remove_marker
from haven.compliance.operations.sign_on import TERM, RecordSignOn, record_sign_on
from haven.orders.facts import clause_in, versions_of
from haven.web.asking import StaffRequest
from haven.web.staff.compliance import forms
from haven.web.staff.compliance.common import ActPage, act_page, the_order
from haven_law.wording import plain_wording


def _back(ref: str) -> str:
    return reverse("order_compliance", args=[ref])


@require_http_methods(["GET", "HEAD", "POST"])
def sign_on(request: StaffRequest, ref: str, clause: int) -> HttpResponse:
    """The subject came to sign on."""
    order = the_order(request, ref)
    row = clause_in(versions_of(order)[-1], clause)
    if row is None or row.term != TERM:
        raise Http404

    def action(data: dict[str, Any]) -> str:
        command = RecordSignOn(ref, clause, data["came_at"], data["station"])
        record_sign_on(command, by=request.user, at=request.now)
        return f"{_back(ref)}#h-sign-on"

    page = ActPage(
        "staff/compliance/sign_on.html.j2",
        forms.SignOnForm,
        "record_sign_on",
        order.case,
        f"sign on {ref} {clause}",
        action,
        initial={"came_at": request.now, "station": str(row.params.get("station") or "")},
        more={"order": order, "clause": row, "asks": plain_wording(row.term, row.params), "field": True},
        fields_of={"Haven sign-on time": "came_at", "Haven sign-on station": "station"},
    )
    return act_page(request, page)


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: StaffRequest, ref: str, pk: int) -> HttpResponse:
    """A check was made."""
    order = the_order(request, ref)
    item = get_object_or_404(order.check_plan.filter(ended_at__isnull=True), pk=pk)

    def action(data: dict[str, Any]) -> str:
        command = RecordCheck(pk, data["done_at"], data["result"], data["words"])
        record_check(command, by=request.user, at=request.now)
        return f"{_back(ref)}#h-checks"

    page = ActPage(
        "staff/compliance/check.html.j2",
        forms.CheckForm,
        "record_check",
        order.case,
        f"check {ref} {pk}",
        action,
        initial={"done_at": request.now},
        more={"order": order, "item": item, "field": True},
        fields_of={
            "Haven check time": "done_at",
            "Haven check words": "words",
            "Haven check result": "result",
        },
    )
    return act_page(request, page)


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: StaffRequest, ref: str) -> HttpResponse:
    """Another kind of check, or one more or less often."""
    order = the_order(request, ref)

    def action(data: dict[str, Any]) -> str:
        plan_check(PlanCheck(ref, data["kind"], data["interval_days"]), by=request.user, at=request.now)
        return f"{_back(ref)}#h-checks"

    page = ActPage(
        "staff/compliance/plan.html.j2",
        forms.PlanForm,
        "plan_checks",
        order.case,
        f"plan {ref}",
        action,
        more={"order": order},
        fields_of={"Haven check interval": "interval_days"},
    )
    return act_page(request, page)


@require_POST
def stop(request: StaffRequest, ref: str, pk: int) -> HttpResponse:
    """A kind of check is made no longer."""
    order = the_order(request, ref)
    get_object_or_404(order.check_plan, pk=pk)

    def action(data: dict[str, Any]) -> str:
        stop_check(pk, by=request.user, at=request.now)
        return f"{_back(ref)}#h-checks"

    page = ActPage(
        "staff/compliance/plan.html.j2",
        forms.StopForm,
        "plan_checks",
        order.case,
        f"stop {ref} {pk}",
        action,
        more={"order": order},
    )
    return act_page(request, page)


@require_http_methods(["GET", "HEAD", "POST"])
def marker(request: StaffRequest, ref: str) -> HttpResponse:
    """Place the marker, or take it off: whichever comes next."""
    order = the_order(request, ref)
    standing = order.markers.filter(removed_on__isnull=True, voided_at__isnull=True).first()

    def action(data: dict[str, Any]) -> str:
        act = place_marker if standing is None else remove_marker
        act(ref, data["reference"], data["on_day"], by=request.user, at=request.now)
        return f"{_back(ref)}#h-marker"

    page = ActPage(
        "staff/compliance/marker.html.j2",
        forms.MarkerForm,
        "record_marker",
        order.case,
        f"marker {ref} {standing.pk if standing else ''}",
        action,
        more={"order": order, "standing": standing},
        fields_of={"Haven marker rule": "reference", "Haven marker day": "on_day"},
    )
    return act_page(request, page)
