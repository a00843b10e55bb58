"""A wrong record is put right from the page that shows it: hearing, outcome, service, awareness, death."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from haven.cases.permissions import visible_to
from haven.courts.operations.correct_begun import CorrectBegun, correct_begun
from haven.courts.states import outcome_of
from haven.orders.operations.correct_death import CorrectDeath, correct_death
from haven.orders.operations.correct_order_service import (
    CorrectAwareness,
    CorrectOrderService,
    correct_awareness,
    correct_order_service,
)
from haven.orders.operations.void_outcome import VoidOutcome, void_outcome
from haven.web.asking import StaffRequest
from haven.web.court.common import ActPage, act_page, the_hearing, the_order
from haven.web.court.corrections import forms
from haven.web.court.orders.page import known_otherwise, served_versions


@require_http_methods(["GET", "HEAD", "POST"])
def begun(request: StaffRequest, public_id: str) -> HttpResponse:
    hearing = the_hearing(request, public_id)

    def action(data: dict[str, Any]) -> str:
        correct_begun(CorrectBegun(public_id, data["begun_at"], data["why"]), by=request.user, at=request.now)
        return reverse("hearing", args=[public_id])

    page = ActPage(
        "court/correct_begun.html.j2",
        forms.CorrectBegunForm,
        "correct_begun",
        hearing.application.case,
        f"correct begun {public_id}",
        action,
        initial={"begun_at": hearing.begun_at},
        more={"hearing": hearing},
    )
    return act_page(request, page)


@require_http_methods(["GET", "HEAD", "POST"])
def outcome(request: StaffRequest, public_id: str) -> HttpResponse:
    hearing = the_hearing(request, public_id)
    found = outcome_of(hearing)

    def action(data: dict[str, Any]) -> str:
        void_outcome(VoidOutcome(public_id, data["why"]), by=request.user, at=request.now)
        return reverse("hearing", args=[public_id])

    order = found.orders.filter(voided_at=None).first() if found is not None else None
    page = ActPage(
        "court/void_outcome.html.j2",
        forms.VoidOutcomeForm,
        "void_outcome",
        hearing.application.case,
        f"void outcome {public_id}",
        action,
        more={"hearing": hearing, "outcome": found, "order": order, "notice": hearing.application.after_notice},
    )
    return act_page(request, page)


@require_http_methods(["GET", "HEAD", "POST"])
def service(request: StaffRequest, ref: str) -> HttpResponse:
    order = the_order(request, ref)
    rows = served_versions(order)

    def action(data: dict[str, Any]) -> str:
        command = CorrectOrderService(ref, int(data["chosen"]), data["served_at"], data["why"])
        correct_order_service(command, by=request.user, at=request.now)
        return reverse("order", args=[ref])

    page = ActPage(
        "court/correct_order_service.html.j2",
        forms.CorrectServiceForm,
        "correct_order_service",
        order.case,
        f"correct service {ref}",
        action,
        more={"order": order, "rows": rows},
        form_options={"rows": rows},
    )
    return act_page(request, page)


@require_http_methods(["GET", "HEAD", "POST"])
def awareness(request: StaffRequest, ref: str) -> HttpResponse:
    order = the_order(request, ref)
    rows = known_otherwise(order)

    def action(data: dict[str, Any]) -> str:
        new = data["aware_at"] if data["what"] == "time" else None
        command = CorrectAwareness(ref, int(data["chosen"]), new, data["why"])
        correct_awareness(command, by=request.user, at=request.now)
        return reverse("order", args=[ref])

    page = ActPage(
        "court/correct_awareness.html.j2",
        forms.CorrectAwarenessForm,
        "correct_order_service",
        order.case,
        f"correct awareness {ref}",
        action,
        more={"order": order, "rows": rows},
        form_options={"rows": rows},
    )
    return act_page(request, page)


@require_http_methods(["GET", "HEAD", "POST"])
def death(request: StaffRequest, ref: str) -> HttpResponse:
    case = get_object_or_404(visible_to(request.user, request.now).select_related("subject", "protected"), ref=ref)

    def action(data: dict[str, Any]) -> str:
        day = data["died_on"] if data["what"] == "day" else None
        correct_death(CorrectDeath(ref, day, data["why"]), by=request.user, at=request.now)
        return reverse("case", args=[ref])

    page = ActPage(
        "court/correct_death.html.j2",
        forms.CorrectDeathForm,
        "correct_death",
        case,
        f"correct death {ref}",
        action,
        initial={"died_on": case.subject.died_on},
    )
    return act_page(request, page)
