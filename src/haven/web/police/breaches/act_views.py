"""What follows a report: the decision, an arrest, custody, charge, the end. Each a small page of its own."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from haven.accounts.once import run_once
from haven.accounts.references import tidy_reference
from haven.breaches.models import Breach
from haven.breaches.operations.decide_breach import DecideNotToPursue, PursueBreach, decide_not_to_pursue, pursue_breach
from haven.breaches.operations.record_arrest import RecordArrest, RecordCustodyEnd, record_arrest, record_custody_end
from haven.breaches.operations.record_breach_outcome import RecordBreachOutcome, record_breach_outcome
from haven.breaches.operations.record_charge import RecordCharge, record_charge
from haven.breaches.queries import visible_breaches
from haven.breaches.states import may_move
from haven.cases.permissions import may
from haven.parties.queries import display_name
from haven.web.asking import StaffRequest
from haven.web.police.breaches import forms
from haven.web.police.breaches.views import ACTS
from haven_law.findings import Refused

Act = Callable[[StaffRequest, Breach, Any], object]


def _decide(request: StaffRequest, breach: Breach, form: forms.DecideForm) -> object:
    decision = form.cleaned_data["decision"]
    if decision == "none":
        command = DecideNotToPursue(breach.ref, form.cleaned_data["reasons"])
        return decide_not_to_pursue(command, by=request.user, at=request.now)
    return pursue_breach(PursueBreach(breach.ref, decision), by=request.user, at=request.now)


def _arrest(request: StaffRequest, breach: Breach, form: forms.ArrestForm) -> object:
    return record_arrest(RecordArrest(breach.ref), by=request.user, at=form.cleaned_data["at"])


def _custody(request: StaffRequest, breach: Breach, form: forms.CustodyForm) -> object:
    command = RecordCustodyEnd(breach.ref, form.cleaned_data["how"])
    return record_custody_end(command, by=request.user, at=form.cleaned_data["at"])


def _charge(request: StaffRequest, breach: Breach, form: forms.ChargeForm) -> object:
    typed = form.cleaned_data
    reason = "" if typed["charged"] else typed["reason"]
    return record_charge(RecordCharge(breach.ref, typed["charged"], reason), by=request.user, at=typed["at"])


def _outcome(request: StaffRequest, breach: Breach, form: forms.OutcomeForm) -> object:
    typed = form.cleaned_data
    command = RecordBreachOutcome(breach.ref, typed["result"], typed["court"], form.given())
    return record_breach_outcome(command, by=request.user, at=form.moment())


PAGES: dict[str, tuple[type[forms.ActForm], Act]] = {
    "decide": (forms.DecideForm, _decide),
    "arrest": (forms.ArrestForm, _arrest),
    "custody": (forms.CustodyForm, _custody),
    "charge": (forms.ChargeForm, _charge),
    "outcome": (forms.OutcomeForm, _outcome),
}
NEEDS_BREACH = ("decide", "outcome")


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: StaffRequest, ref: str, act: str) -> HttpResponse:
    """Who may, and whether it can be done now, is asked before the page is shown. A refusal is said on it."""
    if act not in PAGES:
        raise Http404
    found = get_object_or_404(visible_breaches(request.user, request.now), ref=tidy_reference(ref))
    words, move, operation = ACTS[act]
    may(request.user, operation, found.case, request.now).require()
    form_class, carry_out = PAGES[act]
    extra: dict[str, Any] = {"breach": found} if act in NEEDS_BREACH else {}
    if request.method == "POST":
        form = form_class(request.POST, now=request.now, **extra)
        if form.is_valid() and _done(request, found, act, form, carry_out):
            return HttpResponseRedirect(reverse("breach", args=[found.ref]))
    else:
        may_move(found, move, request.now).require()
        form = form_class(initial={"command_id": uuid.uuid4()}, now=request.now, **extra)
    values = {"form": form, "act": act, "page_title": words, "breach": found, "name": display_name(found.case.subject)}
    return render(request, "police/breaches/act.html.j2", values, status=422 if form.errors else 200)


def _done(request: StaffRequest, found: Breach, act: str, form: forms.ActForm, carry_out: Act) -> bool:
    def action() -> dict[str, Any]:
        carry_out(request, found, form)
        return {}

    try:
        run_once(by=request.user, command_id=form.cleaned_data["command_id"], what=f"{act} {found.ref}", action=action)
    except Refused as refused:
        form.refuse(refused.findings)
        return False
    return True
