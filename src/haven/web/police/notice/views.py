"""The page of a notice, its paper, and the acts that are done from it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from haven.accounts.models import PRACTICE_PASSWORD
from haven.accounts.once import run_once
from haven.audit.models import ReadingLog
from haven.cases.models import Case
from haven.cases.operations.record_advice import RecordAdvice, record_advice
from haven.cases.papers import paper_bytes, refuse_if_sealed_since
from haven.cases.permissions import may, visible_to
from haven.courts.in_time import heard_in_time
from haven.documents.models import Document
from haven.lawdata.queries import calendar
from haven.notices.models import Notice, NoticeProposal, VoidRuling
from haven.notices.notice_states import status
from haven.notices.operations.correct_service_time import CorrectServiceTime, correct_service_time
from haven.notices.operations.hold_notice_void import (
    AnswerVoid,
    HoldNoticeVoid,
    agree_notice_void,
    ask_notice_void,
    decline_notice_void,
    pending_ruling,
)
from haven.notices.operations.report_wrong_person import ReportWrongPerson, report_wrong_person
from haven.notices.operations.sign_notice import SignNotice, sign_notice
from haven.notices.operations.tell_commanding_officer import TellCommandingOfficer, tell_commanding_officer
from haven.notices.operations.withdraw_authority import WithdrawAuthority, withdraw_authority
from haven.notices.queries_notices import notices_visible
from haven.parties.queries import display_name
from haven.service.models import Service
from haven.web.asking import StaffRequest, who
from haven.web.parts.forms import HavenForm
from haven.web.parts.signing import NotSigned, sign
from haven.web.police.decide.forms import AdviceForm
from haven.web.police.notice import forms
from haven.web.police.notice.page import notice_context, open_question, ruling_words
from haven_law.findings import Refused, refuse

# Who may open a paper, by its audience. The rest of the case is asked first.
SEALED_READERS = frozenset({"court_user", "orders_unit", "police_lawyer"})

Action = Callable[[Notice, Any], object]


def the_notice(request: StaffRequest, ref: str) -> Notice:
    """The notice, if its case exists for this user: else there is no such page."""
    rows = notices_visible(request.user, request.now).select_related(
        "case__subject", "case__protected", "force", "proposal__proposed_by", "authorisation__by", "document",
        "service__attempt__by_user",
    )  # fmt: skip
    return get_object_or_404(rows.prefetch_related("terms", "case__subject__names"), ref=ref)


@require_safe
def show(request: StaffRequest, ref: str) -> HttpResponse:
    """A notice: where it stands, what it says, how it was served, what may be done."""
    if not Notice.objects.filter(ref=ref).exists():
        return _still_a_request(request, ref)
    notice = the_notice(request, ref)
    may(request.user, "see_case", notice.case, request.now).require()
    log(request, notice.case, "see_notice")
    return render(request, "police/notice/notice.html.j2", notice_context(notice, request.user, request.now))


def _still_a_request(request: StaffRequest, ref: str) -> HttpResponse:
    """Nobody has authorised it: who decides or advises goes to the request."""
    visible = NoticeProposal.objects.filter(ref=ref, case__in=visible_to(request.user, request.now)).exists()
    if visible and {"authorising_inspector", "police_lawyer"} & who(request).roles:
        return redirect("decide", ref=ref)
    raise Http404


@require_safe
def document(request: StaffRequest, doc_id: str) -> HttpResponse:
    """A paper as it was made. Neither its address nor its file name says whose it is."""
    paper = get_object_or_404(Document, doc_id=doc_id)
    case = get_object_or_404(visible_to(request.user, request.now), ref=paper.key_owner)
    may(request.user, "see_case", case, request.now).require()
    if paper.audience == "court_sealed" and not SEALED_READERS & who(request).roles:
        raise Http404
    log(request, case, "open_paper")
    if not Service.objects.filter(attempt__document=paper).exists():
        refuse_if_sealed_since(paper, by=request.user)
    answer = HttpResponse(paper_bytes(paper), content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="paper.pdf"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def sign_page(request: StaffRequest, ref: str) -> HttpResponse:
    """The inspector signs what was authorised by telephone."""

    def act(notice: Notice, data: dict[str, Any]) -> object:
        signature = sign(request, request.user, data["password"], request.now)
        return sign_notice(SignNotice(notice.ref, signature), by=request.user, at=request.now)

    return _act(request, ref, "sign", "decide_notice", forms.SignForm, act)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: StaffRequest, ref: str) -> HttpResponse:
    def act(notice: Notice, data: dict[str, Any]) -> object:
        return withdraw_authority(WithdrawAuthority(notice.ref, data["reasons"]), by=request.user, at=request.now)

    return _act(request, ref, "withdraw", "withdraw_authority", forms.WithdrawForm, act)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: StaffRequest, ref: str) -> HttpResponse:
    def act(notice: Notice, data: dict[str, Any]) -> object:
        in_time = heard_in_time(notice.case.area, data["served_at"], calendar())
        command = CorrectServiceTime(
            notice.ref, data["served_at"], data["reason"], apply_by=in_time.apply_by, last_sitting=in_time.last_sitting
        )
        return correct_service_time(command, by=request.user, at=request.now)

    served_at = the_notice(request, ref).served_at
    return _act(request, ref, "correct", "correct_service", forms.CorrectForm, act, {"served_at": served_at})


@require_http_methods(["GET", "HEAD", "POST"])
def wrong_person(request: StaffRequest, ref: str) -> HttpResponse:
    def act(notice: Notice, data: dict[str, Any]) -> object:
        return report_wrong_person(ReportWrongPerson(notice.ref, data["why"]), by=request.user, at=request.now)

    return _act(request, ref, "wrong_person", "report_wrong_person", forms.WrongPersonForm, act)


@require_http_methods(["GET", "HEAD", "POST"])
def held_void(request: StaffRequest, ref: str) -> HttpResponse:
    """Record what a court decided; or, when another person did, agree or not."""
    ruling = pending_ruling(the_notice(request, ref))
    if ruling is not None:
        return _answer_void(request, ref, ruling)

    def act(notice: Notice, data: dict[str, Any]) -> object:
        command = HoldNoticeVoid(
            notice.ref, data["decided_at"], data["court"], data["court_reference"], data["reasons"]
        )
        return ask_notice_void(command, by=request.user, at=request.now)

    return _act(request, ref, "held_void", "hold_notice_void", forms.HeldVoidForm, act)


def _answer_void(request: StaffRequest, ref: str, ruling: VoidRuling) -> HttpResponse:
    def act(notice: Notice, data: dict[str, Any]) -> object:
        answer = agree_notice_void if data["decision"] == "yes" else decline_notice_void
        return answer(AnswerVoid(notice.ref), by=request.user, at=request.now)

    more = {"ruling": ruling_words(ruling), "own": ruling.asked_by_id == request.user.pk}
    return _act(request, ref, "answer_void", "agree_notice_void", forms.AnswerVoidForm, act, more=more)


@require_http_methods(["GET", "HEAD", "POST"])
def commanding_officer(request: StaffRequest, ref: str) -> HttpResponse:
    def act(notice: Notice, data: dict[str, Any]) -> object:
        command = TellCommandingOfficer(notice.ref, data["result"], data["proof"])
        return tell_commanding_officer(command, by=request.user, at=request.now)

    return _act(request, ref, "commanding_officer", "do_task", forms.CommandingOfficerForm, act)


@require_http_methods(["GET", "HEAD", "POST"])
def advise(request: StaffRequest, ref: str) -> HttpResponse:
    """A lawyer decides the point that stands open on the notice."""
    asked = open_question(the_notice(request, ref), status(the_notice(request, ref), request.now), request.now)

    def act(notice: Notice, data: dict[str, Any]) -> object:
        if asked is None:
            refuse("Haven legal advice rule", "Nothing on this notice waits for a lawyer now").require()
        assert asked is not None
        command = RecordAdvice(
            case=notice.case,
            about=("notice", notice.ref),
            question=asked.question,
            reading=data["reading"],
            reasons=data["reasons"],
            permits=data["permits"] == "yes",
        )
        return record_advice(command, by=request.user, at=request.now)

    points = {"points": asked.points if asked is not None else ()}
    return _act(request, ref, "advice", "record_legal_advice", AdviceForm, act, more=points)


def _act(
    request: StaffRequest,
    ref: str,
    page: str,
    operation: str,
    form_class: type[HavenForm],
    action: Action,
    initial: dict[str, Any] | None = None,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """One small page: who may is asked before it is shown, a refusal is said on it, and what was typed stays."""
    notice = the_notice(request, ref)
    may(request.user, operation, notice.case, request.now).require()
    if request.method == "POST":
        form = form_class(request.POST, now=request.now)
        if form.is_valid() and _done(request, notice, page, form, action):
            return HttpResponseRedirect(reverse("notice", args=[ref]))
    else:
        form = form_class(initial={"command_id": uuid.uuid4(), **(initial or {})}, now=request.now)
    context = {
        "form": form,
        "notice": notice,
        "name": display_name(notice.case.subject),
        "practice_password": PRACTICE_PASSWORD,
        **(more or {}),
    }
    return render(request, f"police/notice/{page}.html.j2", context, status=422 if form.errors else 200)


def _done(request: StaffRequest, notice: Notice, page: str, form: HavenForm, action: Action) -> bool:
    def act() -> dict[str, Any]:
        action(notice, form.cleaned_data)
        return {}

    try:
        run_once(by=request.user, command_id=form.cleaned_data["command_id"], what=f"{page} {notice.ref}", action=act)
    except NotSigned as problem:
        form.add_error("password", str(problem))
        return False
    except Refused as problem:
        form.refuse(problem.findings)
        return False
    return True


def log(request: StaffRequest, case: Case, operation: str) -> None:
    """Who looked, written before anything is shown."""
    asking = who(request)
    ReadingLog.objects.create(
        actor_key=asking.key, role=", ".join(sorted(asking.roles)), operation=operation, case_ref=case.ref
    )
