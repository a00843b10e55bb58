"""The end of a request: check the answers, send them once, and see who has them."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from haven.accounts.once import run_once
from haven.cases.models import Draft
from haven.cases.operations.drafts import close_draft, held
from haven.cases.operations.open_case import SAME_PERSON, OpenCaseExists, PrimaryAggressorFirst
from haven.cases.operations.primary_aggressor import ask_primary_aggressor
from haven.notices.operations.proposal_rows import GROUNDS_RULE
from haven.notices.operations.propose_notice import ProposeNotice, propose_notice
from haven.web.police.propose.acting import acting
from haven.web.police.propose.command import again_command, command_of
from haven.web.police.propose.flow import Flow
from haven.web.police.propose.questions import QUESTIONS
from haven.web.police.propose.stops import stops
from haven.web.police.propose.views import address, flow_of
from haven_law.findings import Finding, Refused


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Check the answers. A press sends them to the inspectors."""
    if request.method == "GET":
        return _show(request, flow_of(request, public_id))
    sent = _already_sent(request, public_id)
    if sent is not None:
        return HttpResponseRedirect(reverse("propose_sent", args=[sent]))
    flow = flow_of(request, public_id)
    if flow.left() or stops(flow):
        return _show(request, flow, status=409)
    return _send(request, flow)


def _already_sent(request: HttpRequest, public_id: UUID) -> str | None:
    user, _now = acting(request)
    row = Draft.objects.filter(owner=user, public_id=public_id).exclude(submitted_ref="").first()
    return row.submitted_ref if row is not None else None


def _send(request: HttpRequest, flow: Flow) -> HttpResponse:
    public_id = flow.draft.public_id

    def action() -> dict[str, Any]:
        draft = held(public_id, by=flow.user)
        now = Flow.of(draft, flow.user, flow.now)
        proposal = propose_notice(_command_of(now), by=flow.user, at=flow.now)
        close_draft(draft, submitted_ref=proposal.ref, answers=without_sealed(now))
        return {"ref": proposal.ref}

    try:
        done = run_once(by=flow.user, command_id=_command(request), what=f"propose {public_id}", action=action)
    except PrimaryAggressorFirst as stopped:
        account = flow.value("behaviour", "account") or ""
        ask_primary_aggressor(stopped, draft=flow.draft, account=account, by=flow.user, at=flow.now)
        return HttpResponseRedirect(address(flow.draft, "propose_stop", "check"))
    except Refused as refused:
        return _refused(request, flow, refused)
    return HttpResponseRedirect(reverse("propose_sent", args=[done["ref"]]))


def _command_of(flow: Flow) -> ProposeNotice:
    if not flow.draft.about_ref:
        return command_of(flow)
    if flow.case is None:
        raise Http404
    return again_command(flow, flow.case)


def _refused(request: HttpRequest, flow: Flow, refused: Refused) -> HttpResponse:
    """What an operation refused, where it can be put right. The answers are all still there."""
    rules = {finding.provision for finding in refused.findings}
    sent = _already_sent(request, flow.draft.public_id)
    if sent is not None:
        return HttpResponseRedirect(reverse("propose_sent", args=[sent]))
    if SAME_PERSON in rules:
        fresh = Flow.of(flow.draft, flow.user, flow.now)
        left = fresh.left()
        if left:
            return HttpResponseRedirect(address(flow.draft, "propose_question", left[0].code) + "?from=check")
    where = address(flow.draft, "propose_question", "grounds") + "?from=check" if GROUNDS_RULE in rules else ""
    exists = refused.case.ref if isinstance(refused, OpenCaseExists) else ""
    if exists:
        where = f"{reverse('propose_in_case', args=[exists])}?from={flow.draft.public_id}"
    return _show(request, flow, refused=refused.findings, where=where, exists=exists, status=409)


def _command(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("command_id", ""))
    except ValueError:
        return uuid4()


def without_sealed(flow: Flow) -> dict[str, dict[str, Any]]:
    """The answers as they are kept after sending: what was sealed on the way is not in them."""
    kept = dict(flow.raw)
    for question in QUESTIONS:
        held_now = kept.get(question.code)
        if question.form.sealed and held_now:
            kept[question.code] = held_now | {
                "typed": _stripped(held_now.get("typed") or {}, question.form.sealed),
                "items": [_stripped(item, question.form.sealed) for item in held_now.get("items", [])],
            }
    return kept


def _stripped(typed: dict[str, Any], sealed: tuple[str, ...]) -> dict[str, Any]:
    return {name: values for name, values in typed.items() if name not in sealed}


def _show(
    request: HttpRequest,
    flow: Flow,
    *,
    refused: tuple[Finding, ...] = (),
    where: str = "",
    exists: str = "",
    status: int = 200,
) -> HttpResponse:
    left = {question.code for question in flow.left()}
    groups: dict[str, list[dict[str, Any]]] = {}
    for question in flow.visible():
        row = {"question": question, "pairs": list(flow.pairs(question)), "left": question.code in left}
        groups.setdefault(question.group, []).append(row)
    context = {
        "groups": groups,
        "left": len(left),
        "stops": stops(flow),
        "refused": refused,
        "where": where,
        "exists": exists,
        "draft": flow.draft,
        "saved": True,
        "command_id": uuid4(),
        "caption": flow.subject_name,
        "page_title": "Check your answers",
        "page_has_error": bool(refused) or status == 409,
        "back_href": address(flow.draft, "propose_question", flow.visible()[-1].code),
        "field": True,
    }
    return render(request, "police/propose/check.html.j2", context, status=status)
