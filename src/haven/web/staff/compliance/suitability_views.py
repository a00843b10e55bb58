"""The evidence of those who are to be responsible for a requirement, beside the application that asks for it (s.36(3))."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from haven.cases.permissions import visible_to
from haven.compliance.operations.record_suitability import RecordSuitability, record_suitability
from haven.courts.models import Application
from haven.sealed.ciphers import decipher
from haven.web.asking import StaffRequest
from haven.web.staff.compliance import forms
from haven.web.staff.compliance.common import ActPage, act_page
from haven_law.clock import to_london
from haven_law.terms import RESPONSIBLE_PERSON, VOCABULARY

SUPERVISED = tuple((term.code, term.label) for term in VOCABULARY.values() if RESPONSIBLE_PERSON in term.order_needs)


@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: StaffRequest, ref: str) -> HttpResponse:
    """What was said already, and a form for more."""
    rows = Application.objects.filter(voided_at__isnull=True, case__in=visible_to(request.user, request.now))
    application = get_object_or_404(
        rows.select_related("case__subject", "court").prefetch_related("case__subject__names", "proposed"), ref=ref
    )
    asked = {row.term for row in application.proposed.all()}
    terms = tuple(pair for pair in SUPERVISED if pair[0] in asked) or SUPERVISED

    def action(data: dict[str, Any]) -> str:
        command = RecordSuitability(
            ref,
            data["term"],
            data["name"],
            data["given_on"],
            data["how"],
            data["suitability"],
            data["enforceability"],
            data["organisation"],
        )
        record_suitability(command, by=request.user, at=request.now)
        return reverse("application_responsible", args=[ref])

    kept = application.suitability_evidence.filter(voided_at__isnull=True)
    page = ActPage(
        "staff/compliance/suitability.html.j2",
        forms.SuitabilityForm,
        "prepare_application",
        application.case,
        f"suitability {ref}",
        action,
        initial={"given_on": to_london(request.now).date()} | ({"term": terms[0][0]} if len(terms) == 1 else {}),
        more={
            "application": application,
            "kept": [
                (
                    row,
                    VOCABULARY[row.term].label,
                    decipher(application.case.ref, row.suitability_enc),
                    decipher(application.case.ref, row.enforceability_enc),
                )
                for row in kept
            ],
        },
        form_options={"terms": terms},
        fields_of={
            "DAA 2021 s.36(2)": "term",
            "Haven evidence name": "name",
            "Haven evidence form": "how",
            "Haven evidence day": "given_on",
            "Haven suitability": "suitability",
            "Haven enforceability": "enforceability",
        },
    )
    return act_page(request, page)
