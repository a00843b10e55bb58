"""A constable records that a notice was served, or that they tried. Made for a phone at a door."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from haven.accounts.once import run_once
from haven.cases.permissions import may
from haven.courts.in_time import heard_in_time
from haven.lawdata.queries import calendar
from haven.notices.models import Notice
from haven.notices.operations.serve_notice import serve_notice
from haven.parties.queries import display_name
from haven.web.asking import StaffRequest
from haven.web.police.notice.views import the_notice
from haven.web.police.serve.forms import ServeForm
from haven_law.findings import Finding, LawyerMustDecide, Refused

# Where the reason of a refusal stands on the page.
FIELD_OF = {
    "DAA 2021 s.22(1)": "happened_at",
    "DAA 2021 s.23(2)": "shared_home_now",
    "DAA 2021 s.25(4)": "address",
}


@require_http_methods(["GET", "HEAD", "POST"])
def serve(request: StaffRequest, ref: str) -> HttpResponse:
    """The form, with now as the time; and what comes of it."""
    notice = the_notice(request, ref)
    may(request.user, "serve_notice", notice.case, request.now).require()
    lawyer = False
    if request.method == "POST":
        form = ServeForm(request.POST, notice=notice, now=request.now)
        if form.is_valid():
            try:
                _carry_out(request, notice, form)
                return HttpResponseRedirect(reverse("notice", args=[ref]))
            except Refused as problem:
                lawyer = isinstance(problem, LawyerMustDecide)
                _refuse(form, problem.findings)
    else:
        start = {"happened_at": request.now, "command_id": uuid.uuid4()}
        form = ServeForm(initial=start, notice=notice, now=request.now)
    context = {
        "form": form,
        "notice": notice,
        "name": display_name(notice.case.subject),
        "lawyer": lawyer,
        "field": True,
        "clauses_list": [{"number": term.clause, "text": term.plain_en} for term in notice.terms.all()],
    }
    return render(request, "police/serve/serve.html.j2", context, status=422 if form.errors else 200)


def _carry_out(request: StaffRequest, notice: Notice, form: ServeForm) -> None:
    in_time = heard_in_time(notice.case.area, form.cleaned_data["happened_at"], calendar())
    command = form.command(apply_by=in_time.apply_by, last_sitting=in_time.last_sitting)

    def act() -> dict[str, Any]:
        serve_notice(command, by=request.user, at=request.now)
        return {}

    run_once(by=request.user, command_id=form.cleaned_data["command_id"], what=f"serve {notice.ref}", action=act)


def _refuse(form: ServeForm, findings: Iterable[Finding]) -> None:
    """Each reason beside its field, the rest at the top."""
    for finding in findings:
        field = FIELD_OF.get(finding.provision)
        form.refuse([finding], field if field in form.fields else None)
