"""What the court decided about one clause of an order: a clause added, or one that stands and is changed."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from haven.courts.facts import london_day
from haven.orders.changes import ClauseDecision, end_now, end_report, facts_of, lasts_now
from haven.orders.facts import clause_in, versions_of
from haven.orders.models import Requirement
from haven.orders.variation import order_period
from haven.parties.queries import display_name
from haven.web.asking import StaffRequest
from haven.web.court import terms
from haven.web.court.orders import forms
from haven.web.court.orders.variation_desk import Desk, command_of, decision_of, form_of, keep, open_desk
from haven.web.parts.words import whole_number
from haven_law.findings import Refused
from haven_law.terms import VOCABULARY
from haven_law.variation import ADD, EXTEND, LIGHTEN, REMOVE, REPLACE


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: StaffRequest, ref: str) -> HttpResponse:
    """Choose the kind of clause to add."""
    desk = open_desk(request, ref)
    if request.method == "POST":
        form = terms.ChooseTerm(request.POST)
        if form.is_valid():
            return HttpResponseRedirect(reverse("order_vary_term", args=[ref, "add", 0, form.cleaned_data["term"]]))
    else:
        form = terms.ChooseTerm()
    context = _small(desk) | {"form": form}
    return render(request, "court/choose_term.html.j2", context, status=422 if form.errors else 200)


def _small(desk: Desk) -> dict[str, Any]:
    return {
        "name": display_name(desk.order.case.subject),
        "back": reverse("order_vary", args=[desk.order.ref]),
        "caption": desk.order.ref,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def clause(request: StaffRequest, ref: str, change: str, number: int) -> HttpResponse:
    """What the court decided about a clause that stands. To replace it, the kind is chosen first."""
    desk = open_desk(request, ref)
    row = clause_in(versions_of(desk.order)[-1], number)
    if row is None or change not in forms.CHANGE_WORDS:
        raise Http404
    if change != REPLACE:
        return _decide(request, desk, change, number, row.term)
    if request.method == "POST":
        form = terms.ChooseTerm(request.POST)
        if form.is_valid():
            return HttpResponseRedirect(
                reverse("order_vary_term", args=[ref, REPLACE, number, form.cleaned_data["term"]])
            )
    else:
        form = terms.ChooseTerm()
    return render(
        request, "court/choose_term.html.j2", _small(desk) | {"form": form}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def clause_term(request: StaffRequest, ref: str, change: str, number: int, term: str) -> HttpResponse:
    """A clause that is added, or stands in the place of another."""
    desk = open_desk(request, ref)
    there = change == ADD or clause_in(versions_of(desk.order)[-1], number) is not None
    if term not in VOCABULARY or change not in (ADD, REPLACE) or not there:
        raise Http404
    return _decide(request, desk, change, number if change == REPLACE else None, term)


def _decide(request: StaffRequest, desk: Desk, change: str, number: int | None, term: str) -> HttpResponse:
    row = clause_in(versions_of(desk.order)[-1], number) if number is not None else None
    options: dict[str, Any] = {
        "term": term, "of_order": True, "others": _others(desk, number), "change": change, "now": request.now,
    }  # fmt: skip
    if request.method == "POST":
        form = forms.ClauseForm(request.POST, **options)
        if form.is_valid() and _written(request, desk, form, row):
            return HttpResponseRedirect(reverse("order_vary", args=[desk.order.ref]) + "#clauses")
    else:
        form = forms.ClauseForm(initial=_start(row, change, term), **options)
    context = _small(desk) | {
        "form": form,
        "kind": VOCABULARY[term],
        "number": number,
        "change": change,
        "ends": end_now(row, desk.order).words() if row is not None else "",
        "change_words": forms.CHANGE_WORDS.get(change, "Add a clause"),
        "version": request.POST.get("version") or desk.kept.version,
    }
    return render(request, "court/vary_clause.html.j2", context, status=422 if form.errors else 200)


def _others(desk: Desk, number: int | None) -> dict[int, str]:
    """What a tag may check: the other clauses that stand, and those that this variation adds."""
    rows = {r.clause: r.term for r in versions_of(desk.order)[-1].requirements.all()}
    rows |= {n: stored["term"] for n, stored in desk.added().items()}
    gone = {d["clause"] for d in desk.decisions if d["change"] == REMOVE}
    return {n: VOCABULARY[term].label for n, term in rows.items() if n != number and n not in gone}


def _start(row: Requirement | None, change: str, term: str) -> dict[str, Any]:
    """The form as the clause stands: its own end, who supervises it, what the court heard. An extension asks for the new
    end; a clause in the place of another keeps the end of that one until the court says otherwise."""
    if row is None or change in (EXTEND, REMOVE):
        return {} if change == EXTEND else {"lasts": "order"}
    start = terms.initial_of(terms.stored_of(facts_of(row, lasts_now(row))))
    if change == LIGHTEN:
        return start | {"evidence": bool(row.suitability_evidence)}
    if term == row.term:
        return {name: value for name, value in start.items() if name != "starts"}
    return {name: start[name] for name in ("lasts", "last_day", "event")}


def _written(request: StaffRequest, desk: Desk, form: forms.ClauseForm, row: Requirement | None) -> bool:
    number = row.clause if row is not None else None
    data = form.cleaned_data
    answers = form.stored() | {name: data.get(name) for name in ("necessary", "no_longer", "fails")}
    answers["evidence"] = bool(data.get("evidence"))
    stored = {
        "key": uuid.uuid4().hex[:8],
        "change": form.change,
        "clause": number,
        "term": form.kind.code,
        "answers": answers,
    }
    if row is not None and not _fits(request, desk, form, decision_of(stored), row):
        return False
    desk.decisions = [d for d in desk.decisions if number is None or d["clause"] != number] + [stored]
    seen = whole_number(request.POST.get("version", ""), 9)
    try:
        keep(request, desk, seen if seen is not None else -1)
    except Refused as problem:
        form.refuse(problem.findings)
        return False
    return True


def _fits(
    request: StaffRequest, desk: Desk, form: forms.ClauseForm, decision: ClauseDecision, row: Requirement
) -> bool:
    """Whether the end moves as the change says; else the reason stands beside the new end."""
    if decision.change not in (EXTEND, LIGHTEN):
        return True
    page = form_of(request, desk, None)
    page.is_valid()
    command = command_of(request, desk, page)
    lasts, _judged = order_period(command, desk.order)
    try:
        findings = end_report(decision, row, london_day(command.decided_at), desk.order, lasts).unmet
    except Refused as refused:
        findings = refused.findings
    field = {"date": "last_day", "months": "months", "event": "event"}.get(str(form.cleaned_data.get("lasts")), "lasts")
    form.refuse(findings, field)
    return not findings
