"""An application after a notice: begun, its requirements, sent, listed, withdrawn."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from haven.accounts.once import run_once
from haven.cases.permissions import may, visible_to
from haven.courts.facts import courts_for, hearing_clock
from haven.courts.models import Application, Court, Sitting
from haven.courts.operations.keep_draft import StaleDraft, keep_draft, read_draft, settle_draft
from haven.courts.operations.list_hearing import ListedTooLate, ListHearing, list_hearing
from haven.courts.operations.prepare_application import PrepareApplication, change_requirements, prepare_application
from haven.courts.operations.send_application import (
    GiveRequirementsNotice,
    SendApplication,
    give_requirements_notice,
    send_application,
)
from haven.courts.operations.withdraw_application import (
    AskWithdrawal,
    WithdrawApplication,
    ask_withdrawal,
    decline_withdrawal,
    pending_withdrawal,
    withdraw_application,
)
from haven.courts.queries import sittings_between
from haven.courts.requirements import from_row, without_clause
from haven.courts.states import PREPARING, application_status
from haven.notices.models import Notice
from haven.parties.queries import display_name
from haven.sealed.ciphers import decipher
from haven.web.asking import StaffRequest
from haven.web.court import terms
from haven.web.court.applications import forms
from haven.web.court.applications.page import application_context
from haven.web.court.common import ActPage, act_page, log, may_do, needs_at_court, the_application
from haven_law.findings import Refused, refuse
from haven_law.terms import VOCABULARY

KIND = "application"


@require_http_methods(["GET", "HEAD", "POST"])
def prepare(request: StaffRequest, ref: str) -> HttpResponse:
    """Begin the application that must follow a served notice."""
    rows = Notice.objects.filter(voided_at__isnull=True, case__in=visible_to(request.user, request.now))
    notice = get_object_or_404(rows.select_related("case__subject", "case__protected"), ref=ref)
    standing = notice.applications.filter(withdrawn_at__isnull=True, voided_at__isnull=True).first()
    if standing is not None and request.method != "POST":
        return redirect("application", ref=standing.ref)
    courts = courts_for(notice.case)

    def action(data: dict[str, Any]) -> str:
        court = Court.objects.get(pk=data["court"])
        made = prepare_application(PrepareApplication(notice.ref, court), by=request.user, at=request.now)
        return reverse("application", args=[made.ref])

    page = ActPage(
        "court/prepare.html.j2",
        forms.PrepareForm,
        "prepare_application",
        notice.case,
        f"prepare {ref}",
        action,
        initial={"court": str(courts[0].pk)} if len(courts) == 1 else {},
        more={"notice": notice, "clock": hearing_clock(notice)},
        form_options={"courts": courts},
    )
    return act_page(request, page)


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: StaffRequest, ref: str) -> HttpResponse:
    """The application; while it is prepared, with the form that sends it."""
    application = the_application(request, ref)
    may(request.user, "see_case", application.case, request.now).require()
    log(request, application.case, "see_application")
    form = None
    if _may_send(request, application):
        form = _send_form(request, application)
        if request.method == "POST":
            answer = _save_or_send(request, application, form)
            if answer is not None:
                return answer
    elif request.method == "POST":
        may(request.user, "send_application", application.case, request.now).require()
        return _sent_already(request, application)
    return _page(request, application, form)


def _page(request: StaffRequest, application: Application, form: forms.SendForm | None) -> HttpResponse:
    context = application_context(request, application) | {"send_form": form}
    if form is not None:
        context["form"] = form
    wrong = form is not None and bool(form.errors)
    return render(request, "court/application.html.j2", context, status=422 if wrong else 200)


def _may_send(request: StaffRequest, application: Application) -> bool:
    preparing = application_status(application, request.now) == PREPARING
    return preparing and may_do(request, "send_application", application.case)


def _send_form(request: StaffRequest, application: Application) -> forms.SendForm:
    if request.method == "POST":
        return forms.SendForm(request.POST, now=request.now)
    kept = read_draft(KIND, application.ref, application.case)
    notice = application.after_notice
    grounds = decipher(application.case.ref, notice.proposal.grounds_enc) if notice is not None else ""
    start = forms.SendForm.starting(grounds, kept.answers)
    return forms.SendForm(initial={**start, "version": kept.version, "command_id": uuid.uuid4()}, now=request.now)


def _save_or_send(request: StaffRequest, application: Application, form: forms.SendForm) -> HttpResponse | None:
    """Keep what is typed, then send it if that was pressed. None: the form says why not."""
    ref = application.ref
    form.is_valid()
    typed = {name: str(request.POST.get(name, ""))[:20_000] for name in ("grounds", "duration")}
    readable = not any(form.has_error(name, "unprintable") for name in typed)
    try:
        if readable:
            seen = form.cleaned_data.get("version") or 0
            kept = keep_draft(KIND, ref, application.case, typed, seen=seen, by=request.user, at=request.now)
            data = request.POST.copy()
            data["version"] = str(kept.version)
            form.data = data
        if request.POST.get("do") == "save" and readable:
            return HttpResponseRedirect(reverse("application", args=[ref]) + "#send")
        if form.errors:
            return None
        command = SendApplication(ref, form.cleaned_data["grounds"], form.cleaned_data["duration"])
        _once(request, form, f"send {ref}", lambda: send_application(command, by=request.user, at=request.now))
    except StaleDraft as stale:
        form.add_error(None, f"{stale.findings[0].because}. Copy what you typed, then load the page again")
        return None
    except Refused as problem:
        form.refuse(problem.findings)
        return None
    settle_draft(KIND, ref, ref)
    return HttpResponseRedirect(reverse("application", args=[ref]))


def _once(request: StaffRequest, form: forms.SendForm, what: str, act: Any) -> None:
    def action() -> dict[str, Any]:
        act()
        return {}

    run_once(by=request.user, command_id=form.cleaned_data["command_id"], what=what, action=action)


def _sent_already(request: StaffRequest, application: Application) -> HttpResponse:
    """The same press again: it was sent. Another person's press is answered by the page as it stands."""
    return HttpResponseRedirect(reverse("application", args=[application.ref]))


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: StaffRequest, ref: str) -> HttpResponse:
    """Choose a kind of requirement, then fill its blanks."""
    application = _to_change(request, ref)
    if request.method == "POST":
        form = terms.ChooseTerm(request.POST)
        if form.is_valid():
            return HttpResponseRedirect(reverse("application_add_term", args=[ref, form.cleaned_data["term"]]))
    else:
        form = terms.ChooseTerm()
    context = {"form": form, "back": reverse("application", args=[ref]), "caption": ref, "name": _name(application)}
    return render(request, "court/choose_term.html.j2", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def add_term(request: StaffRequest, ref: str, term: str) -> HttpResponse:
    if term not in VOCABULARY:
        raise Http404
    return _requirement(request, ref, term, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, ref: str, number: int) -> HttpResponse:
    application = _to_change(request, ref)
    row = get_object_or_404(application.proposed, position=number)
    return _requirement(request, ref, row.term, number)


def _requirement(request: StaffRequest, ref: str, term: str, number: int | None) -> HttpResponse:
    application = _to_change(request, ref)
    rows = [from_row(row) for row in application.proposed.select_related("responsible")]
    others = {n: VOCABULARY[r.term].label for n, r in enumerate(rows, start=1) if n != number}
    options: dict[str, Any] = {"term": term, "of_order": False, "others": others, "now": request.now}
    if request.method == "POST":
        form = terms.RequirementForm(request.POST, **options)
        if form.is_valid() and _write(request, application, rows, form, number):
            return HttpResponseRedirect(reverse("application", args=[ref]) + "#requirements")
    else:
        initial = terms.initial_of(terms.stored_of(rows[number - 1])) if number is not None else {}
        form = terms.RequirementForm(initial=initial, **options)
    context = {
        "form": form,
        "kind": VOCABULARY[term],
        "number": number,
        "back": reverse("application", args=[ref]),
        "caption": ref,
        "name": _name(application),
        "of_order": False,
    }
    return render(request, "court/requirement.html.j2", context, status=422 if form.errors else 200)


def _write(
    request: StaffRequest, application: Application, rows: list[Any], form: terms.RequirementForm, number: int | None
) -> bool:
    stored = form.stored()
    if number is not None:
        stored["from_notice_clause"] = rows[number - 1].from_notice_clause
        stored["evidence"] = bool(rows[number - 1].suitability_evidence)
    facts = terms.facts_of(stored)
    changed = [*rows, facts] if number is None else [*rows[: number - 1], facts, *rows[number:]]
    try:
        change_requirements(application.ref, changed, by=request.user, at=request.now)
    except Refused as problem:
        form.refuse(problem.findings)
        return False
    return True


@require_POST
def remove(request: StaffRequest, ref: str, number: int) -> HttpResponse:
    application = _to_change(request, ref)
    rows = [from_row(row) for row in application.proposed.select_related("responsible")]
    if not 1 <= number <= len(rows):
        raise Http404
    if request.POST.get("label") != VOCABULARY[rows[number - 1].term].label:
        refuse(
            "Haven draft rule", "Somebody changed the requirements since you opened the page. Load it again"
        ).require()
    left = [replace(row, params=without_clause(row.params, number)) for row in rows[: number - 1] + rows[number:]]
    change_requirements(ref, left, by=request.user, at=request.now)
    return HttpResponseRedirect(reverse("application", args=[ref]) + "#requirements")


def _to_change(request: StaffRequest, ref: str) -> Application:
    application = the_application(request, ref)
    may(request.user, "prepare_application", application.case, request.now).require()
    return application


def _name(application: Application) -> str:
    return display_name(application.case.subject)


@require_http_methods(["GET", "HEAD", "POST"])
def requirements_notice(request: StaffRequest, ref: str) -> HttpResponse:
    application = the_application(request, ref)

    def action(data: dict[str, Any]) -> str:
        command = GiveRequirementsNotice(ref, data["given_at"])
        give_requirements_notice(command, by=request.user, at=request.now)
        return reverse("application", args=[ref])

    page = ActPage(
        "court/requirements_notice.html.j2",
        forms.GivenForm,
        "send_application",
        application.case,
        f"requirements notice {ref}",
        action,
        initial={"given_at": request.now},
        more={"application": application},
    )
    return act_page(request, page)


@require_http_methods(["GET", "HEAD", "POST"])
def list_page(request: StaffRequest, ref: str) -> HttpResponse:
    """Sittings to choose from, each with when its papers must be in."""
    application = the_application(request, ref)
    case, notice = application.case, application.after_notice
    clock = hearing_clock(notice) if notice is not None else None
    courts = courts_for(case)
    open_clock = clock if clock is not None and clock.met_at is None else None
    hear_by = open_clock.act_by if open_clock is not None else None
    sittings = _to_choose(list(sittings_between(case.area, request.now, request.now + forms.LOOK_AHEAD)), hear_by)
    late = {"needed": False}

    def action(data: dict[str, Any]) -> str:
        form = forms.ListForm(request.POST, now=request.now, sittings=sittings, courts=courts)
        form.is_valid()
        command = ListHearing(ref, form.slot(), confirmed_late=data.get("late") == "yes")
        try:
            hearing = list_hearing(command, by=request.user, at=request.now)
        except ListedTooLate:
            late["needed"] = True
            raise
        return reverse("hearing", args=[hearing.public_id])

    page = ActPage(
        "court/list_hearing.html.j2",
        forms.ListForm,
        "list_hearing",
        case,
        f"list {ref}",
        action,
        more={"application": application, "clock": open_clock, "late": late, "needs": needs_at_court(case)},
        form_options={"sittings": sittings, "courts": courts, "hear_by": hear_by},
        fields_of={"DAA 2021 s.29(2)": "late"},
    )
    return act_page(request, page)


def _to_choose(sittings: list[Sitting], hear_by: datetime | None) -> list[Sitting]:
    """All that are in time and a few after them; without a deadline, the next ones."""
    if hear_by is None:
        return sittings[:16]
    in_time = [s for s in sittings if s.starts_at <= hear_by]
    return in_time + [s for s in sittings if s.starts_at > hear_by][:6]


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: StaffRequest, ref: str) -> HttpResponse:
    """Ask for it; or, when another person asked, decide."""
    application = the_application(request, ref)
    asked = pending_withdrawal(application)
    back = reverse("application", args=[ref])
    if asked is not None:
        return act_page(request, _deciding(request, application, asked, back))

    def ask(data: dict[str, Any]) -> str:
        command = AskWithdrawal(ref, data["because"], data["reasons"])
        ask_withdrawal(command, by=request.user, at=request.now)
        return back

    page = ActPage(
        "court/ask_withdrawal.html.j2",
        forms.AskWithdrawalForm,
        "withdraw_application",
        application.case,
        f"ask withdrawal {ref}",
        ask,
        more={"application": application},
    )
    return act_page(request, page)


def _deciding(request: StaffRequest, application: Application, asked: Any, back: str) -> ActPage:
    def decide(data: dict[str, Any]) -> str:
        act = withdraw_application if data["decision"] == "yes" else decline_withdrawal
        act(WithdrawApplication(application.ref), by=request.user, at=request.now)
        return back

    more = {
        "application": application,
        "asked": asked,
        "because": Application.WITHDRAWN[asked.because],
        "own": asked.asked_by.pk == request.user.pk,
    }
    return ActPage(
        "court/decide_withdrawal.html.j2",
        forms.DecideWithdrawalForm,
        "withdraw_application",
        application.case,
        f"decide withdrawal {application.ref}",
        decide,
        more=more,
    )
