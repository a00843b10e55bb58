"""One supervised requirement: what was said, asking, what was told to the unit, and who signs in for it."""

from __future__ import annotations

import uuid
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haven.audit.operations.record_reading import record_reading
from haven.cases.permissions import may
from haven.compliance.models import Supervision, SupervisorAccount
from haven.compliance.operations.report_supervision import ReportSupervision, remind_supervisor, report_supervision
from haven.compliance.operations.supervisor_access import end_access, give_access
from haven.compliance.queries import report_clocks
from haven.parties.queries import display_name
from haven.sealed.ciphers import decipher
from haven.web.asking import StaffRequest, rights, who
from haven.web.staff.compliance import forms
from haven.web.staff.compliance.common import ActPage, act_page, the_supervision
from haven_law.clock import to_london
from haven_law.terms import VOCABULARY


def _back(public_id: uuid.UUID) -> str:
    return reverse("supervision", args=[public_id])


@require_safe
def show(request: StaffRequest, public_id: uuid.UUID) -> HttpResponse:
    supervision = the_supervision(request, public_id)
    case = supervision.order.case
    may(request.user, "see_compliance", case, request.now).require()
    record_reading(who(request), "see_supervision", case_ref=case.ref)
    version = supervision.order.versions.filter(voided_at__isnull=True).order_by("seq").last()
    requirement = version.requirements.filter(clause=supervision.clause).first() if version else None
    context = {
        "s": supervision,
        "order": supervision.order,
        "name": display_name(case.subject),
        "label": VOCABULARY[supervision.term].label,
        "evidence": requirement.suitability_evidence if requirement is not None else "",
        "said_before": _said_before(supervision),
        "clock": report_clocks([supervision]).get(supervision.pk),
        "reports": [
            (row, decipher(case.ref, row.words_enc)) for row in supervision.reports.all() if row.voided_at is None
        ],
        "allowed": rights(request, case),
        "reports_wanted": supervision.shown.get("reports", True),
        "uuid4": uuid4,
        "now": request.now,
    }
    return render(request, "staff/compliance/supervision.html.j2", context)


def _said_before(supervision: Supervision) -> list[tuple[str, str, str]]:
    """Who said what of such a requirement before the order: name, suitability, enforceability."""
    application = supervision.order.outcome.hearing.application
    rows = application.suitability_evidence.filter(term=supervision.term, voided_at__isnull=True)
    case = supervision.order.case
    return [(r.name, decipher(case.ref, r.suitability_enc), decipher(case.ref, r.enforceability_enc)) for r in rows]


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: StaffRequest, public_id: uuid.UUID) -> HttpResponse:
    """The responsible person told the unit."""
    supervision = the_supervision(request, public_id)

    def action(data: dict[str, Any]) -> str:
        command = ReportSupervision(
            str(public_id),
            data["says"],
            data["happened_from"],
            data["happened_to"],
            data["words"],
            data["about"],
            data["how"],
        )
        report_supervision(command, by=request.user, at=request.now)
        return _back(public_id)

    today = to_london(request.now).date()
    page = ActPage(
        "staff/compliance/told.html.j2",
        forms.ToldForm,
        "report_supervision",
        supervision.order.case,
        f"supervision {public_id}",
        action,
        initial={"happened_from": today, "happened_to": today, "about": "requirement"},
        more={"s": supervision, "order": supervision.order},
        fields_of={"Haven supervision days": "happened_to", "Haven supervision words": "words"},
    )
    return act_page(request, page)


@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: StaffRequest, public_id: uuid.UUID) -> HttpResponse:
    """Somebody of the unit asked for a report."""
    supervision = the_supervision(request, public_id)

    def action(data: dict[str, Any]) -> str:
        remind_supervisor(str(public_id), data["how"], by=request.user, at=request.now)
        return _back(public_id)

    page = ActPage(
        "staff/compliance/asked.html.j2",
        forms.AskedForm,
        "manage_supervisors",
        supervision.order.case,
        f"asked {public_id}",
        action,
        more={"s": supervision, "order": supervision.order},
    )
    return act_page(request, page)


@require_http_methods(["GET", "HEAD", "POST"])
def access(request: StaffRequest, public_id: uuid.UUID) -> HttpResponse:
    """Which sign-in sees this requirement."""
    supervision = the_supervision(request, public_id)
    rows = SupervisorAccount.objects.filter(made_for=supervision.order.case.lead_force, ended_at__isnull=True)
    accounts = tuple(
        (str(row.pk), f"{row.user.name}, {row.organisation}")
        for row in rows.select_related("user").order_by("user__name")
    )

    def action(data: dict[str, Any]) -> str:
        give_access(str(public_id), int(data["account"]), by=request.user, at=request.now)
        return _back(public_id)

    page = ActPage(
        "staff/compliance/access.html.j2",
        forms.AccessForm,
        "manage_supervisors",
        supervision.order.case,
        f"access {public_id}",
        action,
        more={"s": supervision, "order": supervision.order, "accounts": accounts},
        form_options={"accounts": accounts},
    )
    return act_page(request, page)


@require_POST
def access_end(request: StaffRequest, public_id: uuid.UUID) -> HttpResponse:
    supervision = the_supervision(request, public_id)

    def action(data: dict[str, Any]) -> str:
        end_access(str(public_id), by=request.user, at=request.now)
        return _back(public_id)

    page = ActPage(
        "staff/compliance/access.html.j2",
        forms.StopForm,
        "manage_supervisors",
        supervision.order.case,
        f"access end {public_id}",
        action,
        more={"s": supervision, "order": supervision.order, "accounts": ()},
    )
    return act_page(request, page)
