"""The outcome of a hearing: one page that keeps every answer, a preview, and one issue step. Nothing is sent before it."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from haven.accounts.once import run_once
from haven.cases.operations.record_advice import RecordAdvice, record_advice
from haven.cases.permissions import may
from haven.courts.models import Hearing
from haven.courts.operations.hear import (
    OUTCOME_RULE,
    AdjournHearing,
    RefuseApplication,
    WithdrawnInCourt,
    adjourn_hearing,
    hold_to_decide,
    refuse_application,
    withdrawn_in_court,
)
from haven.courts.operations.keep_draft import StaleDraft, keep_draft, settle_draft
from haven.courts.states import H_BEGUN, H_CLOSED, hearing_status, outcome_of
from haven.courts.views import made
from haven.documents.papers import render_order
from haven.orders.operations.make_order import make_order
from haven.web.asking import StaffRequest
from haven.web.court import terms
from haven.web.court.common import ActPage, act_page, log, the_hearing
from haven.web.court.hearings.forms import AdviceForm
from haven.web.court.outcome import desk as desks
from haven.web.court.outcome import forms, page
from haven.web.court.outcome.desk import Desk
from haven.web.court.outcome.rail import State, judge
from haven_law.findings import Refused, refuse
from haven_law.terms import VOCABULARY

KIND = desks.KIND


def _desk(request: StaffRequest, public_id: str) -> Desk:
    """The desk of a hearing that has begun, for the court."""
    hearing = the_hearing(request, public_id)
    may(request.user, "record_outcome", hearing.application.case, request.now).require()
    return desks.open_desk(hearing, request.now)


def _elsewhere(request: StaffRequest, hearing: Hearing) -> HttpResponse | None:
    """Not begun yet, or decided: the hearing's own page says so. Closed by a withdrawal: what the court decided before
    it may still be recorded."""
    if hearing_status(hearing, request.now) not in (H_BEGUN, H_CLOSED):
        return HttpResponseRedirect(reverse("hearing", args=[hearing.public_id]))
    return None


@require_http_methods(["GET", "HEAD", "POST"])
def outcome(request: StaffRequest, public_id: str) -> HttpResponse:
    """The page. Each button keeps the answers first, then does what it says."""
    desk = _desk(request, public_id)
    decided = outcome_of(desk.hearing) is not None
    if request.method != "POST" or not decided:
        elsewhere = _elsewhere(request, desk.hearing)
        if elsewhere is not None:
            return elsewhere
    if request.method != "POST":
        log(request, desk.hearing.application.case, "open_outcome")
        form = desks.form_of(desk)
        form.is_valid()
        desks.take_supervision(desk, form)
        return _page(request, desk, form, judge(desk, form), tried=False)
    if decided:
        return _already(request, desk)
    return _posted(request, desk)


def _posted(request: StaffRequest, desk: Desk) -> HttpResponse:
    form = desks.form_of(desk, request.POST)
    form.is_valid()
    desks.take_supervision(desk, form)
    do, _colon, key = str(request.POST.get("do", "save")).partition(":")
    if do == "remove":
        desks.remove_requirement(desk, key)
    try:
        _keep(request, desk, form)
    except StaleDraft as stale:
        return _page(request, desk, form, judge(desk, form), tried=False, stale=stale)
    if do == "issue":
        return _issue(request, desk, form)
    return HttpResponseRedirect(_next(desk, do, key))


def _next(desk: Desk, do: str, key: str) -> str:
    public_id = desk.hearing.public_id
    here = reverse("outcome", args=[public_id])
    if do == "add":
        return reverse("outcome_add", args=[public_id])
    if do == "edit" and desk.number_of(key) is not None:
        return reverse("outcome_edit", args=[public_id, key])
    if do == "preview":
        return reverse("outcome_preview", args=[public_id])
    if do == "back":
        return reverse("hearings")
    return here + ("#requirements" if do == "remove" else "")


def _keep(request: StaffRequest, desk: Desk, form: forms.OutcomeForm) -> None:
    """Keep what is on the page, as typed."""
    desk.typed = forms.typed_of(request.POST, form)
    desk.kept = keep_draft(
        KIND,
        desk.hearing.public_id,
        desk.hearing.application.case,
        desk.answers(),
        seen=form.cleaned_data.get("version") or 0,
        by=request.user,
        at=request.now,
        page=form.cleaned_data.get("page") or "",
    )


@require_POST
def draft(request: StaffRequest, public_id: str) -> HttpResponse:
    """One answer changed: keep everything, and answer with the rail and the gates as they stand now."""
    desk = _desk(request, public_id)
    if hearing_status(desk.hearing, request.now) not in (H_BEGUN, H_CLOSED):
        return render(request, "court/outcome_closed.html.j2", {"hearing": desk.hearing})
    form = desks.form_of(desk, request.POST)
    form.is_valid()
    desks.take_supervision(desk, form)
    stale = None
    try:
        _keep(request, desk, form)
    except StaleDraft as problem:
        stale = problem
    except Refused as problem:
        form.refuse(problem.findings)
    context = page.context(desk, form, judge(desk, form), request, stale=stale)
    return render(request, "court/outcome_rail.html.j2", context)


def _page(
    request: StaffRequest,
    desk: Desk,
    form: forms.OutcomeForm,
    state: State,
    *,
    tried: bool,
    stale: StaleDraft | None = None,
) -> HttpResponse:
    """The whole page. Errors stand beside their fields once somebody tried to issue."""
    context = page.context(desk, form, state, request, stale=stale, tried=tried)
    status = 409 if stale is not None else 422 if tried else 200
    return render(request, "court/outcome.html.j2", context, status=status)


def _issue(request: StaffRequest, desk: Desk, form: forms.OutcomeForm) -> HttpResponse:
    state = judge(desk, form)
    if not state.ready:
        page.mark(form, state)
        return _page(request, desk, form, state, tried=True)
    try:
        done = run_once(
            by=request.user,
            command_id=form.cleaned_data.get("command_id") or uuid.uuid4(),
            what=f"outcome {desk.hearing.public_id}",
            action=lambda: _carry_out(request, desk, form),
        )
    except Refused as problem:
        if any(f.provision == OUTCOME_RULE for f in problem.findings):
            raise
        form.refuse(problem.findings)
        return _page(request, desk, form, state, tried=True)
    return HttpResponseRedirect(done["next"])


def _carry_out(request: StaffRequest, desk: Desk, form: forms.OutcomeForm) -> dict[str, Any]:
    """What the court did, as one operation; the draft is closed with it."""
    user, at, data = request.user, request.now, form.cleaned_data
    public_id, decided = desk.hearing.public_id, desks.decided_of(desk, form)
    back = reverse("hearing", args=[public_id])
    if data["result"] == forms.MADE:
        order = make_order(desks.command_of(desk, form), by=user, at=at)
        back = reverse("order", args=[order.ref])
    elif data["result"] == forms.ADJOURNED:
        slot = form.slot()
        assert slot is not None
        adjourn_hearing(AdjournHearing(decided, data["adjourned_for"], slot), by=user, at=at)
    elif data["result"] == forms.WITHDRAWN:
        withdrawn_in_court(WithdrawnInCourt(decided, data["because"]), by=user, at=at)
    else:
        refuse_application(RefuseApplication(decided), by=user, at=at)
    settle_draft(KIND, public_id, public_id)
    return {"next": back}


def _already(request: StaffRequest, desk: Desk) -> HttpResponse:
    """An outcome is recorded. The same press again is answered as before; another is told who was quicker."""
    form = desks.form_of(desk, request.POST)
    form.is_valid()

    def act() -> dict[str, Any]:
        hold_to_decide(desks.decided_of(desk, form), by=request.user, at=request.now)
        return {"next": reverse("hearing", args=[desk.hearing.public_id])}

    done = run_once(
        by=request.user,
        command_id=form.cleaned_data.get("command_id") or uuid.uuid4(),
        what=f"outcome {desk.hearing.public_id}",
        action=act,
    )
    return HttpResponseRedirect(done["next"])


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: StaffRequest, public_id: str) -> HttpResponse:
    """Choose a kind of requirement from the list."""
    desk = _desk(request, public_id)
    if request.method == "POST":
        form = terms.ChooseTerm(request.POST)
        if form.is_valid():
            return HttpResponseRedirect(reverse("outcome_add_term", args=[public_id, form.cleaned_data["term"]]))
    else:
        form = terms.ChooseTerm()
    context = page.small(desk) | {"form": form}
    return render(request, "court/choose_term.html.j2", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def add_term(request: StaffRequest, public_id: str, term: str) -> HttpResponse:
    if term not in VOCABULARY:
        raise Http404
    return _requirement(request, public_id, term, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, public_id: str, key: str) -> HttpResponse:
    desk = _desk(request, public_id)
    row = next((r for r in desk.requirements if r["key"] == key), None)
    if row is None:
        raise Http404
    return _requirement(request, public_id, row["term"], key)


def _requirement(request: StaffRequest, public_id: str, term: str, key: str | None) -> HttpResponse:
    """The blanks of a requirement, from the schema of its kind, and how long it lasts."""
    desk = _desk(request, public_id)
    elsewhere = _elsewhere(request, desk.hearing)
    if elsewhere is not None:
        return elsewhere
    old = next((r for r in desk.requirements if r["key"] == key), None)
    options: dict[str, Any] = {
        "term": term,
        "of_order": True,
        "others": desks.others_of(desk, key),
        "now": request.now,
    }
    if request.method == "POST":
        form = terms.RequirementForm(request.POST, **options)
        if form.is_valid() and _written(request, desk, form, old):
            return HttpResponseRedirect(reverse("outcome", args=[public_id]) + "#requirements")
    else:
        form = terms.RequirementForm(initial=terms.initial_of(old) if old else {"lasts": "order"}, **options)
    context = page.small(desk) | {
        "form": form,
        "kind": VOCABULARY[term],
        "number": desk.number_of(key) if key else None,
        "of_order": True,
        "version": request.POST.get("version") or desk.kept.version,
    }
    return render(request, "court/requirement.html.j2", context, status=422 if form.errors else 200)


def _written(request: StaffRequest, desk: Desk, form: terms.RequirementForm, old: dict[str, Any] | None) -> bool:
    typed = str(request.POST.get("version", ""))
    seen = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1
    stored = form.stored() | {
        "key": old["key"] if old else desks.new_key(),
        "evidence": bool(old and old.get("evidence")),
    }
    stored["from_notice_clause"] = old.get("from_notice_clause") if old else None
    if old is None:
        desk.requirements.append(stored)
    else:
        desk.requirements = [stored if r["key"] == old["key"] else r for r in desk.requirements]
    if "supervisor" in form.fields:
        desk.typed[f"s_{stored['key']}"] = [stored["supervisor"]]
        desk.typed[f"o_{stored['key']}"] = [stored["organisation"]]
    hearing = desk.hearing
    try:
        keep_draft(
            KIND,
            hearing.public_id,
            hearing.application.case,
            desk.answers(),
            seen=seen,
            by=request.user,
            at=request.now,
        )
    except Refused as problem:
        form.refuse(problem.findings)
        return False
    return True


@require_safe
def preview(request: StaffRequest, public_id: str) -> HttpResponse:
    """The order's wording as it would be issued, and what is still to fix."""
    desk, form, state = _judged(request, public_id)
    context = page.small(desk) | {
        "clauses": page.clauses(desk),
        "duration": page.duration(desk, form),
        "state": state,
        "result": form.cleaned_data.get("result"),
    }
    return render(request, "court/preview.html.j2", context)


@require_safe
def preview_paper(request: StaffRequest, public_id: str) -> HttpResponse:
    """The paper as a draft. It is made for looking at and not kept."""
    desk, form, _state = _judged(request, public_id)
    if not desk.requirements:
        refuse("DAA 2021 s.35(1)", "There is nothing on the order yet. Add a requirement first").require()
    rendered = made(render_order, page.draft_paper(desk, form))
    answer = HttpResponse(rendered.bytes, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="draft.pdf"'
    return answer


def _judged(request: StaffRequest, public_id: str) -> tuple[Desk, forms.OutcomeForm, State]:
    desk = _desk(request, public_id)
    form = desks.form_of(desk)
    form.is_valid()
    desks.take_supervision(desk, form)
    return desk, form, judge(desk, form)


@require_http_methods(["GET", "HEAD", "POST"])
def advise(request: StaffRequest, public_id: str) -> HttpResponse:
    """The legal adviser decides the points that the law leaves open for this order."""
    desk, _form, state = _judged(request, public_id)
    if state.report is None or not state.open_points:
        return HttpResponseRedirect(reverse("outcome", args=[public_id]))
    decision = state.report.all
    application = desk.hearing.application

    def action(data: dict[str, Any]) -> str:
        command = RecordAdvice(
            application.case,
            ("application", application.ref),
            desks.question(decision),
            data["reading"],
            data["reasons"],
            data["permits"] == "yes",
        )
        record_advice(command, by=request.user, at=request.now)
        return reverse("outcome", args=[public_id])

    what = ActPage(
        "court/advise.html.j2",
        AdviceForm,
        "record_legal_advice",
        application.case,
        f"advise {public_id}",
        action,
        more={"points": state.open_points, "back": reverse("outcome", args=[public_id])},
    )
    return act_page(request, what)
