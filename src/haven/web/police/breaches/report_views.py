"""Report a breach: which paper, then one form in numbered cards, filled from the doorstep check where there was one."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from haven.accounts.once import run_once
from haven.accounts.references import tidy_reference
from haven.breaches.facts import Clause, clauses_between
from haven.breaches.operations.report_breach import find_thing, report_breach
from haven.cases.permissions import may
from haven.notices import notice_states
from haven.notices.models import Notice
from haven.notices.unnamed import unnamed
from haven.orders import states as order_states
from haven.orders.facts import versions_of
from haven.orders.models import Order
from haven.parties.queries import display_name
from haven.web.asking import StaffRequest, require
from haven.web.parts.words import day_time
from haven.web.police.breaches.forms import ReportForm, WhichForm
from haven_law.findings import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def which(request: StaffRequest) -> HttpResponse:
    """The reference, unless the page before knew it."""
    require(request, "report_breach")
    known = tidy_reference(request.GET.get("about", ""))
    if request.method != "POST" and known is not None and known[:2] in ("DN", "DO"):
        return HttpResponseRedirect(_address(known, request.GET.get("check", "")))
    form = WhichForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            may(request.user, "report_breach", find_thing(form.cleaned_data["about"]).case, request.now).require()
            return HttpResponseRedirect(_address(form.cleaned_data["about"], ""))
        except Refused:
            form.add_error("about", _("There is no such notice or order, or it is closed to you. Check the reference"))
    return render(request, "police/breaches/which.html.j2", {"form": form}, status=422 if form.errors else 200)


def _address(about: str, check: str) -> str:
    query = f"?{urlencode({'check': check})}" if check.isalnum() else ""
    return reverse("breach_report", args=[about]) + query


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: StaffRequest, about: str) -> HttpResponse:
    """The form. The clauses shown are those of the paper at the time that was typed."""
    require(request, "report_breach")
    thing = _thing(request, about)
    if request.method == "POST":
        first = ReportForm(request.POST, now=request.now, held=_held(thing, request.now, None))
        first.is_valid()
        start = first.cleaned_data.get("happened_from")
        form = ReportForm(request.POST, now=request.now, held=_held(thing, request.now, start))
        if form.is_valid():
            ref = _send(request, about, form)
            if ref is not None:
                return HttpResponseRedirect(reverse("breach", args=[ref]) + "?sent=1")
    else:
        held = _held(thing, request.now, None)
        form = ReportForm(initial={"command_id": uuid.uuid4()}, now=request.now, held=held)
    values = {"form": form, "page_title": _("Report a breach"), **_about(thing, request.now)}
    return render(request, "police/breaches/report.html.j2", values, status=422 if form.errors else 200)


def _thing(request: StaffRequest, about: str) -> Notice | Order:
    """What is reported on, if this person may report on it. A closed or unknown one is not found."""
    try:
        thing = find_thing(tidy_reference(about) or "")
    except Refused as none:
        raise Http404 from none
    may(request.user, "report_breach", thing.case, request.now).require()
    return thing


def _held(thing: Notice | Order, at: datetime, start: datetime | None) -> list[Clause]:
    """The clauses as they stood at the time typed; before one is typed, as they stand now. Of an ended order, as they
    stood last. The page does not say the protected person's name; the record keeps the exact words."""
    protected = thing.case.protected
    return [replace(c, legal=unnamed(c.legal, protected)) for c in _then(thing, at, start)]


def _then(thing: Notice | Order, at: datetime, start: datetime | None) -> list[Clause]:
    moment = start or at
    found = clauses_between(thing, moment, moment)
    if found or isinstance(thing, Notice):
        return found
    last = versions_of(thing)[-1:]
    return clauses_between(thing, last[0].effective_at, last[0].effective_at) if last and last[0].effective_at else []


def _send(request: StaffRequest, about: str, form: ReportForm) -> str | None:
    def action() -> dict[str, Any]:
        return {"ref": report_breach(form.command(tidy_reference(about) or about), by=request.user, at=request.now).ref}

    try:
        answer = run_once(
            by=request.user, command_id=form.cleaned_data["command_id"], what=f"report {about}", action=action
        )
    except Refused as refused:
        form.refuse(refused.findings)
        return None
    return str(answer["ref"])


def _about(thing: Notice | Order, at: datetime) -> dict[str, Any]:
    """What the page says of the paper: whose, where it stands, and that the subject knew of it."""
    if isinstance(thing, Notice):
        state, served = notice_states.mark(thing, at), thing.served_at
    else:
        version = order_states.version_at(thing, at)
        state, served = order_states.mark(thing, at), version.served_at if version else None
    words = _("Served %(when)s") % {"when": day_time(served)} if served else _("Not served yet")
    return {
        "ref": thing.ref,
        "kind": "notice" if isinstance(thing, Notice) else "order",
        "name": display_name(thing.case.subject),
        "state": state,
        "served": words,
    }
