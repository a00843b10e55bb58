"""One page for each fact that can be recorded once a case is open."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from haven.cases.permissions import may, visible_to
from haven.parties.queries import display_name
from haven.web.asking import StaffRequest, who
from haven.web.once import once
from haven.web.parts.case_facts import FACTS, RECORD, fits
from haven.web.police.facts.acts import ACTS
from haven_law.findings import refuse


@require_http_methods(["GET", "HEAD", "POST"])
def fact(request: StaffRequest, ref: str, code: str) -> HttpResponse:
    """Who may is asked before the page is shown. What is refused is said on it, and what was typed stays; a sealed value
    alone must be typed again."""
    chosen = ACTS.get(code)
    if chosen is None:
        raise Http404
    rows = visible_to(who(request), request.now).select_related("subject").prefetch_related("subject__names")
    case = get_object_or_404(rows, ref=ref)
    may(request.user, RECORD, case, request.now).require()
    if request.method == "POST":
        form = chosen.form(request.POST, case=case, now=request.now)
        act = lambda: chosen.carry_out(request, case, form)  # noqa: E731
        if form.is_valid() and once(request, form, f"record {code} {case.ref}", act):
            return HttpResponseRedirect(reverse("case", args=[case.ref]))
        form.leave_out_sealed()
    else:
        if not fits(case, code):
            refuse("Haven case rule", "There is nothing to record this of in the case as it stands").require()
        form = chosen.form(initial={"command_id": uuid.uuid4()}, case=case, now=request.now)
    values = {
        "form": form,
        "case": case,
        "name": display_name(case.subject),
        "page_title": FACTS[code],
        "note": chosen.note,
    }
    return render(request, "police/facts/fact.html.j2", values, status=422 if form.errors else 200)
