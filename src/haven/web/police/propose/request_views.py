"""A request after it was sent: who has it, what the inspector asked or decided, and what the officer can do about it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from haven.accounts.actors import actor, words
from haven.accounts.duty import holder
from haven.accounts.once import run_once
from haven.audit.models import ReadingLog
from haven.cases.permissions import may, named_on, visible_to
from haven.notices.models import Authorisation, NoticeProposal, NoticeQuestion
from haven.notices.operations.answer_question import answer_question
from haven.notices.operations.withdraw_proposal import withdraw_proposal
from haven.notices.queries import proposals_of
from haven.notices.queries_notices import decider
from haven.notices.states import (
    AUTHORISED,
    PROPOSAL_WORDS,
    QUESTION,
    REFUSED,
    SENT_BACK,
    WAITING,
    can_move,
    with_proposal_status,
)
from haven.parties.queries import display_name
from haven.sealed.ciphers import decipher
from haven.web.parts.fields import AccountField
from haven.web.parts.forms import HavenForm
from haven.web.police.propose.acting import acting
from haven_law.findings import Refused

MOST_ANSWER = 2000
KINDS = {WAITING: "wait", QUESTION: "act", SENT_BACK: "act", REFUSED: "refused"}


def request_mark(proposal: NoticeProposal) -> tuple[str, str]:
    """How a request stands, as kind and word of a status. `proposals_of` gives it its status."""
    status = str(proposal.status)  # type: ignore[attr-defined]
    return KINDS.get(status, "ready" if status == AUTHORISED else "end"), PROPOSAL_WORDS[status]


class AnswerForm(HavenForm):
    answer = AccountField(label=_("Your answer"), called=_("your answer"), max_length=MOST_ANSWER)
    question = forms.IntegerField(widget=forms.HiddenInput)
    command_id = forms.UUIDField(widget=forms.HiddenInput)


def request_of(request: HttpRequest, ref: str) -> NoticeProposal:
    """A request of a case that this person may see and in which they may ask for a notice, with its `status`. Who reads
    what somebody else asked for is noted before it is shown."""
    user, now = acting(request)
    may(user, "propose_notice", None, now).require()
    rows = NoticeProposal.objects.filter(case__in=visible_to(user, now).values("pk"))
    found: NoticeProposal = get_object_or_404(with_proposal_status(rows, now).select_related("case"), ref=ref)
    may(user, "propose_notice", found.case, now).require()
    if found.proposed_by_id != user.pk:
        reader = actor(user, now)
        roles = ", ".join(sorted(reader.roles))
        ReadingLog.objects.create(actor_key=reader.key, role=roles, operation="see_request", case_ref=found.case.ref)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def sent(request: HttpRequest, ref: str) -> HttpResponse:
    """The request as it stands. Sending an answer comes here too."""
    _user, now = acting(request)
    proposal = request_of(request, ref)
    questions = list(proposal.questions.select_related("asked_by").order_by("asked_at", "pk"))
    form = AnswerForm(request.POST or None, now=now, initial={"command_id": uuid4()})
    if request.method == "POST" and form.is_valid():
        asked = next((q for q in questions if q.pk == form.cleaned_data["question"]), None)
        if asked is not None:
            try:
                _answer(asked, form, request)
                return HttpResponseRedirect(reverse("propose_sent", args=[ref]))
            except Refused as refused:
                return _not_answered(request, ref, form, refused)
    if request.method != "POST":
        return render(request, "police/propose/sent.html.j2", _context(request, proposal, questions, form))
    context = _context(request, proposal, questions, form)
    if context["open_question"] is None:  # there is no box to type in again
        context["typed"] = form.cleaned_data.get("answer", "")
    return render(request, "police/propose/sent.html.j2", context, status=422)


def _not_answered(request: HttpRequest, ref: str, form: AnswerForm, refused: Refused) -> HttpResponse:
    """Decided, withdrawn or answered meanwhile: the request as it stands now, and what was typed."""
    form.refuse(refused.findings)
    proposal = request_of(request, ref)
    questions = list(proposal.questions.select_related("asked_by").order_by("asked_at", "pk"))
    context = _context(request, proposal, questions, form) | {"typed": form.cleaned_data.get("answer", "")}
    return render(request, "police/propose/sent.html.j2", context, status=409)


def _answer(asked: NoticeQuestion, form: AnswerForm, request: HttpRequest) -> None:
    user, now = acting(request)

    def action() -> dict[str, Any]:
        answer_question(asked, form.cleaned_data["answer"], by=user, at=now)
        return {}

    run_once(by=user, command_id=form.cleaned_data["command_id"], what=f"answer question {asked.pk}", action=action)


def _context(
    request: HttpRequest, proposal: NoticeProposal, questions: list[NoticeQuestion], form: AnswerForm
) -> dict[str, Any]:
    user, now = acting(request)
    status = str(proposal.status)  # type: ignore[attr-defined]  # annotated by proposals_of
    clock = proposal.case.deadlines.filter(about_ref=proposal.ref, kind="decide_notice").order_by("pk").last()
    decided = Authorisation.objects.select_related("by").filter(proposal=proposal).first()
    notice = getattr(proposal, "notice", None)
    return {
        "page_title": _("Request against %(name)s") % {"name": display_name(proposal.case.subject)},
        "field": True,
        "proposal": proposal,
        "state": request_mark(proposal),
        "waits": status in (WAITING, QUESTION),
        **_who_has_it(proposal, now),
        "due": clock.act_by if clock else None,
        "questions": [_question(proposal, row) for row in questions],
        "open_question": next((q for q in questions if q.answered_at is None), None),
        "form": form,
        "typed": "",
        "own": proposal.proposed_by_id == user.pk,
        "asked_by": words(proposal.proposed_by),
        "decided": _decided(proposal, decided),
        "notice": notice,
        "may_again": bool(can_move(proposal, "propose_again", now).lawful),
        "may_withdraw": proposal.proposed_by_id == user.pk and bool(can_move(proposal, "withdraw", now).lawful),
        "command_id": uuid4(),
        "plan_missing": proposal.case.flags.filter(code="no_contact_plan", until_at__isnull=True).exists(),
    }


def _who_has_it(proposal: NoticeProposal, now: datetime) -> dict[str, Any]:
    """The duty inspector; in a restricted case only the inspectors who are named on it, since it exists for no other."""
    named = named_on(proposal.case, now)
    if named is None:
        return {"duty": holder(proposal.force_id, "duty_inspector", now), "closed": False, "inspectors": []}
    inspectors = [user.name for user in named if "authorising_inspector" in actor(user, now).roles]
    return {"duty": None, "closed": True, "inspectors": inspectors}


def _question(proposal: NoticeProposal, row: NoticeQuestion) -> dict[str, Any]:
    return {
        "by": words(row.asked_by),
        "at": row.asked_at,
        "asked": decipher(proposal.case.ref, row.question_enc),
        "answered_at": row.answered_at,
        "answer": decipher(proposal.case.ref, row.answer_enc) if row.answer_enc is not None else "",
    }


def _decided(proposal: NoticeProposal, row: Authorisation | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        "words": row.get_decision_display(),
        "by": decider(row),
        "at": row.at,
        "reasons": decipher(proposal.case.ref, row.reasons_enc),
        "changed": row.decision == "authorised_with_changes",
    }


@require_POST
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """The officer takes the request back before it is decided."""
    user, now = acting(request)
    proposal: NoticeProposal = get_object_or_404(proposals_of(user, now), ref=ref)
    try:
        command = UUID(request.POST.get("command_id", ""))
    except ValueError:
        command = uuid4()

    def action() -> dict[str, Any]:
        withdraw_proposal(proposal, by=user, at=now)
        return {}

    run_once(by=user, command_id=command, what=f"withdraw request {ref}", action=action)
    return HttpResponseRedirect(reverse("propose_sent", args=[ref]))
