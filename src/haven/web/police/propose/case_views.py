"""A notice in a case that exists: a later request of the same two people, or one that an inspector sent back. Any officer of
the case may ask for it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from haven.cases.models import Case, Draft
from haven.cases.operations.drafts import draft_about, read_draft
from haven.cases.permissions import may, visible_to
from haven.notices.models import Notice, NoticeProposal
from haven.notices.operations.proposal_rows import earlier_version
from haven.notices.queries import drafts_of
from haven.notices.states import QUESTION, WAITING, can_move, proposal_status
from haven.parties.queries import display_name
from haven.web.police.propose.acting import acting
from haven.web.police.propose.in_case import answers_of, answers_to_begin, begun_again, last_request, taken_over
from haven.web.police.propose.request_views import request_of
from haven.web.police.propose.views import address
from haven_law.findings import Finding, Refused


@require_http_methods(["GET", "HEAD", "POST"])
def in_case(request: HttpRequest, ref: str) -> HttpResponse:
    """Before you start, in a case: what stands in the way, what is taken over. A press starts the draft, or goes on with
    the one that there is."""
    user, now = acting(request)
    may(user, "propose_notice", None, now).require()
    rows = visible_to(user, now).select_related("subject", "protected").prefetch_related("subject__names")
    case = get_object_or_404(rows.prefetch_related("protected__names"), ref=ref)
    may(user, "propose_notice", case, now).require()
    refused, earlier = _in_the_way(case, request)
    other = _other_draft(request)
    if request.method == "POST" and not refused and earlier is None:
        answers = taken_over(read_draft(other), case) if other is not None else answers_to_begin(case, user, now)
        draft = draft_about("notice", ref, by=user, at=now, answers=answers)
        return HttpResponseRedirect(reverse("propose_resume", args=[draft.public_id]))
    return _before(request, case, refused, earlier, other)


def _in_the_way(case: Case, request: HttpRequest) -> tuple[tuple[Finding, ...], NoticeProposal | None]:
    """What refuses a request now, and the one that was sent back and is taken up instead."""
    _user, now = acting(request)
    try:
        return (), earlier_version(case, now)
    except Refused as refused:
        return refused.findings, None


def _other_draft(request: HttpRequest) -> Draft | None:
    """The draft that was begun as if there were no case, when the officer comes from it."""
    user, _now = acting(request)
    try:
        public_id = UUID(request.POST.get("from") or request.GET.get("from") or "")
    except ValueError:
        return None
    return drafts_of(user).filter(public_id=public_id, about_ref="").first()


def _before(
    request: HttpRequest,
    case: Case,
    refused: tuple[Finding, ...],
    earlier: NoticeProposal | None,
    other: Draft | None,
) -> HttpResponse:
    user, now = acting(request)
    last = last_request(case)
    waits = last is not None and proposal_status(last, now) in (WAITING, QUESTION)
    live = Notice.objects.filter(
        case=case, ended_at__isnull=True, authority_withdrawn_at__isnull=True, voided_at__isnull=True
    )
    context: dict[str, Any] = {
        "case": case,
        "subject": display_name(case.subject),
        "protected": display_name(case.protected),
        "refused": refused,
        "waits": last.ref if last is not None and waits else "",
        "live": live.values_list("ref", flat=True).first() if refused else None,
        "earlier": earlier,
        "draft": drafts_of(user).filter(about_ref=case.ref).first(),
        "other": other,
        "taken": bool(answers_to_begin(case, user, now)) and other is None,
        "page_title": "Ask for a notice in this case",
        "field": True,
    }
    blocked = request.method == "POST"
    return render(request, "police/propose/in_case.html.j2", context, status=409 if blocked else 200)


@require_POST
def again(request: HttpRequest, ref: str) -> HttpResponse:
    """A request that was sent back is taken up again with its answers, by any officer of the case."""
    user, now = acting(request)
    proposal = request_of(request, ref)
    can_move(proposal, "propose_again", now).require()
    answers = answers_of(proposal, user) | begun_again(proposal)
    draft = draft_about("notice", ref, by=user, at=now, answers=answers)
    return HttpResponseRedirect(address(draft, "propose_check"))
