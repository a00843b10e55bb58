"""Show, or hide again, the name of the protected person: an act on record, for this case and this sign-in alone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from haven.audit.operations.record_reading import record_reading
from haven.cases.models import Case
from haven.cases.permissions import may, visible_to
from haven.web.asking import StaffRequest, who

SHOWN = "names_shown"


def names_shown(request: HttpRequest, case: Case) -> bool:
    """Did this person ask for the name in this case, since they signed in?"""
    return case.ref in request.session.get(SHOWN, [])


@require_POST
def names(request: StaffRequest, ref: str) -> HttpResponse:
    case = get_object_or_404(visible_to(request.user, request.now), ref=ref)
    may(request.user, "see_names", case, request.now).require()
    shown = [r for r in request.session.get(SHOWN, []) if r != ref]
    if request.POST.get("hide") != "1":
        record_reading(who(request), "see_names", case_ref=case.ref, person_ref=str(case.protected.public_id))
        shown.append(ref)
    request.session[SHOWN] = shown[-200:]
    return HttpResponseRedirect(_back(request, ref))


def _back(request: HttpRequest, ref: str) -> str:
    back = str(request.POST.get("back", ""))
    mine = reverse("case", args=[ref])
    inside = back == mine or back.startswith(f"{mine}/")
    return back if inside and url_has_allowed_host_and_scheme(back, allowed_hosts=None) else mine
