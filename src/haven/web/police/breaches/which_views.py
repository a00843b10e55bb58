"""Where a report begins: the paper by its reference, and the reports that were begun and not sent."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from haven.accounts.references import tidy_reference
from haven.breaches.operations.report_breach import find_thing
from haven.cases.operations.drafts import read_draft
from haven.cases.permissions import may
from haven.notices.queries import drafts_of
from haven.web.asking import StaffRequest, require
from haven.web.police.breaches.forms import WhichForm
from haven.web.police.breaches.report.flow import START
from haven.web.police.breaches.report.views import KIND
from haven_law.findings import Refused

MOST = 20


@require_http_methods(["GET", "HEAD", "POST"])
def which(request: StaffRequest) -> HttpResponse:
    """The reference, unless the page before knew it."""
    require(request, "report_breach")
    known = tidy_reference(request.GET.get("about", ""))
    if request.method != "POST" and known is not None and known[:2] in ("DN", "DO"):
        given = {name: request.GET.get(name, "") for name in ("check", "sign")}
        return HttpResponseRedirect(_address(known, given))
    form = WhichForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            about = form.cleaned_data["about"]
            may(request.user, "report_breach", find_thing(about).case, request.now).require()
            return HttpResponseRedirect(_address(about, {}))
        except Refused:
            form.add_error("about", _("There is no such notice or order, or it is closed to you. Check the reference"))
    drafts = [(draft, read_draft(draft)[START]["about"]) for draft in drafts_of(request.user, KIND)[:MOST]]
    values = {"form": form, "drafts": drafts}
    return render(request, "police/breaches/which.html.j2", values, status=422 if form.errors else 200)


def _address(about: str, given: dict[str, str]) -> str:
    kept = {name: value for name, value in given.items() if value.isalnum()}
    return reverse("breach_report", args=[about]) + (f"?{urlencode(kept)}" if kept else "")
