"""The inspector's queue, the decision, and a lawyer's advice on it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from haven.accounts.models import PRACTICE_PASSWORD
from haven.accounts.once import run_once
from haven.audit.models import ReadingLog
from haven.cases.operations.primary_aggressor import waiting
from haven.cases.operations.record_advice import RecordAdvice, record_advice
from haven.cases.permissions import may, visible_to
from haven.lawdata.queries import policy
from haven.notices.gates import Judgement
from haven.notices.models import Authorisation, Notice, NoticeProposal
from haven.notices.operations.ask_question import AskQuestion, ask_question
from haven.notices.operations.authorise_notice import AuthoriseNotice, authorise_notice
from haven.notices.operations.deciding import begin_deciding
from haven.notices.operations.refuse_notice import RefuseNotice, refuse_notice
from haven.notices.operations.send_back_notice import SendBackNotice, send_back_notice
from haven.notices.queries_notices import unsigned_of, waiting_requests
from haven.notices.states import PROPOSAL_WORDS, QUESTION, WAITING, proposal_status
from haven.parties.queries import display_name
from haven.web.area_strip import area_strip
from haven.web.asking import StaffRequest, require, who
from haven.web.parts.forms import HavenForm
from haven.web.parts.signing import NotSigned, sign
from haven.web.police.decide import forms, page
from haven_law.clock import to_london
from haven_law.findings import Refused


@require_safe
def queue(request: StaffRequest) -> HttpResponse:
    """What waits, the most pressing first."""
    _may_open(request)
    context = {
        "rows": waiting_requests(request.user, request.now),
        "unsigned": [(notice, display_name(notice.case.subject)) for notice in unsigned_of(request.user)],
        "counter": len(waiting(request.user)),
        "area_strip": area_strip(request.user.force, request.now),
        "minutes": policy("decide_notice_minutes", to_london(request.now).date()),
        "now": request.now,
    }
    return render(request, "police/decide/queue.html.j2", context)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: StaffRequest, ref: str) -> HttpResponse:
    """One request: its findings, and the decision."""
    proposal = _proposal(request, ref)
    _log(request, proposal)
    if not _waits(proposal, request.now):
        return _too_late(request, proposal) if request.method == "POST" else _decided(request, proposal)
    decided_at = forms.told_at(request.POST, request.now, proposal) if request.method == "POST" else request.now
    context = page.request_context(proposal, request.user, request.now, decided_at)
    judging = page.judging(context["asked"])
    form = _form(request, proposal, judging)
    if request.method == "POST" and form.is_valid():
        answer = _carry_out(request, proposal, form, [code for code, _words in judging])
        if answer is not None:
            return answer
        if not _waits(proposal, request.now):
            return _decided(request, proposal, form)
    return _page(request, proposal, context, form, judging)


@require_http_methods(["POST"])
def advise(request: StaffRequest, ref: str) -> HttpResponse:
    """A lawyer decides the points that the law leaves open."""
    proposal = _proposal(request, ref)
    context = page.request_context(proposal, request.user, request.now, request.now)
    advice = forms.AdviceForm(request.POST, now=request.now)
    if advice.is_valid() and _advised(request, proposal, advice, context["asked"].question):
        return HttpResponseRedirect(reverse("decide", args=[ref]))
    judging = page.judging(context["asked"])
    form = _form(request, proposal, judging, bound=False)
    return _page(request, proposal, context, form, judging, advice)


def _advised(request: StaffRequest, proposal: NoticeProposal, form: forms.AdviceForm, question: str) -> bool:
    """Record it; False when it was refused, and the form says why."""
    data = form.cleaned_data
    command = RecordAdvice(
        case=proposal.case,
        about=("notice", proposal.ref),
        question=question,
        reading=data["reading"],
        reasons=data["reasons"],
        permits=data["permits"] == "yes",
    )

    def act() -> dict[str, Any]:
        return {"advice": record_advice(command, by=request.user, at=request.now).pk}

    try:
        run_once(by=request.user, command_id=data["command_id"], what=f"advise {proposal.ref}", action=act)
    except Refused as problem:
        form.refuse(problem.findings)
        return False
    return True


def _page(
    request: StaffRequest,
    proposal: NoticeProposal,
    context: dict[str, Any],
    form: forms.DecideForm,
    judging: list[tuple[str, str]],
    advice: forms.AdviceForm | None = None,
) -> HttpResponse:
    """The page of a decision. Both forms may be on it; the one with errors is the page's `form`."""
    shown: HavenForm = advice if advice is not None else form
    context |= {
        "decide_form": form,
        "advice_form": advice or forms.AdviceForm(initial={"command_id": uuid.uuid4()}),
        "form": shown,
        "judging": judging,
        "may_decide": _may(request, "decide_notice", proposal),
        "may_advise": _may(request, "record_legal_advice", proposal),
        "signed_as": who(request).words,
        "practice_password": PRACTICE_PASSWORD,
        "now": request.now,
    }
    wrong = request.method == "POST" and shown.errors
    return render(request, "police/decide/decide.html.j2", context, status=422 if wrong else 200)


def _may_open(request: StaffRequest) -> None:
    """Inspectors decide; lawyers advise on what the law leaves open. Nobody else needs these pages."""
    lawyer = "police_lawyer" in who(request).roles
    require(request, "record_legal_advice" if lawyer else "decide_notice")


def _proposal(request: StaffRequest, ref: str) -> NoticeProposal:
    _may_open(request)
    rows = NoticeProposal.objects.filter(case__in=visible_to(request.user, request.now))
    rows = rows.select_related("case__subject", "case__protected", "proposed_by", "earlier_version__case")
    return get_object_or_404(rows.prefetch_related("considerations", "questions"), ref=ref)


def _waits(proposal: NoticeProposal, at: datetime) -> bool:
    fresh = NoticeProposal.objects.get(pk=proposal.pk)
    return proposal_status(fresh, at) in (WAITING, QUESTION)


def _may(request: StaffRequest, operation: str, proposal: NoticeProposal) -> bool:
    return may(request.user, operation, proposal.case, request.now).lawful is True


def _form(
    request: StaffRequest, proposal: NoticeProposal, judging: list[tuple[str, str]], *, bound: bool = True
) -> forms.DecideForm:
    now = request.now
    if bound and request.method == "POST":
        return forms.DecideForm(request.POST, proposal=proposal, judging=judging, now=now)
    distance = next((term.get("distance_m") for term in proposal.terms if term.get("distance_m")), None)
    initial = {
        "terms": [term["term"] for term in proposal.terms if term["term"] != "not_abuse"],
        "distance_m": distance,
        "exception": next((term["exception"] for term in proposal.terms if term.get("exception")), ""),
        "told_at": now,
        "command_id": uuid.uuid4(),
    }
    return forms.DecideForm(initial=initial, proposal=proposal, judging=judging, now=now)


def _carry_out(
    request: StaffRequest, proposal: NoticeProposal, form: forms.DecideForm, offered: list[str]
) -> HttpResponse | None:
    """Do it. None when it was refused or not signed: the form then says why, and keeps what was typed."""
    try:
        action = _action(request, proposal, form, offered)
        done = run_once(
            by=request.user,
            command_id=form.cleaned_data["command_id"],
            what=f"decide {proposal.ref}",
            action=action,
        )
    except NotSigned as problem:
        form.add_error("password", str(problem))
        return None
    except Refused as problem:
        form.refuse(problem.findings)
        return None
    return HttpResponseRedirect(done["next"])


def _action(
    request: StaffRequest, proposal: NoticeProposal, form: forms.DecideForm, offered: list[str]
) -> Callable[[], dict[str, Any]]:
    user, at, data, ref = request.user, request.now, form.cleaned_data, proposal.ref
    decision = data["decision"]
    back = reverse("decide", args=[ref])
    if decision == forms.ASK:
        return _then(back, lambda: ask_question(AskQuestion(ref, data["question"]), by=user, at=at))
    if decision == forms.SEND_BACK:
        return _then(back, lambda: send_back_notice(SendBackNotice(ref, data["reasons"]), by=user, at=at))
    if decision == forms.REFUSE:
        return _then(back, lambda: refuse_notice(RefuseNotice(ref, data["reasons"]), by=user, at=at))
    judged = page.judgement_words(data["judged"], offered)
    telephone = decision == forms.TELEPHONE
    command = AuthoriseNotice(
        proposal_ref=ref,
        reasons=data["reasons"],
        judgement=Judgement(judged["grounds"], judged["necessary"], judged["adult"], judged["sixteen"]),
        read_and_of_rank=data["confirmed"],
        terms=form.chosen_terms(),
        signature=None if telephone else sign(request, user, data["password"], at),
        told_by_telephone_at=data["told_at"] if telephone else None,
    )
    next_page = reverse("notice", args=[ref])
    return _then(next_page, lambda: authorise_notice(command, by=user, at=at))


def _then(address: str, act: Callable[[], object]) -> Callable[[], dict[str, Any]]:
    def action() -> dict[str, Any]:
        act()
        return {"next": address}

    return action


def _too_late(request: StaffRequest, proposal: NoticeProposal) -> HttpResponse:
    """The same press again is answered as before; another decision is refused with who was quicker, and when."""
    form = _form(request, proposal, [])
    form.is_valid()
    command_id = form.cleaned_data.get("command_id") or uuid.uuid4()
    form.errors.clear()

    def act() -> dict[str, Any]:
        begin_deciding(proposal.ref, "refuse", by=request.user, at=request.now)
        return {"next": reverse("decide", args=[proposal.ref])}

    try:
        done = run_once(by=request.user, command_id=command_id, what=f"decide {proposal.ref}", action=act)
        return HttpResponseRedirect(done["next"])
    except Refused as problem:
        form.refuse(problem.findings)
    return _decided(request, proposal, form)


def _decided(request: StaffRequest, proposal: NoticeProposal, form: forms.DecideForm | None = None) -> HttpResponse:
    """What became of the request. With a form: somebody was quicker. What was typed is shown, not recorded."""
    decision = Authorisation.objects.select_related("by", "proposal__case").filter(proposal=proposal).first()
    context = {
        "proposal": proposal,
        "name": display_name(proposal.case.subject),
        "state": PROPOSAL_WORDS[proposal_status(NoticeProposal.objects.get(pk=proposal.pk), request.now)],
        "decided": page.decided(decision) if decision is not None else None,
        "notice": Notice.objects.filter(proposal=proposal).first(),
        "typed": _typed(form) if form is not None else [],
    }
    if form is not None:
        context["form"] = form
    return render(request, "police/decide/decided.html.j2", context, status=409 if form is not None else 200)


def _typed(form: forms.DecideForm) -> list[str]:
    """The words that somebody wrote who was not quick enough: the question and the reasons."""
    words = (str(form.data.get(name, "")).strip() for name in ("question", "reasons"))
    return [text for text in words if text]


def _log(request: StaffRequest, proposal: NoticeProposal) -> None:
    """Who read an account, and when: the row is written before the page is shown."""
    asking = who(request)
    roles = ", ".join(sorted(asking.roles))
    ReadingLog.objects.create(actor_key=asking.key, role=roles, operation="see_request", case_ref=proposal.case.ref)
