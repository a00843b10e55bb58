"""A variation as the court decided it, clause by clause: gathered on one page, kept as it grows, recorded in one act."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from haven.accounts.once import run_once
from haven.courts.operations.keep_draft import StaleDraft, settle_draft
from haven.orders.changes import end_now
from haven.orders.content import look_at, of_variation
from haven.orders.facts import clause_in, versions_of
from haven.orders.models import Order
from haven.orders.operations.vary_order import DONE_AS, LEAST_REASONS, TIME_RULE, vary_order
from haven.orders.variation import LENGTH_RULE, VaryOrder, numbers, variation_report
from haven.parties.queries import display_name
from haven.web.asking import StaffRequest
from haven.web.court.common import log
from haven.web.court.orders import forms
from haven.web.court.orders.variation_desk import KIND, Desk, command_of, drop, form_of, keep, open_desk, typed_of
from haven.web.court.terms import lasts_words
from haven.web.parts.rendering import first_id
from haven.web.parts.words import cite_short, whole_number
from haven_law.citation import daa
from haven_law.findings import Finding, Refused
from haven_law.terms import VOCABULARY
from haven_law.variation import LIGHTEN, REMOVE, REPLACE
from haven_law.wording import plain_wording

STATES = "Haven order states"
Fix = tuple[str, str]  # the place on the page, and what is to fix there
# What counts only with one answer to how long the order lasts now.
LENGTHS = {"last_day": "date", "months": "months", "event": "event"}


@require_http_methods(["GET", "HEAD", "POST"])
def vary(request: StaffRequest, ref: str) -> HttpResponse:
    """The page of a variation: its clauses, what was weighed, and one button that records it."""
    desk = open_desk(request, ref)
    if request.method != "POST":
        log(request, desk.order.case, "open_variation")
        form = form_of(request, desk, None)
        form.is_valid()
        return _page(request, desk, form, [])
    form = form_of(request, desk, request.POST)
    form.is_valid()
    do, _colon, key = str(request.POST.get("do", "save")).partition(":")
    if do == "drop":
        drop(desk, key)
    desk.typed = typed_of(request.POST, form)
    try:
        keep(request, desk, form.cleaned_data.get("version") or 0, form.cleaned_data.get("page") or "")
    except StaleDraft as stale:
        return _page(request, desk, form, [], stale=stale)
    except Refused as problem:
        return _page(request, desk, form, [("issue", f.because) for f in problem.findings])
    if do == "issue":
        return _issue(request, desk, form)
    return HttpResponseRedirect(_next(desk, do, key))


def _next(desk: Desk, do: str, key: str) -> str:
    """The page that a button leads to; for what no button of ours says, this one."""
    ref, change = desk.order.ref, do.removeprefix("change-")
    if do == "add":
        return reverse("order_vary_add", args=[ref])
    row = clause_in(versions_of(desk.order)[-1], whole_number(key, 4) or 0)
    if do.startswith("change-") and change in forms.CHANGE_WORDS and row is not None:
        return reverse("order_vary_clause", args=[ref, change, row.clause])
    return reverse("order_vary", args=[ref])


def _page(
    request: StaffRequest,
    desk: Desk,
    form: forms.VaryForm,
    fixes: Sequence[Fix],
    *,
    stale: StaleDraft | None = None,
) -> HttpResponse:
    order = desk.order
    chosen = {d["clause"]: d for d in desk.decisions if d["clause"] is not None}
    context = {
        "vary_form": form,
        "order": order,
        "case": order.case,
        "name": display_name(order.case.subject),
        "rows": [
            {
                "number": row.clause,
                "label": VOCABULARY[row.term].label,
                "text": plain_wording(row.term, row.params),
                "until": end_now(row, order).words(),
                "decision": _said(chosen[row.clause], order) if row.clause in chosen else None,
                "problems": [words for anchor, words in fixes if anchor == f"clause-{row.clause}"],
            }
            for row in versions_of(order)[-1].requirements.all()
        ],
        "added": _added(desk, fixes),
        "looks": _looks(request, desk, form),
        "fixes": fixes,
        "of_clauses": [words for anchor, words in fixes if anchor == "clauses"],
        "stale": stale,
        "page_has_error": bool(fixes) or stale is not None,
        # Who has not seen the newest answers must not overwrite them: the page keeps the version that it was made from.
        "version": form.cleaned_data.get("version") or 0 if stale is not None else desk.kept.version,
        "kept": desk.kept,
        "now": request.now,
    }
    status = 409 if stale is not None else 422 if fixes else 200
    return render(request, "court/vary.html.j2", context, status=status)


def _looks(request: StaffRequest, desk: Desk, form: forms.VaryForm) -> list[Finding]:
    """What to look at before the new version is issued (s.35(1), s.36(1)); nothing while nothing is changed."""
    if not desk.decisions:
        return []
    clauses = of_variation(command_of(request, desk, form), desk.order)
    checks = look_at(clauses, desk.order.case, by=request.user, at=request.now, without=desk.order)
    return [check.finding for check in checks]


def _said(stored: dict[str, Any], order: Order) -> dict[str, Any]:
    """A decision in words."""
    words = {
        "extend": _("Lasts longer"),
        "lighten": _("Made lighter"),
        "replace": _("Replaced"),
        "remove": _("Removed"),
    }
    new = ""
    if stored["change"] in (LIGHTEN, REPLACE):
        new = plain_wording(stored["term"], stored["answers"].get("params") or {})
    return {
        "key": stored["key"],
        "words": words[stored["change"]],
        "new": new,
        "until": "" if stored["change"] == REMOVE else lasts_words(stored["answers"]),
        "change": stored["change"],
    }


def _added(desk: Desk, fixes: Sequence[Fix]) -> list[dict[str, Any]]:
    return [
        {
            "key": stored["key"],
            "number": number,
            "label": VOCABULARY[stored["term"]].label,
            "text": plain_wording(stored["term"], stored["answers"].get("params") or {}),
            "until": lasts_words(stored["answers"]),
            "problems": [words for anchor, words in fixes if anchor == f"clause-{number}"],
        }
        for number, stored in desk.added().items()
    ]


def _issue(request: StaffRequest, desk: Desk, form: forms.VaryForm) -> HttpResponse:
    command = command_of(request, desk, form)
    fixes = [*_answers(form), *_of_law(desk, command)]
    if fixes:
        return _to_fix(request, desk, form, fixes)

    def act() -> dict[str, Any]:
        vary_order(command, by=request.user, at=request.now)
        settle_draft(KIND, desk.order.ref, desk.order.ref)
        return {"next": reverse("order", args=[desk.order.ref])}

    try:
        done = run_once(
            by=request.user,
            command_id=form.cleaned_data.get("command_id") or uuid.uuid4(),
            what=f"vary {desk.order.ref}",
            action=act,
        )
    except Refused as problem:
        return _to_fix(request, desk, form, [(_anchor(f, command), _sourced(f)) for f in problem.findings])
    return HttpResponseRedirect(done["next"])


def _to_fix(request: StaffRequest, desk: Desk, form: forms.VaryForm, fixes: Sequence[Fix]) -> HttpResponse:
    """The page with each reason beside its field, and all of them at the top."""
    for anchor, words in fixes:
        name = anchor.removeprefix("id_")
        if anchor.startswith("id_") and name in form.fields and name not in form.errors:
            form.add_error(name, words)
    return _page(request, desk, form, [(_first_box(form, anchor), words) for anchor, words in fixes])


def _first_box(form: forms.VaryForm, anchor: str) -> str:
    """A day has three boxes: the summary leads to the first that is wrong."""
    name = anchor.removeprefix("id_")
    return first_id(form[name]) if anchor.startswith("id_") and name in form.fields else anchor


def _answers(form: forms.VaryForm) -> list[Fix]:
    """What is typed wrongly or missing on the page itself, without the answers that do not count."""
    lasts = form.cleaned_data.get("lasts") or ""
    for name, needs in LENGTHS.items():
        if lasts != needs and name in form.errors:
            del form.errors[name]
    fixes = [(f"id_{name}", str(words)) for name, errors in form.errors.items() for words in errors]
    if not form.cleaned_data.get("presence") and "presence" not in form.errors:
        fixes.append(("id_presence", _("Say whether the subject was here")))
    if len((form.cleaned_data.get("reasons") or "").strip()) < LEAST_REASONS and "reasons" not in form.errors:
        fixes.append(("id_reasons", _("Enter the reasons given in court")))
    return fixes


def _of_law(desk: Desk, command: VaryOrder) -> list[Fix]:
    judged = variation_report(command, desk.order)
    fixes = [(_anchor(f, command), _sourced(f)) for f in judged.whole.unmet]
    for number, stored, decision in zip(numbers(command, desk.order), desk.decisions, judged.changes, strict=True):
        done = DONE_AS[stored["change"]]
        fixes += [
            (f"clause-{number}", _("Clause %(n)s, %(done)s: %(why)s") % {"n": number, "done": done, "why": _sourced(f)})
            for f in decision.unmet
        ]
    return fixes


def _sourced(finding: Finding) -> str:
    """A reason with its provision, where it has one."""
    if finding.provision.startswith("Haven"):
        return finding.because
    return f"{finding.because.rstrip('.')} ({cite_short(finding.provision)})"


def _anchor(finding: Finding, command: VaryOrder) -> str:
    """Where on the page a reason belongs."""
    kind = command.lasts.kind if command.lasts is not None else ""
    if finding.provision in (daa("44(9)"), daa("44(11)")):
        return "id_order_found"
    if finding.provision in (daa("38(3)"), LENGTH_RULE):
        return {need: f"id_{name}" for name, need in LENGTHS.items()}.get(kind, "id_lasts")
    if finding.provision == daa("44(6)"):
        return "id_child_welfare" if "under 18" in finding.because else "id_protected_opinion"
    return {daa("36(1)"): "id_conflicts", TIME_RULE: "id_decided_at", STATES: "id_decided_at"}.get(
        finding.provision, "clauses"
    )
