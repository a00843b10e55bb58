"""Changes of the law's dated rows: asked for, shown with the clocks that would move, counted or declined, undone."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from haven.accounts.once import run_once
from haven.cases.clock_words import CLOCKS
from haven.cases.permissions import visible_to
from haven.lawdata.queries import calendar_with
from haven.lawkeeping.changes import calendar_after
from haven.lawkeeping.models import LawChange
from haven.lawkeeping.moves import Move, moves
from haven.lawkeeping.operations.ask_change import ask_change, ask_undo
from haven.lawkeeping.operations.decide_change import count_change, decline_change, take_back_change
from haven.web.asking import StaffRequest, require, who
from haven.web.parts.forms import HavenForm
from haven.web.staff.law.forms import FORMS, DecideForm, UndoForm
from haven_law.findings import Refused

SHOWN = 100
MOST_MOVES = 40
BACK = {
    "holiday_comes": "law_bank_holidays",
    "holiday_goes": "law_bank_holidays",
    "year_confirmed": "law_bank_holidays",
    "areas": "law_areas",
    "value": "law_values",
    "monitoring": "law_values",
}


@require_safe
def changes(request: StaffRequest) -> HttpResponse:
    """What was changed, by whom and who looked a second time; what waits first."""
    require(request, "see_law_data")
    rows = list(LawChange.objects.select_related("asked_by", "decided_by").order_by("-asked_at", "-pk")[:SHOWN])
    values = {
        "waiting": [row for row in rows if not row.decision],
        "rows": [row for row in rows if row.decision],
        "kinds": {kind: LawChange.KINDS[kind] for kind in FORMS},
        "may_keep": "administrator" in who(request).roles,
    }
    return render(request, "staff/law/changes.html.j2", values)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest, kind: str) -> HttpResponse:
    """Ask for a change."""
    require(request, "keep_law")
    if kind not in FORMS:
        raise Http404
    if request.method == "POST":
        form = FORMS[kind](request.POST, now=request.now)
        if form.is_valid():
            done = _once(
                request, form, f"law {kind}", lambda: ask_change(form.change(), by=request.user, at=request.now)
            )
            if done is not None:
                return done
    else:
        form = FORMS[kind](initial={"command_id": uuid.uuid4()}, now=request.now)
    values = {"form": form, "kind": kind, "title": LawChange.KINDS[kind], "back": reverse(BACK[kind])}
    return render(request, "staff/law/change_new.html.j2", values, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: StaffRequest, public_id: str) -> HttpResponse:
    """One change: what would move, and the second look; or how it was decided, and its undoing."""
    require(request, "see_law_data")
    rows = LawChange.objects.select_related("asked_by", "decided_by", "undoes")
    row = get_object_or_404(rows, public_id=public_id)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    decide = DecideForm(request.POST if do == "decide" else None, initial=_fresh(), now=request.now)
    undo = UndoForm(request.POST if do == "undo" else None, initial=_fresh(), now=request.now)
    if do == "decide" and decide.is_valid():
        done = _once(request, decide, f"decide {public_id}", lambda: _decide(request, row, decide))
        if done is not None:
            return done
    if do == "undo" and undo.is_valid():
        reason = undo.cleaned_data["reason"]
        done = _once(request, undo, f"undo {public_id}", lambda: ask_undo(row, reason, by=request.user, at=request.now))
        if done is not None:
            return done
    if do == "take_back":
        take_back_change(row, by=request.user, at=request.now)
        return HttpResponseRedirect(reverse("law_change", args=[public_id]))
    bound = next((form for form in (decide, undo) if form.is_bound), None)
    values = _page(request, row) | {"decide": decide, "undo": undo, "form": bound or decide}
    return render(request, "staff/law/change.html.j2", values, status=422 if bound and bound.errors else 200)


def _fresh() -> dict[str, Any]:
    return {"command_id": uuid.uuid4()}


def _page(request: StaffRequest, row: LawChange) -> dict[str, Any]:
    mine, roles = row.asked_by_id == request.user.pk, who(request).roles
    found = moves(calendar_with(calendar_after(row))) if not row.decision else []
    return {
        "change": row,
        "kind": LawChange.KINDS[row.kind],
        "moves": _seen(request, found),
        "count": len(found),
        "earlier": sum(move.earlier for move in found),
        "may_decide": not row.decision and not mine and bool(roles & {"administrator", "police_lawyer"}),
        "may_take_back": not row.decision and mine,
        "may_undo": row.decision == "counted" and row.kind != "undo" and "administrator" in roles,
        "undone": row.undone_by.filter(decision__in=["", "counted"]).first(),
        "mine": mine,
    }


def _seen(request: StaffRequest, found: list[Move]) -> list[dict[str, Any]]:
    """The clocks that move, of the cases that exist for whoever looks; the others are only counted."""
    cases = set(
        visible_to(who(request), request.now)
        .filter(pk__in={move.clock.case_id for move in found})
        .values_list("pk", flat=True)
    )
    return [
        {
            "pk": move.clock.pk,
            "title": CLOCKS[move.clock.kind].title,
            "about": move.clock.about_ref,
            "team": move.clock.owner_team.name,
            "was": move.clock.act_by,
            "act_by": move.to.act_by,
            "outer": move.to.outer_limit if move.to.outer_limit != move.to.act_by else None,
            "earlier": move.earlier,
        }
        for move in found
        if move.clock.case_id in cases
    ][:MOST_MOVES]


def _decide(request: StaffRequest, row: LawChange, form: DecideForm) -> LawChange:
    note = form.cleaned_data["note"]
    if form.cleaned_data["decision"] == "count":
        return count_change(row, by=request.user, at=request.now, note=note)
    return decline_change(row, note, by=request.user, at=request.now)


def _once(request: StaffRequest, form: HavenForm, what: str, act: Any) -> HttpResponse | None:
    """Once for one press; None where it was refused, with the reasons on the form."""

    def action() -> dict[str, Any]:
        return {"next": reverse("law_change", args=[act().public_id])}

    try:
        done = run_once(by=request.user, command_id=form.cleaned_data["command_id"], what=what, action=action)
    except Refused as problem:
        form.refuse(problem.findings)
        return None
    return HttpResponseRedirect(done["next"])
